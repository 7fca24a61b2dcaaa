"""The keys that work on the screen behind, as they are bound right now."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from interviewer.tui.keys import binding
from interviewer.tui.widgets.fitted import Fitted, hanging

ABOUT = (
    "A score from 1 to 5 is the weighted sum of three signals; the vote follows from it. Specificity and ownership "
    "stand beside the score, but ownership below 2.6 holds the vote at mixed. What you type is kept within a second."
)


class HelpScreen(ModalScreen[None]):
    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.back", "dismiss", label="Close"),
        binding("app.help", "dismiss", label="Close", footer=False),
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self.entries = _entries(about)

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            yield Static("Keys", id="help-title", markup=False)
            with VerticalScroll(id="help-keys"):
                yield Fitted(self._keys)
                yield Static(ABOUT, id="help-about", markup=False)

    def _keys(self, width: int) -> Content:
        longest = max((len(keys) for keys, _ in self.entries), default=0) + 2
        lines = [
            hanging(width, Content.styled(f"{keys:<{longest}}", "bold $text-accent"), Content(label))
            for keys, label in self.entries
        ]
        return Content("\n").join(lines)


def _entries(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Keys and what they do, the keys of one action together, in the order in which they are bound."""
    found: dict[tuple[bool, str], tuple[str, list[str]]] = {}
    for active in screen.active_bindings.values():
        shown = active.binding
        if shown.description and not shown.system and active.enabled:
            of_editor = (shown.id or "editor.").startswith("editor.")
            _, keys = found.setdefault((of_editor, shown.action), (shown.description, []))
            keys.append(screen.app.get_key_display(shown))
    return [(" ".join(keys), label) for (_, _), (label, keys) in sorted(found.items(), key=lambda each: each[0][0])]
