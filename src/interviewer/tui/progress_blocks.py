"""Progress as blocks of text: at a glance, what is due, then each track and grader, own scores, topics."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from statistics import median

from textual.content import Content

from interviewer.domain.grades import VOTE_NAMES
from interviewer.domain.progress import Calibration, Course, JudgedCourse, Progress, TopicCount, TrackProgress
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.schedule import DueItem
from interviewer.tui.debrief_blocks import GAP, heading, item, text
from interviewer.tui.progress_plot import plot, sparkline
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.talk_blocks import rule
from interviewer.tui.widgets.block_view import Block, Lines
from interviewer.tui.widgets.fitted import bar, fit, hanging, spread
from interviewer.tui.wording import counted, severity

# What a block opens.
DUE, MORE_DUE, TOPIC, MORE_TOPICS, COURSE, TRACK = "due:", "more-due:", "topic:", "more-topics:", "course:", "track:"
DUE_SHOWN, TOPICS_SHOWN = 4, 6
NAME = 23
TRACK_ROOM = 7
PLOT_ABOVE = 4  # blocks from what stands above a plot to the first course below it
MOST_POINTS, FEWEST_POINTS = 20, 8
KEPT_APART = "Scores of different graders are different measures: they are kept apart and never averaged."
CALIBRATED = 0.25  # a bias below this is none worth naming
OWN_SCORES = (1, 2, 3, 4, 5)
PICK = Content.styled("  ▸ ", "$text-accent")


def progress_blocks(
    progress: Progress, due: Sequence[DueItem], opened: frozenset[str], plotted: Mapping[str, str]
) -> tuple[list[Block], dict[str, int]]:
    """The blocks, and the number of that with which each track begins.

    `opened` names the lists of which all is shown, `plotted` the course that a grader's plot shows, by `plot_key`.
    """
    blocks = [*_glance(progress), *_due(due, opened)]
    begins: dict[str, int] = {}
    for track in progress.tracks:
        if track.answers:
            begins[track.track] = len(blocks)
            blocks += _track(track, opened, plotted)
    return blocks, begins


def plot_key(track: TrackProgress, number: int) -> str:
    return f"{track.track}/{number}"


def _glance(progress: Progress) -> Iterator[Block]:
    """Where each track stands, by the grader that graded last."""
    practised = [track for track in progress.tracks if track.judged]
    for track in practised:
        yield Block(_glance_line(track), f"{TRACK}{track.track}")
    if practised:
        yield GAP


def _glance_line(track: TrackProgress) -> Lines:
    """`AI PM  3.1 last answer  ▃▄▅  too few answers for a trend   offline estimate`; on two lines if need be."""
    judged = track.judged[0]
    newest = judged.overall.points[-1]
    now = Content.assemble(
        (f"{TRACK_NAMES[track.track]:<{TRACK_ROOM}}", "bold"),
        (f"{newest.median:.1f} ", f"bold $text-{severity(newest.median)}"),
        (f"{_what(newest.answers)}  ", "$text-muted"),
        (sparkline([point.median for point in judged.overall.points]), "$text-primary"),
    )
    change = _change_told(judged.overall)

    def lines(width: int) -> list[Content]:
        who = Content.styled(one_line(_who(judged)), "$text-muted")
        if now.cell_length + change.cell_length + who.cell_length + 4 <= width:
            return [spread(width, now + "  " + change, who)]
        return [spread(width, now, who), Content(" " * TRACK_ROOM) + change]

    return lines


def _what(answers: int) -> str:
    """What the newest score is the score of."""
    return "last answer" if answers == 1 else f"median of last {answers:,}"


def _who(judged: JudgedCourse) -> str:
    judge = judged.judge
    return "offline estimate" if judge.kind == "offline" else judge.model or "a model"


def _change_told(course: Course) -> Content:
    amount = f"{course.difference:+.1f}"
    told = {
        "up": (f"{amount} since the start", "$text-success"),
        "down": (f"{amount} since the start", "$text-error"),
        "within_spread": (f"{amount}, no more than the spread", "$text-muted"),
        "too_few": ("too few answers for a trend", "$text-muted"),
    }
    return Content.styled(*told[course.change])


# what is due


def _due(due: Sequence[DueItem], opened: frozenset[str]) -> Iterator[Block]:
    if not due:
        yield heading("Nothing is due today")
        yield GAP
        return
    yield heading(f"Due today: {len(due):,}")
    shown = due if MORE_DUE in opened else due[:DUE_SHOWN]
    for number, each in enumerate(shown):
        track = Content.styled(TRACK_NAMES[each.item.track], "$text-muted")
        yield Block(_due_lines(each, track), f"{DUE}{number}")
    if len(shown) < len(due):
        yield item(
            Content("  "), Content.styled(f"and {len(due) - len(shown):,} more", "$text-primary"), opens=MORE_DUE
        )
    yield GAP


def _due_lines(each: DueItem, track: Content) -> Lines:
    def lines(width: int) -> list[Content]:
        first = spread(width, PICK + Content.styled(one_line(each.question.prompt), "bold"), track)
        why = hanging(width, Content("    "), Content.styled(plain(each.why), "$text-muted"))
        return [first, *why.split("\n", allow_blank=True)]

    return lines


# a track


def _track(track: TrackProgress, opened: frozenset[str], plotted: Mapping[str, str]) -> Iterator[Block]:
    title = (
        f"{TRACK_NAMES[track.track]} · {counted(track.answers, 'answer')} · {duration(track.typing_seconds)} of typing"
    )
    yield rule(title, heavy=True)
    if len(track.judged) > 1:
        yield text(KEPT_APART, "$text-muted")
        yield GAP
    for number, judged in enumerate(track.judged):
        yield from _judged(track, number, judged, plotted)
    if not track.judged:
        yield text("None of them has a score yet.")
        yield GAP
    yield from _topics(track, opened)


def _judged(track: TrackProgress, number: int, judged: JudgedCourse, plotted: Mapping[str, str]) -> Iterator[Block]:
    first, last = judged.first.astimezone().date(), judged.last.astimezone().date()
    span = f"{day(first)} to {day(last)}" if first != last else day(first)
    yield heading(f"Graded by {one_line(judged.name)}")
    yield text(f"{counted(judged.answers, 'answer')}, {span}", "$text-muted")
    key = plot_key(track, number)
    courses = (judged.overall, *judged.dimensions)
    chosen = next((each for each in courses if each.id == plotted.get(key)), judged.overall)
    has_plot = len(chosen.points) > 1
    if has_plot:
        yield from _plot(chosen)
    yield Block(_table_head)
    for course in courses:
        opens = f"{COURSE}{key}:{course.id}" if has_plot else ""
        yield Block(_course_line(course, plotted=has_plot and course is chosen), opens)
    yield from _changes(courses)
    votes = ", ".join(f"{VOTE_NAMES[vote]} {count:,}" for vote, count in judged.votes if count)
    yield text(f"Votes: {votes}.", "$text-muted")
    if judged.calibration is not None:
        yield from _calibration(judged.calibration)
    yield GAP


def _plot(course: Course) -> Iterator[Block]:
    points = course.points
    dates = day(points[0].first.astimezone().date()), day(points[-1].last.astimezone().date())
    sizes = sorted({point.answers for point in points})
    legend = (
        "● one answer"
        if sizes == [1]
        else f"● median of {' or '.join(f'{size:,}' for size in sizes)} answers, │ the middle half of them"
    )
    yield GAP
    yield text(f"{one_line(course.name)}  {legend}", "$text-muted")
    yield Block(lambda width: plot(points, dates, width))
    yield GAP


def _table_head(width: int) -> list[Content]:
    line = _line_room(width)
    if not line:
        return [Content.styled(f"  {'':<{_name_room(width)}} first  now change", "$text-muted")]
    columns = f"{'share':>5} {'first':>5}  {'1 to 5':<{line}}  {'now':>3} {'middle':>8} {'change':>6}"
    return [Content.styled(f"  {'':<{NAME}}{columns}", "$text-muted")]


def _line_room(width: int) -> int:
    """How many points of the course there is room for in a line; 0 where for too few."""
    room = min(MOST_POINTS, width - NAME - 36)
    return room if room >= FEWEST_POINTS else 0


def _name_room(width: int) -> int:
    return max(8, min(NAME, width - 20))


def _course_line(course: Course, *, plotted: bool) -> Lines:
    now = course.points[-1]
    share = f"{course.weight:.0%}".replace("%", " %") if course.weight is not None else ""
    middle = f"{now.low:.1f}–{now.high:.1f}" if now.low is not None and now.high is not None else ""
    change, colour = _change(course)
    name = Content.styled(one_line(course.name), "bold")
    first = f"{course.points[0].median:>5.1f}"
    score = Content.styled(f"{now.median:.1f}", f"bold $text-{severity(now.median)}")

    def lines(width: int) -> list[Content]:
        room = _line_room(width)
        mark = Content.styled("● " if plotted else "  ", "$text-accent") + fit(name, _name_room(width))
        if not room:
            return [mark + f" {first}  " + score + Content.styled(f" {change:>6}", colour)]
        line = f"{sparkline([point.median for point in course.points[-room:]]):<{room}}"
        left = mark + Content.styled(f"{share:>5} ", "$text-muted") + first
        right = Content.assemble((f" {middle:>8}", "$text-muted"), (f" {change:>6}", colour))
        return [left + Content.styled(f"  {line}  ", "$text-primary") + score + right]

    return lines


def _change(course: Course) -> tuple[str, str]:
    if course.change == "too_few":
        return "", ""
    amount = f"{course.difference:+.1f}"
    if course.change == "within_spread":
        return f"({amount})", "$text-muted"
    return amount, "bold $text-success" if course.change == "up" else "bold $text-error"


def _changes(courses: Sequence[Course]) -> Iterator[Block]:
    if all(each.change == "too_few" for each in courses):
        yield text("From ten answers on, groups of five or more show the spread and what changed.", "$text-muted")
        return
    brackets = " In brackets: no more than the spread." if any(e.change == "within_spread" for e in courses) else ""
    yield text(f"Middle: the middle half of the newest group. Change: from first to now.{brackets}", "$text-muted")


def _calibration(found: Calibration) -> Iterator[Block]:
    """How one's own scores compare, and what answers of each own score were graded."""
    lean = "neither above nor below the grade on average"
    if abs(found.bias) >= CALIBRATED:
        lean = f"{abs(found.bias):.1f} {'above' if found.bias > 0 else 'below'} the grade on average"
    yield GAP
    yield text(f"Your own scores: {lean}, {found.error:.1f} away from it.")
    for own in OWN_SCORES:
        grades = [grade for said, grade in found.pairs if said == own]
        if grades:
            yield Block(_own_line(own, median(grades), len(grades)))


def _own_line(own: int, grade: float, answers: int) -> Lines:
    def lines(width: int) -> list[Content]:
        left = Content(f"    you said {own}, graded ") + Content.styled(
            f"{grade:.1f}  ", f"bold $text-{severity(grade)}"
        )
        gauge = bar(16, (grade - 1) / 4, f"${severity(grade)}") if width >= 60 else Content("")
        return [fit(left + gauge + Content.styled(f"  {counted(answers, 'answer')}", "$text-muted"), width)]

    return lines


# topics


def _topics(track: TrackProgress, opened: frozenset[str]) -> Iterator[Block]:
    done = [each for each in track.topics if each.practised]
    missing = [each for each in track.topics if not each.practised]
    yield heading(f"Topics: {len(done)} of {len(track.topics)} practised")
    if done:
        counts = ", ".join(f"{each.name} {each.answers:,}" for each in sorted(done, key=lambda each: -each.answers))
        yield text(f"Answers: {counts}", "$text-muted")
    key = f"{MORE_TOPICS}{track.track}"
    shown = missing if key in opened else missing[:TOPICS_SHOWN]
    for each in shown:
        yield _topic(track, each)
    if len(shown) < len(missing):
        more = Content.styled(f"and {len(missing) - len(shown):,} more that you have not practised", "$text-primary")
        yield item(Content("  "), more, opens=key)
    yield GAP


def _topic(track: TrackProgress, topic: TopicCount) -> Block:
    right = Content.styled(counted(topic.questions, "question"), "$text-muted")
    left = Content.assemble(("Not yet  ", "$text-warning"), plain(topic.name))
    return item(PICK, left, right=right, opens=f"{TOPIC}{track.track}:{topic.id}")


# words


def duration(seconds: float) -> str:
    """`45 s`, `12 min`, `3 h 20 min`."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{round(seconds)} s"
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60:,} h {minutes % 60} min"


def day(on: date) -> str:
    """`3 Oct 2026`."""
    return f"{on.day} {on:%b %Y}"


def interview_line(progress: Progress) -> str:
    """`Your interview is on 10 Dec 2026, in 20 days`; nothing where none was given or it is over."""
    on = progress.interview_on
    if on is None or on < progress.today:
        return ""
    left = (on - progress.today).days
    when = "today" if left == 0 else "tomorrow" if left == 1 else f"in {left:,} days"
    return f"Your interview is on {day(on)}, {when}"
