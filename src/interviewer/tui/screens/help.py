"""The keys that work on the screen behind, as they are bound right now, and what its words mean."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from interviewer.tui.glossary import meanings
from interviewer.tui.keys import KEYS, binding
from interviewer.tui.widgets.fitted import Fitted, hanging

ABOUT = (
    "A score from 1 to 5 is the weighted sum of three signals; the vote follows from it. Specificity and ownership "
    "stand beside the score, but ownership below 2.6 holds the vote at mixed. What you type is kept within a second."
)

SIDEWAYS = ("scroll_left", "scroll_right", "page_left", "page_right")  # every scroll view has them, none here scrolls so


class HelpScreen(ModalScreen[None]):
    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.back", "dismiss", label="Close"),
        binding("app.help", "dismiss", label="Close", footer=False),
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        self.entries = _entries(about)
        self.words = meanings(getattr(about, "TERMS", ()))

    def compose(self) -> ComposeResult:
        with Vertical(id="help"):
            with VerticalScroll(id="help-keys"):
                yield Static("Keys", classes="help-title", markup=False)
                yield Fitted(partial(_table, self.entries))
                if self.words:
                    yield Static("Words", classes="help-title -next", markup=False)
                    yield Fitted(partial(_table, self.words))
                else:
                    yield Static(ABOUT, id="help-about", markup=False)


def _table(entries: Sequence[tuple[str, str]], width: int) -> Content:
    longest = max((len(name) for name, _ in entries), default=0) + 2
    lines = [
        hanging(width, Content.styled(f"{name:<{longest}}", "bold $text-accent"), Content(meaning))
        for name, meaning in entries
    ]
    return Content("\n").join(lines)


def _entries(screen: Screen[Any]) -> list[tuple[str, str]]:
    """Keys and what they do, the keys of one action together, in the order in which they are bound."""
    found: dict[tuple[bool, str], tuple[str, list[str]]] = {}
    for active in screen.active_bindings.values():
        shown = active.binding
        if shown.description and not shown.system and active.enabled and shown.action not in SIDEWAYS:
            of_editor = (shown.id or "editor.").startswith("editor.")
            known = KEYS.get(shown.id or "")
            label = known.label if known and shown.description == known.short else shown.description
            _, keys = found.setdefault((of_editor, shown.action), (label, []))
            keys.append(screen.app.get_key_display(shown))
    return [(" ".join(keys), label) for (_, _), (label, keys) in sorted(found.items(), key=lambda each: each[0][0])]
