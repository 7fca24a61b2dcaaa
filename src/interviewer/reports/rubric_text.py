"""A rubric as plain text for 80 columns."""

import textwrap
from collections.abc import Iterator

from interviewer.domain.lengths import length_told
from interviewer.domain.rubrics import AnyRubric, DrillRubric, Habit, Signal

WIDTH = 79


def rubric_as_text(rubric: AnyRubric) -> str:
    """Signals and habits with their levels and checks; lines of at most 79 columns."""
    return "\n".join(_lines(rubric))


def _lines(rubric: AnyRubric) -> Iterator[str]:
    yield f"{rubric.name} ({rubric.id})"
    yield from _wrapped(f"Framework: {rubric.framework}. What counts is {rubric.deliverable}.", "", "")
    yield from _wrapped(f"Before all: {rubric.gate}", "", "")
    if isinstance(rubric, DrillRubric):
        yield from _wrapped(f"The drill: {rubric.what}", "", "")
        yield from _wrapped(length_told(rubric), "", "")
    for dimension in rubric.dimensions:
        yield ""
        yield from _dimension(dimension)


def _dimension(dimension: Signal | Habit) -> Iterator[str]:
    share = f"weight {dimension.weight:.2f}" if isinstance(dimension, Signal) else "habit, beside the overall"
    yield f"{dimension.name} ({share})"
    yield from _wrapped(dimension.meaning, "  ", "  ")
    for number, level in enumerate(dimension.levels, start=1):
        yield from _wrapped(level, f"  {number}  ", "     ")
    for check in dimension.checks:
        sign = "+" if check.polarity == "positive" else "-"
        yield from _wrapped(check.statement, f"  {sign}{check.points} ", "     ")


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    yield from textwrap.wrap(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
