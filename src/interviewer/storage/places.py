"""Places: the order of answers and of interviews by their dates, without ties, so that an index can be walked."""

import sqlite3


def free_place(connection: sqlite3.Connection, table: str, created_at: int) -> int:
    """Where in `table` (answers or interviews) a row of that date goes: after those of the same moment."""
    last = connection.execute(f"SELECT max(place) FROM {table} WHERE created_at = ?", (created_at,)).fetchone()[0]
    place: int = created_at if last is None else last + 1
    taken = f"SELECT 1 FROM {table} WHERE place = ?"
    while connection.execute(taken, (place,)).fetchone():  # by one of the next microsecond, or of the one before
        place += 1
    return place
