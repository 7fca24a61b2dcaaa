"""What is under way, on standard error: one line that is written over on a terminal, a line now and then elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

from interviewer.cli.output import is_terminal, say
from interviewer.domain.text import visible
from interviewer.ports import Step

LINE_WIDTH = 78
SECONDS_BETWEEN_LINES = 10.0
SECONDS_BETWEEN_REDRAWS = 0.1
CLEAR_LINE = "\r\x1b[K"


class StepLine:
    """What the grader is doing, while it does it. Silent where standard error is no terminal."""

    def __init__(self) -> None:
        self.live = is_terminal(sys.stderr)

    def show(self, step: Step) -> None:
        self.redraw(f"{step.name} ({step.done} of {step.total})")

    def redraw(self, text: str) -> None:
        if self.live:
            sys.stderr.write(f"{CLEAR_LINE}{visible(text)[:LINE_WIDTH]}")
            sys.stderr.flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self.live:
            sys.stderr.write(CLEAR_LINE)
            sys.stderr.flush()


class CountLine(StepLine):
    """How many of a batch are graded. Where standard error is no terminal it is a log: a line every ten seconds."""

    def __init__(self, total: int) -> None:
        super().__init__()
        self.total = total
        self.drawn_at = time.monotonic()

    def count(self, done: int, unscored: int) -> None:
        now = time.monotonic()
        if now - self.drawn_at < (SECONDS_BETWEEN_REDRAWS if self.live else SECONDS_BETWEEN_LINES):
            return
        self.drawn_at = now
        text = f"{done} of {self.total} graded{f', {unscored} not scored' if unscored else ''}"
        if self.live:
            self.redraw(text)
        else:
            say(text)
