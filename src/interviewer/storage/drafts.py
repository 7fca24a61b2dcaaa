"""Drafts: text that was typed and not submitted.

A draft has one row. Saving it again deletes the row that this copy of the program last wrote or read and adds one with
a number that was never used before. A row that another copy wrote meanwhile has another number and so stays: two copies
at the same question lose nothing of each other.
"""

import sqlite3
from typing import Any

from interviewer.domain.questions import Question
from interviewer.domain.transcripts import Draft
from interviewer.storage.connection import SharedConnection
from interviewer.storage.rows import from_json, insert, microseconds, moment, packed, to_json, unpacked

NEWEST = "ORDER BY updated_at DESC, number DESC LIMIT 1"
DRAFT = "SELECT number, slot, track, typing_seconds, updated_at, text, question FROM drafts"
OF_A_DRILL = "(slot < 'interview:' OR slot >= 'interview;')"
DROP = "DELETE FROM drafts WHERE number = ? AND slot = ?"


class Drafts:
    """`held` is, for each slot that this copy of the program has used, the number of its draft, or None for none."""

    def __init__(self, shared: SharedConnection) -> None:
        self._shared = shared
        self._held: dict[str, int | None] = {}

    def save(self, draft: Draft) -> None:
        row = {
            "slot": packed(draft.slot),
            "track": draft.track,
            "typing_seconds": draft.typing_seconds,
            "updated_at": microseconds(draft.updated_at),
            "text": packed(draft.text),
            "question": to_json(draft.question),
        }
        with self._shared.lock:
            with self._shared.writing() as connection:
                connection.execute(DROP, (self._held.get(draft.slot), row["slot"]))
                number = insert(connection, "drafts", row)
            self._held[draft.slot] = number

    def get(self, slot: str) -> Draft | None:
        """The newest draft of a slot, from now on the one that this copy replaces or drops."""
        with self._shared.reading() as connection:
            row = connection.execute(f"{DRAFT} WHERE slot = ? {NEWEST}", (packed(slot),)).fetchone()
            draft = _draft(row) if row else None
            self._held[slot] = row[0] if row else None
        return draft

    def newest(self) -> Draft | None:
        """The newest one of a drill: an interview's draft is found by going on with the interview."""
        with self._shared.reading() as connection:
            row = connection.execute(f"{DRAFT} WHERE {OF_A_DRILL} {NEWEST}").fetchone()
        return _draft(row) if row else None

    def drop(self, slot: str) -> None:
        with self._shared.writing() as connection:
            self.drop_within(connection, slot)

    def forget(self) -> None:
        """Every draft is gone from the database."""
        self._held.clear()

    def drop_within(self, connection: sqlite3.Connection, slot: str) -> None:
        """As part of the caller's transaction."""
        if slot not in self._held:
            newest = connection.execute(f"{DRAFT} WHERE slot = ? {NEWEST}", (packed(slot),)).fetchone()
            self._held[slot] = newest[0] if newest else None
        connection.execute(DROP, (self._held[slot], packed(slot)))


def _draft(row: tuple[Any, ...]) -> Draft:
    _, slot, track, typing_seconds, updated_at, text, question = row
    return Draft(
        slot=unpacked(slot),
        track=track,
        question=from_json(Question, question),
        text=unpacked(text),
        typing_seconds=typing_seconds,
        updated_at=moment(updated_at),
    )
