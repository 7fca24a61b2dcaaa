"""Writes docs/keys.md from the keys of the program.

python scripts/keys_page.py
"""

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from interviewer.tui.keymaps import VIM
from interviewer.tui.keys import KEYS, shown_key
from interviewer.tui.widgets.normal_mode import HELP

TARGET = Path(__file__).parent.parent / "docs" / "keys.md"
TITLES = {
    "app": "Everywhere",
    "find": "Finding words in a text",
    "home": "Home",
    "list": "Lists and long texts",
    "rows": "Rows of a list",
    "drill": "Answering",
    "editor": "The editor",
    "chat": "An interview",
    "start": "Beginning an interview",
    "debrief": "The debrief",
    "feedback": "Feedback",
    "worked": "Worked answers",
    "drills": "Drills",
    "questions": "Questions",
    "history": "History",
    "transcript": "A transcript",
    "compare": "Comparing two answers",
    "progress": "Progress",
    "form": "Forms and settings",
    "choice": "A choice in a form",
}
HEAD = """# Keys

Everything works with the keyboard alone. `F1` (or `?` where no text is typed) shows the keys that work on a screen,
with their names; `Ctrl+P` lists commands by what they do.

Under `[keys]` in [settings.toml](settings.md#keys) each name below can have other keys. `keymap = "vim"` gives those of
the second column; where that is empty they are the usual ones. One key may do different things on different screens,
and in a text field letters are typed.

This page is written by `python scripts/keys_page.py`.
"""
EDITOR = """
The editor's own keys (`editor.cursor_line_end` and so on) are those of any editor: arrows, with Ctrl by words, with
Shift to mark; `Ctrl+A` and `Ctrl+E` to the ends of a line; `Ctrl+K`, `Ctrl+U` and `Ctrl+W` delete; `Ctrl+Z` undoes and
`Ctrl+Y` redoes; `Ctrl+C`, `Ctrl+X` and `Ctrl+V` copy, cut and paste. Help lists them with their names.

With `keymap = "vim"` it has two modes. One types at once; `Esc` leads to normal mode, and from there back to where you
came from (the text is kept). The lower edge of the editor says which mode it is. Normal mode has these keys, with
counts (`3w`, `d2w`), and no others: no `:`, no search, no macros or marks, no visual mode. What is marked with Shift
and the arrows is taken by `d`, `c`, `x` and `y`. `Ctrl+Z` suspends the program there too, since `u` undoes. Fields of
one line have no modes.

| keys | |
|---|---|
"""
VIM_ONLY = ("editor.normal_mode",)


def page() -> str:
    return HEAD + "".join(_groups())


def _groups() -> Iterator[str]:
    names = sorted(
        KEYS, key=lambda name: list(TITLES).index(group) if (group := _group(name)) in TITLES else len(TITLES)
    )
    for group, members in groupby(names, key=_group):
        yield f"\n## {TITLES.get(group, group.capitalize())}\n\n| key | vim | | name |\n|---|---|---|---|\n"
        for name in members:
            usual = "" if name in VIM_ONLY else _told(name, KEYS[name].keys)
            vim = _told(name, KEYS[name].keys) if name in VIM_ONLY else _told(name, VIM.get(name, ""))
            yield f"| {usual} | {vim} | {KEYS[name].label} | `{name}` |\n"
        if group == "editor":
            yield EDITOR + "".join(f"| `{keys}` | {what} |\n" for keys, what in HELP)


def _group(name: str) -> str:
    return name.partition(".")[0]


def _told(name: str, keys: str) -> str:
    shown = [shown_key(name, {name: key}) for key in keys.split(",") if key]
    return ", ".join(f"`{key}`" for key in shown)


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
