"""An answer and what became of it: being graded, a grade, or the reason why there is none."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from interviewer.domain.difference import Difference, difference
from interviewer.domain.grades import Feedback, Grade
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.transcripts import Answer, StoredGrade
from interviewer.ports import Done, FeedbackText, InterviewerError, Scored, Step, VerdictSeen
from interviewer.practice.drill import Drill
from interviewer.settings import Settings
from interviewer.tui import messages
from interviewer.tui.crash import report
from interviewer.tui.grading_job import GradingJob
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.answer_pane import AnswerPane
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.fitted import Fitted, spread
from interviewer.tui.widgets.grade_page import GradePage
from interviewer.tui.widgets.grading_view import GradingView
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.not_scored import NotScored
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import graded_by, moment, told

TEXT_DELAY = 0.1


@dataclass(frozen=True, slots=True)
class ShownGrade:
    grade: Grade
    when: str


class FeedbackScreen(AppScreen[None]):
    """With `drill` the answer was given just now and is graded at once; without, it is looked up with its `grades`."""

    CSS_PATH = "../styles/feedback.tcss"
    AUTO_FOCUS = "GradePage"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.back", "stop", label="Stop"),
        binding("app.back", "back"),
        binding("feedback.next_check", "move(1)"),
        binding("feedback.previous_check", "move(-1)"),
        binding("feedback.page_down", "scroll(1)"),
        binding("feedback.page_up", "scroll(-1)"),
        binding("feedback.top", "ends(False)"),
        binding("feedback.bottom", "ends(True)"),
        binding("feedback.retry", "retry"),
        binding("feedback.next", "next"),
        binding("feedback.grade", "grade"),
        binding("feedback.offline", "grade_offline"),
        binding("feedback.older", "turn(-1)"),
        binding("feedback.newer", "turn(1)"),
    ]

    def __init__(self, answer: Answer, grades: Sequence[StoredGrade] = (), *, drill: Drill | None = None) -> None:
        super().__init__()
        self.answer = answer
        self.practising = drill is not None
        self.stored = tuple(grades)
        self.grades: list[ShownGrade] = []
        self.at = -1
        self.drill = drill
        self.rubric: Rubric | None = None
        self.previous: tuple[Answer, Grade] | None = None
        self.job: Worker[None] | None = None
        self.scores_stand = False
        self.streamed: dict[str, str] = {}
        self.stream_timer: Timer | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Feedback" if self.practising else "History")
        yield Fitted(self._head, id="feedback-head")
        yield Banner()
        with Container(id="feedback-body"):
            yield Vertical(id="feedback-main")
            yield AnswerPane(self.answer.text)
        yield KeyLine()

    def _head(self, width: int) -> Content:
        parts = [TRACK_NAMES[self.answer.track]]
        if 0 <= self.at < len(self.grades):
            shown = self.grades[self.at]
            parts += [graded_by(shown.grade.grader), shown.when]
            if len(self.grades) > 1:
                parts.append(f"grade {self.at + 1} of {len(self.grades)}")
        right = " · ".join(each for each in parts if each)
        question = Content.styled(one_line(self.answer.question.prompt), "bold")
        return spread(width, question, Content.styled(one_line(right), "$text-muted"))

    def on_mount(self) -> None:
        now = self.services.clock.now()
        self.grades = [ShownGrade(each.grade, moment(each.created_at, now)) for each in self.stored]
        self.run_worker(self._prepare(), group="prepare")

    async def _prepare(self) -> None:
        """Reads the rubric and the try before, both in a thread, then shows the newest grade or begins one."""
        drill = self._drill()
        try:
            self.rubric = await asyncio.to_thread(lambda: self.services.rubrics().rubric(self.answer.track))
            self.previous = await asyncio.to_thread(drill.previous, self.answer)
        except (InterviewerError, OSError) as error:
            self._warn("Not everything could be read.", told(error))
        if self.practising and not self.grades:
            await self._start(self.interviewer.settings)
        else:
            await self._show_grade(self._best())

    def _drill(self) -> Drill:
        if self.drill is None:
            self.drill = Drill(self.answer.track, self.answer.question, self.services.store, self.services.clock)
        return self.drill

    def _best(self) -> int:
        """The newest score, else the newest of any kind."""
        scored = [index for index, shown in enumerate(self.grades) if shown.grade.status == "scored"]
        return scored[-1] if scored else len(self.grades) - 1

    # what is shown in the middle

    @property
    def page(self) -> GradePage | None:
        pages = self.query(GradePage)
        return pages.first() if pages else None

    async def _put(self, widget: Widget) -> None:
        main = self.query_one("#feedback-main")
        await main.remove_children()
        await main.mount(widget)
        self.query_one("#feedback-head", Fitted).redraw(layout=False)
        self.refresh_bindings()

    async def _show_grade(self, index: int) -> None:
        self.at = index
        grade = self.grades[index].grade if index >= 0 else None
        pane = self.query_one(AnswerPane)
        self.set_class(False, "-checking")
        if grade is None or grade.overall is None or self.rubric is None:
            pane.show(())
            await self._put(NotScored(self._reason(grade), self._ways()))
            return
        page = GradePage(grade, self.rubric, self._change(grade))
        await self._put(page)
        pane.show([row.check for row in page.check_rows])
        page.focus()

    def _reason(self, grade: Grade | None) -> str | None:
        if grade is not None and grade.overall is not None:
            return "It has a grade, but the rubric that explains it could not be read."
        return (grade.reason or "No reason was given.") if grade is not None else None

    def _ways(self) -> list[tuple[str, str]]:
        ways = [(self.key("feedback.grade"), "grade it" + (" again" if self.grades else " now"))]
        if self.interviewer.settings.grader == "llm":
            ways.append((self.key("feedback.offline"), "grade it offline: nothing is sent"))
        return [*ways, (self.key("feedback.retry"), "answer the question again")]

    def _change(self, grade: Grade) -> Difference | None:
        return difference(self.previous[1], grade) if self.previous is not None else None

    def _warn(self, title: str, text: str) -> None:
        self.query_one(Banner).show(title, text)

    # grading

    @property
    def grading(self) -> bool:
        return self.job is not None and self.job.is_running

    async def _start(self, settings: Settings) -> None:
        job = GradingJob(self.answer, self.services, settings, self.post_message)
        self.query_one(Banner).hide()
        self.set_class(False, "-checking")
        self.query_one(AnswerPane).show(())
        self.scores_stand, self.streamed = False, {}
        await self._put(GradingView(self.rubric, self.interviewer.grader_line))
        self.job = self.run_worker(job.run(), group="grading", exclusive=True, exit_on_error=False)

    def on_grader_ready(self, message: messages.GraderReady) -> None:
        for view in self.query(GradingView):
            view.set_by(message.description)

    async def on_grading_saw(self, message: messages.GradingSaw) -> None:
        event = message.event
        if isinstance(event, Step | VerdictSeen):
            for view in self.query(GradingView):
                view.saw(event)
        elif isinstance(event, Scored):
            await self._add(event.grade)
        elif isinstance(event, FeedbackText):
            self.streamed[event.field] = self.streamed.get(event.field, "") + event.text
            if self.stream_timer is None:
                self.stream_timer = self.set_timer(TEXT_DELAY, self._show_streamed)
        elif isinstance(event, Done):
            await self._add(event.grade)

    async def _add(self, grade: Grade) -> None:
        """A grade that came now; the complete one takes the place of its scores."""
        shown = ShownGrade(grade, "just now")
        if not self.scores_stand:
            self.grades.append(shown)
            self.scores_stand = True
            await self._show_grade(len(self.grades) - 1)
            return
        self.grades[-1] = shown
        if self.page is not None:
            self.page.update_words(grade)

    def _show_streamed(self) -> None:
        self.stream_timer = None
        if self.page is None or not self.grading:
            return
        known = self.page.grade.feedback or Feedback()
        texts: dict[str, Any] = {
            name: tuple(text.splitlines()) if name in ("strengths", "improvements") else text
            for name, text in self.streamed.items()
        }
        self.page.update_words(replace(self.page.grade, feedback=replace(known, **texts)))

    async def on_grading_failed(self, message: messages.GradingFailed) -> None:
        if message.grade is not None:
            self._warn("The grade could not be stored; it is only on this screen.", message.reason)
            return
        await self._put(NotScored(message.reason, self._ways()))

    async def on_worker_state_changed(self, message: Worker.StateChanged) -> None:
        """A grader that raises has an error of its own; the answer is stored, so it is no reason to end."""
        if message.worker is not self.job:
            return
        error = message.worker.error
        if message.state is WorkerState.ERROR and error is not None:
            report(self.services.paths, error)
            reason = f"The grader failed with an error of its own ({type(error).__name__}: {told(error)})."
            await self._put(NotScored(reason, self._ways()))
        self.refresh_bindings()

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "stop":
            return self.grading and self.page is None
        if action in ("retry", "next", "grade"):
            return not self.grading and (action != "next" or self.practising)
        if action == "grade_offline":
            scored = 0 <= self.at < len(self.grades) and self.grades[self.at].grade.status == "scored"
            return not self.grading and not scored and self.interviewer.settings.grader == "llm"
        if action == "turn":
            step = parameters[0] if parameters else 0
            return isinstance(step, int) and not self.grading and 0 <= self.at + step < len(self.grades)
        return True

    async def action_stop(self) -> None:
        if self.job is not None:
            self.job.cancel()
        await self._show_grade(self._best())
        self.interviewer.say("Grading was stopped. Your answer is stored.")

    async def action_back(self) -> None:
        if self.page is not None and self.page.chosen >= 0:
            self.page.choose(-1)
        else:
            self.app.pop_screen()

    def action_move(self, step: int) -> None:
        if self.page is not None:
            self.page.move(step)

    def action_scroll(self, step: int) -> None:
        if self.page is not None:
            self.page.scroll_relative(y=step * max(1, self.page.size.height - 2), animate=False)

    def action_ends(self, bottom: bool) -> None:
        if self.page is not None:
            (self.page.scroll_end if bottom else self.page.scroll_home)(animate=False)

    def on_grade_page_check_chosen(self, message: GradePage.CheckChosen) -> None:
        pane = self.query_one(AnswerPane)
        self.set_class(message.row is not None, "-checking")
        if message.row is None:
            pane.show([row.check for row in self.page.check_rows] if self.page else ())
        else:
            pane.choose(message.row.check, message.row.detail())

    def on_resize(self) -> None:
        if self.page is not None:
            self.page.call_after_refresh(self.page.show_chosen)

    def action_retry(self) -> None:
        from interviewer.tui.screens.drill import DrillScreen

        grade = self.grades[self.at].grade if 0 <= self.at < len(self.grades) else None
        self.app.switch_screen(DrillScreen(self._drill(), last=(self.answer, grade)))

    def action_next(self) -> None:
        self.post_message(messages.Practise(self.answer.track, replace=True))

    async def action_grade(self) -> None:
        await self._start(self.interviewer.settings)

    async def action_grade_offline(self) -> None:
        await self._start(replace(self.interviewer.settings, grader="offline"))

    async def action_turn(self, step: int) -> None:
        await self._show_grade(self.at + step)
