"""Progress to be read in a terminal: 79 columns, no colour, one plot a track and a line for each signal and habit."""

import textwrap
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo

from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.progress import Calibration, Course, JudgedCourse, Progress, TopicCount, TrackProgress
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.schedule import DueItem
from interviewer.domain.text import visible
from interviewer.reports.character_plot import ASCII, UNICODE, Signs, counts_line, plot, sparkline

WIDTH = 79
NAME = 23
DUE_SHOWN = 5
KEPT_APART = "Scores of different graders are different measures: they are kept apart and never averaged."
CALIBRATED = 0.25  # a bias below this is none worth naming


def progress_as_text(
    progress: Progress,
    due: Sequence[DueItem] = (),
    *,
    ascii_only: bool = False,
    zone: tzinfo | None = None,
) -> str:
    """`due` is what is to be practised today. With `ascii_only` the plots and signs of our own are ASCII."""
    signs = ASCII if ascii_only else UNICODE
    lines = [*_head(progress, signs), *_due(due)]
    for track in progress.tracks:
        if track.answers:
            lines += ["", *_track(track, signs, zone)]
    text = "\n".join(lines)
    return text.replace("–", "-").replace("…", "...").replace("“", '"').replace("”", '"') if ascii_only else text


def _head(progress: Progress, signs: Signs) -> Iterator[str]:
    if not progress.answers:
        yield "No answers yet, so there is no progress to show: interviewer practice"
        yield from _interview(progress)
        return
    yield from _wrapped(
        f"{counted(progress.answers, 'answer')} on {counted(progress.days, 'day')}, {progress.graded:,} of them "
        f"scored; {duration(progress.typing_seconds)} of typing."
    )
    streak = f"Streak: {counted(progress.streak, 'day')}"
    yield f"{streak} (the longest was {progress.longest_streak:,})."
    yield f"Answers a week, the last {len(progress.weeks)} weeks: " + counts_line(
        [week.answers for week in progress.weeks], signs
    )
    yield from _interview(progress)


def interview_line(progress: Progress) -> str:
    """When the interview is; nothing where none was given or it is over."""
    on = progress.interview_on
    if on is None or on < progress.today:
        return ""
    left = (on - progress.today).days
    when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left:,} days"
    return f"Your interview is on {day(on)}, {when}."


def _interview(progress: Progress) -> Iterator[str]:
    line = interview_line(progress)
    if line:
        yield line


def _due(due: Sequence[DueItem]) -> Iterator[str]:
    if not due:
        return
    yield ""
    yield f"Due today: {len(due):,} (interviewer practice --due starts the first)"
    for each in due[:DUE_SHOWN]:
        yield from _wrapped(f"{TRACK_NAMES[each.item.track]}: {each.question.prompt}", "  * ", "    ", lines=1)
        yield from _wrapped(each.why, "    ", "    ")
    if len(due) > DUE_SHOWN:
        yield f"    and {len(due) - DUE_SHOWN:,} more"


def _track(track: TrackProgress, signs: Signs, zone: tzinfo | None) -> Iterator[str]:
    title = (
        f"{TRACK_NAMES[track.track]}: {counted(track.answers, 'answer')}, {duration(track.typing_seconds)} of typing"
    )
    yield title
    yield "=" * len(title)
    if len(track.judged) > 1:
        yield from _wrapped(KEPT_APART)
    for number, judged in enumerate(track.judged):
        if number:
            yield ""
        yield from _judged(judged, signs, zone, with_plot=number == 0)
    if not track.judged:
        yield "None of them has a score yet."
    yield ""
    yield from _topics(track.topics)


def _judged(judged: JudgedCourse, signs: Signs, zone: tzinfo | None, *, with_plot: bool) -> Iterator[str]:
    first, last = _moment_day(judged.first, zone), _moment_day(judged.last, zone)
    span = f"{day(first)} to {day(last)}" if first != last else day(first)
    yield from _wrapped(f"Graded by {judged.name}: {counted(judged.answers, 'answer')}, {span}")
    marks = judged.overall.points
    if with_plot:
        yield from plot(marks, signs, (day(_moment_day(marks[0].first, zone)), day(_moment_day(marks[-1].last, zone))))
        yield _legend(judged.overall, signs)
    yield ""
    yield f"{'':<{NAME}} {'share':>5} {'first':>5}  {'1 to 5':<20}  {'now':>4}  {'middle':>7} {'change':>6}"
    for course in (judged.overall, *judged.dimensions):
        yield _course(course, signs)
    yield from _changes(judged)
    votes = ", ".join(f"{VOTE_NAMES[vote]} {count:,}" for vote, count in judged.votes if count)
    yield from _wrapped(f"Votes: {votes}.")
    yield from _calibration(judged)


def _legend(course: Course, signs: Signs) -> str:
    sizes = [point.answers for point in course.points]
    if max(sizes) == 1:
        return f"     {signs.median} the overall score of one answer"
    size = f"{min(sizes)}" if min(sizes) == max(sizes) else f"{min(sizes):,} or {max(sizes):,}"
    return f"     {signs.median} median of {size} answers, {signs.spread} the middle half of them"


def _course(course: Course, signs: Signs) -> str:
    now = course.points[-1]
    share = f"{course.weight:.0%}".replace("%", " %") if course.weight is not None else ""
    middle = f"{now.low:.1f}{signs.dash}{now.high:.1f}" if now.low is not None and now.high is not None else ""
    line = sparkline([point.median for point in course.points], signs)
    name = visible(course.name)
    shown = name if len(name) <= NAME else name[: NAME - 1] + ("." if signs.ascii_only else "…")
    return (
        f"{shown:<{NAME}} {share:>5} {course.points[0].median:>5.1f}  {line:<20}  {now.median:>4.1f}"
        f"  {middle:>7} {_change(course):>6}"
    ).rstrip()


def _change(course: Course) -> str:
    if course.change == "too_few":
        return ""
    amount = f"{course.difference:+.1f}"
    return f"({amount})" if course.change == "within_spread" else amount


def _changes(judged: JudgedCourse) -> Iterator[str]:
    courses = (judged.overall, *judged.dimensions)
    if all(each.change == "too_few" for each in courses):
        yield from _wrapped("From ten answers on, groups of five or more show the spread and what changed.")
        return
    brackets = "; in brackets: no more than the spread" if any(e.change == "within_spread" for e in courses) else ""
    yield from _wrapped(f"Middle: where the middle half of the newest group lies. Change: from first to now{brackets}.")


def _calibration(judged: JudgedCourse) -> Iterator[str]:
    found = judged.calibration
    if found is not None:
        count = counted(len(found.pairs), "answer")
        yield from _wrapped(f"Your own scores ({count}): {calibration_lean(found)}, {found.error:.1f} away from it.")


def calibration_lean(found: Calibration) -> str:
    if abs(found.bias) < CALIBRATED:
        return "on average neither above nor below the grade"
    return f"on average {abs(found.bias):.1f} {'above' if found.bias > 0 else 'below'} the grade"


def _topics(topics: Sequence[TopicCount]) -> Iterator[str]:
    done = [each for each in topics if each.practised]
    yield f"Topics: {len(done)} of {len(topics)} practised"
    if done:
        counts = ", ".join(f"{each.name} {each.answers:,}" for each in sorted(done, key=lambda each: -each.answers))
        yield from _wrapped(f"Practised (answers): {counts}", "  ", "    ")
    missing = ", ".join(each.name for each in topics if not each.practised)
    if missing:
        yield from _wrapped(f"Not yet: {missing}", "  ", "    ")


def counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60} min"


def day(on: date) -> str:
    """`3 Oct 2026`."""
    return f"{on.day} {on:%b %Y}"


def _moment_day(moment: datetime, zone: tzinfo | None) -> date:
    return moment.astimezone(zone).date()


def _wrapped(text: str, first: str = "", rest: str = "", lines: int | None = None) -> list[str]:
    return textwrap.wrap(
        visible(" ".join(text.split())),
        WIDTH,
        initial_indent=first,
        subsequent_indent=rest,
        break_on_hyphens=False,
        max_lines=lines,
        placeholder=" …",
    )
