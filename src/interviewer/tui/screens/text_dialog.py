"""A name, tags, a note, a date: a small dialog with a text, which is stored before it closes."""

import asyncio
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static, TextArea

from interviewer.ports import InterviewerError
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.quick_text_area import QuickTextArea
from interviewer.tui.widgets.safe_input import SafeInput
from interviewer.tui.wording import told


class TextDialog(ModalScreen[bool]):
    """Gives True once `save(text)` has stored it, which happens in a thread; None where it was cancelled.

    `save` raises InterviewerError or OSError for what cannot be stored: the dialog says why, and the text stays. With
    `lines` it is a text of several lines, else one line. `hint` is a line of help below.
    """

    CSS_PATH = "../styles/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("form.save", "save"),
        binding("app.back", "cancel", label="Cancel"),
        binding("app.help", "app.help"),
    ]

    def __init__(
        self, title: str, value: str, save: Callable[[str], object], *, hint: str = "", lines: bool = False
    ) -> None:
        super().__init__()
        self.heading = title
        self.value = value
        self.save = save
        self.hint = hint
        self.lines = lines

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="-text"):
            yield Static(plain(self.heading), id="dialog-title", markup=False)
            if self.lines:
                yield QuickTextArea(self.value, id="dialog-lines")
            else:
                yield SafeInput(self.value, id="dialog-line", select_on_focus=False)
            yield Static(plain(self.hint), id="dialog-hint", markup=False)
            yield KeyLine()

    def on_mount(self) -> None:
        if self.lines:
            area = self.query_one(TextArea)
            area.move_cursor(area.document.end)

    @property
    def text(self) -> str:
        return self.query_one(TextArea).text if self.lines else self.query_one(Input).value

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.action_save()

    def action_save(self) -> None:
        self.run_worker(self._save(), group="save", exclusive=True)

    async def _save(self) -> None:
        try:
            await asyncio.to_thread(self.save, self.text)
        except (InterviewerError, OSError) as error:
            hint = self.query_one("#dialog-hint", Static)
            hint.update(plain(f"✗ {told(error)}"))
            hint.add_class("-problem")
            return
        self.dismiss(True)

    def action_cancel(self) -> None:
        self.dismiss(None)
