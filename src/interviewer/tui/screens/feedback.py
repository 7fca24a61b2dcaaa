"""An answer and what became of it: being graded, a grade, or the reason why there is none."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget

from interviewer.domain.difference import difference
from interviewer.domain.grades import Grade
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.transcripts import Answer, StoredGrade
from interviewer.domain.unchecked import why_unchecked
from interviewer.ports import InterviewerError
from interviewer.practice.drill import Drill
from interviewer.tui import messages
from interviewer.tui.grade_list import GradeList
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line
from interviewer.tui.screens.grading import GradingScreen
from interviewer.tui.statement import StatementGrades
from interviewer.tui.why_moved import why_moved
from interviewer.tui.widgets.answer_pane import AnswerPane
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.check_row import CheckRow
from interviewer.tui.widgets.difference_view import DifferenceView
from interviewer.tui.widgets.fitted import Fitted, spread
from interviewer.tui.widgets.grade_page import GradePage
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.not_scored import NotScored
from interviewer.tui.widgets.statement_view import StatementView
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.domain.worked import Worked


BEING_GRADED = "Your answer is being graded: this works once there is a grade."
NO_WORKED = "This question has no worked answers to compare with."
NO_TRY_BEFORE = "There is no earlier try with such a score to compare this one with."
UNAVAILABLE = {
    "feedback.worked": NO_WORKED,
    "feedback.changes": NO_TRY_BEFORE,
    "feedback.older": "There is no older grade of this answer.",
    "feedback.newer": "There is no newer grade of this answer.",
}
WAITS_FOR_GRADE = ("feedback.retry", "feedback.next", "feedback.grade", "feedback.worked")


class FeedbackScreen(GradingScreen):
    """With `drill` the answer was given just now and is graded at once; without, it is looked up with its `grades`."""

    CSS_PATH = "../styles/feedback.tcss"
    TERMS: ClassVar[tuple[str, ...]] = (
        "check", "fault", "evidence", "checks 3.4", "level", "estimate", "score", "low confidence", "signal",
        "weight", "overall", "vote", "habit", "cap", "gate", "slot", "worked answers",
    )  # fmt: skip
    AUTO_FOCUS = "GradePage"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.back", "stop", label="Stop"),
        binding("app.back", "back"),
        binding("feedback.next_check", "move(1)"),
        binding("feedback.previous_check", "move(-1)"),
        binding("feedback.next_check", "line(1)", label="A line down", footer=False),
        binding("feedback.previous_check", "line(-1)", label="A line up"),
        binding("feedback.changes", "changes"),
        binding("feedback.page_down", "scroll(1)"),
        binding("feedback.page_up", "scroll(-1)"),
        binding("feedback.top", "ends(False)"),
        binding("feedback.bottom", "ends(True)"),
        binding("feedback.retry", "retry"),
        binding("feedback.next", "next"),
        binding("feedback.worked", "worked"),
        binding("feedback.answer", "answer"),
        binding("feedback.copy", "copy_part", footer=False),
        binding("feedback.grade", "grade"),
        binding("feedback.offline", "grade_offline"),
        binding("feedback.older", "turn(-1)"),
        binding("feedback.newer", "turn(1)"),
    ]

    def __init__(self, answer: Answer, grades: Sequence[StoredGrade] = (), *, drill: Drill | None = None) -> None:
        super().__init__(answer)
        self.practising = drill is not None
        self.stored = tuple(grades)
        self.drill = drill
        self.previous: tuple[Answer, Grade] | None = None
        self.why = ""
        self.worked: Worked | None = None
        self.statement: StatementGrades | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Feedback" if self.practising else "History")
        yield Fitted(self._head, id="feedback-head")
        yield Banner()
        with Container(id="feedback-body"):
            yield Vertical(id="feedback-main")
            yield AnswerPane(self.answer.text)
        yield KeyLine()

    def _head(self, width: int) -> Content:
        right = " · ".join([TRACK_NAMES[self.answer.track], *self.grades.label()])
        question = Content.styled(one_line(self.answer.question.prompt), "bold")
        return spread(width, question, Content.styled(one_line(right), "$text-muted"))

    def on_mount(self) -> None:
        self.grades = GradeList(self.stored, self.services.clock.now())
        self.run_worker(self._prepare(), group="prepare")

    async def _prepare(self) -> None:
        """Reads the rubric and the try before, both in a thread, then shows the newest grade or begins one."""
        drill = self._drill()
        self.statement = StatementGrades(self.services, drill)
        try:
            self.rubric = await asyncio.to_thread(self._rubric_of_question)
            self.previous = await asyncio.to_thread(drill.previous, self.answer)
            self.worked = await asyncio.to_thread(self.services.worked, self.answer.track, self.answer.question.id)
        except (InterviewerError, OSError) as error:
            self._warn("Not everything could be read.", told(error))
        if self.practising and not self.stored:
            await self._start(self.interviewer.settings)
        else:
            await self._show_grade(self.grades.best)

    def _rubric_of_question(self) -> Rubric:
        return self.services.rubrics().of_question(self.answer.track, self.answer.question)

    async def _rubric_of(self, grade: Grade) -> Rubric | None:
        """The rubric that a grade was made by; an answer to a drill may have older grades by the track's."""
        try:
            return await asyncio.to_thread(lambda: self.services.rubrics().of_grade(grade))
        except (InterviewerError, OSError) as error:
            self._warn("The rubric could not be read.", told(error))
            return None

    def _drill(self) -> Drill:
        if self.drill is None:
            self.drill = Drill(self.answer.track, self.answer.question, self.services.store, self.services.clock)
        return self.drill

    # what is shown in the middle

    async def _put(self, widget: Widget) -> None:
        main = self.query_one("#feedback-main")
        await main.remove_children()
        await main.mount(widget)
        self.query_one("#feedback-head", Fitted).redraw(layout=False)
        self.refresh_bindings()

    async def _show_grade(self, index: int) -> None:
        self.grades.at = index
        grade = self.grades.shown
        pane = self.query_one(AnswerPane)
        self.set_class(False, "-answer")
        rubric = await self._rubric_of(grade) if grade is not None and grade.overall is not None else None
        self.set_class(rubric is None, "-reading")
        if grade is None or rubric is None:
            pane.show(())
            await self._put(NotScored(self._reason(grade), self._ways()))
            return
        self.why = await self._why(grade, rubric)
        page = GradePage(grade, rubric, self.answer.text, self._change(grade, rubric), beside=self.beside)
        await self._put(page)
        pane.show(page.checks())
        page.focus()
        if self.statement is not None and self.statement.text and self.statement.known(grade) is None:
            self.run_worker(self._compare_with_statement(grade), group="statement", exclusive=True)

    async def _compare_with_statement(self, grade: Grade) -> None:
        """The weak statement is graded behind the screen; then the two stand side by side."""
        settings, may_send = self.interviewer.settings, self.practising
        found = self.statement is not None and await self.statement.find(
            grade, settings, self.answer, may_send=may_send
        )
        shown = self.grades.shown
        if found and shown is not None and shown.grade_id == grade.grade_id and self.is_attached and not self.grading:
            await self._show_grade(self.grades.at)

    def _reason(self, grade: Grade | None) -> str | None:
        if grade is not None and grade.overall is not None:
            return "It has a grade, but the rubric that explains it could not be read."
        return (grade.reason or "No reason was given.") if grade is not None else None

    def _ways(self) -> list[tuple[str, str]]:
        ways = [(self.key("feedback.grade"), "grade it" + (" again" if self.grades.grades else " now"))]
        if self.interviewer.settings.grader == "llm":
            ways.append((self.key("feedback.offline"), "grade it offline: nothing is sent"))
        return [*ways, (self.key("feedback.retry"), "answer the question again")]

    def _change(self, grade: Grade, rubric: Rubric) -> DifferenceView | None:
        weak = self.statement.known(grade) if self.statement is not None else None
        beside = difference(weak, grade) if weak is not None else None
        key = self.key("feedback.changes")
        if self.statement is not None and weak is not None and beside is not None:
            why = why_unchecked(weak, grade, same_words=False)
            return StatementView(self.statement.text, self.answer.text, beside, rubric, key, why=why)
        change = difference(self.previous[1], grade) if self.previous is not None else None
        return DifferenceView(change, rubric, key, self.why) if change is not None else None

    async def _why(self, grade: Grade, rubric: Rubric) -> str:
        """Why what moved without a check since the last try did so."""
        if self.previous is None:
            return ""
        return await why_moved(self.services, self.previous, (self.answer, grade), rubric)

    @property
    def beside(self) -> bool:
        """Whether the answer stands beside its grade."""
        return self.has_class("-wide")

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        idle = not self.grading
        step = parameters[0] if parameters else 0
        allowed: dict[str, Callable[[], bool]] = {
            "stop": lambda: self.grading and self.page is None,
            "retry": lambda: idle,
            "grade": lambda: idle,
            "next": lambda: idle and self.practising,
            "grade_offline": lambda: idle and not self._has_score and self.interviewer.settings.grader == "llm",
            "move": lambda: self.page is not None and not self.has_class("-answer"),
            "worked": lambda: idle and self.worked is not None,
            "changes": lambda: self.page is not None and self.page.change is not None,
            "turn": lambda: idle and isinstance(step, int) and self.grades.can_turn(step),
        }
        return allowed[action]() if action in allowed else True

    def unavailable(self) -> Mapping[str, str]:
        return UNAVAILABLE | dict.fromkeys(WAITS_FOR_GRADE if self.grading else (), BEING_GRADED)

    @property
    def _has_score(self) -> bool:
        return self.grades.shown is not None and self.grades.shown.status == "scored"

    async def action_stop(self) -> None:
        if self.job is not None:
            self.job.cancel()
        await self._show_grade(self.grades.best)
        self.interviewer.say("Grading was stopped. Your answer is stored.")

    async def action_back(self) -> None:
        if self.has_class("-answer"):
            self.action_answer()
        elif self.page is not None and self.page.chosen >= 0:
            self.page.choose(-1)
        else:
            self.app.pop_screen()

    def action_changes(self) -> None:
        """All that changed since the last try, and back to the one line."""
        if self.page is not None and self.page.change is not None:
            self.page.change.toggle()
            self.page.scroll_to_widget(self.page.change, animate=False)

    def action_answer(self) -> None:
        """The answer alone, in the whole of the screen, and back."""
        self.toggle_class("-answer")
        self.refresh_bindings()

    @property
    def scrolled(self) -> VerticalScroll:
        """What the keys scroll: the answer where it stands alone or nothing else does, else the grade."""
        if self.has_class("-answer") or self.page is None:
            return self.query_one("#answer-scroll", VerticalScroll)
        return self.page

    def action_move(self, step: int) -> None:
        if self.page is not None:
            self.page.move(step)

    def action_line(self, step: int) -> None:
        self.scrolled.scroll_relative(y=step, animate=False)

    def action_scroll(self, step: int) -> None:
        self.scrolled.scroll_relative(y=step * max(1, self.scrolled.size.height - 2), animate=False)

    def action_ends(self, bottom: bool) -> None:
        (self.scrolled.scroll_end if bottom else self.scrolled.scroll_home)(animate=False)

    def on_grade_page_row_chosen(self, message: GradePage.RowChosen) -> None:
        pane = self.query_one(AnswerPane)
        if isinstance(message.row, CheckRow):
            pane.choose(message.row.check, message.row.told())
        else:
            pane.show(self.page.checks(message.row) if self.page else ())

    def on_resize(self) -> None:
        if self.page is not None:
            self.page.set_beside(self.beside)

    def action_copy_part(self) -> None:
        """Asks which part goes to the clipboard."""
        from interviewer.tui.copying import copy_part

        page = self.page
        copy_part(self.interviewer, self.answer, page.grade if page else None, page.rubric if page else None)

    def action_worked(self) -> None:
        from interviewer.tui.screens.worked import WorkedScreen

        if self.worked is not None:
            self.app.push_screen(WorkedScreen(self.answer.question.prompt, self.worked))

    def action_retry(self) -> None:
        from interviewer.tui.opening import TALK
        from interviewer.tui.screens.drill import DrillScreen

        if self.answer.question.drill == TALK:  # a talk is not an answer that could be changed
            self.interviewer.ask(self.answer.track, self.answer.question, in_place=True)
            return
        self.app.switch_screen(DrillScreen(self._drill(), last=(self.answer, self.grades.shown)))

    def action_next(self) -> None:
        drill = self.answer.question.drill
        self.post_message(messages.Practise(self.answer.track, replace=True, drill=drill))

    async def action_grade(self) -> None:
        await self._start(self.interviewer.settings)

    async def action_grade_offline(self) -> None:
        await self._start(replace(self.interviewer.settings, grader="offline"))

    async def action_turn(self, step: int) -> None:
        await self._show_grade(self.grades.at + step)
