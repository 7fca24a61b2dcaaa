"""Keeps what is in an editor while it is typed: within a second, without the person waiting for it."""

import asyncio
import threading
from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

from interviewer.ports import InterviewerError
from interviewer.tui.messages import DraftKept, DraftNotKept
from interviewer.tui.wording import told

DELAY = 0.4
RETRY = 2.0

Draft = tuple[str, float]


class DraftKeeper:
    """`read` gives text and typing seconds, `keep` stores them and may raise InterviewerError or OSError.

    The first key after a save starts a delay of 0.4 s; then the text as it is by then is stored in a thread. Where that
    fails it is tried again every two seconds. The owner gets DraftKept and DraftNotKept.
    """

    def __init__(self, owner: Widget, read: Callable[[], Draft], keep: Callable[[str, float], None]) -> None:
        self._owner = owner
        self._read = read
        self._keep = keep
        self._lock = threading.Lock()
        self._typed = 0
        self._kept = 0
        self._timer: Timer | None = None
        self._closed = False

    @property
    def all_kept(self) -> bool:
        return self._kept == self._typed

    def touch(self) -> None:
        """Something was typed."""
        self._typed += 1
        self._plan(DELAY)

    def flush(self) -> str | None:
        """Stores before it returns, if anything is new; what went wrong, in a line, or None. Raises nothing."""
        if self._closed or self.all_kept:
            return None
        return self._store(self._typed, *self._read())

    @property
    def unkept(self) -> str:
        """The text of which something is not stored; nothing where all of it is."""
        return "" if self._closed or self.all_kept else self._read()[0]

    def close(self) -> None:
        """No more saves from here on: the text has become an answer, or is being made one."""
        with self._lock:
            self._closed = True

    def reopen(self) -> None:
        self._closed = False
        self.touch()

    def _plan(self, delay: float) -> None:
        if self._timer is None and not self._closed:
            self._timer = self._owner.set_timer(delay, self._save)

    async def _save(self) -> None:
        self._timer = None
        if self._closed or self.all_kept:
            return
        problem = await asyncio.to_thread(self._store, self._typed, *self._read())
        if problem is None:
            self._owner.post_message(DraftKept())
            if not self.all_kept:
                self._plan(DELAY)
        else:
            self._owner.post_message(DraftNotKept(problem))
            self._plan(RETRY)

    def _store(self, typed: int, text: str, seconds: float) -> str | None:
        """Stores unless something newer already is; what went wrong, in a line, or None."""
        with self._lock:
            if self._closed or typed <= self._kept:
                return None
            try:
                self._keep(text, seconds)
            except (InterviewerError, OSError) as error:
                return told(error)
            self._kept = typed
            return None
