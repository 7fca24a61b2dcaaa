"""Signals by answers, as a table whose sum can be checked: mean × weight, added up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from textual.content import Content

from interviewer.domain.debriefs import Debrief
from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.tui.safe_text import plain
from interviewer.tui.wording import severity

CELL, SUM = 5, len("  3.0 × 0.45 = 1.350")
INDENT = 2


@dataclass(frozen=True, slots=True)
class _Row:
    """`scores` are by answer; a row with a `weight` counts, one without stands beside the sum."""

    name: str
    scores: Sequence[float | None]
    mean: float | None = None
    weight: float | None = None


def matrix(debrief: Debrief, grades: Mapping[int, Grade], width: int) -> list[Content]:
    """A row a signal, a column an answer where there is room for all of them."""
    positions = [each.position for each in debrief.questions if each.score is not None]
    ids = [each.id for each in debrief.signals] + [each.id for each in debrief.habits]
    scores = {each: _scores(grades, positions, each) for each in ids}
    signals = [_Row(each.name, scores[each.id], each.score, each.weight) for each in debrief.signals]
    beside = [_Row(each.name, scores[each.id], each.score) for each in debrief.habits]
    whole = [_Row("The answer", [each.score for each in debrief.questions if each.position in positions])]
    own = {each.position: each.self_score for each in debrief.questions if each.position in positions}
    if any(score is not None for score in own.values()):
        whole.append(_Row("Your own score", list(own.values())))
    name = INDENT + max(len(row.name) for row in [*signals, *beside, *whole]) + 1
    columns = len(positions) if name + len(positions) * CELL + SUM <= width else 0
    if name + SUM > width:
        return _narrow(debrief, [*signals, *beside])
    numbers = "".join(f"{f'Q{position + 1}':>{CELL}}" for position in positions[:columns])
    lines = [Content.styled(f"{'':<{name}}{numbers}   mean × weight", "$text-muted")]
    lines += [_line(row, name, columns) for row in signals]
    lines.append(_total(debrief, name + columns * CELL))
    lines += [_line(row, name, columns) for row in beside]
    return [*lines, *(_line(row, name, columns) for row in whole if columns)]


def _scores(grades: Mapping[int, Grade], positions: Sequence[int], dimension_id: str) -> list[float | None]:
    found: list[float | None] = []
    for position in positions:
        grade = grades.get(position)  # a question that was passed on counts without one
        dimensions: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits) if grade else ()
        found.append(next((each.score for each in dimensions if each.id == dimension_id), None))
    return found


def _line(row: _Row, name: int, columns: int) -> Content:
    line = Content(f"{'':<{INDENT}}{plain(row.name):<{name - INDENT}}")
    for score in row.scores[:columns]:
        shown = "–" if score is None else str(score) if isinstance(score, int) else f"{score:.1f}"
        line += Content.styled(f"{shown:>{CELL}}", "$text-muted" if score is None else f"$text-{severity(score)}")
    return line + _sum(row)


def _sum(row: _Row) -> Content:
    if row.mean is None:
        return Content("")
    mean = Content.styled(f"  {row.mean:.1f}", f"bold $text-{severity(row.mean)}")
    if row.weight is None:
        return mean + Content.styled("   beside the sum", "$text-muted")
    return mean + f" × {row.weight:.2f} = {row.weight * row.mean:.3f}"


def _total(debrief: Debrief, before: int) -> Content:
    """The sum as it is reckoned, and the score it is rounded to."""
    exact = sum(each.weight * each.score for each in debrief.signals)
    shown = f"{exact:.3f}"
    score = debrief.score or 0.0
    return Content.assemble(
        (f"{'':<{before}}{'sum':>{SUM - len(shown) - 2}}  ", "$text-muted"),
        shown,
        (" ≈ ", "$text-muted"),
        (f"{score:.1f}", f"bold $text-{severity(score)}"),
    )


def _narrow(debrief: Debrief, rows: Sequence[_Row]) -> list[Content]:
    lines = []
    for row in rows:
        lines += [Content(f"{'':<{INDENT}}{plain(row.name)}"), Content(" " * INDENT) + _sum(row)]
    return [*lines, Content(f"{'':<{INDENT}}sum ") + f"{sum(each.weight * each.score for each in debrief.signals):.3f}"]
