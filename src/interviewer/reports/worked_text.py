"""Worked answers as plain text for 80 columns: what separates the three, then each with its note."""

import textwrap
from collections.abc import Iterator

from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.scoring import VOTES
from interviewer.domain.text import visible
from interviewer.domain.worked import Worked, WorkedAnswer

WIDTH = 79


def worked_as_text(worked: Worked) -> str:
    return "\n".join(_lines(worked))


def _lines(worked: Worked) -> Iterator[str]:
    yield "Worked answers to this question"
    yield from _wrapped(f"What separates them: {worked.separates}")
    for answer in worked.answers:
        yield ""
        yield from _answer(answer)


def _answer(answer: WorkedAnswer) -> Iterator[str]:
    vote, words = VOTE_NAMES[VOTES[answer.level - 1]], len(answer.text.split())
    yield f"{answer.quality.capitalize()} (about {answer.level} of 5, {vote}; {words} words)"
    for paragraph in answer.text.strip().splitlines():
        yield from _wrapped(paragraph, "  ") if paragraph.strip() else ("",)
    yield from _wrapped(f"Note: {answer.note}", "  ")


def _wrapped(text: str, indent: str = "") -> Iterator[str]:
    one_line = visible(" ".join(text.split()))
    yield from textwrap.wrap(one_line, WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False)
