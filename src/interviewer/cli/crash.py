"""An error that the program made itself: one line for the person, the rest into a file of theirs."""

import traceback

from interviewer.paths import find_paths, write_private
from interviewer.stored_keys import without_keys


def report(error: BaseException) -> str:
    """Writes the traceback (no values of variables) to `crash.txt` in the data folder; gives the line to be shown."""
    what = " ".join(without_keys(f"{type(error).__name__}: {error}").split())[:200]
    try:
        path = find_paths().home / "crash.txt"
        write_private(path, without_keys("".join(traceback.format_exception(error))))
    except OSError:
        return f"stopped on an error of its own ({what}); the details could not be written"
    return f"stopped on an error of its own ({what}); the details are in {path}"
