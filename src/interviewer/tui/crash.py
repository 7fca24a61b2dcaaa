"""An error that the program made itself: one line for the person, the rest into a file of theirs."""

import traceback
from pathlib import Path

from interviewer.domain.text import visible
from interviewer.paths import Paths, write_private
from interviewer.stored_keys import without_keys
from interviewer.tui.wording import told


def report(paths: Paths, error: BaseException, rescued: Path | None = None) -> str:
    """Writes the traceback (no values of variables) to `crash.txt` in the data folder; returns the line to be shown.

    `rescued` is the file that what was typed went to where it could not be stored."""
    what = visible(without_keys(f"{type(error).__name__}: {told(error)}"))[:200]
    file: Path = paths.home / "crash.txt"
    try:
        write_private(file, without_keys("".join(traceback.format_exception(error))))
        where = f"the details are in {file}"
    except OSError:
        where = "the details could not be written"
    typed = f"in {rescued}" if rescued else "kept as a draft"
    return f"interviewer stopped on an error of its own ({what}). What you typed is {typed}; {where}."
