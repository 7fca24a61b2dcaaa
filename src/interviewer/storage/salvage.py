"""Reads the rows of a damaged database: what a broken page holds is passed over, the rest comes out."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

MOST_FAILURES = 100_000  # reads; beyond that the rest of a table is given up
BYTES_PER_ROW = 400  # at the least that an answer takes, with its text, grades and entries in indexes
UNREADABLE = (sqlite3.DatabaseError, UnicodeDecodeError, OverflowError)
Row = tuple[Any, ...]


class Salvage:
    """A copy of a damaged database. `unreadable` counts the rows that could not be read, at most.

    Raises sqlite3.DatabaseError where not even its list of tables can be read.
    """

    def __init__(self, path: Path) -> None:
        self.unreadable = 0
        self._most_rows = path.stat().st_size // BYTES_PER_ROW
        self._connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None)
        try:
            self._tables = {name for (name,) in self._connection.execute("SELECT name FROM sqlite_master")}
            self.version: int = self._connection.execute("PRAGMA user_version").fetchone()[0]
        except sqlite3.DatabaseError:
            self._connection.close()
            raise

    def close(self) -> None:
        with suppress(sqlite3.Error):
            self._connection.close()

    def has(self, table: str) -> bool:
        return table in self._tables

    def by_number(self, table: str, key: str, columns: Sequence[str]) -> Iterator[Row]:
        """Rows of a table with a whole number as its key, in its order. The key need not be among the columns."""
        if table not in self._tables:
            return
        failures = 0
        sql = f"SELECT {', '.join(columns)} FROM {table} NOT INDEXED WHERE {key} BETWEEN ? AND ? ORDER BY {key}"
        ranges = [(0, self._last(table, key))]
        while ranges and failures < MOST_FAILURES:
            low, high = ranges.pop()
            try:
                rows = self._connection.execute(sql, (low, high)).fetchall()
            except UNREADABLE:
                failures += 1
                if low == high:
                    self.unreadable += 1
                else:  # halved, until one row is left
                    middle = (low + high) // 2
                    ranges += [(middle + 1, high), (low, middle)]
                continue
            yield from rows

    def _last(self, table: str, key: str) -> int:
        try:
            return int(self._connection.execute(f"SELECT max({key}) FROM {table} NOT INDEXED").fetchone()[0] or 0)
        except UNREADABLE:
            return self._most_rows

    def from_both_ends(self, table: str, key: Sequence[str], columns: Sequence[str]) -> list[Row]:
        """Rows of a table with another key: from its beginning up to what cannot be read, and from its end down to it,
        in the order of the key."""
        if table not in self._tables:
            return []
        found: dict[Row, Row] = {}
        whole = False
        for direction in ("ASC", "DESC"):
            if whole:
                break
            order = ", ".join(f"{name} {direction}" for name in key)
            sql = f"SELECT {', '.join(key)}, {', '.join(columns)} FROM {table} ORDER BY {order}"
            try:
                rows = self._connection.execute(sql)
                for row in rows:
                    found[row[: len(key)]] = row[len(key) :]
                whole = True
            except UNREADABLE:
                self.unreadable += 1
        return [found[each] for each in sorted(found, key=lambda key: [(str(type(part)), part) for part in key])]
