"""A choice among a few words, made with left and right."""

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain


class Choice(Widget, can_focus=True):
    """`options` are (value, label). All are shown where they fit, else the chosen one and its place among them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("choice.next", "step(1)"),
        binding("choice.previous", "step(-1)"),
    ]
    DEFAULT_CSS = """
    Choice {
        width: 1fr;
        height: 1;
        padding: 0 1;
        background: $surface;
        &:focus { background: $panel; }
        &:ansi:focus { text-style: reverse; }
    }
    """

    value: reactive[str] = reactive("", init=False)

    class Changed(Message):
        def __init__(self, choice: "Choice", value: str) -> None:
            self.choice = choice
            self.value = value
            super().__init__()

        @property
        def control(self) -> "Choice":
            return self.choice

    def __init__(self, options: Sequence[tuple[str, str]], value: str, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.options = list(options)
        self.set_reactive(Choice.value, value)

    def offer(self, options: Sequence[tuple[str, str]]) -> None:
        """Other options; the chosen one stays chosen, and must be among them."""
        self.options = list(options)
        self.refresh()

    def watch_value(self, value: str) -> None:
        self.post_message(self.Changed(self, value))

    @property
    def place(self) -> int:
        values = [value for value, _ in self.options]
        return values.index(self.value) if self.value in values else 0

    def action_step(self, step: int) -> None:
        self.value = self.options[(self.place + step) % len(self.options)][0]

    def on_click(self, event: events.Click) -> None:
        self.action_step(1)

    def render(self) -> Content:
        width = self.content_size.width
        everything = Content("   ").join(self._option(value, label) for value, label in self.options)
        if everything.cell_length <= width:
            return everything
        label = self.options[self.place][1]
        place = f"   {self.place + 1} of {len(self.options)}"
        return Content.assemble(
            ("‹ ", "$text-accent"), (plain(label), "bold"), (" ›", "$text-accent"), (place, "$text-muted")
        )

    def _option(self, value: str, label: str) -> Content:
        if value == self.value:
            return Content.assemble(("● ", "$text-accent"), (plain(label), "bold"))
        return Content.styled(f"○ {plain(label)}", "$text-muted")
