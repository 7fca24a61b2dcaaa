"""One question with a few answers, over the screen it is about."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.fitted import Draw
from interviewer.tui.widgets.row_list import FixedRows, RowList


class Dialog(ModalScreen[str | None]):
    """`choices` are (result, label), the safe one first: Enter takes it. Escape gives None."""

    CSS_PATH = "../styles/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.back", "dismiss", label="Cancel"),
        binding("app.help", "app.help"),  # a modal screen does not ask the app for its keys
        binding("app.help_letter", "app.help"),
    ]

    def __init__(self, title: str, text: str, choices: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self.heading = title
        self.text = text
        self.choices = choices

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Static(plain(self.heading), id="dialog-title", markup=False)
            yield Static(plain(self.text), id="dialog-text", markup=False)
            rows = FixedRows([(self.drawn(*choice), True) for choice in self.choices])
            yield RowList(rows, id="dialog-choices")

    def drawn(self, result: str, label: str) -> Draw:
        """One of the choices as a line."""
        line = Content(plain(label))
        return lambda width: line

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.dismiss(self.choices[message.index][0])
