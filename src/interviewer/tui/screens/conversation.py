"""An interview of the past, to be read: every word of it, and feedback nowhere."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical

from interviewer.practice.interview_session import InterviewSession
from interviewer.tui.conversation import Conversation
from interviewer.tui.keys import binding
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.title_bar import TitleBar


class ConversationScreen(AppScreen[None]):
    CSS_PATH = "../styles/chat.tcss"
    AUTO_FOCUS = "#talk"
    BINDINGS: ClassVar[list[BindingType]] = [binding("app.back", "back")]

    def __init__(self, session: InterviewSession) -> None:
        super().__init__()
        self.session = session

    def compose(self) -> ComposeResult:
        yield TitleBar(f"The conversation › {self.session.interview.title}")
        with Vertical(id="column"):
            yield BlockView(id="talk")
        yield KeyLine()

    def on_mount(self) -> None:
        Conversation(self.session, self.query_one(BlockView)).grow()
