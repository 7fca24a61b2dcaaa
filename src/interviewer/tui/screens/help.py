"""The keys that work on the screen behind, as they are bound right now, and what its words mean."""

from collections.abc import Sequence
from functools import partial
from typing import Any, ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

from interviewer.tui.glossary import meanings
from interviewer.tui.keys import KEYS, UNBOUND, binding
from interviewer.tui.widgets.fitted import Fitted, hanging, spread
from interviewer.tui.widgets.text_scroll import TextScroll

ABOUT = (
    "A score from 1 to 5 is the weighted sum of three signals; the vote follows from it. Specificity and ownership "
    "stand beside the score, but ownership below 2.6 holds the vote at mixed. What you type is kept within a second."
)

GAP = 2  # cells at least between what a key does and its name
REMAP = (
    'Other keys: in the settings file, under [keys], as "app.help" = "f2"; a wide enough screen shows the names here.'
)
SIDEWAYS = ("scroll_left", "scroll_right", "page_left", "page_right")  # every scroll view has them, none here moves

LISTS, EVERYWHERE = ("list", "rows"), ("app", "find", "")
MOVING = ("page_up", "page_down", "top", "bottom")


class Entry(NamedTuple):
    """Keys, what they do, and the action's name; `own` where the screen itself binds them, not a part of it."""

    keys: str
    label: str
    name: str
    own: bool = False


class HelpScreen(ModalScreen[None]):
    CSS_PATH = "../styles/help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.back", "dismiss", label="Close"),
        binding("app.help", "dismiss", label="Close", footer=False),
        binding("find.begin", "app.find"),
    ]

    def __init__(self, about: Screen[Any]) -> None:
        super().__init__()
        entries = _entries(about)
        self.editor = [entry for entry in entries if entry.name.startswith("editor.")]
        self.keys = sorted((entry for entry in entries if entry not in self.editor), key=_place)
        self.normal_mode = _normal_mode(about)
        self.words = meanings(getattr(about, "TERMS", ()))

    def compose(self) -> ComposeResult:
        with Vertical(id="help"), TextScroll(id="help-keys"):
            yield Static("Keys", classes="help-title", markup=False)
            yield Fitted(partial(help_keys, self.keys))
            if self.words:
                yield Static("Words", classes="help-title -next", markup=False)
                yield Fitted(partial(_table, self.words))
            else:
                yield Static(ABOUT, id="help-about", markup=False)
            if self.normal_mode:
                yield Static("In normal mode", classes="help-title -next", markup=False)
                yield Fitted(partial(_table, self.normal_mode))
            if self.editor:
                yield Static("In the editor", classes="help-title -next", markup=False)
                yield Fitted(partial(help_keys, self.editor))
            yield Static(REMAP, classes="help-about", markup=False)


def _place(entry: Entry) -> int:
    """First what this screen is for, then what moves about in it, the way back, what works everywhere."""
    group, _, action = entry.name.partition(".")
    if entry.name == "app.back":
        return 3
    if group in EVERYWHERE:
        return 4 if group else 5
    if group in LISTS or action in MOVING:
        return 2
    return 0 if entry.own else 1


def _normal_mode(screen: Screen[Any]) -> Sequence[tuple[str, str]]:
    """The commands of vi's normal mode, where the editor on the screen has one."""
    if not any(getattr(editor, "modal", False) for editor in screen.query("AnswerEditor")):
        return ()
    from interviewer.tui.widgets.normal_mode import HELP

    return HELP


def help_keys(entries: Sequence[Entry], width: int) -> Content:
    """With the names by which the settings file maps them to other keys, where that cuts no line."""
    table = _table([(entry.keys, entry.label) for entry in entries], width).split("\n")
    lines = list(zip(table, entries, strict=False))
    fits = all(line.rstrip().cell_length + GAP + len(entry.name) <= width for line, entry in lines)
    if len(table) != len(entries) or not fits:
        return Content("\n").join(table)
    return Content("\n").join(
        spread(width, line.rstrip(), Content.styled(entry.name, "$text-muted"), GAP) for line, entry in lines
    )


def _table(entries: Sequence[tuple[str, str]], width: int) -> Content:
    longest = max((len(name) for name, _ in entries), default=0) + 2
    lines = [
        hanging(width, Content.styled(f"{name:<{longest}}", "bold $text-accent"), Content(meaning))
        for name, meaning in entries
    ]
    return Content("\n").join(lines)


def _entries(screen: Screen[Any]) -> list[Entry]:
    """The keys of one action together, in the order in which they are bound."""
    found: dict[str, tuple[str, str, bool, list[str]]] = {}
    for active in screen.active_bindings.values():
        shown = active.binding
        reachable = active.enabled and shown.key != UNBOUND
        if shown.description and not shown.system and reachable and shown.action not in SIDEWAYS:
            known = KEYS.get(shown.id or "")
            label = known.label if known and shown.description == known.short else shown.description
            *_, keys = found.setdefault(shown.action, (label, shown.id or "", active.node is screen, []))
            keys.append(screen.app.get_key_display(shown))
    return [Entry(" ".join(keys), label, name, own) for label, name, own, keys in found.values()]
