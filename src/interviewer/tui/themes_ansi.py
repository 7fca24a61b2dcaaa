"""The terminal's own 16 colours and its own background. Only those are used that stand out on it in the usual palettes
(xterm, the Linux console, Windows, GNOME): on dark bright ones, green and cyan; on light red, blue and magenta."""

from textual.theme import Theme

# Textual's own have dark grey borders on black and a half transparent grey for what is less important.
_EITHER = {
    "text-muted": "ansi_default",
    "text-disabled": "ansi_default",
    "foreground-muted": "ansi_default",
    "block-cursor-foreground": "ansi_default",
    "block-cursor-background": "ansi_default",
    "block-cursor-text-style": "bold",
    "block-cursor-blurred-foreground": "ansi_default",
    "block-cursor-blurred-background": "ansi_default",
    "input-cursor-background": "ansi_default",
    "input-cursor-foreground": "ansi_default",
    "input-cursor-text-style": "none",
    "screen-selection-background": "ansi_default",
    "screen-selection-foreground": "ansi_default",
    "scrollbar-background": "ansi_default",
    "scrollbar-background-hover": "ansi_default",
    "scrollbar-background-active": "ansi_default",
    "scrollbar-corner-color": "ansi_default",
}

ANSI_DARK = Theme(
    name="ansi-dark",
    ansi=True,
    dark=True,
    primary="ansi_cyan",
    secondary="ansi_cyan",
    warning="ansi_bright_yellow",
    error="ansi_bright_red",
    success="ansi_green",
    accent="ansi_bright_yellow",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        **_EITHER,
        "border": "ansi_cyan",
        "border-blurred": "ansi_white",
        "footer-key-foreground": "ansi_bright_yellow",
        "scrollbar": "ansi_white",
        "scrollbar-hover": "ansi_cyan",
        "scrollbar-active": "ansi_cyan",
        "ansi-background": "ansi_black",
        "ansi-foreground": "ansi_white",
    },
)

ANSI_LIGHT = Theme(
    name="ansi-light",
    ansi=True,
    dark=False,
    primary="ansi_blue",
    secondary="ansi_blue",
    warning="ansi_magenta",
    error="ansi_red",
    success="ansi_blue",
    accent="ansi_magenta",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    boost="ansi_default",
    variables={
        **_EITHER,
        "border": "ansi_blue",
        "border-blurred": "ansi_bright_black",
        "footer-key-foreground": "ansi_magenta",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_blue",
        "scrollbar-active": "ansi_blue",
        "ansi-background": "ansi_white",
        "ansi-foreground": "ansi_black",
    },
)
