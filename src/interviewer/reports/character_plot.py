"""Plots made of characters, for terminals of 80 columns without colour; ASCII where there is no UTF-8."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain.progress import Point

BLOCKS = "▁▂▃▄▅▆▇█"
LOWEST, HIGHEST, ROW = 1.0, 5.0, 0.5
APART = 3  # columns from one point to the next


@dataclass(frozen=True, slots=True)
class Signs:
    """What a plot is drawn with."""

    median: str
    spread: str
    axis: str
    corner: str
    floor: str
    dash: str
    ascii_only: bool


UNICODE = Signs("●", "│", "┤", "└", "─", "–", ascii_only=False)
ASCII = Signs("o", ":", "|", "+", "-", "-", ascii_only=True)


def sparkline(scores: Sequence[float], signs: Signs) -> str:
    """One character a score from 1 to 5: a block, or in ASCII the score as a digit."""
    if signs.ascii_only:
        return "".join(str(math.floor(score + 0.5)) for score in scores)
    steps = len(BLOCKS) - 1
    return "".join(BLOCKS[round((score - LOWEST) / (HIGHEST - LOWEST) * steps)] for score in scores)


def counts_line(counts: Sequence[int], signs: Signs) -> str:
    """Counts as blocks up to the largest, and a dot for none; in ASCII as numbers."""
    if signs.ascii_only:
        return " ".join(map(str, counts))
    most = max(counts, default=0)
    return "".join(BLOCKS[max(0, math.ceil(count / most * len(BLOCKS)) - 1)] if count else "·" for count in counts)


def plot(marks: Sequence[Point], signs: Signs, dates: tuple[str, str]) -> Iterator[str]:
    """Scores from 5 down to 1 in steps of a half: the median of each point and between which its middle half lies.

    `dates` name the first point and the last. At most 20 points fit into 79 columns.
    """
    rows = round((HIGHEST - LOWEST) / ROW)
    for step in range(rows, -1, -1):
        cells = (_cell(mark, step, signs).center(APART) for mark in marks)
        value = LOWEST + step * ROW
        label = f"{value:.0f}" if step % 2 == 0 else " "
        yield f"  {label} {signs.axis}{''.join(cells)}".rstrip()
    width = max(len(marks) * APART, 1)
    yield f"    {signs.corner}{signs.floor * width}"
    first, last = dates
    if first == last:
        yield f"     {first}"
    else:
        yield f"     {first}{last:>{max(width - len(first), len(last) + 2)}}"


def _cell(mark: Point, step: int, signs: Signs) -> str:
    if step == _step(mark.median):
        return signs.median
    if mark.low is not None and mark.high is not None and _step(mark.low) <= step <= _step(mark.high):
        return signs.spread
    return " "


def _step(score: float) -> int:
    return math.floor((min(max(score, LOWEST), HIGHEST) - LOWEST) / ROW + 0.5)
