"""Results to standard output, all else to standard error; nothing that came from outside reaches a terminal raw."""

import json
import sys
from collections.abc import Iterable
from typing import Any

from interviewer.domain.text import unsteering, visible
from interviewer.ports import ContentError, InterviewerError, KeyringError, StoreError

DONE, NOT_DONE, BAD_USAGE, INTERRUPTED = 0, 1, 2, 130


class BadInputError(InterviewerError):
    """What was asked or given cannot be used: one line that names the flag, or the file, line and field."""


class NotDoneError(InterviewerError):
    """What was asked for was right, and could not be done: one line that says why, and what to do."""


def exit_code(error: InterviewerError) -> int:
    return NOT_DONE if isinstance(error, StoreError | KeyringError | NotDoneError) else BAD_USAGE


def one_line(error: InterviewerError) -> str:
    """An error as one line; of several problems of content the first, and how many more there are."""
    if isinstance(error, ContentError) and error.problems:
        more = len(error.problems) - 1
        return f"{error.problems[0]}{f' (and {more} more)' if more else ''}"
    return " ".join(str(error).split("\n"))


def say(text: str) -> None:
    """One line to standard error."""
    if sys.stderr is not None:
        encoding = sys.stderr.encoding or "utf-8"
        sys.stderr.write(visible(text).encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stderr.flush()


def say_progress(text: str) -> None:
    """How far something has come, which only somebody who waits wants to know: not in a pipe, a file or a log."""
    if is_terminal(sys.stderr):
        say(text)


def say_error(text: str) -> None:
    say(f"interviewer: {text}")


def write(text: str) -> None:
    """A result for people to standard output. What its encoding lacks is written as an escape."""
    out = sys.stdout
    if out is None:
        return
    shown = visible(text)
    encoding = out.encoding or "utf-8"
    out.write(shown.encode(encoding, "backslashreplace").decode(encoding) + "\n")


def write_json(value: Any, indent: int | None = 2) -> None:
    """A result for programs to standard output; one line where `indent` is None."""
    if sys.stdout is not None:
        sys.stdout.write(as_json(value, indent, ascii_only=not is_utf8()) + "\n")


def write_json_lines(values: Iterable[Any]) -> None:
    for value in values:
        write_json(value, indent=None)


def as_json(value: Any, indent: int | None = None, *, ascii_only: bool = False) -> str:
    """JSON in which controls, line separators, bidi marks and lone surrogates are escapes: a line stays one, no
    terminal is steered, and all of it can be written."""
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only, default=str)
    return unsteering(text)


def is_utf8() -> bool:
    return (sys.stdout.encoding or "").lower().replace("-", "") in ("utf8", "utf8sig")


def is_terminal(stream: Any) -> bool:
    """False for a closed stream too."""
    try:
        return stream is not None and bool(stream.isatty())
    except ValueError:
        return False
