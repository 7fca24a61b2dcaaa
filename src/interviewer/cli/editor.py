"""The person's own editor."""

import os
import shlex
import subprocess
from pathlib import Path

from interviewer.cli.output import BadInputError


def edit(path: Path) -> None:
    """Opens the file in $VISUAL or $EDITOR, else vi, and waits. Raises BadInputError where that cannot be run."""
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    try:
        done = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603 - the person's own choice
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"the editor {command!r} cannot be run ({error}): set EDITOR; the text is in {path}"
        ) from None
    if done.returncode:
        raise BadInputError(f"the editor {command!r} ended with {done.returncode}; the text is in {path}")
