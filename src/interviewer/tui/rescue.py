"""A text that cannot be stored goes into a file of its own, wherever one can still be written."""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from interviewer.paths import PRIVATE_FILE, Paths


def rescue(paths: Paths, texts: Iterable[str], now: datetime) -> Path | None:
    """Where the texts were written, a file that only its owner can read: in the data folder, else in the folder for
    temporary files. None where there was nothing to write, or no place for it."""
    text = "\n\n".join(texts)
    if not text.strip():
        return None
    name = f"interviewer-unsaved-{now:%Y%m%d-%H%M%S-%f}.txt"
    for folder in (paths.home, Path(tempfile.gettempdir())):
        file = folder / name
        with suppress(OSError):
            _write(file, text)
            return file
    return None


def _write(file: Path, text: str) -> None:
    """Raises OSError; a part of the text is then not left behind."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(text.encode("utf-8", "surrogatepass"))
            out.flush()
            os.fsync(out.fileno())
    except OSError:
        file.unlink(missing_ok=True)
        raise
