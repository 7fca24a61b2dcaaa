"""All progress as one HTML page: numbers, plots and what is due, by track and by who graded."""

from collections.abc import Iterator, Sequence
from datetime import datetime, tzinfo

from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.progress import Calibration, Course, JudgedCourse, Point, Progress, TopicCount, TrackProgress
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.schedule import DueItem
from interviewer.reports.html import Html, el, page
from interviewer.reports.progress_text import (
    CALIBRATED,
    KEPT_APART,
    calibration_lean,
    counted,
    day,
    duration,
    interview_line,
)
from interviewer.reports.svg import calibration_plot, course_plot, votes_bar, weeks_plot

NAMES: dict[str, str] = dict(VOTE_NAMES.items())
DUE_SHOWN = 10


def progress_report(progress: Progress, due: Sequence[DueItem] = (), *, zone: tzinfo | None = None) -> Iterator[str]:
    """The page in pieces; `due` is what is to be practised today."""
    return page("Interview practice: progress", _body(progress, due, zone))


def _body(progress: Progress, due: Sequence[DueItem], zone: tzinfo | None) -> Iterator[Html]:
    yield el(
        "header", el("h1", "Progress"), el("p", f"As of {day(progress.today)}. {interview_line(progress)}".strip())
    )
    if not progress.answers:
        yield el("p", "No answers yet, so there is no progress to show.")
        return
    yield _tiles(progress, due)
    yield el("section", el("h2", "Answers a week"), weeks_plot(progress.weeks))
    if due:
        yield _due(due)
    for track in progress.tracks:
        if track.answers:
            yield from _track(track, zone)
    yield el("p", "Scores run from 1 to 5. No such score says who gets hired.", class_="muted")


def _tiles(progress: Progress, due: Sequence[DueItem]) -> Html:
    tiles = (
        (f"{progress.answers:,}", "answer" if progress.answers == 1 else "answers"),
        (f"{progress.graded:,}", "of them scored"),
        (duration(progress.typing_seconds), "of typing"),
        (f"{progress.days:,}", "day with practice" if progress.days == 1 else "days with practice"),
        (f"{progress.streak:,}", f"days in a row (longest {progress.longest_streak:,})"),
        (f"{len(due):,}", "due today"),
    )
    return el(
        "section", [el("div", el("strong", value), el("span", label), class_="tile") for value, label in tiles],
        class_="tiles",
    )  # fmt: skip


def _due(due: Sequence[DueItem]) -> Html:
    entries = [
        el("li", el("span", TRACK_NAMES[each.item.track], class_="tag"), " ", el("bdi", each.question.prompt),
           el("span", each.why, class_="why", dir="auto"))
        for each in due[:DUE_SHOWN]
    ]  # fmt: skip
    more = f"And {len(due) - DUE_SHOWN:,} more." if len(due) > DUE_SHOWN else None
    return el("section", el("h2", "Due today"), el("ol", entries), el("p", more, class_="muted") if more else None)


def _track(track: TrackProgress, zone: tzinfo | None) -> Iterator[Html]:
    yield el("h2", TRACK_NAMES[track.track], class_="track")
    yield el("p", f"{counted(track.answers, 'answer')}, {duration(track.typing_seconds)} of typing.")
    if len(track.judged) > 1:
        yield el("p", KEPT_APART, class_="muted")
    for judged in track.judged:
        yield _judged(judged, zone)
    if not track.judged:
        yield el("p", "None of them has a score yet.")
    yield _topics(track.topics)


def _judged(judged: JudgedCourse, zone: tzinfo | None) -> Html:
    first, last = _day(judged.first, zone), _day(judged.last, zone)
    span = f"{first} to {last}" if first != last else first
    overall = judged.overall
    return el(
        "article",
        el("h3", "Graded by ", el("bdi", judged.name)),
        el("p", f"{counted(judged.answers, 'answer')}, {span}.", class_="muted"),
        el("figure", _plot(overall, zone, large=True), el("figcaption", _caption(overall))),
        el("div", [_small(each, zone) for each in judged.dimensions], class_="small-plots"),
        _table(judged),
        el("h4", "Votes"),
        votes_bar(judged.votes, NAMES),
        _calibration(judged.calibration) if judged.calibration else None,
    )


def _small(course: Course, zone: tzinfo | None) -> Html:
    share = f", weight {course.weight:.2f}" if course.weight is not None else ", beside the overall"
    caption = el("figcaption", el("strong", course.name), el("span", share, class_="muted"))
    return el("figure", caption, _plot(course, zone, large=False))


def _plot(course: Course, zone: tzinfo | None, *, large: bool) -> Html:
    days = [f"{on.day} {on:%b}" for on in (point.last.astimezone(zone) for point in course.points)]
    return course_plot(course, [_label(point, zone) for point in course.points], days, large=large)


def _label(point: Point, zone: tzinfo | None) -> str:
    first, last = _day(point.first, zone), _day(point.last, zone)
    span = f"{first} to {last}" if first != last else first
    middle = (
        f", middle half {point.low:.1f}–{point.high:.1f}" if point.low is not None and point.high is not None else ""
    )
    return f"{span}: {point.median:.1f}, {counted(point.answers, 'answer')}{middle}"


def _caption(course: Course) -> str:
    sizes = {point.answers for point in course.points}
    if sizes == {1}:
        return "Overall: a dot is one answer. From ten answers on they are put into groups that show the spread."
    size = " or ".join(f"{each:,}" for each in sorted(sizes))
    return f"Overall: a dot is the median of {size} answers, the band is where the middle half of them lies."


def _table(judged: JudgedCourse) -> Html:
    rows = []
    for course in (judged.overall, *judged.dimensions):
        first, now = course.points[0], course.points[-1]
        middle = f"{now.low:.1f}–{now.high:.1f}" if now.low is not None and now.high is not None else "–"
        cells = (
            f"{course.weight:.2f}" if course.weight is not None else "",
            f"{first.median:.1f}",
            f"{now.median:.1f}",
            middle,
        )
        rows.append(
            el("tr", el("th", course.name, scope="row"), [el("td", cell) for cell in cells], el("td", _change(course)))
        )
    head = ("", "Weight", "First", "Now", "Middle half", "Change")
    return el("table", el("thead", el("tr", [el("th", each, scope="col") for each in head])), el("tbody", rows))


def _change(course: Course) -> str:
    if course.change == "too_few":
        return "too few answers to say"
    amount = f"{course.difference:+.1f}".replace("-", "−")
    return f"{amount}, within the spread" if course.change == "within_spread" else amount


def _calibration(found: Calibration) -> Html:
    text = f"{counted(len(found.pairs), 'answer')}: {calibration_lean(found)}, {found.error:.1f} away from it."
    advice = ""
    if abs(found.bias) >= CALIBRATED:
        advice = (
            "You think more of your answers than the grader does." if found.bias > 0
            else "You think less of your answers than the grader does."
        )  # fmt: skip
    return el(
        "section",
        el("h4", "Your own scores"),
        el("figure", calibration_plot(found.pairs), el("figcaption", text, " ", advice)),
    )


def _topics(topics: Sequence[TopicCount]) -> Html:
    done = sorted((each for each in topics if each.practised), key=lambda each: -each.answers)
    missing = [each for each in topics if not each.practised]
    rows = [
        el(
            "tr",
            el("th", each.name, scope="row"),
            el("td", f"{each.answers:,}"),
            el("td", f"{each.practised} of {each.questions}"),
        )
        for each in done
    ]
    head = [el("th", each, scope="col") for each in ("Topic", "Answers", "Questions")]
    return el(
        "section",
        el("h3", f"Topics: {len(done)} of {len(topics)} practised"),
        el("table", el("thead", el("tr", head)), el("tbody", rows)) if rows else None,
        el("p", el("strong", "Not yet: "), ", ".join(each.name for each in missing)) if missing else None,
    )


def _day(moment: datetime, zone: tzinfo | None) -> str:
    return day(moment.astimezone(zone).date())
