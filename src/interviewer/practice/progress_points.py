"""Scores in a row become a few points that can be trusted: each the median of the same number of answers."""

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from statistics import median, quantiles

from interviewer.domain.progress import Change, Point

FEWEST_IN_A_GROUP = 5  # of fewer there is no spread worth showing
MOST_POINTS = 20


def points(times: Sequence[datetime], scores: Sequence[float]) -> tuple[Point, ...]:
    """`times` and `scores` belong together, oldest first.

    Up to nine answers are a point each, without a spread. From ten on they are put into groups of five or more, all of
    the same size but for one, at most twenty groups: the median and the quartiles bear a stray score, and every point
    means equally much, however often a week was practised.
    """
    count = len(scores)
    if count < 2 * FEWEST_IN_A_GROUP:
        return tuple(_point([at], [score]) for at, score in zip(times, scores, strict=True))
    groups = min(MOST_POINTS, count // FEWEST_IN_A_GROUP)
    bounds = [count * number // groups for number in range(groups + 1)]
    return tuple(_point(times[start:end], scores[start:end]) for start, end in pairwise(bounds))


def _point(times: Sequence[datetime], scores: Sequence[float]) -> Point:
    low, high = None, None
    if len(scores) >= FEWEST_IN_A_GROUP:
        quarter, _, three_quarters = quantiles(scores, n=4, method="inclusive")
        low, high = round(quarter, 2), round(three_quarters, 2)
    return Point(
        first=times[0], last=times[-1], answers=len(scores), median=round(median(scores), 2), low=low, high=high
    )


def change_of(marks: Sequence[Point]) -> Change:
    """Whether the last point lies above or below the middle half of the first, and the first outside that of the last;
    anything less is within the spread."""
    if len(marks) < 2 or marks[0].low is None:
        return "too_few"
    first, last = marks[0], marks[-1]
    if first.low is None or first.high is None or last.low is None or last.high is None:
        return "too_few"
    if last.median > first.high and first.median < last.low:
        return "up"
    if last.median < first.low and first.median > last.high:
        return "down"
    return "within_spread"
