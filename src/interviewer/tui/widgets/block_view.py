"""Text of any length, block by block, that wraps each block once for a width and draws only the lines on the screen."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.selection import Selection
from textual.strip import Strip
from textual.style import Style
from textual.visual import Visual

from interviewer.tui.keys import scrolling
from interviewer.tui.widgets.part_style import part_style

Lines = Callable[[int], Sequence[Content]]


@dataclass(frozen=True, slots=True)
class Block:
    """`lines(width)` gives its lines, each of at most `width` cells; `opens` names what a click on it opens."""

    lines: Lines
    opens: str = ""


class BlockView(ScrollView, can_focus=True, inherit_bindings=False):
    """Keeps the reader's place: what is added or changed elsewhere, or another width, moves nothing that is read.

    With `follows` a reader at the end stays at the end, until they scroll up; `unseen` is whether something has come
    below since then.
    """

    BINDINGS: ClassVar[list[BindingType]] = scrolling()
    DEFAULT_CSS = """
    BlockView {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
    }
    """

    MARGIN = 0  # cells to the left of every line that are not the blocks'

    class Opened(Message):
        """A block that opens something was chosen."""

        def __init__(self, opens: str) -> None:
            self.opens = opens
            super().__init__()

    class Unseen(Message):
        """Whether there is something new below, not seen yet, has changed."""

    def __init__(self, blocks: Sequence[Block] = (), *, follows: bool = False, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.blocks: list[Block] = list(blocks)
        self.follows = follows
        self.unseen = False
        self._at_end = True
        self._width = 0
        self._wrapped: list[Sequence[Content]] = []
        self._starts: list[int] = [0]
        self._resized: tuple[int, int, float] | None = None
        self._strips: LRUCache[tuple[int, int], Strip] = LRUCache(1024)

    # what it holds

    def show(self, blocks: Sequence[Block]) -> None:
        """Other blocks; the reader stays at the same line of the block of the same number."""
        place = self._place()
        self.blocks = list(blocks)
        self._wrapped = []
        self._settle(place)

    def append(self, *blocks: Block) -> None:
        place = self._place()
        self.blocks += blocks
        if blocks and not (self.follows and self._at_end):
            self._tell_unseen(True)
        self._settle(place)

    def put(self, index: int, block: Block) -> None:
        """Another block in the place of one."""
        place = self._place()
        self.blocks[index] = block
        del self._wrapped[index:]
        self._settle(place)

    def to_end(self) -> None:
        """The newest lines, and from now on whatever comes."""
        self._at_end = True
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        self._tell_unseen(False)

    # where the reader is

    @property
    def at_end(self) -> bool:
        return self._at_end

    def _place(self) -> tuple[int, int]:
        """The block at the top of the screen, and which of its lines."""
        y = self.scroll_offset.y
        index = max(0, min(bisect_right(self._starts, y) - 1, len(self._wrapped) - 1))
        return index, y - self._starts[index]

    def _settle(self, place: tuple[int, int]) -> None:
        """Wraps what is not wrapped yet and goes back to the place, or to the end where the reader was there."""
        width = self.scrollable_content_region.width
        if not self.is_mounted or width <= 0:
            return
        if width != self._width:
            self._width, self._wrapped = width, []
        known = len(self._wrapped)
        self._wrapped += [self._lines_of(block, width) for block in self.blocks[known:]]
        del self._starts[known + 1 :]
        for lines in self._wrapped[known:]:
            self._starts.append(self._starts[-1] + len(lines))
        self._strips.clear()
        at_end = self.follows and self._at_end
        self.virtual_size = Size(width, self._starts[-1])
        index, line = place
        if at_end:
            self._at_end = True
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        elif index < len(self._wrapped):
            y = self._starts[index] + max(0, min(line, len(self._wrapped[index]) - 1))
            self.scroll_to(y=y, animate=False, force=True)
        self.refresh()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self._at_end = new_value >= self.max_scroll_y
        if self._at_end:
            self._tell_unseen(False)

    def watch_show_vertical_scrollbar(self, shown: bool) -> None:
        """The text may have been scrolled before there was a scrollbar to show it."""
        if shown:
            self.vertical_scrollbar.position = self.scroll_y

    def _tell_unseen(self, unseen: bool) -> None:
        if unseen != self.unseen:
            self.unseen = unseen
            self.post_message(self.Unseen())

    def on_mount(self) -> None:
        self._settle((0, 0))

    def on_resize(self) -> None:
        """Lines of another width are others, so the place is kept by its share of the block."""
        index, line = self._place()
        width = self.scrollable_content_region.width
        if index < len(self._wrapped) and 0 < width != self._width:
            share = line / max(1, len(self._wrapped[index]))
            if self._resized is not None and self._resized[:2] == (index, line):
                share = self._resized[2]  # nothing was scrolled since: back and forth leads to the very line
            line = round(share * len(self._lines_of(self.blocks[index], width)))
            self._resized = (index, line, share)
        self._settle((index, line))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return sum(len(self._lines_of(block, width)) for block in self.blocks)

    def _lines_of(self, block: Block, width: int) -> Sequence[Content]:
        """Between the margin and a column that keeps text off the scrollbar."""
        return block.lines(max(1, width - self.MARGIN - 1))

    # scrolling

    def action_line(self, step: int) -> None:
        self.scroll_relative(y=step, animate=False, force=True)

    def action_page(self, pages: float) -> None:
        """A page, but for two lines by which one finds one's way."""
        lines = max(1, int(abs(pages) * (self.size.height - 2)))
        self.scroll_relative(y=lines if pages > 0 else -lines, animate=False, force=True)

    def action_ends(self, end: bool) -> None:
        self.scroll_to(y=self.max_scroll_y if end else 0, animate=False, force=True)

    def line_of(self, index: int) -> int:
        """The first line of a block in the whole text."""
        return self._starts[min(index, len(self._starts) - 1)]

    def to_block(self, index: int) -> None:
        self.scroll_to(y=self.line_of(index), animate=False, force=True)

    def to_opening(self, step: int) -> None:
        """To the next block that opens something, or the one before."""
        top = self.scroll_offset.y
        starts = [start for start, block in zip(self._starts, self.blocks, strict=False) if block.opens]
        there = [start for start in starts if (start > top if step > 0 else start < top)]
        if there:
            self.scroll_to(y=there[0] if step > 0 else there[-1], animate=False, force=True)

    # drawing

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def selection_updated(self, selection: Selection | None) -> None:
        self._strips.clear()
        self.refresh()

    def get_selection(self, selection: Selection) -> tuple[str, str] | None:
        """What was marked with the mouse, to be copied."""
        margin = " " * self.MARGIN
        text = "\n".join(f"{margin}{line.plain}".rstrip() for lines in self._wrapped for line in lines)
        return selection.extract(text), "\n"

    def block_at(self, y: int) -> int:
        """The number of the block on a line of the whole text, -1 beyond it."""
        return bisect_right(self._starts, y) - 1 if 0 <= y < self._starts[-1] else -1

    def render_line(self, y: int) -> Strip:
        at = y + self.scroll_offset.y
        index = self.block_at(at)
        if index < 0:
            return Strip.blank(self._width, self.rich_style)
        key = (index, at - self._starts[index])
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._strip(index, at)
        return strip.apply_offsets(0, at)

    def _strip(self, index: int, at: int) -> Strip:
        line, style = self.drawn_line(index, at - self._starts[index])
        selection = self.text_selection
        span = selection.get_span(at) if selection is not None else None
        if span is not None:
            start, end = span
            marked = part_style(self.screen, "screen--selection")
            line = line.stylize(marked, start, None if end == -1 else end)
        return Visual.to_strips(self, line, self._width, 1, style, pad=True, apply_selection=False)[0]

    def drawn_line(self, index: int, number: int) -> tuple[Content, Style]:
        """A line of a block, margin and all, and the style below it."""
        return self._wrapped[index][number], self.visual_style

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        index = -1 if offset is None else self.block_at(offset.y + self.scroll_offset.y)
        if index >= 0 and self.text_selection is None:
            self.clicked(index)

    def clicked(self, index: int) -> None:
        if self.blocks[index].opens:
            self.post_message(self.Opened(self.blocks[index].opens))
