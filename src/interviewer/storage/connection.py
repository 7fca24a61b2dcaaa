"""One connection for all threads of the program, and transactions on it."""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from interviewer.ports import StoreError
from interviewer.storage.errors import error_code, told
from interviewer.storage.migrations import MIGRATIONS, Migration
from interviewer.storage.opening import BUSY_SECONDS, open_connection

# After these the connection may be of no use though the cause goes away (a network drive that was cut off, say).
DOUBTFUL_AFTER = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)


class SharedConnection:
    """A connection that one thread at a time uses; calls are short, so the others wait for a moment only.

    It opens at once, and again where the file was moved, deleted or replaced, so that no answer goes into a file that
    nobody will find. Raises StoreError.
    """

    def __init__(
        self, path: Path, *, migrations: Sequence[Migration] = MIGRATIONS, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        self.path = path
        self.lock = threading.RLock()
        self._migrations = migrations
        self._busy_seconds = busy_seconds
        self._closed = False
        self._doubtful = False
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._current()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        with self.lock, told(self.path):
            try:
                yield self._current()
            except sqlite3.Error as error:
                self._doubtful = self._doubtful or error_code(error) in DOUBTFUL_AFTER
                raise

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: durable when the block is left, undone where it raises."""
        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                if connection.in_transaction:
                    self._disconnect()
                raise

    def close(self) -> None:
        """For good; a second time does nothing."""
        with self.lock:
            self._closed = True
            self._disconnect()

    def _current(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError(f"the database {self.path} is closed: start interviewer again")
        if self._connection is not None and self._file != self._file_at_path():
            self._leave_moved_file()
        if self._connection is None:
            return self._connect()
        if self._doubtful:
            with suppress(StoreError):  # no better one to be had: this one may still read
                return self._connect()
        return self._connection

    def _connect(self) -> sqlite3.Connection:
        connection = open_connection(self.path, self._migrations, self._busy_seconds)
        self._disconnect()
        self._connection, self._doubtful = connection, False
        self._file = self._file_at_path()
        return connection

    def _file_at_path(self) -> tuple[int, int] | None:
        """Which file the path names now: device and inode, None where there is none."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return status.st_dev, status.st_ino

    def _leave_moved_file(self) -> None:
        """Writes what is still in the -wal file into the file it belongs to: a new database would discard it, and must
        not take the files beside it for its own."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self._disconnect()
        if self._file_at_path() is None:
            for suffix in ("-wal", "-shm"):
                with suppress(OSError):
                    self.path.with_name(self.path.name + suffix).unlink()

    def _disconnect(self) -> None:
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None
