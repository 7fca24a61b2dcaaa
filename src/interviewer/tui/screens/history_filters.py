"""All filters of the history in one dialog: up and down from one to the next, left and right through its values."""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from interviewer.tui.history_filter import Filter, HistoryFilter, filters
from interviewer.tui.keys import binding, shown_key
from interviewer.tui.widgets.choice import Choice

HOW = "Up and down choose a filter, left and right its value; so do the keys beside them. Enter closes."


class FilterDialog(ModalScreen[None]):
    """`changed(name, value)` is called at each change; `show_matches` says how many entries that leaves."""

    CSS_PATH = "../styles/dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("form.next_field", "app.focus_next"),
        binding("form.previous_field", "app.focus_previous"),
        binding("list.choose", "dismiss", label="Done"),
        binding("app.back", "dismiss", label="Done"),
        binding("history.clear", "clear"),
        binding("app.help", "app.help"),
        *(binding(each.key, f"step('{each.name}')") for each in filters()),
    ]

    def __init__(
        self,
        known: Sequence[Filter],
        chosen: HistoryFilter,
        keys: Mapping[str, str],
        matches: str,
        changed: Callable[[str, str], object],
    ) -> None:
        """`keys` are those of the settings."""
        super().__init__()
        self.known = known
        self.chosen = chosen
        self.keys = keys
        self.matches = matches
        self.changed = changed

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog", classes="-filters"):
            yield Static(self.matches, id="dialog-title", markup=False)
            with VerticalScroll(id="filter-rows", can_focus=False):
                for each in self.known:
                    with Horizontal(classes="filter-row"):
                        key = Content.styled(f"{shown_key(each.key, self.keys)}  ", "bold $text-accent")
                        yield Static(key + Content(each.label), classes="filter-name", markup=False)
                        yield Choice(each.options, self.chosen.value(each.name), id=f"filter-{each.name}")
            yield Static(f"{HOW} {shown_key('history.clear', self.keys)} clears all.", id="dialog-hint", markup=False)

    def show_matches(self, text: str) -> None:
        self.matches = text
        for title in self.query("#dialog-title").results(Static):
            title.update(text)

    def on_choice_changed(self, message: Choice.Changed) -> None:
        self.changed((message.choice.id or "").removeprefix("filter-"), message.value)

    def action_step(self, name: str) -> None:
        choice = self.query_one(f"#filter-{name}", Choice)
        choice.focus()
        choice.action_step(1)

    def action_clear(self) -> None:
        for choice in self.query(Choice):
            choice.value = ""
