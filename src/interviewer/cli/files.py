"""Text that comes in through a file or standard input."""

import sys
from pathlib import Path

from interviewer.cli.output import BadInputError, is_terminal, say

LARGEST_ANSWER = 8 * 1024 * 1024
LARGEST_BATCH = 1024 * 1024 * 1024


def read_bytes(name: str, largest: int, prompt: str = "") -> bytes:
    """The file, or standard input for "-". Raises BadInputError: missing, a folder, unreadable, too large."""
    if name == "-":
        return _standard_input(prompt, largest)
    path = Path(name)
    try:
        if path.is_dir():
            raise BadInputError(f"{name}: is a folder, not a file")
        if path.is_file() and path.stat().st_size > largest:
            raise BadInputError(f"{name}: larger than {largest // 1024 // 1024} MB")
        return path.read_bytes()
    except FileNotFoundError:
        raise BadInputError(f"{name}: there is no such file") from None
    except (OSError, ValueError) as error:
        raise BadInputError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _standard_input(prompt: str, largest: int) -> bytes:
    if sys.stdin is None or sys.stdin.closed:
        raise BadInputError("standard input is closed: name a file")
    if prompt and is_terminal(sys.stdin):
        say(prompt)
    try:
        raw = sys.stdin.buffer.read(largest + 1)
    except OSError as error:
        raise BadInputError(f"standard input: cannot be read ({error.strerror})") from None
    if len(raw) > largest:
        raise BadInputError(f"standard input: larger than {largest // 1024 // 1024} MB")
    return raw


def read_text(name: str, prompt: str = "") -> str:
    """Text as it stands in the file, line ends too (offsets count in it); a byte order mark is left out."""
    shown = "standard input" if name == "-" else name
    return decode(read_bytes(name, LARGEST_ANSWER, prompt), shown)


def decode(raw: bytes, shown: str) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise BadInputError(f"{shown}:{line}: not UTF-8 text (byte {error.start}): save it as UTF-8") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadInputError(f"{shown}:{line}: not text (it holds zero bytes)")
    return text
