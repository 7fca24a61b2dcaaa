"""A text in the person's own pager: $PAGER, else less or more, which has the terminal meanwhile."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping

from textual.app import App, SuspendNotSupported

from interviewer.domain.text import visible
from interviewer.ports import InterviewerError
from interviewer.tui.wording import told

FALLBACKS = ("less", "more")


def show_in_pager(app: App[None], text: str) -> None:
    """Raises InterviewerError where there is no pager, it fails, or the terminal cannot be lent."""
    command = pager_command()
    failed: InterviewerError | None = None
    try:
        with app.suspend():
            try:  # within: an error that left the block would leave the terminal to the pager
                run_pager(text, command)
            except InterviewerError as error:
                failed = error
    except SuspendNotSupported:
        raise InterviewerError("This terminal cannot be lent to a pager.") from None
    if failed is not None:
        raise failed


def pager_command(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Raises InterviewerError where there is no pager to be had."""
    chosen = environ.get("PAGER", "").strip()
    if chosen:
        try:
            return shlex.split(chosen)
        except ValueError as error:
            raise InterviewerError(f"PAGER={chosen} cannot be read as a command ({told(error)})") from None
    for name in FALLBACKS:
        if shutil.which(name):
            return [name]
    raise InterviewerError("no pager was found: set PAGER to one")


def run_pager(text: str, command: list[str]) -> None:
    """Nothing in the text can steer the terminal. A pager that is left before the end is no error."""
    try:
        with subprocess.Popen(command, stdin=subprocess.PIPE) as pager:  # noqa: S603 - the person's own choice
            pager.communicate(visible(text).encode("utf-8", "replace"))
    except BrokenPipeError:
        return
    except OSError as error:
        raise InterviewerError(f"{command[0]} could not be used ({error.strerror or error})") from None
    if pager.returncode not in (0, 1, -2, 130):
        raise InterviewerError(f"{command[0]} ended with an error ({pager.returncode})")
