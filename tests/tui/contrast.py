"""How far text stands out from what is behind it, measured on screens as they are drawn."""

from collections.abc import Iterator, Sequence

from rich.color import Color, ColorSystem
from rich.style import Style
from textual.app import App
from textual.geometry import Region
from textual.screen import ModalScreen

RGB = tuple[int, int, int]


def luminance(colour: RGB) -> float:
    """WCAG 2: relative luminance, 0-1."""
    parts = [value / 255 for value in colour]
    red, green, blue = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(one: RGB, other: RGB) -> float:
    """WCAG 2: contrast, 1-21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


class Palette:
    """What a terminal makes of its 16 colours; `text` and `back` are those where none is named.

    With `few` it has 256 in all, and every other colour becomes the nearest of them.
    """

    def __init__(self, name: str, colours: str, text: str, back: str, *, few: bool = False) -> None:
        self.name = name
        self.few = few
        self.colours = [_rgb(colour) for colour in colours.split()]
        self.text, self.back = _rgb(text), _rgb(back)

    def rgb(self, colour: Color | None, default: RGB) -> RGB:
        if colour is None or colour.is_default:
            return default
        if colour.triplet is not None:
            nearest = colour.downgrade(ColorSystem.EIGHT_BIT).get_truecolor() if self.few else colour.triplet
            return (nearest.red, nearest.green, nearest.blue)
        assert colour.number is not None
        return self.colours[colour.number]

    def pair(self, style: Style) -> tuple[RGB, RGB]:
        """Text and what is behind it."""
        text, back = self.rgb(style.color, self.text), self.rgb(style.bgcolor, self.back)
        return (back, text) if style.reverse else (text, back)


def _rgb(text: str) -> RGB:
    return int(text[0:2], 16), int(text[2:4], 16), int(text[4:6], 16)


XTERM = (
    "000000 cd0000 00cd00 cdcd00 0000ee cd00cd 00cdcd e5e5e5 7f7f7f ff0000 00ff00 ffff00 5c5cff ff00ff 00ffff ffffff"
)
LINUX = (
    "000000 aa0000 00aa00 aa5500 0000aa aa00aa 00aaaa aaaaaa 555555 ff5555 55ff55 ffff55 5555ff ff55ff 55ffff ffffff"
)
WINDOWS = (
    "0c0c0c c50f1f 13a10e c19c00 0037da 881798 3a96dd cccccc 767676 e74856 16c60c f9f1a5 3b78ff b4009e 61d6d6 f2f2f2"
)
GNOME = (
    "2e3436 cc0000 4e9a06 c4a000 3465a4 75507b 06989a d3d7cf 555753 ef2929 8ae234 fce94f 729fcf ad7fa8 34e2e2 eeeeec"
)
OF_256 = Palette("256 colours", XTERM, "e5e5e5", "000000", few=True)
DARK_PALETTES = (
    Palette("xterm", XTERM, "e5e5e5", "000000"),
    Palette("Linux console", LINUX, "aaaaaa", "000000"),
    Palette("Windows", WINDOWS, "cccccc", "0c0c0c"),
    Palette("GNOME", GNOME, "d3d7cf", "000000"),
)
LIGHT_PALETTES = (
    Palette("xterm", XTERM, "000000", "ffffff"),
    Palette("Windows", WINDOWS, "0c0c0c", "ffffff"),
    Palette("GNOME", GNOME, "2e3436", "ffffff"),
)


def in_front(app: App[None]) -> list[Region]:
    """The parts of the screen that are meant to be read: of a dialog not what it covers."""
    screen = app.screen
    if not isinstance(screen, ModalScreen):
        return [screen.region]
    leaves = [widget for widget in screen.query("*") if widget.region and not widget.children]
    return [screen.find_widget(widget).visible_region for widget in leaves]


def words_drawn(app: App[None]) -> Iterator[tuple[str, Style]]:
    """Each piece of text that has letters or digits, with its style."""
    front = in_front(app)
    for y, segments in enumerate(app.screen._compositor.render_strips(app.size)):
        x = 0
        for segment in segments:
            inside = any(region.contains(x, y) for region in front)
            x += segment.cell_length
            if inside and segment.style is not None and any(map(str.isalnum, segment.text)):
                yield segment.text.strip(), segment.style


def too_faint(app: App[None], palettes: Sequence[Palette], least: float) -> list[str]:
    """What does not stand out enough, a line each."""
    found: dict[tuple[str, RGB, RGB], str] = {}
    for text, style in words_drawn(app):
        for palette in palettes:
            pair = palette.pair(style)
            measured = ratio(*pair)
            if measured < least or style.dim:
                dim = ", dim" if style.dim else ""
                found.setdefault((palette.name, *pair), f"{text!r} {measured:.2f}{dim} {pair} ({palette.name})")
    return list(found.values())
