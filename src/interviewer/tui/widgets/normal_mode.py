"""The keys of vi's normal mode, for an editor of prose: motions, operators, a register, undo. No `:`, no macros, no
marks, no visual mode; what is marked with Shift and the arrows is taken by d, c, x and y."""

import re

from textual import events
from textual.widgets import TextArea

from interviewer.tui import vim_motions as motions
from interviewer.tui.vim_motions import Place
from interviewer.tui.widgets.vim_changes import Changes

HELP = (
    ("i a I A", "Insert: here, after, at the beginning or end of the line"),
    ("o O", "A new line below, above"),
    ("h j k l", "Left, down, up, right; lines as they are shown"),
    ("w b e", "Next word, word before, end of the word"),
    ("0 ^ $", "Beginning of the line, its first sign, its end"),
    ("gg G", "First and last line; 3G is line 3"),
    ("^d ^u", "Half a page down, up"),
    ("x", "Delete a character"),
    ("d c y", "Delete, change, copy: with a motion (dw, c$) or a line (dd, cc, yy)"),
    ("D C", "Delete, change to the end of the line"),
    ("p P", "Put what was deleted or copied after, before"),
    ("u ^r", "Undo, redo"),
)
COMMAND = re.compile(r"([1-9]\d*)?(?:([dcy])([1-9]\d*)?)?(gg|[hjklwbe0^$GiIaAoOxDCpPudcy])")
BEGINNING = re.compile(r"(?:[1-9]\d*)?(?:[dcy](?:[1-9]\d*)?)?g?")
AS_LETTERS = {"backspace": "h", "space": "l", "delete": "x"}
MOST = 9999


class NormalMode:
    """`press` takes a key. `inserting` is whether keys are typed into the text, as they are at first."""

    def __init__(self, editor: TextArea) -> None:
        self.editor = editor
        self.changes = Changes(editor, self.insert)
        self.inserting = True
        self.typed = ""

    # the two modes

    def begin(self) -> None:
        """Escape: from inserting to normal mode, the cursor on the last character typed."""
        self.inserting, self.typed = False, ""
        self.editor.history.checkpoint()
        row, column = self.editor.cursor_location
        self.changes.to((row, column - 1))

    def insert(self, place: Place) -> None:
        if not self.editor.read_only:
            self.editor.history.checkpoint()
            self.editor.move_cursor(place)
            self.inserting = True

    # keys

    def press(self, event: events.Key) -> bool:
        """Whether the key was one for here: every character is, also one that does nothing."""
        key = event.key
        if key in ("ctrl+d", "ctrl+u", "ctrl+r", "enter"):
            self.typed = ""
            self._special(key)
        elif key in AS_LETTERS:
            self._type(AS_LETTERS[key])
        elif event.is_printable and event.character:
            self._type(event.character)
        else:
            self.typed = ""
            return False
        return True

    def _special(self, key: str) -> None:
        if key == "ctrl+r":
            self.changes.again(self.editor.redo, 1)
        elif key == "enter":
            self.changes.to_first_sign(self.editor.cursor_location[0] + 1)
        else:
            rows = max(1, self.editor.size.height // 2)
            self._vertically(rows if key == "ctrl+d" else -rows)

    def _type(self, character: str) -> None:
        if not self.editor.selection.is_empty and character in "dcxy":
            start, end = sorted((self.editor.selection.start, self.editor.selection.end))
            self.typed = ""
            self.changes.take("d" if character == "x" else character, start, end)
            return
        typed, self.typed = self.typed + character, ""
        found = COMMAND.fullmatch(typed)
        if found is None or _goes_on(found):
            self.typed = typed if found or BEGINNING.fullmatch(typed) else ""
            return
        count = min(MOST, int(found[1] or 1) * int(found[3] or 1))
        given = bool(found[1] or found[3])
        if found[2]:
            self._operate(found[2], found[4], count, given=given)
        elif found[4] in MOTIONS or found[4] in "jk":
            self._move(found[4], count, given=given)
        else:
            self._command(found[4], count)

    # moving

    def _vertically(self, step: int) -> None:
        """By lines as they are shown: a paragraph of prose is one long line."""
        shown = self.editor.wrapped_document
        y = shown.location_to_offset(self.editor.cursor_location).y
        for _ in range(min(step, shown.height - 1 - y) if step > 0 else min(-step, y)):
            (self.editor.action_cursor_down if step > 0 else self.editor.action_cursor_up)()
        self.changes.to(self.editor.cursor_location, keep_column=True)

    def _move(self, name: str, count: int, *, given: bool) -> None:
        if name in "jk":
            self._vertically(count if name == "j" else -count)
        elif name in ("gg", "G"):
            self.changes.to_first_sign(self._row_of(name, count, given=given))
        else:
            self.changes.to(self._target(name, count))

    def _row_of(self, name: str, count: int, *, given: bool) -> int:
        last = len(self.changes.lines) - 1
        return min(count - 1, last) if given or name == "gg" else last

    def _target(self, name: str, count: int) -> Place:
        row, column = self.editor.cursor_location
        lines = self.changes.lines
        if name in WORDS:
            return motions.repeat(WORDS[name], lines, (row, column), count)
        columns = {
            "h": max(0, column - count),
            "l": min(len(lines[row]), column + count),
            "0": 0,
            "^": motions.first_sign(lines[row]),
            "$": len(lines[row]),
        }
        return row, columns[name]

    # changing

    def _operate(self, operator: str, name: str, count: int, *, given: bool) -> None:
        """`dw`, `c$`, `yb` from the cursor to where the motion leads; `dd`, `dj`, `dG` whole lines."""
        here = self.editor.cursor_location
        lines = self.changes.lines
        if name in ("j", "k", "gg", "G", operator):
            by_step = {"j": here[0] + count, "k": here[0] - count, operator: here[0] + count - 1}
            row = by_step[name] if name in by_step else self._row_of(name, count, given=given)
            if name in "jk" and not 0 <= row < len(lines):
                return  # as in vi: there are not so many
            row = max(0, min(row, len(lines) - 1))
            self.changes.take_lines(operator, min(here[0], row), max(here[0], row))
            if operator == "y" and name == "gg":
                self.changes.to_first_sign(row)
        elif name in MOTIONS:
            there = self._target(name, count)
            if name == "w":
                by_word = motions.changed_by_word if operator == "c" else motions.deleted_by_word
                there = by_word(lines, here, count)
            elif name == "e":
                there = there[0], there[1] + 1
            elif name == "b" and there == here:
                return
            self._take(operator, min(here, there), max(here, there))

    def _take(self, operator: str, start: Place, end: Place) -> None:
        """A span that would end before the first character of a line ends with the line before it, as in vi."""
        if end[1] == 0 and end[0] > start[0]:
            end = (end[0] - 1, len(self.changes.lines[end[0] - 1]))
            if operator == "d" and not self.changes.lines[start[0]][: start[1]].strip():
                self.changes.take_lines("d", start[0], end[0])
                return
        self.changes.take(operator, start, end)

    def _command(self, name: str, count: int) -> None:
        changes = self.changes
        row, column = self.editor.cursor_location
        line = changes.lines[row]
        end = len(line)
        if name in "iIaA":
            first = motions.first_sign(line) if line.strip() else end
            self.insert((row, {"i": column, "a": min(end, column + 1), "I": first, "A": end}[name]))
        elif name in "oO":
            changes.open_line(above=name == "O")
        elif name == "x":
            changes.take("d", (row, column), (row, min(end, column + count)))
        elif name in "DC":
            changes.take(name.lower(), (row, column), (row, end))
        elif name in "pP":
            changes.put(count, before=name == "P")
        elif name == "u":
            changes.again(self.editor.undo, count)


def _goes_on(found: "re.Match[str]") -> bool:
    """Whether what looks like a command is only its beginning: the 0 of a count, or an operator without a motion."""
    count, operator, second, name = found.groups()
    return (name == "0" and bool(second or (count and not operator))) or (not operator and name in "dcy")


WORDS = {"w": motions.next_word, "b": motions.word_before, "e": motions.word_end}
MOTIONS = (*WORDS, "h", "l", "0", "^", "$", "gg", "G")
