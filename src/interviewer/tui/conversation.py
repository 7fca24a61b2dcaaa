"""An interview as the blocks of its conversation, turn by turn; the same for one under way and one of the past."""

from interviewer.domain.interviews import InterviewState, Line
from interviewer.practice.interview_session import InterviewSession
from interviewer.practice.why_moved_on import why_moved_on
from interviewer.tui import talk_blocks
from interviewer.tui.widgets.block_view import Block, BlockView
from interviewer.tui.wording import about, counted


class Conversation:
    """Puts what is new in a session into a view.

    `slots` are the places for feedback, by the position of the question: empty until there is something to show.
    """

    def __init__(self, session: InterviewSession, view: BlockView) -> None:
        self.session = session
        self.view = view
        self.shown = 0
        self.begun = 0
        self.slots: dict[int, int] = {}

    def grow(self) -> None:
        """Shows every line that is not shown yet."""
        lines = self.session.lines
        last = {line.position: number for number, line in enumerate(lines)}
        blocks: list[Block] = []
        for number in range(self.shown, len(lines)):
            line = lines[number]
            blocks += self._headings(line)
            blocks.append(talk_blocks.turn(line.speaker, line.text, strong=line.kind == "question"))
            blocks += self._notes(line)
            if last[line.position] == number:
                self._leave_slot(blocks, line.position)
        self.shown = len(lines)
        for exchange in self.session.state.exchanges[-1:]:
            self._leave_slot(blocks, exchange.position)  # where the interviewer went on without a word
        if blocks:
            self.view.append(*blocks)

    def _leave_slot(self, blocks: list[Block], position: int | None) -> None:
        """A place for the feedback on a question that is done, after the last line of it and why no more was asked."""
        if position is None or position in self.slots:
            return
        exchange = self.session.state.exchanges[position]
        if exchange.left is None:
            return
        if self.session.negotiation(exchange) is None:
            why = why_moved_on(exchange, self.session.state.rounds[exchange.round])
            blocks += [talk_blocks.note(why)] if why else []
        self.slots[position] = len(self.view.blocks) + len(blocks)
        blocks.append(talk_blocks.EMPTY)

    def _headings(self, line: Line) -> list[Block]:
        if line.kind == "greeting":
            self.begun += 1
            return [talk_blocks.rule(round_heading(self.session.state, self.begun - 1), heavy=True)]
        if line.kind == "question" and line.position is not None:
            return [talk_blocks.rule(question_heading(self.session.state, line.position))]
        return []

    def _notes(self, line: Line) -> list[Block]:
        """Why a follow-up is not the model's, where one was to ask."""
        if line.kind != "follow_up" or line.position is None:
            return []
        probes = self.session.state.exchanges[line.position].probes
        probe = next((each for each in probes if each.text == line.text), None)
        if probe is None or not probe.note:
            return []
        return [talk_blocks.note(f"This follow-up is the rubric's own: {probe.note}.")]

    def put_feedback(self, position: int, block: Block) -> None:
        self.view.put(self.slots[position], block)


def round_heading(state: InterviewState, number: int) -> str:
    """`Phone screen · about 30 minutes · 3 questions`, with its place among several rounds."""
    here = state.rounds[number]
    several = len(state.interview.rounds)
    place = f"Round {number + 1} of {several}: " if several > 1 else ""
    minutes = f"about {here.plan.minutes} minutes"
    return f"{place}{here.plan.name} · {minutes} · {counted(len(here.questions), 'question')}"


def question_heading(state: InterviewState, position: int) -> str:
    """`Question 2 of 3 · ethics · fairness · about 4 minutes`."""
    exchange = state.exchanges[position]
    here = state.rounds[exchange.round]
    number = [each.position for each in here.exchanges].index(position) + 1
    question = exchange.question
    what = about(question, state.interview.track).partition(" · ")[2]
    parts = [f"Question {number} of {len(here.questions)}", *([what] if what else []), f"about {question.minutes} min"]
    return " · ".join(parts)
