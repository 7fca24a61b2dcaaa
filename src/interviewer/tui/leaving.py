"""The ways an app can end, and that none of them loses what was typed: quit, a signal, an error of its own."""

import asyncio
import contextlib
import os
import signal
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol

from textual.app import App
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.worker import WorkerFailed

from interviewer.paths import Paths
from interviewer.tui.crash import report
from interviewer.tui.rescue import rescue

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


LOOK_FOR_TERMINAL_EVERY = 2.0  # seconds


def _has_terminal() -> bool:
    """Whether standard input is a terminal that is still there: one that was hung up has no foreground group."""
    try:
        return os.tcgetpgrp(0) >= 0
    except (OSError, AttributeError):
        return False


class Keeper(Protocol):
    """Something that holds typed text: `flush` stores it before it returns, says in a line what went wrong, and raises
    nothing; `unkept` is the text of which something is not stored."""

    def flush(self) -> str | None: ...

    @property
    def unkept(self) -> str: ...


class LeavingApp(App[None]):
    """Knows every open editor by its keeper, and flushes them all whenever the app ends."""

    def __init__(self, paths: Paths, *, ansi_color: bool | None = None) -> None:
        super().__init__(ansi_color=ansi_color)
        self.data_paths = paths
        self.keepers: set[Keeper] = set()
        self.last_words: str | None = None
        self.server = 0
        self._told_of_crash = False

    def flush_keepers(self) -> str | None:
        """Stores everything that is typed; what went wrong, in a line, or None."""
        found = [problem for keeper in tuple(self.keepers) if (problem := keeper.flush())]
        return found[0] if found else None

    async def leave(self, then: Callable[[], object]) -> None:
        """Stores everything that is typed and goes on with `then`; asks the person first where it cannot be stored."""
        problem = await asyncio.to_thread(self.flush_keepers)
        if problem is None:
            then()
            return
        from interviewer.tui.screens.dialog import Dialog

        def decided(choice: str | None) -> None:
            if choice == "file":
                self._to_file(then)
            elif choice == "lose":
                then()

        choices = [("stay", "Stay here"), ("file", "Write it to a file, and leave"), ("lose", "Leave without it")]
        text = f"It is only on this screen: {problem}."
        self.push_screen(Dialog("Leave a text that is not stored?", text, choices), decided)

    def _to_file(self, then: Callable[[], object]) -> None:
        file = self._rescue()
        if file is None:
            self.notify("No file could be written either. Your text is still here.", severity="error", markup=False)
            return
        self.notify(f"Your text is in {file}", markup=False, timeout=12)
        then()

    def _rescue(self) -> Path | None:
        """Writes what is not stored to a file, which is named when the app ends."""
        file = rescue(self.data_paths, [keeper.unkept for keeper in tuple(self.keepers)], datetime.now())  # noqa: DTZ005
        if file is not None:
            self.last_words = f"What you typed could not be stored. It is in {file}"
        return file

    def watch_signals(self) -> None:
        """SIGTERM and SIGHUP end the app as Ctrl+Q does, typed text first. Does nothing where signals cannot be had."""
        loop = asyncio.get_running_loop()
        for number in SIGNALS:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self._on_signal, number)
        if self.is_web:
            self.server = os.getppid()
            self.set_interval(LOOK_FOR_TERMINAL_EVERY, self._leave_without_server)
        elif _has_terminal():
            self.set_interval(LOOK_FOR_TERMINAL_EVERY, self._leave_without_terminal)

    def _leave_without_terminal(self) -> None:
        """A terminal that was closed does not always say so by SIGHUP (under make, in a killed tmux session)."""
        if not _has_terminal():
            self._on_signal(signal.SIGHUP)

    def _leave_without_server(self) -> None:
        """In a browser: the server that started this app was ended, and could not say so."""
        if os.getppid() != self.server:
            self._on_signal(signal.SIGHUP)

    def _on_signal(self, number: int) -> None:
        if self.flush_keepers():
            self._rescue()
        hung_up = number == getattr(signal, "SIGHUP", None)
        if hung_up:
            # The terminal has gone: there is nobody to draw for, and nothing to put back in order.
            os._exit(128 + number)
        self.exit(return_code=128 + number)

    async def action_quit(self) -> None:
        await self.leave(self.exit)

    def on_unmount(self) -> None:
        self.flush_keepers()

    def _handle_exception(self, error: Exception) -> None:
        """A screen that was opened while the app was already ending has no widgets to find, nor has one that was closed
        while it was still reading: that is no error."""
        cause = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(cause, NoMatches) and (self._exit or self._is_of_closed_screen(cause)):
            return
        super()._handle_exception(error)

    def _is_of_closed_screen(self, error: BaseException) -> bool:
        frames = traceback.walk_tb(error.__traceback__)
        nodes = [frame.f_locals.get("self") for frame, _ in frames]
        return any(isinstance(node, Screen) and node not in self.screen_stack for node in nodes)

    def _fatal_error(self) -> None:
        """Textual would print a traceback; here it is one line on leaving, and a file."""
        lost = self._rescue() if self.flush_keepers() else None
        error = self._exception
        if error is not None and not self._told_of_crash:
            self._told_of_crash = True
            self.last_words = report(self.data_paths, error, lost)
        self._close_messages_no_wait()
