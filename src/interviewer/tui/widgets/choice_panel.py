"""A question to the person with a few answers, each with a key of its own, in the place of the editor."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.widgets.fitted import Draw
from interviewer.tui.widgets.row_list import FixedRows, RowList


@dataclass(frozen=True, slots=True)
class Option:
    """`key` is a character that chooses it at once."""

    result: str
    key: str
    label: str
    detail: str = ""


class Options(RowList):
    BINDINGS: ClassVar[list[BindingType]] = [binding("list.choose", "choose", label="Choose")]


class ChoicePanel(Vertical):
    """Hidden until `ask`. Enter takes the option under the cursor, the first one at the beginning."""

    DEFAULT_CSS = """
    ChoicePanel {
        display: none;
        height: auto;
        padding: 0 1;
        border: round $border;
        border-title-color: $text-accent;
        border-title-style: bold;
    }
    ChoicePanel.-shown { display: block; }
    ChoicePanel .panel-text { height: auto; padding: 0 1; color: $text-muted; }
    ChoicePanel .panel-text.-empty { display: none; }
    ChoicePanel RowList { height: auto; max-height: 8; }
    """

    class Chosen(Message):
        """`topic` is what it was asked about, `result` the option."""

        def __init__(self, topic: str, result: str) -> None:
            self.topic = topic
            self.result = result
            super().__init__()

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.topic = ""
        self.options: list[Option] = []

    def compose(self) -> ComposeResult:
        yield Static("", classes="panel-text -empty", markup=False)
        yield Options()

    @property
    def is_open(self) -> bool:
        return self.has_class("-shown")

    def ask(self, topic: str, title: str, options: Sequence[Option], text: str = "") -> None:
        self.topic, self.options = topic, list(options)
        self.border_title = Content(f" {one_line(title)} ")
        note = self.query_one(".panel-text", Static)
        note.update(plain(text))
        note.set_class(not text, "-empty")
        self.add_class("-shown")
        rows = self.query_one(RowList)
        rows.show(FixedRows([(_line(option), True) for option in self.options]))
        rows.refresh(layout=True)
        rows.focus()

    def close(self) -> None:
        self.remove_class("-shown")

    def focus_options(self) -> None:
        self.query_one(RowList).focus()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        message.stop()
        self._choose(self.options[message.index].result)

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        message.stop()

    def on_key(self, event: events.Key) -> None:
        result = next((option.result for option in self.options if option.key == event.character), None)
        if result is not None and self.is_open:
            event.stop()
            event.prevent_default()
            self._choose(result)

    def _choose(self, result: str) -> None:
        """Once for each question, however quickly the keys come."""
        topic, self.topic = self.topic, ""
        if topic:
            self.post_message(self.Chosen(topic, result))


def _line(option: Option) -> Draw:
    line = Content.assemble(
        (f"{option.key}  ", "bold $text-accent"),
        (plain(option.label), "bold"),
        (f"   {one_line(option.detail)}" if option.detail else "", "$text-muted"),
    )
    return lambda width: line
