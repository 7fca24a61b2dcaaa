"""The themes of the program: ink and paper, the same with high contrast, and two that use the terminal's own 16
colours. Every other theme of Textual can be chosen as well.

Where a terminal has 256 colours each of these becomes the nearest of them, and text has to stand out there too: 47 in
place of 48 makes a part 0 there, not 95 (tests/tui/test_contrast.py)."""

from collections.abc import Mapping

from textual.theme import Theme

from interviewer.tui.themes_ansi import ANSI_DARK, ANSI_LIGHT
from interviewer.tui.themes_contrast import CONTRAST_DARK, CONTRAST_LIGHT

DARK, LIGHT = "ink", "paper"
FEW_COLOURS = ("standard", "windows")  # Rich's names for 16 colours
DARKEST_BACKGROUND = 6  # of the colours 0-15, as COLORFGBG counts them; 8 is dark too

INK = Theme(
    name=DARK,
    dark=True,
    primary="#7cb0d8",
    secondary="#8f9fb8",
    accent="#e5b567",
    success="#8fc18a",
    warning="#e5b567",
    error="#ec8a78",
    foreground="#d7dde6",
    background="#14171d",
    surface="#1b2028",
    panel="#252b36",
    variables={
        "text-muted": "#93a0b3",
        "text-primary": "#8fbfe4",
        "text-accent": "#ecc07a",
        "text-success": "#9bcb96",
        "text-warning": "#ecc07a",
        "text-error": "#f09a89",
        "border": "#7cb0d8",
        "border-blurred": "#3a4352",
        "block-cursor-background": "#212f47",
        "block-cursor-foreground": "#f2f6fb",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#232a35",
        "block-cursor-blurred-foreground": "#d7dde6",
        "footer-background": "#1b2028",
        "footer-key-foreground": "#e5b567",
        "footer-description-foreground": "#93a0b3",
        "input-selection-background": "#2c4d68",
        "scrollbar": "#3a4352",
        "scrollbar-hover": "#4b566a",
        "scrollbar-active": "#7cb0d8",
        "scrollbar-background": "#14171d",
        "scrollbar-background-hover": "#14171d",
        "scrollbar-background-active": "#14171d",
        "scrollbar-corner-color": "#14171d",
        "button-color-foreground": "#14171d",
    },
)

PAPER = Theme(
    name=LIGHT,
    dark=False,
    primary="#23658f",
    secondary="#5d6b7d",
    accent="#9a5b12",
    success="#2f7040",
    warning="#8f5a00",
    error="#b02f2b",
    foreground="#262b33",
    background="#fbf9f4",
    surface="#f3efe6",
    panel="#e8e2d5",
    variables={
        "text-muted": "#575e69",
        "text-primary": "#1d587e",
        "text-accent": "#8a4f0c",
        "text-success": "#2a6539",
        "text-warning": "#8a5200",
        "text-error": "#a02f24",
        "border": "#23658f",
        "border-blurred": "#c9c1b1",
        "block-cursor-background": "#d3ecf5",
        "block-cursor-foreground": "#10212d",
        "block-cursor-text-style": "bold",
        "block-cursor-blurred-background": "#ece7db",
        "block-cursor-blurred-foreground": "#262b33",
        "footer-background": "#f3efe6",
        "footer-key-foreground": "#8a4f0c",
        "footer-description-foreground": "#575e69",
        "input-cursor-background": "#262b33",
        "input-cursor-foreground": "#fbf9f4",
        "input-selection-background": "#23658f 25%",
        "scrollbar": "#c9c1b1",
        "scrollbar-hover": "#b3a993",
        "scrollbar-active": "#23658f",
        "scrollbar-background": "#fbf9f4",
        "scrollbar-background-hover": "#fbf9f4",
        "scrollbar-background-active": "#fbf9f4",
        "scrollbar-corner-color": "#fbf9f4",
        "button-color-foreground": "#fbf9f4",
    },
)

THEMES = (INK, PAPER, CONTRAST_DARK, CONTRAST_LIGHT, ANSI_DARK, ANSI_LIGHT)
PAIRS = ((INK, PAPER), (CONTRAST_DARK, CONTRAST_LIGHT), (ANSI_DARK, ANSI_LIGHT))


def usual_theme(colours: str | None, environ: Mapping[str, str], *, no_color: bool = False) -> str:
    """The theme where none is chosen: ink, or where the terminal has 16 colours or none those that it has itself.
    `colours` is what Rich found; COLORFGBG, where a terminal sets it, says whether its background is light."""
    if not no_color and colours not in FEW_COLOURS:
        return DARK
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    light = background.isdecimal() and int(background) > DARKEST_BACKGROUND and int(background) != 8
    return ANSI_LIGHT.name if light else ANSI_DARK.name


def other_of(name: str, *, dark: bool) -> str:
    """The light one of a dark theme and the other way round; of a theme that has no pair, ink or paper."""
    for pair in PAIRS:
        names = [theme.name for theme in pair]
        if name in names:
            return names[1 - names.index(name)]
    return LIGHT if dark else DARK
