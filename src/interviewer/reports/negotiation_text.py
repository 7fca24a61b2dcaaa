"""What each turn of a negotiation added, as plain text for 80 columns."""

import textwrap
from collections.abc import Iterator, Sequence
from typing import Protocol

from interviewer.domain.text import visible

WIDTH = 79
LONGEST_PUSH = 50


class Turn(Protocol):
    """What one reply added: see practice.negotiation.TurnAdded."""

    @property
    def push(self) -> str: ...
    @property
    def points(self) -> tuple[str, ...]: ...
    @property
    def without(self) -> float | None: ...
    @property
    def with_it(self) -> float: ...


def turns_as_text(turns: Sequence[Turn]) -> str:
    """One entry a turn: what it answered, what it brought up, and the estimate before and after it."""
    return "\n".join(_lines(turns))


def _lines(turns: Sequence[Turn]) -> Iterator[str]:
    yield "What each turn added (the offline estimate before and after it)"
    for number, turn in enumerate(turns, start=1):
        change = f"{turn.with_it:.1f}" if turn.without is None else f"{turn.without:.1f} → {turn.with_it:.1f}"
        push = f" to “{_short(turn.push)}”" if turn.push else ""
        yield from _wrapped(f"{number}. {change}{push}", "  ", "     ")
        yield from _wrapped(", ".join(turn.points) if turn.points else "nothing new", "     ", "     ")


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LONGEST_PUSH else one_line[:LONGEST_PUSH].rsplit(" ", 1)[0] + " …"


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(visible(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
