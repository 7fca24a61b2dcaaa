"""Scores over time drawn with characters: shapes say it all, colour only helps."""

import math
from collections.abc import Sequence

from textual.content import Content

from interviewer.domain.progress import Point
from interviewer.domain.scoring import HIGHEST, LOWEST
from interviewer.tui.wording import severity

BLOCKS = "▁▂▃▄▅▆▇█"
ROW = 0.5
YES = 3.4  # where the vote becomes yes
NARROWEST, WIDEST = 2, 6  # columns from one point to the next
AXIS = 5  # columns to the left of the first point


def sparkline(scores: Sequence[float]) -> str:
    """A block a score, from 1 to 5."""
    steps = len(BLOCKS) - 1
    return "".join(BLOCKS[round((score - LOWEST) / (HIGHEST - LOWEST) * steps)] for score in scores)


def counts_line(counts: Sequence[int]) -> str:
    """Counts as blocks up to the largest, and a dot for none."""
    most = max(counts, default=0)
    return "".join(BLOCKS[max(0, math.ceil(count / most * len(BLOCKS)) - 1)] if count else "·" for count in counts)


def plot(points: Sequence[Point], dates: tuple[str, str], width: int) -> list[Content]:
    """From 5 down to 1 in steps of a half: ● the median of each point, │ the middle half; a dotted line where yes
    begins. `dates` name the first point and the last. What there is no room for is left out on the left: the newest
    points are shown."""
    room = max(NARROWEST, width - AXIS - 5)
    apart = max(NARROWEST, min(WIDEST, room // max(1, len(points))))
    shown = points[-max(1, room // apart) :]
    yes = _step(YES)
    lines = []
    for step in range(_step(HIGHEST), -1, -1):
        label = f"{LOWEST + step * ROW:.0f}" if step % 2 == 0 else " "
        line = Content.styled(f"  {label} ┤", "$text-muted")
        for point in shown:
            line += _cell(point, step, apart, dotted=step == yes)
        lines.append(line + Content.styled(" yes", "$text-muted") if step == yes else line)
    length = len(shown) * apart
    first, last = dates
    lines.append(Content.styled(f"    └{'─' * length}", "$text-muted"))
    named = first if first == last else f"{first}{last:>{max(len(last) + 2, length - len(first))}}"
    lines.append(Content.styled(f"     {named}", "$text-muted"))
    return [line.truncate(width) for line in lines]


def _cell(point: Point, step: int, apart: int, *, dotted: bool) -> Content:
    rest = "┄" if dotted else " "
    left, right = (apart - 1) // 2, apart - 1 - (apart - 1) // 2
    sign, style = rest, "$border-blurred"
    if step == _step(point.median):
        sign, style = "●", f"bold $text-{severity(point.median)}"
    elif point.low is not None and point.high is not None and _step(point.low) <= step <= _step(point.high):
        sign, style = "│", "$text-muted"
    around = "$border-blurred"
    return Content.assemble((rest * left, around), (sign, style), (rest * right, around))


def _step(score: float) -> int:
    return math.floor((min(max(score, LOWEST), HIGHEST) - LOWEST) / ROW + 0.5)
