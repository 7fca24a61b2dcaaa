"""The editor an answer is typed in."""

from typing import ClassVar

from textual.binding import BindingType
from textual.widgets import TextArea

from interviewer.tui.keys import binding, editor_bindings
from interviewer.tui.widgets.quick_text_area import QuickTextArea


class AnswerEditor(QuickTextArea, inherit_bindings=False):
    """Its keys have names, so that they can be remapped, and Ctrl+J is a newline as Enter is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *editor_bindings(TextArea.BINDINGS),
        binding("drill.new_line", "new_line"),
    ]
    DEFAULT_CSS = """
    AnswerEditor {
        border: round $border-blurred;
        background: $background;
        padding: 0 1;
        scrollbar-size-vertical: 1;
        &:focus { border: round $border; }
        .text-area--placeholder { color: $text-muted; }
    }
    """

    def __init__(self, text: str = "", *, placeholder: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(
            text,
            id=id,
            placeholder=placeholder,
            highlight_cursor_line=False,
            show_line_numbers=False,
            max_checkpoints=500,
        )

    def action_new_line(self) -> None:
        if not self.read_only:
            start, end = self.selection
            self._replace_via_keyboard("\n", start, end)

    def put(self, text: str) -> None:
        """Other text in the place of what is there, as an edit that can be undone; the cursor after it."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)
