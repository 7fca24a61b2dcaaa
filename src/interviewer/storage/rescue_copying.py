"""Copies what can be read of a damaged database into a new one of the second schema, and brings that up to date."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Interview
from interviewer.domain.questions import Question
from interviewer.ports import StoreError
from interviewer.storage.interviews import KINDS
from interviewer.storage.migrations import MIGRATIONS, apply
from interviewer.storage.rows import Stored, from_json, insert, unpacked
from interviewer.storage.salvage import Row, Salvage

SECOND = 2
TABLES: dict[str, tuple[str, ...]] = {
    "sessions": ("id", "kind", "track", "title", "created_at"),
    "answers": (
        "number", "id", "session_id", "position", "track", "question_id", "prompt", "kind", "words", "tries",
        "typing_seconds", "created_at", "status", "graded_at", "score", "vote", "specificity", "ownership", "grader",
    ),
    "answer_texts": ("answer", "text", "question"),
    "drafts": ("number", "slot", "track", "typing_seconds", "updated_at", "text", "question"),
    "grades": (
        "number", "answer", "grade_id", "created_at", "status", "score", "vote", "specificity", "ownership", "grader",
        "model", "effort", "rubric_sha256", "prompt_version", "grade",
    ),
    "interviews": ("id", "track", "title", "mode", "open", "created_at", "updated_at", "plan"),
}  # fmt: skip
KEYS = {"sessions": "rowid", "interviews": "rowid", "answer_texts": "answer"}
EVENTS = ("interview", "position", "at", "kind", "asked", "event")
# What was added since the second schema: the table, its key, the other columns.
LATER = (
    ("tags", ("entry", "tag"), ()),
    ("labels", ("entry",), ("name", "note")),
    ("schedule", ("kind", "track", "id"), ("due", "updated_at", "item")),
    ("facts", ("name",), ("value", "updated_at")),
)
SESSION = "id, kind, track, title, created_at"
ORPHANS = (
    "DELETE FROM answers WHERE number NOT IN (SELECT answer FROM answer_texts)",
    "DELETE FROM grades WHERE answer NOT IN (SELECT number FROM answers)",
    f"""INSERT INTO sessions ({SESSION}) SELECT id, 'interview', track, title, created_at FROM interviews
        WHERE id NOT IN (SELECT id FROM sessions)""",
    f"""INSERT INTO sessions ({SESSION}) SELECT session_id, 'drill', track, prompt, min(created_at) FROM answers
        WHERE session_id NOT IN (SELECT id FROM sessions) GROUP BY session_id""",
    "UPDATE sessions SET kind = 'drill' WHERE kind = 'interview' AND id NOT IN (SELECT id FROM interviews)",
)
COUNTED = ("answers", "grades", "interviews", "drafts")


READABLE: dict[str, Callable[[dict[str, Any]], object]] = {
    "answer_texts": lambda row: (len(row["text"]), from_json(Question, row["question"])),
    "drafts": lambda row: (len(row["text"]), from_json(Question, row["question"])),
    "grades": lambda row: from_json(Grade, row["grade"]),
    "interviews": lambda row: from_json(Interview, row["plan"]),
}


def _event(row: dict[str, Any]) -> object:
    return from_json(KINDS[row["kind"]], row["event"])


class Copying:
    """Within a transaction of the caller's on the new database."""

    def __init__(self, old: Salvage, new: sqlite3.Connection) -> None:
        self._old = old
        self._new = new

    def run(self) -> dict[str, int]:
        """How much was saved: answers, grades, interviews, drafts; and how many rows could not be read, at most."""
        for table in TABLES:
            self._copy(table)
        self._copy_events()
        self._answers_without_row()
        for statement in ORPHANS:
            self._new.execute(statement)
        apply(self._new, MIGRATIONS[SECOND:])
        for table, key, others in LATER:
            for row in self._old.from_both_ends(table, key, (*key, *others)):
                self._insert(table, (*key, *others), row)
        self._copy_deleted()
        counts = {table: self._new.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in COUNTED}
        return {**counts, "unreadable": self._old.unreadable}

    def _copy(self, table: str) -> None:
        columns = TABLES[table]
        readable = READABLE.get(table)
        rows: Iterable[Row]
        if table == "drafts":  # few, and their numbers run high
            rows = self._old.from_both_ends(table, ("number",), columns)
        else:
            rows = self._old.by_number(table, KEYS.get(table, "number"), columns)
        for row in rows:
            if readable is None or self._can_be_read(readable, dict(zip(columns, row, strict=True))):
                self._insert(table, columns, row)

    def _can_be_read(self, readable: Callable[[dict[str, Any]], object], row: dict[str, Any]) -> bool:
        try:
            readable(row)
        except (StoreError, ValueError, TypeError, AttributeError):
            self._old.unreadable += 1
            return False
        return True

    def _insert(self, table: str, columns: Sequence[str], row: Iterable[Any]) -> None:
        """A row that is there twice, or lacks what it must have, counts as unreadable."""
        try:
            insert(self._new, table, dict(zip(columns, row, strict=True)))
        except (sqlite3.IntegrityError, sqlite3.InterfaceError):
            self._old.unreadable += 1

    def _copy_events(self) -> None:
        """Of each interview up to the first that is missing: what follows would not fit."""
        expected: dict[Stored, int] = {}
        for row in self._old.from_both_ends("interview_events", ("interview", "position"), EVENTS):
            interview, position, _, kind, _, event = row
            if position != expected.get(interview, 0) or kind not in KINDS:
                continue
            if self._can_be_read(_event, {"kind": kind, "event": event}):
                self._insert("interview_events", EVENTS, row)
                expected[interview] = position + 1

    def _answers_without_row(self) -> None:
        """A text whose row in the list of answers is lost gets a new one: the words are what matters."""
        lost = self._new.execute(
            "SELECT answer, text, question FROM answer_texts WHERE answer NOT IN (SELECT number FROM answers)"
            " ORDER BY answer"
        ).fetchall()
        for number, text, stored in lost:
            question = json.loads(unpacked(stored))
            graded = self._new.execute("SELECT min(created_at) FROM grades WHERE answer = ?", (number,)).fetchone()[0]
            before = self._new.execute("SELECT max(created_at) FROM answers WHERE number < ?", (number,)).fetchone()[0]
            track = question["track"] if question["track"] in ("ai_pm", "ml_pm") else "ai_pm"
            row = {
                "number": number, "id": f"rescued-{number:08}", "session_id": f"rescued-{number:08}", "position": 0,
                "track": track, "question_id": question["id"], "prompt": question["prompt"],
                "kind": question.get("kind", ""), "words": len(unpacked(text).split()), "tries": 1,
                "typing_seconds": 0.0, "created_at": graded or before or 0,
            }  # fmt: skip
            self._insert("answers", tuple(row), row.values())
            self._restate(number)

    def _restate(self, number: int) -> None:
        """What the row of an answer says of its grades."""
        self._new.execute(
            "UPDATE answers SET (status, graded_at, score, vote, specificity, ownership, grader) = (SELECT status,"
            " created_at, score, vote, specificity, ownership, grader FROM grades WHERE answer = answers.number"
            " AND status = 'scored' ORDER BY created_at DESC, number DESC LIMIT 1) WHERE number = ? AND EXISTS"
            " (SELECT 1 FROM grades WHERE answer = answers.number AND status = 'scored')",
            (number,),
        )

    def _copy_deleted(self) -> None:
        """What was out of sight stays so."""
        if self._old.version <= SECOND:
            return
        for table, key in (("answers", "number"), ("interviews", "rowid")):
            for entry, deleted_at in self._old.by_number(table, key, ("id", "deleted_at")):
                if deleted_at is not None:
                    self._new.execute(f"UPDATE {table} SET deleted_at = ? WHERE id = ?", (deleted_at, entry))
