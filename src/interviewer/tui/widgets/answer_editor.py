"""The editor an answer is typed in."""

from typing import ClassVar

from rich.text import Text
from textual.binding import BindingType
from textual.widgets import TextArea

from interviewer.domain.text import HIDDEN
from interviewer.tui.keys import binding, editor_bindings

SUBSTITUTE = "\ufffd"
CONTROL_PICTURES = 0x2400


class AnswerEditor(TextArea, inherit_bindings=False):
    """A TextArea whose keys have names, in which Ctrl+J is a newline as Enter is, and that shows control characters
    instead of sending them to the terminal. The text itself stays as it was typed or pasted."""

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

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if not line.plain.isprintable():
            line.plain = "".join(map(_shown, line.plain))
        return line

    def action_new_line(self) -> None:
        if not self.read_only:
            start, end = self.selection
            self._replace_via_keyboard("\n", start, end)

    def put(self, text: str) -> None:
        """Other text in the place of what is there, as an edit that can be undone; the cursor after it."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)


def _shown(character: str) -> str:
    """One cell for every control character, so that the cursor stays where the text is."""
    if character.isprintable() or character == "\t":
        return character
    code = ord(character)
    if code < 0x20:
        return chr(CONTROL_PICTURES + code)
    import unicodedata

    return SUBSTITUTE if unicodedata.category(character) in HIDDEN else character
