"""The style of a part of a widget, reverse video too: that marks a line where there are few colours or none."""

from textual.style import Style
from textual.widget import Widget


def part_style(widget: Widget, *names: str) -> Style:
    """As Textual's `get_visual_style`, which forgets `text-style: reverse`."""
    style = widget.get_visual_style(*names)
    reverse = any(widget.get_component_styles(name).text_style.reverse for name in names)
    return style + Style(reverse=True) if reverse else style
