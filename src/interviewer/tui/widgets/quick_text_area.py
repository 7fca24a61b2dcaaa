"""A TextArea for prose: quick in long paragraphs, and unable to send what was pasted to the terminal."""

import unicodedata
from typing import Any

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.cache import LRUCache
from textual.strip import Strip
from textual.widgets import TextArea

from interviewer.domain.text import HIDDEN

SUBSTITUTE = "\ufffd"
CONTROL_PICTURES = 0x2400


class QuickTextArea(TextArea):
    """Shows control characters as pictures of them; the text itself stays as it was typed or pasted."""

    def __init__(self, text: str = "", **options: Any) -> None:
        self._quick_lines: LRUCache[object, Strip] = LRUCache(512)
        super().__init__(text, **options)
        self.match_cursor_bracket = False  # it searches the whole text at every key

    def on_unmount(self) -> None:
        """Textual's app keeps every text area that ever watched its theme, and with it the text: this one goes."""
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [each for each in watchers if each[0] is not self]

    def _recompute_cursor_offset(self) -> None:
        """Where undo makes a text so much shorter that the scrollbar goes, Textual asks for this while the cursor still
        stands where the longer text ended, which ends the app; a moment later it moves the cursor and asks again."""
        if self.cursor_location[0] < self.document.line_count:
            super()._recompute_cursor_offset()  # type: ignore[no-untyped-call]

    def on_resize(self) -> None:
        """In lines of another length the cursor is elsewhere, and stays in sight."""
        self.call_after_refresh(self.scroll_cursor_visible)

    def get_line(self, line_index: int) -> Text:
        line = super().get_line(line_index)
        if not line.plain.isprintable():
            line.plain = "".join(map(_shown, line.plain))
        return line

    def render_line(self, y: int) -> Strip:
        """The same as TextArea draws, without its work on the whole paragraph for each line of it on the screen: that
        takes 30 ms a key in a paragraph of 2,000 words. Whatever is not plain text with a cursor is left to it."""
        line_info = self.wrapped_document._offset_to_line_info
        at = y + self.scroll_offset.y
        start, cursor = self.selection
        theme = self._theme
        empty = self.document.line_count == 1 and not self.document[0]
        if empty or start != cursor or not 0 <= at < len(line_info) or not self.soft_wrap or theme.base_style is None:
            return super().render_line(y)
        row, section = line_info[at]
        offsets = self.wrapped_document.get_offsets(row)
        first = offsets[section - 1] if section else 0
        last = section == len(offsets)
        text = self.document[row][first : None if last else offsets[section]]
        if "\t" in text:
            return super().render_line(y)
        text = ("".join(map(_shown, text)) if not text.isprintable() else text) + (" " if last else "")
        column = cursor[1] - first if cursor[0] == row and self._draw_cursor else -1
        column = column if 0 <= column < len(text) else -1
        key = (text, column, self.scrollable_content_region.width, theme.base_style, theme.cursor_style)
        strip = self._quick_lines.get(key)
        if strip is None:
            strip = self._quick_lines[key] = self._quick_line(text, column, theme.base_style, theme.cursor_style)
        return strip

    def _quick_line(self, text: str, column: int, base: Style, cursor: Style | None) -> Strip:
        """A line of text, the cursor at `column` or, with -1, nowhere."""
        pieces = (
            [(text, None)]
            if column < 0
            else [(text[:column], None), (text[column], cursor), (text[column + 1 :], None)]
        )
        strip = Strip([Segment(piece, style) for piece, style in pieces if piece])
        return strip.extend_cell_length(self.scrollable_content_region.width, base).apply_style(base)


def _shown(character: str) -> str:
    """One cell for every control character, so that the cursor stays where the text is."""
    if character.isprintable() or character == "\t":
        return character
    code = ord(character)
    if code < 0x20:
        return chr(CONTROL_PICTURES + code)
    return SUBSTITUTE if unicodedata.category(character) in HIDDEN else character
