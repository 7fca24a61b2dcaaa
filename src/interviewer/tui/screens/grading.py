"""A screen on which an answer is graded: it starts the grading, follows it, and says what went wrong with it."""

from dataclasses import replace
from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker, WorkerState

from interviewer.domain.grades import Grade
from interviewer.domain.transcripts import Answer
from interviewer.ports import Done, FeedbackText, Scored, Step, VerdictSeen
from interviewer.settings import Settings, patience
from interviewer.tui import messages
from interviewer.tui.crash import report
from interviewer.tui.grade_list import GradeList, WordsSoFar
from interviewer.tui.grading_job import GradingJob
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.answer_pane import AnswerPane
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.grade_page import GradePage
from interviewer.tui.widgets.grading_view import GradingView
from interviewer.tui.widgets.not_scored import NotScored
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.domain.rubrics import Rubric

TEXT_DELAY = 0.1


class GradingScreen(AppScreen[None]):
    """What is shown is up to the screen itself: `_show_grade`, `_put` and `_ways`. `rubric` names the checks as they
    come."""

    def __init__(self, answer: Answer) -> None:
        super().__init__()
        self.answer = answer
        self.grades = GradeList((), answer.created_at)
        self.rubric: Rubric | None = None
        self.job: Worker[None] | None = None
        self.words = WordsSoFar()
        self.words_timer: Timer | None = None

    @property
    def page(self) -> GradePage | None:
        pages = self.query(GradePage)
        return pages.first() if pages else None

    async def _show_grade(self, index: int) -> None:
        raise NotImplementedError

    async def _put(self, widget: Widget) -> None:
        raise NotImplementedError

    def _ways(self) -> list[tuple[str, str]]:
        raise NotImplementedError

    def _warn(self, title: str, text: str) -> None:
        self.query_one(Banner).show(title, text)

    @property
    def grading(self) -> bool:
        return self.job is not None and self.job.is_running

    async def _start(self, settings: Settings) -> None:
        job = GradingJob(self.answer, self.services, settings, self.post_message)
        self.query_one(Banner).hide()
        self.set_class(False, "-answer", "-reading")
        self.query_one(AnswerPane).show(())
        self.grades.begin()
        self.words = WordsSoFar()
        waiting = patience(settings) if settings.grader == "llm" else ""
        await self._put(GradingView(self.rubric, self.interviewer.grader_line, waiting))
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
            self.words.add(event)
            if self.words_timer is None:
                self.words_timer = self.set_timer(TEXT_DELAY, self._show_words)
        elif isinstance(event, Done):
            await self._add(event.grade)

    async def _add(self, grade: Grade) -> None:
        """A grade that came now; the complete one takes the place of its scores."""
        if self.grades.add(grade):
            await self._show_grade(len(self.grades.grades) - 1)
        elif self.page is not None:
            self.page.update_words(grade)

    def _show_words(self) -> None:
        self.words_timer = None
        if self.page is not None and self.grading:
            grade = self.page.grade
            self.page.update_words(replace(grade, feedback=self.words.over(grade.feedback)))

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
