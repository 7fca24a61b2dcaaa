"""The line above a conversation: which round and question, who asks, and how much of the time is used."""

from dataclasses import dataclass, replace

from textual.content import Content

from interviewer.domain.interviews import InterviewState
from interviewer.practice.interview import spoken_minutes
from interviewer.tui.safe_text import one_line
from interviewer.tui.widgets.fitted import Fitted, bar, spread
from interviewer.tui.wording import clock_time

ROOM_FOR_CLOCK, ROOM_FOR_WHERE = 96, 70


@dataclass(frozen=True, slots=True)
class RoundTime:
    """`said` and `clock` in seconds: how long the talk would take aloud, and how long the round has run. `short` takes
    the place of `where` where that has no room."""

    where: str = ""
    short: str = ""
    said: float = 0.0
    clock: float = 0.0
    minutes: int = 0
    written: bool = False


class RoundLine(Fitted):
    """Two lines, the second a bar of the time; what counts is talking time, in a written round the clock."""

    DEFAULT_CSS = "RoundLine { height: 2; padding: 0 2; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(self._lines, id=id)
        self.time = RoundTime()

    def show(self, time: RoundTime) -> None:
        if time != self.time:
            self.time = time
            self.redraw(layout=False)

    def _lines(self, width: int) -> Content:
        time = self.time
        left = Content.styled(one_line(time.where), "bold")
        if not time.minutes:
            return left.truncate(width, ellipsis=True) + "\n" + bar(width, 0.0, "$primary")
        used, target = (time.clock if time.written else time.said), time.minutes * 60
        style = "warning" if used >= target else "primary"
        share = f"{clock_time(used)} of {clock_time(target)}"
        right = Content.styled(share if time.written else f"said ≈ {share}", f"$text-{style}")
        if width >= ROOM_FOR_CLOCK and not time.written:
            right += Content.styled(f"  clock {clock_time(time.clock)}", "$text-muted")
        if left.cell_length + right.cell_length + 2 > width and width < ROOM_FOR_WHERE:
            left = Content.styled(one_line(time.short), "bold")
        return spread(width, left, right) + "\n" + bar(width, used / target, f"${style}")


def where_in(state: InterviewState) -> str:
    """`Phone screen · question 2 of 3 · hiring manager`, with the place among several rounds."""
    here = state.round or (state.rounds[-1] if state.rounds else None)
    if here is None:
        return ""
    several = len(state.interview.rounds)
    parts = [here.plan.name]
    if here.exchanges and here.ended is None:
        parts.append(f"question {len(here.exchanges)} of {len(here.questions)}")
    parts.append(here.plan.manner.replace("_", " "))
    if several > 1:
        parts.append(f"round {len(state.rounds)} of {several}")
    return " · ".join(parts)


def round_time(state: InterviewState, clock: float) -> RoundTime:
    """`clock` is how long the round has run, in seconds."""
    here = state.round or (state.rounds[-1] if state.rounds else None)
    if here is None:
        return RoundTime()
    # What was said in a round that is over can be reckoned as well.
    open_again = replace(state, rounds=(*state.rounds[:-1], replace(here, ended=None)))
    return RoundTime(
        where=where_in(state),
        short=f"{len(here.exchanges)}/{len(here.questions)} {here.plan.name}",
        said=spoken_minutes(open_again) * 60,
        clock=clock or here.seconds,
        minutes=here.plan.minutes,
        written=here.plan.written,
    )
