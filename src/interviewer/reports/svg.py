"""Plots as inline SVG, drawn by the page's own colours: no script, nothing from elsewhere, legible in print."""

import math
from collections import Counter
from collections.abc import Callable, Sequence

from interviewer.domain.progress import Course, Week
from interviewer.reports.html import Child, Html, el, join

LOWEST, HIGHEST = 1.0, 5.0
YES_FROM = 3.4


def figure(title: str, width: float, height: float, *children: Child, class_: str = "") -> Html:
    """A drawing with a title that screen readers read; it grows and shrinks with its column."""
    return el(
        "svg",
        el("title", title),
        *children,
        viewBox=f"0 0 {width:g} {height:g}",
        role="img",
        class_=f"plot {class_}".strip(),
        xmlns="http://www.w3.org/2000/svg",
    )


def course_plot(course: Course, labels: Sequence[str], days: Sequence[str], *, large: bool) -> Html:
    """Medians as a line, the middle halves as a band around it.

    `labels` tell each point in full, `days` are short dates, of which as many are shown as there is room for.
    """
    width, height = (680.0, 240.0) if large else (260.0, 130.0)
    left, right, top, bottom = 22.0, 76.0 if large else 12.0, 10.0, 26.0
    marks = course.points

    def x(index: int) -> float:
        span = width - left - right
        return left + span * (0.5 if len(marks) == 1 else index / (len(marks) - 1))

    def y(score: float) -> float:
        return top + (height - top - bottom) * (HIGHEST - min(max(score, LOWEST), HIGHEST)) / (HIGHEST - LOWEST)

    line = " ".join(f"{x(index):.1f},{y(mark.median):.1f}" for index, mark in enumerate(marks))
    dots = [
        el("circle", el("title", label), class_="dot", cx=x(index), cy=y(mark.median), r=3.5 if large else 2.5)
        for index, (mark, label) in enumerate(zip(marks, labels, strict=True))
    ]
    return figure(
        f"{course.name} over time",
        width,
        height,
        _scale(left, width - right, y, with_yes=large),
        _band(
            [
                (x(index), y(mark.low), y(mark.high))
                for index, mark in enumerate(marks)
                if mark.low is not None and mark.high is not None
            ]
        ),
        el("polyline", class_="line", points=line),
        dots,
        [
            el("text", days[index], class_="tick", x=x(index), y=height - 6, text_anchor=anchor)
            for index, anchor in _shown_days(len(marks), 6 if large else 2)
        ],
        class_="course",
    )


def _scale(left: float, right: float, y: Callable[[float], float], *, with_yes: bool) -> list[Html]:
    """Lines at the scores 1 to 5 and, where there is room for its words, where a yes begins."""
    lines = [
        join(
            el("line", class_="grid", x1=left, x2=right, y1=y(score), y2=y(score)),
            el("text", str(score), class_="tick", x=left - 8, y=y(score) + 4, text_anchor="end"),
        )
        for score in range(1, 6)
    ]
    if with_yes:
        lines.append(el("line", class_="threshold", x1=left, x2=right, y1=y(YES_FROM), y2=y(YES_FROM)))
        lines.append(el("text", "yes from 3.4", class_="tick", x=right + 5, y=y(YES_FROM) + 4))
    return lines


def _shown_days(count: int, most: int) -> list[tuple[int, str]]:
    """Which of so many dates to write, and where each begins or ends: the first and the last, and some between."""
    if count == 1:
        return [(0, "middle")]
    shown = min(count, most)
    places = sorted({round(number * (count - 1) / (shown - 1)) for number in range(shown)})
    return [(each, "start" if each == 0 else "end" if each == count - 1 else "middle") for each in places]


def _band(spread: Sequence[tuple[float, float, float]]) -> Html | None:
    if len(spread) < 2:
        return None
    upper = [f"{x:.1f},{high:.1f}" for x, _, high in spread]
    lower = [f"{x:.1f},{low:.1f}" for x, low, _ in reversed(spread)]
    return el("polygon", class_="band", points=" ".join([*upper, *lower]))


def weeks_plot(weeks: Sequence[Week]) -> Html:
    """A bar a week, as high as its answers."""
    width, height, top, bottom = 680.0, 120.0, 18.0, 20.0
    most = max((week.answers for week in weeks), default=0) or 1
    step = width / max(1, len(weeks))
    bars: list[Child] = []
    for index, week in enumerate(weeks):
        tall = (height - top - bottom) * week.answers / most
        middle, base = (index + 0.5) * step, height - bottom
        bars.append(el("rect", class_="bar", x=middle - step * 0.32, width=step * 0.64, y=base - tall, height=tall))
        if week.answers:
            bars.append(
                el("text", f"{week.answers:,}", class_="value", x=middle, y=base - tall - 4, text_anchor="middle")
            )
        bars.append(
            el("text", f"{week.first.day} {week.first:%b}", class_="tick", x=middle, y=height - 5, text_anchor="middle")
        )
    return figure(
        "Answers a week",
        width,
        height,
        bars,
        el("line", class_="axis", x1=0, x2=width, y1=height - bottom, y2=height - bottom),
    )


def score_bar(name: str, score: float, lowest: float | None = None, highest: float | None = None) -> Html:
    """A score on a line from 1 to 5, with the range it was taken from."""
    width, height, middle = 160.0, 14.0, 7.0

    def x(value: float) -> float:
        return 4 + (width - 8) * (min(max(value, LOWEST), HIGHEST) - LOWEST) / (HIGHEST - LOWEST)

    parts: list[Child] = [el("line", class_="track", x1=x(LOWEST), x2=x(HIGHEST), y1=middle, y2=middle)]
    if lowest is not None and highest is not None and lowest < highest:
        parts.append(el("line", class_="range", x1=x(lowest), x2=x(highest), y1=middle, y2=middle))
    parts.append(el("circle", class_="dot", cx=x(score), cy=middle, r=4.5))
    return figure(f"{name}: {score:.1f} of 5", width, height, parts, class_="score")


def votes_bar(votes: Sequence[tuple[str, int]], names: dict[str, str]) -> Html:
    """Every vote's share of the answers, from strong no to strong yes."""
    width, height = 680.0, 44.0
    total = sum(count for _, count in votes) or 1
    parts: list[Child] = []
    start = 0.0
    for vote, count in votes:
        if not count:
            continue
        share = width * count / total
        parts.append(
            el(
                "rect",
                el("title", f"{names[vote]}: {count}"),
                class_=f"vote {vote}",
                x=start,
                y=0,
                width=share,
                height=20,
            )
        )
        label = f"{names[vote]} {count:,}"
        if share > 6.5 * len(label):
            parts.append(el("text", label, class_="tick", x=start + share / 2, y=36, text_anchor="middle"))
        start += share
    return figure("Votes", width, height, parts, class_="votes")


def calibration_plot(pairs: Sequence[tuple[int, float]]) -> Html:
    """Own scores to the right, grades upwards; on the diagonal the two agree. A larger dot is more answers."""
    size, edge = 230.0, 30.0

    def x(value: float) -> float:
        return edge + (size - edge - 10) * (value - 0.7) / 4.6

    def y(value: float) -> float:
        return size - edge - (size - edge - 10) * (value - 0.7) / 4.6

    parts: list[Child] = [el("line", class_="threshold", x1=x(1), y1=y(1), x2=x(5), y2=y(5))]
    for score in range(1, 6):
        parts += [
            el("line", class_="grid", x1=x(score), x2=x(score), y1=y(0.7), y2=y(5.3)),
            el("line", class_="grid", x1=x(0.7), x2=x(5.3), y1=y(score), y2=y(score)),
            el("text", str(score), class_="tick", x=x(score), y=size - edge + 14, text_anchor="middle"),
            el("text", str(score), class_="tick", x=edge - 8, y=y(score) + 4, text_anchor="end"),
        ]
    for (own, grade), count in sorted(Counter((own, round(grade, 1)) for own, grade in pairs).items()):
        title = el("title", f"you {own}, graded {grade:.1f}: {count}")
        parts.append(el("circle", title, class_="dot faint", cx=x(own), cy=y(grade), r=min(9.0, 3 + math.sqrt(count))))
    parts.append(el("text", "your own score", class_="tick", x=size / 2 + 10, y=size + 2, text_anchor="middle"))
    parts.append(el("text", "grade", class_="tick", x=2, y=12))
    return figure("Your own scores against the grades", size, size + 8, parts, class_="square")
