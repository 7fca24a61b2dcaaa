"""A list of any length that draws only the lines on the screen: Home, History and Questions are made of it."""

from collections.abc import Sequence
from typing import ClassVar, Protocol

from textual import events
from textual.binding import BindingType
from textual.cache import LRUCache
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip
from textual.visual import Visual

from interviewer.tui.keys import binding
from interviewer.tui.widgets.fitted import Draw, fit
from interviewer.tui.widgets.part_style import part_style


class Rows(Protocol):
    """What a list shows: one line a row. A row that cannot be chosen is a heading or a gap."""

    def __len__(self) -> int: ...

    def draw(self, index: int, width: int) -> Content: ...

    def can_choose(self, index: int) -> bool: ...


class FixedRows:
    """Rows that are all at hand: how each is drawn, and whether it can be chosen."""

    def __init__(self, rows: Sequence[tuple[Draw, bool]] = ()) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def draw(self, index: int, width: int) -> Content:
        return self.rows[index][0](width)

    def can_choose(self, index: int) -> bool:
        return self.rows[index][1]


class RowList(ScrollView, can_focus=True):
    """Up and down skip what cannot be chosen; Enter or a click chooses."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("list.down", "move(1)"),
        binding("list.up", "move(-1)"),
        binding("list.page_down", "page(1)"),
        binding("list.page_up", "page(-1)"),
        binding("list.half_down", "page(0.5)"),
        binding("list.half_up", "page(-0.5)"),
        binding("rows.next", "move(1)"),
        binding("rows.previous", "move(-1)"),
        binding("list.first", "jump(False)"),
        binding("list.last", "jump(True)"),
        binding("list.choose", "choose"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"row-list--row", "row-list--cursor", "row-list--hover"}
    DEFAULT_CSS = """
    RowList {
        height: 1fr;
        overflow-x: hidden;
        scrollbar-size-vertical: 1;
        .row-list--cursor { background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground; }
        .row-list--hover { background: $boost; }
        &:focus .row-list--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        &:ansi:focus .row-list--cursor { background: transparent; color: ansi_default; text-style: reverse; }
    }
    """

    cursor: reactive[int] = reactive(-1, init=False)
    hover: reactive[int] = reactive(-1, init=False)

    class Chosen(Message):
        def __init__(self, row_list: "RowList", index: int) -> None:
            self.row_list = row_list
            self.index = index
            super().__init__()

        @property
        def control(self) -> "RowList":
            return self.row_list

    class Moved(Chosen):
        """The cursor stands on another row (-1: on none)."""

    def __init__(self, rows: Rows | None = None, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.rows: Rows = rows if rows is not None else FixedRows()
        self._strips: LRUCache[tuple[int, int, bool, bool, bool], Strip] = LRUCache(512)

    def show(self, rows: Rows, cursor: int = 0) -> None:
        """Shows other rows, the cursor on the first that can be chosen at `cursor` or after it."""
        self.rows = rows
        self.redraw()
        self.cursor = -1
        self.cursor = self._nearest(cursor, 1)
        if self.cursor <= self._nearest(0, 1):
            self.scroll_to(y=0, animate=False)

    def redraw(self) -> None:
        self._strips.clear()
        self.virtual_size = Size(self.scrollable_content_region.width, len(self.rows))
        self.refresh()

    def on_mount(self) -> None:
        self.redraw()
        self.cursor = self._nearest(0, 1)

    def on_resize(self) -> None:
        self.redraw()
        self._keep_in_view()

    def notify_style_update(self) -> None:
        self._strips.clear()
        super().notify_style_update()

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return len(self.rows)

    def _nearest(self, index: int, step: int) -> int:
        """The first row from `index` on, towards `step`, that can be chosen; else the last the other way."""
        count = len(self.rows)
        if not count:
            return -1
        index = max(0, min(count - 1, index))
        for direction in (step, -step):
            at = index
            while 0 <= at < count:
                if self.rows.can_choose(at):
                    return at
                at += direction
        return -1

    def watch_cursor(self, cursor: int) -> None:
        self.refresh()
        self._keep_in_view()
        self.post_message(self.Moved(self, cursor))

    def watch_hover(self) -> None:
        self.refresh()

    def _keep_in_view(self) -> None:
        if self.cursor >= 0 and self.is_mounted:
            first = self._nearest(0, 1)
            y = 0 if self.cursor == first else self.cursor
            height = self.cursor - y + 1
            self.scroll_to_region(Region(0, y, 1, height), animate=False, force=True)

    def action_move(self, step: int) -> None:
        if self.cursor >= 0:
            self.cursor = self._nearest(self.cursor + step, step)

    def action_page(self, pages: float) -> None:
        if self.cursor >= 0:
            rows = max(1, int(abs(pages) * (self.scrollable_content_region.height - 1)))
            step = 1 if pages > 0 else -1
            self.cursor = self._nearest(self.cursor + step * rows, step)

    def action_jump(self, to_end: bool) -> None:
        self.cursor = self._nearest(len(self.rows) - 1, -1) if to_end else self._nearest(0, 1)

    def action_choose(self) -> None:
        if self.cursor >= 0:
            self.post_message(self.Chosen(self, self.cursor))

    def _row_at(self, event: events.MouseEvent) -> int:
        offset = event.get_content_offset(self)
        index = -1 if offset is None else offset.y + self.scroll_offset.y
        return index if 0 <= index < len(self.rows) and self.rows.can_choose(index) else -1

    def on_click(self, event: events.Click) -> None:
        index = self._row_at(event)
        if index >= 0:
            self.cursor = index
            self.action_choose()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        self.hover = self._row_at(event)

    def on_leave(self) -> None:
        self.hover = -1

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        if not 0 <= index < len(self.rows):
            return Strip.blank(width, self.rich_style)
        on_cursor, hovered = index == self.cursor, index == self.hover
        key = (index, width, on_cursor, hovered, self.has_focus)
        strip = self._strips.get(key)
        if strip is None:
            strip = self._strips[key] = self._draw(index, width, on_cursor, hovered)
        return strip

    def _draw(self, index: int, width: int, on_cursor: bool, hovered: bool) -> Strip:
        name = "cursor" if on_cursor else "hover" if hovered else "row"
        style = part_style(self, "row-list--row", f"row-list--{name}")
        content = fit(self.rows.draw(index, width - 2), width - 2)
        mark = "▌" if on_cursor else " "
        line = Content.assemble((mark, "$accent" if on_cursor else ""), content, " ")
        return Visual.to_strips(self, line, width, 1, style, pad=True)[0]
