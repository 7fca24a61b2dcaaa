"""The editor an answer is typed in."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual import events
from textual.binding import BindingType
from textual.widgets import TextArea

from interviewer.tui.keys import binding, editor_bindings
from interviewer.tui.widgets.normal_mode import NormalMode
from interviewer.tui.widgets.quick_text_area import QuickTextArea

if TYPE_CHECKING:
    from interviewer.tui.terminal_app import TerminalApp


class AnswerEditor(QuickTextArea, inherit_bindings=False):
    """Its keys have names, so that they can be remapped, and Ctrl+J is a newline as Enter is."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *editor_bindings(TextArea.BINDINGS),
        binding("drill.new_line", "new_line"),
        binding("drill.copy", "copy_all"),
        binding("editor.normal_mode", "normal_mode"),
    ]
    DEFAULT_CSS = """
    AnswerEditor {
        border: round $border-blurred;
        background: $background;
        border-subtitle-color: $text-muted;
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
        self.normal = NormalMode(self)

    def on_mount(self) -> None:
        self.show_mode()

    # the two modes that the vim keymap gives it

    @property
    def modal(self) -> bool:
        settings = getattr(self.app, "settings", None)
        return settings is not None and settings.keymap == "vim"

    @property
    def in_normal_mode(self) -> bool:
        return self.modal and not self.normal.inserting

    def show_mode(self) -> None:
        """Says which mode it is, where there are two."""
        self.border_subtitle = ("insert" if self.normal.inserting else "normal") if self.modal else ""
        self.cursor_blink = not self.in_normal_mode
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "normal_mode":
            return self.modal and self.normal.inserting
        return super().check_action(action, parameters)

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """In normal mode every character is a command: none is left to the screen."""
        if self.in_normal_mode:
            return character is not None and character.isprintable()
        return super().check_consume_key(key, character)

    def action_normal_mode(self) -> None:
        self.normal.begin()
        self.show_mode()

    def on_key(self, event: events.Key) -> None:
        if self.in_normal_mode and self.normal.press(event):
            event.stop()
            event.prevent_default()
            if self.normal.inserting:
                self.show_mode()

    # what it holds

    def action_copy_all(self) -> None:
        if self.text:
            cast("TerminalApp", self.app).copy(self.text, "Your answer")

    def action_new_line(self) -> None:
        if not self.read_only:
            start, end = self.selection
            self._replace_via_keyboard("\n", start, end)

    def put(self, text: str) -> None:
        """Other text in the place of what is there, as an edit that can be undone; the cursor after it."""
        self.replace(text, (0, 0), self.document.end)
        self.move_cursor(self.document.end)
