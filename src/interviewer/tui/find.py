"""Words in the long texts of a screen: where they stand, and how to show a place."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Offset
from textual.screen import Screen
from textual.selection import SELECT_ALL, Selection
from textual.widget import Widget
from textual.widgets import Static, TextArea

from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.fitted import Fitted

BETWEEN = r"[\s│▌]+"  # blanks, line ends, and what is drawn at the left of a line


@dataclass(frozen=True, slots=True)
class Place:
    """`part` of a scrolling `view` holds the words, from line and column to line and column of its text."""

    view: Widget
    part: Widget
    start: tuple[int, int]
    end: tuple[int, int]

    @property
    def selection(self) -> Selection:
        return Selection(Offset(self.start[1], self.start[0]), Offset(self.end[1], self.end[0]))

    @property
    def y(self) -> int:
        """The line of the whole view."""
        if self.part is self.view:
            return self.start[0]
        top = self.part.content_region.y - self.view.content_region.y + self.view.scroll_offset.y
        return top + _wrapped_line(self.part, *self.start)


def searchable(screen: Screen[Any]) -> bool:
    """Whether there is a text to be read, and no editor that takes every letter."""
    typing = any(not editor.disabled for editor in screen.query(TextArea))
    return not typing and any(_parts(screen))


def places(screen: Screen[Any], words: str) -> list[Place]:
    """Where the words stand, whatever blanks and line ends are between them; capitals do not matter."""
    if not words.strip():
        return []
    pattern = re.compile(BETWEEN.join(map(re.escape, words.split())), re.IGNORECASE)
    return [place for view, part in _parts(screen) for place in _matches(pattern, view, part)]


def _matches(pattern: re.Pattern[str], view: Widget, part: Widget) -> Iterator[Place]:
    text = _text(part)
    for match in pattern.finditer(text):
        yield Place(view, part, _line_and_column(text, match.start()), _line_and_column(text, match.end()))


def show(place: Place) -> None:
    """Marks the place and brings it into sight, with what leads up to it."""
    place.part.screen.selections = {place.part: place.selection}
    place.view.scroll_to(y=max(0, place.y - place.view.size.height // 3), animate=False, force=True)


def next_from_top(found: list[Place]) -> int:
    """The number of the first place that is not above what is on the screen; the first of all where there is none."""
    return next((number for number, place in enumerate(found) if place.y >= place.view.scroll_offset.y), 0)


def _parts(screen: Screen[Any]) -> Iterator[tuple[Widget, Widget]]:
    for view in screen.query("*"):
        if isinstance(view, BlockView) and view.region:
            yield view, view
        elif isinstance(view, VerticalScroll) and view.region:
            yield from ((view, part) for part in view.query("*") if isinstance(part, Static | Fitted) and part.region)


def _text(part: Widget) -> str:
    selected = part.get_selection(SELECT_ALL)
    return selected[0] if selected is not None else ""


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n"), offset - (before.rfind("\n") + 1)


def _wrapped_line(part: Widget, line: int, column: int) -> int:
    """Which line of a widget shows a place of its text, which it may wrap."""
    width = max(1, part.content_size.width)
    lines = _text(part).split("\n")
    above = sum(max(1, len(Content(each).wrap(width))) for each in lines[:line])
    return above + max(1, len(Content(lines[line][: column + 1]).wrap(width))) - 1
