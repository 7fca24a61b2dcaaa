"""A widget that draws its text for the width it is given: for columns, hanging indents and bars."""

from collections.abc import Callable

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

Draw = Callable[[int], Content]


class Fitted(Widget):
    """`draw(width)` gives the content for that many cells; it is called again when the width or the theme changes."""

    DEFAULT_CSS = """
    Fitted {
        width: 1fr;
        height: auto;
    }
    """

    def __init__(self, draw: Draw, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._draw = draw
        self._drawn: tuple[int, Content] | None = None

    def redraw(self, draw: Draw | None = None, *, layout: bool = True) -> None:
        """Draws anew; without `layout` where the height is sure to stay."""
        if draw is not None:
            self._draw = draw
        self._drawn = None
        self.clear_cached_dimensions()
        self.refresh(layout=layout)

    def _at(self, width: int) -> Content:
        if self._drawn is None or self._drawn[0] != width:
            self._drawn = (width, self._draw(max(1, width)))
        return self._drawn[1]

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        return self._at(width).plain.count("\n") + 1

    def get_content_width(self, container: Size, viewport: Size) -> int:
        return container.width

    def render(self) -> Content:
        return self._at(self.content_size.width)


def fit(text: Content, width: int) -> Content:
    """Exactly `width` cells: cut with an ellipsis, or filled up with blanks."""
    return text.truncate(max(0, width), ellipsis=True, pad=True)


def spread(width: int, left: Content, right: Content, gap: int = 2) -> Content:
    """`left` and `right` at the two ends of a line; where they do not both fit, the left one is cut."""
    room = width - right.cell_length - gap
    if room < 8:
        return fit(left, width)
    return fit(left, room) + Content(" " * gap) + right


def hanging(width: int, mark: Content, body: Content, right: Content | None = None) -> Content:
    """`body` wrapped to the right of `mark`, with `right` at the end of the first line."""
    indent = mark.cell_length
    room = max(10, width - indent - (right.cell_length + 2 if right else 0))
    lines = body.wrap(room) or [Content("")]
    drawn = []
    for number, wrapped in enumerate(lines):
        line = wrapped.rstrip()
        if number:
            drawn.append(Content(" " * indent) + line)
        else:
            drawn.append(mark + (fit(line, room) + Content("  ") + right if right else line))
    return Content("\n").join(drawn)


def bar(width: int, share: float, style: str, rest: str = "$border-blurred") -> Content:
    """A bar of `width` cells, filled to `share` (0-1), to half a cell; the rest is thin, so that it needs no colour."""
    halves = round(max(0.0, min(1.0, share)) * width * 2)
    full, half = divmod(halves, 2)
    filled = "━" * full + ("╸" if half else "")
    return Content.assemble((filled, style), ("─" * (width - full - half), rest))
