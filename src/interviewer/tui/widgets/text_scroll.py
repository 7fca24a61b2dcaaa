"""A scrolling page made of widgets: its keys have names, and another width does not move what is read."""

from typing import ClassVar

from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.geometry import Size
from textual.widget import Widget

from interviewer.tui.keys import scrolling

SETTLED = 0.1  # seconds after which a page is laid out for another size


class KeepsPlace(VerticalScroll, can_focus=True, inherit_bindings=False):
    """Remembers which widget stands at the top, and how much of it is above; after a change of width, in which every
    text takes other lines, it goes back there."""

    def __init__(self, *children: Widget, id: str | None = None) -> None:  # noqa: A002
        super().__init__(*children, id=id)
        self._terminal = Size()  # of which size it was when it was read last
        self._top: tuple[Widget, float] | None = None

    def on_mount(self) -> None:
        self._terminal = self.app.size

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.call_after_refresh(self._note_top)

    def _note_top(self) -> None:
        if self.app.size == self._terminal:  # else it is the layout that scrolls, not the reader
            self._top = self._find_top()

    def on_resize(self) -> None:
        if self.app.size != self._terminal:
            self.call_after_refresh(self.restore)
            self.set_timer(SETTLED, self._settled)

    def restore(self) -> None:
        """Back to what was read."""
        if self._top is not None and self._top[0].is_attached:
            widget, share = self._top
            y = self._place_of(widget) + share * widget.region.height
            self.scroll_to(y=round(y), animate=False, force=True)

    def _settled(self) -> None:
        self.restore()
        self._terminal = self.app.size

    def _place_of(self, widget: Widget) -> float:
        """The line of the whole page at which a widget begins."""
        return widget.region.y - self.content_region.y + self.scroll_offset.y

    def _find_top(self) -> tuple[Widget, float] | None:
        y = self.scroll_offset.y
        for widget in self.query("*"):
            height = widget.region.height
            above = y - self._place_of(widget)
            if not widget.children and height and 0 <= above < height:
                return widget, above / height
        return None


class TextScroll(KeepsPlace):
    """A page to be read."""

    BINDINGS: ClassVar[list[BindingType]] = scrolling()

    def action_line(self, step: int) -> None:
        self.scroll_relative(y=step, animate=False, force=True)

    def action_page(self, pages: float) -> None:
        lines = max(1, int(abs(pages) * (self.size.height - 2)))
        self.scroll_relative(y=lines if pages > 0 else -lines, animate=False, force=True)

    def action_ends(self, end: bool) -> None:
        self.scroll_to(y=self.max_scroll_y if end else 0, animate=False, force=True)
