"""What SQLite and the file system report, told to people: what happened, to which file, what to do."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from interviewer.ports import StoreError

ELSEWHERE = "or name another folder with INTERVIEWER_HOME"
FULL = "cannot grow, the disk is full: free some space, then try again"
HELD = "is held by another program: wait for it or close it, then try again"
WRITE_PROTECTED = f"cannot be written: make the file and its folder writable, {ELSEWHERE}"
DAMAGED = (
    "is damaged and was left untouched: put a backup in its place, or save what can be saved with"
    " `interviewer history rescue`"
)
DAMAGING = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
MESSAGES = {
    sqlite3.SQLITE_FULL: FULL,
    sqlite3.SQLITE_BUSY: HELD,
    sqlite3.SQLITE_LOCKED: HELD,
    sqlite3.SQLITE_PROTOCOL: HELD,
    sqlite3.SQLITE_READONLY: WRITE_PROTECTED,
    sqlite3.SQLITE_CANTOPEN: WRITE_PROTECTED,
    sqlite3.SQLITE_PERM: WRITE_PROTECTED,
    sqlite3.SQLITE_CORRUPT: DAMAGED,
    sqlite3.SQLITE_NOTADB: DAMAGED,
    sqlite3.SQLITE_IOERR: "could not be read or written, the disk reported an error: check the disk, then try again",
    sqlite3.SQLITE_TOOBIG: "takes texts of up to 1 GB: shorten this one",
}


class DamagedError(StoreError):
    """The file is no database that SQLite can read."""


def error_code(error: sqlite3.Error) -> int:
    """SQLite's primary result code; 0 where Python's own module raised the error."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turns errors of SQLite and of the file system into StoreError, in one line about `path`."""
    try:
        yield
    except sqlite3.Error as error:
        kind = DamagedError if error_code(error) in DAMAGING else StoreError
        raise kind(_sqlite_message(error, path)) from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise StoreError(f"the database {path} {FULL}") from error
        reason = error.strerror or type(error).__name__
        raise StoreError(
            f"the database {path} cannot be used ({reason}): make its folder writable, {ELSEWHERE}"
        ) from error


def _sqlite_message(error: sqlite3.Error, path: Path) -> str:
    reason = " ".join(str(error).split())
    unknown = f"could not do what was asked ({reason}): try again, or run `interviewer doctor`"
    return f"the database {path} {MESSAGES.get(error_code(error), unknown)}"
