"""Which keys hold: the usual ones, over them those of a preset, over these the person's own. And which of the person's
cannot be used, and why."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from interviewer.tui.keys import KEYS

VIM: dict[str, str] = {
    "app.back": "escape,h",
    "home.history": "H",
    "home.drills": "L",
    "home.grader": "ctrl+g",
    "list.page_down": "pagedown,ctrl+f",
    "list.page_up": "pageup,ctrl+b",
    "list.first": "home,g",
    "list.last": "end,G",
    "list.choose": "enter,l",
    "rows.next": "n",
    "rows.previous": "N",
    "history.note": "i",
    "feedback.page_down": "pagedown,space,ctrl+f",
    "feedback.page_up": "pageup,ctrl+b",
    "feedback.top": "home,g",
    "feedback.bottom": "end,G",
    "feedback.grade": "ctrl+g",
    "debrief.open": "enter,l",
    "debrief.grade": "ctrl+g",
    "worked.next": "n,right,l",
    "worked.previous": "p,left",
    "form.next_field": "tab,down,j",
    "form.previous_field": "shift+tab,up,k",
    "choice.next": "right,space,l",
    "choice.previous": "left,h",
    "editor.undo": "super+z",  # undo is u; Ctrl+Z suspends, in the editor too
}
PRESETS: dict[str, dict[str, str]] = {"default": {}, "vim": VIM}

# The groups of keys that work at the same time as a group's own, beside those of app. Those of find take their keys
# from others while a search lasts.
BESIDE: dict[str, tuple[str, ...]] = {
    "home": ("list", "rows"),
    "drill": ("editor",),
    "chat": ("drill", "editor"),
    "start": ("list", "rows", "choice"),
    "drills": ("list", "rows"),
    "questions": ("list", "rows"),
    "history": ("list", "rows"),
    "list": ("rows",),
    "form": ("choice",),
    "debrief": ("list", "feedback"),
    "worked": ("list",),
    "transcript": ("list",),
    "compare": ("list",),
}
EVERYWHERE = "app"
TYPED_INTO = ("drill", "chat", "editor")  # where a letter goes to the answer
MODIFIERS = {"ctrl", "alt", "shift", "super", "hyper", "meta"}


@dataclass(frozen=True, slots=True)
class Keymap:
    """`keys` maps names to keys, the usual ones left out; `problems` says of each key of the person's that is not used
    why it is not."""

    keys: Mapping[str, str]
    problems: tuple[str, ...] = ()


def keymap(preset: str, chosen: Mapping[str, str]) -> Keymap:
    """`chosen` are the keys of the settings file. What cannot be used is left out, so that no action loses its key."""
    base = PRESETS.get(preset, {})
    if not chosen:
        return Keymap(base)
    usual = {**_editor_keys(), **{name: key.keys for name, key in KEYS.items()}}
    problems: list[str] = []
    own: dict[str, str] = {}
    for name, written in chosen.items():
        keys = ",".join(normal(key) for key in written.split(","))
        problem = _problem(name, keys, usual)
        if problem:
            problems.append(problem)
        else:
            own[name] = keys
    while clash := _clash(own, {**usual, **base, **own}, usual):
        dropped, other = clash
        problems.append(f"{dropped} = {own.pop(dropped)} ({other} has that key)")
    return Keymap({**base, **own}, tuple(problems))


def normal(key: str) -> str:
    """A key as Textual spells it: `Ctrl+S` is ctrl+s, `?` is question_mark; `D` is not `d`."""
    key = key.strip()
    if len(key) > 1:
        key = key if key == "+" else key.lower()
    elif key and not key.isalnum():
        from textual.keys import _character_to_key

        key = _character_to_key(key)
    return key


def clashes(keys: Mapping[str, str], usual: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pairs of names that work at the same time and share a key, though by the usual keys they do not."""
    names = list(keys)
    return [
        (one, other)
        for place, one in enumerate(names)
        for other in names[place + 1 :]
        if _together(one, other) and _shared(keys[one], keys[other]) and not _shared(usual[one], usual[other])
    ]


def _clash(own: Mapping[str, str], keys: Mapping[str, str], usual: Mapping[str, str]) -> tuple[str, str] | None:
    """A key of the person's that is to be left out, the last first, and the name that has it already."""
    found = [pair for pair in clashes(keys, usual) if pair[0] in own or pair[1] in own]
    for name in reversed(list(own)):
        for one, other in found:
            if name in (one, other):
                return name, other if name == one else one
    return None


def _together(one: str, other: str) -> bool:
    """Whether two keys can work on the same screen."""
    first, second = one.partition(".")[0], other.partition(".")[0]
    return (
        first == second
        or EVERYWHERE in (first, second)
        or second in BESIDE.get(first, ())
        or first in BESIDE.get(second, ())
    )


def _shared(one: str, other: str) -> set[str]:
    return (set(one.split(",")) & set(other.split(","))) - {""}


def _problem(name: str, keys: str, usual: Mapping[str, str]) -> str | None:
    if name not in usual:
        return f"{name} (no such action)"
    for key in keys.split(","):
        if not is_key(key):
            return f"{name} = {key or 'nothing'} (no such key)"
        if name.partition(".")[0] in TYPED_INTO and _is_typed(key):
            return f"{name} = {key} (a letter is typed there, not pressed)"
    return None


def is_key(key: str) -> bool:
    """Whether there is a key of that name."""
    *modifiers, last = key.split("+")
    if not set(modifiers) <= MODIFIERS or len(set(modifiers)) != len(modifiers):
        return False
    return len(last) == 1 or last in _named_keys() or _is_typed(last)


def _is_typed(key: str) -> bool:
    """Whether the key puts a character into a text."""
    from textual.keys import key_to_character

    character = key_to_character(key)
    return character is not None and unicodedata.category(character) not in ("Cc", "Cn")


def _named_keys() -> set[str]:
    from textual.keys import Keys

    return {key.value for key in Keys if not key.value.startswith("<")}


def _editor_keys() -> dict[str, str]:
    """The editor's own, by the names that they have here."""
    from textual.widgets import TextArea

    from interviewer.tui.keys import editor_bindings

    return {each.id: each.key for each in editor_bindings(TextArea.BINDINGS) if each.id}
