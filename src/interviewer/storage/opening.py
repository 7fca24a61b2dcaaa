"""Opens the database file: private, durable, safe to share, and not changed before it is known to be ours."""

import os
import sqlite3
import stat
import time
from collections.abc import Sequence
from contextlib import closing, suppress
from pathlib import Path

from interviewer.paths import PRIVATE_FILE, PRIVATE_FOLDER
from interviewer.ports import StoreError
from interviewer.storage.errors import ELSEWHERE, error_code, told
from interviewer.storage.migrations import Migration, migrate, refuse_unknown

BUSY_SECONDS = 5.0
RETRY_SECONDS = 0.01
# Of databases that are made from now on; older ones have SQLite's own 4096 and keep it. A grade of 10 KB is written in
# half as many pieces, and an answer with its question does not leave half of its page empty.
PAGE_BYTES = 8192


def open_connection(path: Path, migrations: Sequence[Migration], busy_seconds: float) -> sqlite3.Connection:
    """A connection to the database at `path`, made or brought up to date where needed; any thread may use it.

    `busy_seconds` is how long a call waits for another program. Raises StoreError.
    """
    with told(path):
        _make_file(path)
        _look_first(path, len(migrations), busy_seconds)
        _make_private(path)
        connection = _connect(path, "rw", busy_seconds)
        try:
            refuse_unknown(connection, path, len(migrations))
            _configure(connection, busy_seconds)
            migrate(connection, path, migrations)
            _check_writable(connection, len(migrations))
        except BaseException:
            connection.close()
            raise
    return connection


def _connect(path: Path, mode: str, busy_seconds: float) -> sqlite3.Connection:
    """`mode` is ro or rw; neither lets SQLite create the file, which would be readable by others."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )


def _make_file(path: Path) -> None:
    """SQLite gives its -wal and -shm files the mode of the database, so this one mode makes all three private."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    if path.exists() and not path.is_file():
        what = "a folder" if path.is_dir() else "a device"
        raise StoreError(f"{path} is {what}, not a database: move it away, {ELSEWHERE}")
    with suppress(FileExistsError):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))


def _make_private(path: Path) -> None:
    """Takes the rights of others away, where that is allowed, and gives the files beside the database its own rights:
    those that were made while it was write-protected are so too, and would keep it so."""
    own = path.stat().st_mode & 0o700
    for suffix in ("", "-wal", "-shm"):
        with suppress(OSError):
            file = path.with_name(path.name + suffix)
            if stat.S_IMODE(file.stat().st_mode) != own:
                file.chmod(own)


def _look_first(path: Path, known: int, busy_seconds: float) -> None:
    """Refuses a newer, foreign or damaged database through a connection that cannot change it."""
    if path.stat().st_size == 0:
        return
    try:
        with closing(_connect(path, "ro", busy_seconds)) as connection:
            refuse_unknown(connection, path, known)
    except sqlite3.OperationalError as error:
        # A kill can leave what only a writer may clear up (a hot journal); the real connection looks again.
        if error_code(error) not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise


def _configure(connection: sqlite3.Connection, busy_seconds: float) -> None:
    connection.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # has to come first, while the file is empty
    _use_wal(connection, busy_seconds)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA fullfsync = ON")  # on macOS a plain fsync leaves the data in the drive's cache
    connection.execute("PRAGMA foreign_keys = ON")


def _use_wal(connection: sqlite3.Connection, busy_seconds: float) -> None:
    """SQLite does not wait for others when it changes the journal mode, so this does.

    Where the file system cannot share memory SQLite keeps its rollback journal, which is as durable, only slower.
    """
    deadline = time.monotonic() + busy_seconds
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL").fetchone()
        except sqlite3.OperationalError as error:
            if error_code(error) != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(RETRY_SECONDS)
        else:
            return


def _check_writable(connection: sqlite3.Connection, version: int) -> None:
    """SQLite opens a write-protected file for reading without a word; better said now than at the first answer."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(f"PRAGMA user_version = {version}")  # what it is already, and undone at once
        connection.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        if error_code(error) != sqlite3.SQLITE_BUSY:  # somebody else is writing: so it can be written
            raise
