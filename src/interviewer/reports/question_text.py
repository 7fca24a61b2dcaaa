"""A question as plain text for 80 columns."""

import textwrap
from collections.abc import Iterator

from interviewer.domain.questions import TRACK_NAMES, Question
from interviewer.domain.text import visible

WIDTH = 79


def question_as_text(question: Question, *, own: bool) -> str:
    """The prompt, what it is about, and what a strong answer has; lines of at most 79 columns."""
    return "\n".join(_lines(question, own))


def _lines(question: Question, own: bool) -> Iterator[str]:
    yield from textwrap.wrap(visible(" ".join(question.prompt.split())), WIDTH)
    yield ""
    track = "both tracks" if question.track == "both" else TRACK_NAMES[question.track]
    about = [
        ("Id", f"{question.id}{' (your own)' if own else ''}"),
        ("Track", track),
        ("Kind", f"{question.kind}, topic {question.topic}, difficulty {question.difficulty} of 3"),
        ("Rounds", ", ".join(question.rounds)),
        ("Asked at", ", ".join(question.contexts)),
        ("Length", f"{question.minutes} minutes spoken"),
        ("Signals", ", ".join(question.signals)),
        ("Competency", question.competency or ""),
        ("Source", question.source),
    ]
    for label, text in about:
        if text:
            yield from textwrap.wrap(
                visible(text), WIDTH, initial_indent=f"{label:<12}", subsequent_indent=" " * 12, break_on_hyphens=False
            )
    for title, entries in (
        ("A strong answer", question.expects),
        ("How it is lost", question.pitfalls),
        ("Follow-ups", question.follow_ups),
    ):
        if entries:
            yield from ("", title)
            for entry in entries:
                yield from textwrap.wrap(
                    visible(" ".join(entry.split())), WIDTH, initial_indent="  * ", subsequent_indent="    "
                )
