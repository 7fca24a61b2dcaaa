"""Text out of a file that somebody else wrote: regular, of a bearable size, UTF-8, or one line on what is wrong."""

import os
import stat
from pathlib import Path

from interviewer.ports import Problem

LARGEST_FILE = 8 * 1024 * 1024


def read_raw(path: Path, name: str, largest: int = LARGEST_FILE) -> bytes | Problem:
    """The file's bytes. A folder, a pipe, a device or a file that is too large is not opened."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            return Problem(name, 0, "", "is a folder, not a file")
        if not stat.S_ISREG(status.st_mode):
            return Problem(name, 0, "", "is no ordinary file: not read")
        if status.st_size > largest:
            return Problem(name, 0, "", f"larger than {largest // 1024 // 1024} MB: not read")
        # Not blocking: what was a file a moment ago may be a pipe by now.
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as file:
            raw = file.read(largest + 1)
    except (OSError, ValueError) as error:
        return Problem(name, 0, "", f"cannot be read: {getattr(error, 'strerror', None) or error}")
    return raw if len(raw) <= largest else Problem(name, 0, "", f"larger than {largest // 1024 // 1024} MB: not read")


def decoded(raw: bytes, name: str) -> str | Problem:
    """The text without a byte-order mark."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(name, line, "", f"not UTF-8 (byte {error.start}): save the file as UTF-8")


def read_text(path: Path, name: str, largest: int = LARGEST_FILE) -> str | Problem:
    raw = read_raw(path, name, largest)
    return raw if isinstance(raw, Problem) else decoded(raw, name)
