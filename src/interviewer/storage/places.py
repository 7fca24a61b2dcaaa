"""Places: the order of answers and of interviews by their dates, without ties, so that an index can be walked."""

import sqlite3


def free_place(connection: sqlite3.Connection, table: str, created_at: int) -> int:
    """Where in `table` (answers or interviews) a row of that date goes: after those of the same moment."""
    taken = f"EXISTS (SELECT 1 FROM {table} WHERE place = :place)"
    last, is_taken = connection.execute(
        f"SELECT (SELECT max(place) FROM {table} WHERE created_at = :place), {taken}", {"place": created_at}
    ).fetchone()
    place: int = created_at if last is None else last + 1
    if last is None and not is_taken:
        return place
    while connection.execute(f"SELECT {taken}", {"place": place}).fetchone()[0]:  # by one of the microsecond beside it
        place += 1
    return place
