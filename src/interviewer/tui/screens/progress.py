"""How scores moved and by how much they spread, what is due and why, topics not yet covered, days and time."""

import asyncio
from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.worker import Worker

from interviewer.domain.questions import Track
from interviewer.ports import InterviewerError
from interviewer.tui import messages
from interviewer.tui.keys import binding
from interviewer.tui.progress_blocks import (
    COURSE,
    DUE,
    MORE_DUE,
    MORE_TOPICS,
    PLOT_ABOVE,
    TOPIC,
    TRACK,
    duration,
    interview_line,
    progress_blocks,
)
from interviewer.tui.progress_plot import counts_line
from interviewer.tui.progress_reading import Report, keep_interview_day, read_report, write_report
from interviewer.tui.safe_text import plain
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.screens.text_dialog import TextDialog
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.fitted import Fitted, hanging, spread
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.pick_view import PickView
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, told

READING = "Reading your scores …"
NOTHING_YET = "No answers yet, so there is no progress to show. Press {} or {} to practise."
DATE_HINT = "The day of your interview, as 2026-12-10: what is due leans to it. Empty takes it away."


class ProgressScreen(AppScreen[None]):
    """Reads everything anew whenever it comes to the front; what was there stays until then."""

    CSS_PATH = "../styles/history.tcss"
    AUTO_FOCUS = "#progress"
    TERMS: ClassVar[tuple[str, ...]] = ("track", "signal", "habit", "vote", "spread", "due", "own score")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("progress.track", "track"),
        binding("progress.date", "date"),
        binding("progress.export", "export"),
        binding("home.ai_pm", "practise('ai_pm')"),
        binding("home.ml_pm", "practise('ml_pm')"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.report: Report | None = None
        self.opened: frozenset[str] = frozenset()
        self.plotted: dict[str, str] = {}
        self.sections: dict[str, int] = {}
        self.reading: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Progress")
        with Vertical(id="column"):
            yield Banner()
            yield Fitted(self._head, id="progress-head")
            yield PickView(id="progress")
        yield KeyLine()

    def on_screen_resume(self) -> None:
        self._read()

    def _read(self) -> None:
        self.reading = self.run_worker(self._show, group="progress", exclusive=True)

    async def _show(self) -> None:
        try:
            self.report = await asyncio.to_thread(read_report, self.services)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("Your progress cannot be read.", told(error))
            return
        self.query_one(Banner).hide()
        self._redraw()

    def _redraw(self) -> None:
        if self.report is not None:
            found = self.report
            blocks, self.sections = progress_blocks(found.progress, found.due, self.opened, self.plotted)
            self.query_one(PickView).show(blocks if found.progress.answers else [])
        self.query_one("#progress-head", Fitted).redraw()
        self.refresh_bindings()

    def _head(self, width: int) -> Content:
        """Days, time, the last weeks, and the day of the interview."""
        if self.report is None:
            return Content.styled(READING, "$text-muted")
        found = self.report.progress
        key = Content.styled(f"{self.key('progress.date')}  ", "bold $text-accent")
        interview = interview_line(found)
        day = key + (Content(interview) if interview else Content.styled("the day of your interview", "$text-muted"))
        if not found.answers:
            nothing = NOTHING_YET.format(self.key("home.ai_pm"), self.key("home.ml_pm"))
            return Content("\n").join([*Content(nothing).wrap(width), day])
        streak = f"Streak {counted(found.streak, 'day')} (longest {found.longest_streak:,})"
        facts = f"{counted(found.answers, 'answer')} on {counted(found.days, 'day')}, {found.graded:,} scored · "
        first = hanging(width, Content.styled(f"{streak} · ", "bold"), Content(facts + duration(found.typing_seconds)))
        weeks = Content.assemble(
            ("Answers a week ", "$text-muted"),
            (counts_line([week.answers for week in found.weeks]), "$text-primary"),
        )
        fits = weeks.cell_length + day.cell_length + 3 <= width
        return Content("\n").join([first, spread(width, weeks, day)] if fits else [first, weeks, day])

    # what the person does

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "export":
            return self.report is not None and bool(self.report.progress.answers)
        if action == "track":
            return bool(self.sections)
        return True

    def unavailable(self) -> Mapping[str, str]:
        nothing = "There are no answers yet to show."
        return {"progress.export": nothing, "progress.track": nothing} if self.report is not None else {}

    async def on_block_view_opened(self, message: BlockView.Opened) -> None:
        opens = message.opens
        if opens.startswith(DUE) and self.report is not None:
            due = self.report.due[int(opens.removeprefix(DUE))]
            self.post_message(messages.Ask(due.item.track, due.question))
        elif opens.startswith(TOPIC):
            await self._ask_topic(*opens.removeprefix(TOPIC).split(":", 1))
        elif opens.startswith(COURSE):
            key, _, course = opens.removeprefix(COURSE).partition(":")
            self.plotted[key] = course
            self._redraw()
            self._show_plot(f"{COURSE}{key}:")
        elif opens.startswith(TRACK):
            self.query_one(PickView).to_block(self.sections[opens.removeprefix(TRACK)])
        elif opens.startswith((MORE_DUE, MORE_TOPICS)):
            self.opened |= {opens}
            self._redraw()

    def _show_plot(self, courses: str) -> None:
        """As much of the plot as fits above the course that was chosen below it."""
        view = self.query_one(PickView)
        first = next(number for number, block in enumerate(view.blocks) if block.opens.startswith(courses))
        top = max(view.line_of(first - PLOT_ABOVE), view.line_of(view.chosen + 1) - view.size.height)
        if top < view.scroll_offset.y:
            view.scroll_to(y=top, animate=False, force=True)

    async def _ask_topic(self, track: str, topic: str) -> None:
        """A question of a topic that was not practised yet."""
        from interviewer.practice.choosing import choose_question

        try:
            questions = (await self.interviewer.bank()).questions()
        except (InterviewerError, OSError) as error:
            self.interviewer.say(told(error), "error")
            return
        role: Track = "ai_pm" if track == "ai_pm" else "ml_pm"
        fitting = [each for each in questions if each.topic == topic]
        question = choose_question(fitting, role, self.interviewer.asked_now[::-1], self.interviewer.chance)
        if question is None:
            self.interviewer.say("The bank no longer has a question of this topic.", "warning")
            return
        self.post_message(messages.Ask(role, question))

    def action_track(self) -> None:
        """To the scores of the track that begins below, or from the last one back to the first."""
        view = self.query_one(PickView)
        below = [index for index in self.sections.values() if view.line_of(index) > view.scroll_offset.y]
        if self.sections:
            view.to_block(min(below, default=min(self.sections.values())))

    def action_date(self) -> None:
        on = self.report.progress.interview_on if self.report is not None else None
        dialog = TextDialog(
            "When is your interview?",
            on.isoformat() if on else "",
            lambda text: keep_interview_day(self.services, text),
            hint=DATE_HINT,
        )
        self.app.push_screen(dialog)  # coming back reads everything anew

    async def action_export(self) -> None:
        if self.report is None:
            return
        try:
            file = await asyncio.to_thread(write_report, self.services, self.report)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"The report was not written: {told(error)}", "error")
            return
        self.interviewer.say(f"The report is in {plain(file)}. It is one file that needs nothing else.")

    def action_practise(self, track: Track) -> None:
        self.post_message(messages.Practise(track))
