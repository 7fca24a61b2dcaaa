"""Lines cut to the width of the terminal, where there is one."""

import os
import sys

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
    from rich.cells import cell_len

    return cell_len(text)


def cut(text: str, width: int | None) -> str:
    """The text made visible, in at most `width` cells; what is left out is "..."; whole where there is no width."""
    from rich.cells import set_cell_size

    shown = visible(text)
    if width is None or cells(shown) <= width:
        return shown
    return f"{set_cell_size(shown, max(0, width - len(CUT))).rstrip()}{CUT}"[: max(width, 0)]
