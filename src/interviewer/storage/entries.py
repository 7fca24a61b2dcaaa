"""An entry of the history, an answer or an interview, found by its id."""

import sqlite3
from dataclasses import dataclass
from typing import Literal

from interviewer.ports import StoreError
from interviewer.storage.answers import AFTER_ALL_TEXT, SHORTEST_PREFIX
from interviewer.storage.rows import Stored, packed
from interviewer.storage.search import ANSWERS, INTERVIEWS

Table = Literal["answers", "interviews"]

TABLES: tuple[Table, ...] = ("answers", "interviews")


@dataclass(frozen=True, slots=True)
class Entry:
    """`id` is its id as the database holds it, `place` its place in the table and in the full-text table."""

    table: Table
    id: Stored
    place: int

    @property
    def words(self) -> str:
        """The full-text table."""
        return ANSWERS if self.table == "answers" else INTERVIEWS


def find_entry(connection: sqlite3.Connection, entry_id: str) -> Entry | None:
    """By id, deleted or not; the beginning of an id will do. Raises StoreError where several ids begin so."""
    exact = _named(connection, "id = ?", packed(entry_id))
    if exact or len(entry_id) < SHORTEST_PREFIX:
        return exact[0] if exact else None
    found = _named(connection, "id >= ? AND id < ?", packed(entry_id), packed(entry_id + AFTER_ALL_TEXT))
    if len(found) > 1:
        raise StoreError(f"several answers or interviews have an id that begins with {entry_id!r}: give more of it")
    return found[0] if found else None


def wanted_entry(connection: sqlite3.Connection, entry_id: str) -> Entry:
    """As `find_entry`. Raises StoreError where there is none too."""
    entry = find_entry(connection, entry_id)
    if entry is None:
        raise StoreError(
            f"there is no answer or interview {entry_id!r} (any more), or its id is cut to fewer than 6 characters"
        )
    return entry


def find_exactly(connection: sqlite3.Connection, table: Table, entry_id: str) -> Entry:
    """An entry that is there."""
    row = connection.execute(f"SELECT id, place FROM {table} WHERE id = ?", (packed(entry_id),)).fetchone()
    return Entry(table, *row)


def _named(connection: sqlite3.Connection, condition: str, *values: Stored) -> list[Entry]:
    return [
        Entry(table, *row)
        for table in TABLES
        for row in connection.execute(f"SELECT id, place FROM {table} WHERE {condition} LIMIT 2", values)
    ]
