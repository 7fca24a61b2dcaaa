"""What vi's operators and commands change in an editor, and the register that they fill."""

from collections.abc import Callable
from dataclasses import dataclass

from textual.widgets import TextArea

from interviewer.tui import vim_motions as motions
from interviewer.tui.vim_motions import Place


@dataclass(frozen=True, slots=True)
class Register:
    """What was deleted or copied last; `lines` are whole lines, put below and not into a line."""

    text: str = ""
    lines: bool = False


class Changes:
    """Each is an edit of its own that can be undone; in a text that is only read nothing changes.

    `insert` is called to begin inserting somewhere.
    """

    register = Register()  # one for all editors, so that it outlives the question

    def __init__(self, editor: TextArea, insert: Callable[[Place], None]) -> None:
        self.editor = editor
        self.insert = insert

    @property
    def lines(self) -> list[str]:
        return self.editor.document.lines

    def to(self, place: Place, *, keep_column: bool = False) -> None:
        """Moves the cursor: in normal mode it stands on a character, never after the last."""
        row = max(0, min(place[0], len(self.lines) - 1))
        column = max(0, min(place[1], len(self.lines[row]) - 1))
        self.editor.move_cursor((row, column), record_width=not keep_column)

    def to_first_sign(self, row: int) -> None:
        row = max(0, min(row, len(self.lines) - 1))
        self.to((row, motions.first_sign(self.lines[row])))

    def replace(self, text: str, start: Place, end: Place) -> None:
        if not self.editor.read_only:
            self.editor.history.checkpoint()
            self.editor.replace(text, start, end, maintain_selection_offset=False)

    def take(self, operator: str, start: Place, end: Place) -> None:
        """Deletes, changes or copies what is between two places."""
        text = self.editor.get_text_range(start, end)
        if text:
            Changes.register = Register(text)
        if operator != "y":
            self.replace("", start, end)
        if operator == "c":
            self.insert(start)
        else:
            self.to(start)

    def take_lines(self, operator: str, first: int, final: int) -> None:
        end = (final, len(self.lines[final]))
        Changes.register = Register("\n".join(self.lines[first : final + 1]), lines=True)
        if operator == "c":
            self.replace("", (first, 0), end)
            self.insert((first, 0))
        elif operator == "d":
            self._delete_lines(first, final, end)
        else:
            self.to((first, self.editor.cursor_location[1]))

    def _delete_lines(self, first: int, final: int, end: Place) -> None:
        """With the line end after them, or before them where they are the last."""
        if final + 1 < len(self.lines):
            self.replace("", (first, 0), (final + 1, 0))
        else:
            self.replace("", (first - 1, len(self.lines[first - 1])) if first else (0, 0), end)
        self.to_first_sign(first)

    def put(self, count: int, *, before: bool) -> None:
        register = Changes.register
        row, column = self.editor.cursor_location
        line = self.lines[row]
        if self.editor.read_only or not (register.text or register.lines):
            return
        if register.lines:
            text = "\n".join([register.text] * count)
            at = (row, 0 if before else len(line))
            self.replace(f"{text}\n" if before else f"\n{text}", at, at)
            self.to_first_sign(row if before else row + 1)
        else:
            at = (row, column if before or not line else column + 1)
            self.replace(register.text * count, at, at)
            last = self.editor.cursor_location
            self.to(at if "\n" in register.text else (last[0], last[1] - 1))

    def open_line(self, *, above: bool) -> None:
        row = self.editor.cursor_location[0]
        at = (row, 0) if above else (row, len(self.lines[row]))
        self.replace("\n", at, at)
        self.insert((row, 0) if above else (row + 1, 0))

    def again(self, change: Callable[[], None], count: int) -> None:
        """Undo or redo."""
        if not self.editor.read_only:
            for _ in range(count):
                change()
            self.to(self.editor.cursor_location)
