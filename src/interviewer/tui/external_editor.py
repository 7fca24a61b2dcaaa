"""The person's own editor for a text: $VISUAL, $EDITOR, else vi or nano."""

import os
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from textual.app import App, SuspendNotSupported

from interviewer.paths import write_private
from interviewer.ports import InterviewerError
from interviewer.tui.wording import told

FALLBACKS = ("vi", "nano")


def lend_terminal(app: App[None], text: str, file: Path) -> str:
    """`text` as the person left it in their editor, which has the terminal meanwhile.

    Raises InterviewerError where that cannot be done or the editor failed.
    """
    command, file = editor_command(), free_name(file)
    edited: str | InterviewerError
    try:
        with app.suspend():
            try:  # within: an error that left the block would leave the terminal to the editor
                edited = edit_text(text, file, command)
            except InterviewerError as error:
                edited = error
    except SuspendNotSupported:
        raise InterviewerError("This terminal cannot be lent to an editor. Type here instead.") from None
    if isinstance(edited, InterviewerError):
        raise edited
    return edited


def free_name(file: Path) -> Path:
    """The same name with a number, one that no other copy uses and under which nothing was left behind."""
    number = os.getpid()
    while (free := file.with_stem(f"{file.stem}-{number}")).exists():
        number += 1
    return free


def editor_command(environ: Mapping[str, str] = os.environ) -> list[str]:
    """Raises InterviewerError where there is no editor to be had."""
    for name in ("VISUAL", "EDITOR"):
        chosen = environ.get(name, "").strip()
        if chosen:
            try:
                return shlex.split(chosen)
            except ValueError as error:
                raise InterviewerError(f"{name}={chosen} cannot be read as a command ({told(error)})") from None
    for name in FALLBACKS:
        if shutil.which(name):
            return [name]
    raise InterviewerError("no editor was found: set EDITOR to one")


def edit_text(text: str, file: Path, command: list[str]) -> str:
    """Runs the editor on `file` and gives the text as it was left, without the newline that editors add at the end.

    Raises InterviewerError where the editor could not be run, ended with an error or left no text file; what was
    written is then still in `file`, which is named.
    """
    shown = command[0]
    try:
        write_private(file, text)
        done = subprocess.run([*command, str(file)], check=False)  # noqa: S603 - the person's own choice
        edited = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise InterviewerError(f"{shown} could not be used ({reason}). Your text is as it was.") from None
    if done.returncode:
        raise InterviewerError(f"{shown} ended with an error ({done.returncode}). Your text is as it was; see {file}.")
    file.unlink(missing_ok=True)
    return edited.removesuffix("\n") if not text.endswith("\n") else edited
