"""One field of a form: its name, what it is typed into, and below that what is wrong or worth knowing."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from interviewer.tui.safe_text import plain


class FormField(Horizontal):
    DEFAULT_CSS = """
    FormField {
        height: auto;
        margin-bottom: 1;
        .field-name { width: 18; height: auto; color: $text-muted; text-style: bold; }
        .field-body { width: 1fr; height: auto; }
        .field-note { height: auto; padding: 0 1; color: $text-muted; display: none; }
        .field-note.-shown { display: block; }
        TextArea { height: 4; border: none; padding: 0 1; background: $surface; }
        TextArea:focus { border: none; background: $panel; }
    }
    FormField.-problem .field-name { color: $text-error; }
    """

    def __init__(self, name: str, control: Widget, *, hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.label = name
        self.control_widget = control
        self.hint = hint

    def compose(self) -> ComposeResult:
        yield Static(self.label, classes="field-name", markup=False)
        with Vertical(classes="field-body"):
            yield self.control_widget
            yield Static("", classes="field-note", markup=False)

    def on_mount(self) -> None:
        self.tell(None)

    def tell(self, problem: str | None) -> None:
        """Shows what is wrong, or the hint where nothing is."""
        note = self.query_one(".field-note", Static)
        if problem:
            note.update(Content.styled(f"✗ {plain(problem)}", "$text-error"))
        else:
            note.update(plain(self.hint))
        note.set_class(bool(problem or self.hint), "-shown")
        self.set_class(bool(problem), "-problem")
