"""The entry to the storage."""

from pathlib import Path

from interviewer.storage.connection import SharedConnection
from interviewer.storage.store import SqliteStore


def open_store(path: Path) -> SqliteStore:
    """The store in the database at `path`, made where there is none, brought up to date where it is old.

    Only the file's owner can read it. Raises StoreError for a database that is newer, damaged, of another program, or
    cannot be written; it is then left as it was.
    """
    return SqliteStore(SharedConnection(path))
