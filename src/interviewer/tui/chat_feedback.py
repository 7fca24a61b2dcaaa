"""The feedback within a conversation: in its place after each question, once there is some and it may be seen."""

from collections.abc import Callable, Mapping

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Exchange
from interviewer.ports import InterviewerError
from interviewer.tui import talk_blocks
from interviewer.tui.conversation import Conversation
from interviewer.tui.interview_flow import InterviewFlow
from interviewer.tui.interview_grading import Gradings
from interviewer.tui.lowered import lowered_by_follow_ups
from interviewer.tui.widgets.block_view import Block
from interviewer.tui.wording import told


class ChatFeedback:
    """`hidden` is the question whose feedback waits for the person's own score. In a realistic interview nothing of a
    grade is ever shown here. `key` is the key that opens the newest feedback."""

    def __init__(
        self, flow: InterviewFlow, conversation: Conversation, gradings: Gradings, key: Callable[[], str]
    ) -> None:
        self.session = flow.session
        self.flow = flow
        self.conversation = conversation
        self.gradings = gradings
        self.key = key
        self.hidden: int | None = None
        self.grades: dict[int, Grade] = {}
        self.steps: dict[int, str] = {}

    def take_up(self, grades: Mapping[int, Grade]) -> None:
        """What an earlier sitting left behind; what nobody has graded yet is graded now."""
        self.grades = dict(grades)
        for exchange in self.session.state.exchanges:
            if exchange.answer_id and exchange.position not in self.grades:
                self.gradings.begin(exchange, self.session.interview)
            self.show(exchange.position)

    def grade(self, exchange: Exchange) -> None:
        """Begins behind the screen; the interview does not wait for it."""
        if exchange.answer_id:
            self.gradings.begin(exchange, self.session.interview)
            self.show(exchange.position)

    def tick(self) -> None:
        """How far the grading of a question has come, where that is shown."""
        if not self.session.coached:
            return
        for exchange in self.session.state.exchanges[-2:]:
            step = self.gradings.step(self.session.interview.id, exchange.position)
            if step and self.steps.get(exchange.position) != step:
                self.show(exchange.position)

    async def refresh(self, position: int) -> None:
        """Reads the newest grade and shows it in its place."""
        exchange = self.session.state.exchanges[position]
        try:
            grade = await self.flow.grade_of(exchange)
        except (InterviewerError, OSError) as error:
            self.conversation.put_feedback(position, self._not_scored(exchange, told(error)))
            return
        if grade is not None:
            self.grades[position] = grade
        self.show(position)

    def show(self, position: int) -> None:
        if position in self.conversation.slots:
            self.conversation.put_feedback(position, self._block(self.session.state.exchanges[position]))

    def _block(self, exchange: Exchange) -> Block:
        position, own = exchange.position, exchange.self_score
        if not exchange.answer_id or self.hidden == position:
            return talk_blocks.EMPTY
        if not self.session.coached:
            return talk_blocks.note(f"Your own score: {own}.") if own is not None else talk_blocks.EMPTY
        if self.gradings.is_under_way(self.session.interview.id, position):
            step = self.steps[position] = self.gradings.step(self.session.interview.id, position)
            return talk_blocks.note(f"Grading your answer … {step}")
        failure = self.gradings.failure(self.session.interview.id, position)
        grade = self.grades.get(position)
        if grade is None or (failure and grade.overall is None):
            return self._not_scored(exchange, failure or "It was not graded.")
        rubric = self.session.tools.rubrics.of_question(self.session.interview.track, exchange.question)
        lowered = lowered_by_follow_ups(exchange, rubric)
        return talk_blocks.feedback(grade, own, exchange.answer_id, self.key(), lowered)

    def _not_scored(self, exchange: Exchange, reason: str) -> Block:
        return talk_blocks.not_scored(reason, exchange.answer_id, self.key())

    @property
    def newest(self) -> str:
        """The answer whose feedback was shown last; "" where none was."""
        if not self.session.coached:
            return ""
        shown = [each for each in self.session.state.exchanges if each.answer_id and each.position != self.hidden]
        return shown[-1].answer_id if shown else ""
