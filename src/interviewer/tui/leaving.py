"""The ways an app can end, and that none of them loses what was typed: quit, a signal, an error of its own."""

import asyncio
import contextlib
import os
import signal
from typing import Protocol

from textual.app import App

from interviewer.paths import Paths
from interviewer.tui.crash import report

SIGNALS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


LOOK_FOR_TERMINAL_EVERY = 2.0  # seconds


def _has_terminal() -> bool:
    """Whether standard input is a terminal that is still there: one that was hung up has no foreground group."""
    try:
        return os.tcgetpgrp(0) >= 0
    except (OSError, AttributeError):
        return False


class Keeper(Protocol):
    """Something that holds typed text: `flush` stores it before it returns and raises nothing."""

    def flush(self) -> None: ...


class LeavingApp(App[None]):
    """Knows every open editor by its keeper, and flushes them all whenever the app ends."""

    def __init__(self, paths: Paths) -> None:
        super().__init__()
        self.data_paths = paths
        self.keepers: set[Keeper] = set()
        self.last_words: str | None = None
        self.server = 0

    def flush_keepers(self) -> None:
        for keeper in tuple(self.keepers):
            keeper.flush()

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
        self.flush_keepers()
        hung_up = number == getattr(signal, "SIGHUP", None)
        if hung_up:
            # The terminal has gone: there is nobody to draw for, and nothing to put back in order.
            os._exit(128 + number)
        self.exit(return_code=128 + number)

    async def action_quit(self) -> None:
        self.flush_keepers()
        self.exit()

    def on_unmount(self) -> None:
        self.flush_keepers()

    def _fatal_error(self) -> None:
        """Textual would print a traceback; here it is one line on leaving, and a file."""
        self.flush_keepers()
        error = self._exception
        if error is not None and self.last_words is None:
            self.last_words = report(self.data_paths, error)
        self._close_messages_no_wait()
