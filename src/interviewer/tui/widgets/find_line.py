"""The line at the bottom in which one says what to find, and the one that says how many places there are."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.content import Content
from textual.widget import Widget

from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line
from interviewer.tui.widgets.fitted import Fitted, spread
from interviewer.tui.widgets.safe_input import SafeInput

if TYPE_CHECKING:
    from interviewer.tui.finding_app import FindingApp


class FindLine(SafeInput):
    """Enter finds; `back` gets the focus again."""

    BINDINGS: ClassVar[list[BindingType]] = [binding("app.back", "cancel", label="Cancel")]
    DEFAULT_CSS = "FindLine { dock: bottom; }"

    def __init__(self, words: str, back: Widget | None) -> None:
        super().__init__(words, placeholder="Words to find in this text", select_on_focus=True)
        self.back = back

    def on_mount(self) -> None:
        self.focus()

    def on_input_submitted(self, message: SafeInput.Submitted) -> None:
        message.stop()
        self._leave()
        cast("FindingApp", self.app).find(self.value)

    def on_input_changed(self, message: SafeInput.Changed) -> None:
        message.stop()

    def action_cancel(self) -> None:
        self._leave()

    def _leave(self) -> None:
        if self.back is not None and self.back.is_attached:
            self.back.focus()
        self.remove()


class FindStatus(Fitted):
    DEFAULT_CSS = """
    FindStatus {
        dock: bottom;
        height: 1;
        padding: 0 1;
        background: $footer-background;
        color: $footer-description-foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__(self._line)
        self.words, self.at, self.count, self.keys = "", 0, 0, ("n", "N", "esc")

    def show(self, words: str, at: int, count: int, keys: tuple[str, str, str]) -> None:
        self.words, self.at, self.count, self.keys = words, at, count, keys
        self.redraw(layout=False)

    def _line(self, width: int) -> Content:
        labels = zip(self.keys, ("next", "before", "end"), strict=True)
        keys = [Content.assemble((key, "bold $footer-key-foreground"), f" {label}") for key, label in labels]
        left = Content.assemble((f"{self.at} of {self.count}  ", "bold"), f"“{one_line(self.words)}”")
        return spread(width, left, Content("   ").join(keys))
