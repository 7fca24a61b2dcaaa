"""An interview of the past with the grade of each answer after it; a grade opens the answer with all its evidence."""

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from interviewer.domain.grades import Grade
from interviewer.practice.interview_session import InterviewSession
from interviewer.tui import entries, talk_blocks
from interviewer.tui.conversation import Conversation
from interviewer.tui.keys import binding
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.pick_view import PickView
from interviewer.tui.widgets.title_bar import TitleBar

NEVER_GRADED = "It was not graded yet."


class InterviewTranscriptScreen(AppScreen[None]):
    """`grades` are by the position of the question."""

    CSS_PATH = "../styles/chat.tcss"
    AUTO_FOCUS = "#talk"
    TERMS: ClassVar[tuple[str, ...]] = ("signal", "habit", "vote", "follow-up")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("transcript.copy", "copy"),
        binding("history.pager", "pager", footer=True),
    ]

    def __init__(self, session: InterviewSession, grades: Mapping[int, Grade]) -> None:
        super().__init__()
        self.session = session
        self.grades = grades

    def compose(self) -> ComposeResult:
        yield TitleBar(f"The conversation › {self.session.interview.title}")
        with Vertical(id="column"):
            yield PickView(id="talk")
        yield KeyLine()

    def on_mount(self) -> None:
        conversation = Conversation(self.session, self.query_one(PickView))
        conversation.grow()
        key = self.key("debrief.open")
        for exchange in self.session.state.exchanges:
            if exchange.answer_id and exchange.position in conversation.slots:
                grade = self.grades.get(exchange.position)
                block = (
                    talk_blocks.feedback(grade, exchange.self_score, exchange.answer_id, key)
                    if grade is not None
                    else talk_blocks.not_scored(NEVER_GRADED, exchange.answer_id, key)
                )
                conversation.put_feedback(exchange.position, block)

    def on_block_view_opened(self, message: BlockView.Opened) -> None:
        open_transcript(self.interviewer, message.opens)

    async def action_copy(self) -> None:
        await entries.copy_entry(self.interviewer, self.session.interview.id)

    async def action_pager(self) -> None:
        await entries.read_in_pager(self.interviewer, self.session.interview.id)
