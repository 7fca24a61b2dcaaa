"""When what comes up again, and the few facts that this depends on."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from interviewer.domain.schedule import ScheduleItem, Waiting
from interviewer.storage.rows import from_json, microseconds, moment, packed, to_json, unpacked

if TYPE_CHECKING:
    from interviewer.domain.questions import Track
    from interviewer.storage.connection import SharedConnection

SAVE = (
    "INSERT INTO schedule (kind, track, id, due, updated_at, item) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET due = excluded.due, updated_at = excluded.updated_at, item = excluded.item"
)
SET_FACT = (
    "INSERT INTO facts (name, value, updated_at) VALUES (?, ?, ?)"
    " ON CONFLICT DO UPDATE SET value = excluded.value, updated_at = excluded.updated_at"
)


class SqliteSchedule:
    """Implements ports.ScheduleStore."""

    def __init__(self, shared: SharedConnection) -> None:
        self._shared = shared

    def schedule(self, track: Track | None = None) -> Sequence[ScheduleItem]:
        with self._shared.reading() as connection:
            rows = connection.execute(
                "SELECT item FROM schedule WHERE ? IS NULL OR track = ? ORDER BY due, kind, id", (track, track)
            )
            return [from_json(ScheduleItem, item) for (item,) in rows]

    def waiting(self) -> Sequence[Waiting]:
        with self._shared.reading() as connection:
            rows = connection.execute("SELECT kind, track, due, item FROM schedule").fetchall()
        return [
            Waiting(kind, track, moment(due), moment(json.loads(unpacked(item))["reviewed_at"]))
            for kind, track, due, item in rows
        ]

    def save_schedule(self, items: Sequence[ScheduleItem], updated_at: datetime) -> None:
        updated = microseconds(updated_at)
        rows = [
            (each.kind, each.track, packed(each.id), microseconds(each.due), updated, to_json(each)) for each in items
        ]
        with self._shared.writing() as connection:
            connection.executemany(SAVE, rows)

    def drop_schedule(self, items: Sequence[ScheduleItem]) -> None:
        keys = [(each.kind, each.track, packed(each.id)) for each in items]
        with self._shared.writing() as connection:
            connection.executemany("DELETE FROM schedule WHERE kind = ? AND track = ? AND id = ?", keys)

    def fact(self, name: str) -> str | None:
        with self._shared.reading() as connection:
            row = connection.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return unpacked(row[0]) if row else None

    def set_fact(self, name: str, value: str | None, updated_at: datetime) -> None:
        with self._shared.writing() as connection:
            if value is None:
                connection.execute("DELETE FROM facts WHERE name = ?", (name,))
            else:
                connection.execute(SET_FACT, (name, packed(value), microseconds(updated_at)))
