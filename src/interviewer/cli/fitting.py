"""Lines cut to the width of the terminal, where there is one."""

import os
import sys
import unicodedata

from interviewer.cli.output import is_terminal
from interviewer.domain.text import visible

CUT = "..."


def terminal_width() -> int | None:
    """Cells of a line on the terminal that standard output is; None where it is none, or one that tells no width."""
    if not is_terminal(sys.stdout):
        return None
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns or None
    except (OSError, ValueError):
        return None


def cells(text: str) -> int:
    """How many cells a terminal takes for a text: wide characters two, marks on another none."""
    if text.isascii():
        return len(text)
    return sum(map(_cells, text))


def _cells(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def cut(text: str, width: int | None) -> str:
    """The text made visible, in at most `width` cells; what is left out is "..."; whole where there is no width."""
    shown = visible(text)
    if width is None or cells(shown) <= width:
        return shown
    taken, room = [], width - len(CUT)
    for character in shown:
        room -= _cells(character)
        if room < 0:
            break
        taken.append(character)
    return f"{''.join(taken).rstrip()}{CUT}"[: max(width, 0)]
