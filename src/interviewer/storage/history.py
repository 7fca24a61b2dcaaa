"""The history as it is looked through: windows of rows, labels, and what is put away."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.storage import deleting, labels
from interviewer.storage.entries import find_entry, wanted_entry
from interviewer.storage.history_query import counts, places
from interviewer.storage.rows import moment, unpacked, unpacked_or_none
from interviewer.storage.search import ANSWERS, INTERVIEWS, Excerpt, excerpts, match_expression

if TYPE_CHECKING:
    from interviewer.storage.connection import SharedConnection

LABELS = "COALESCE(name, ''), COALESCE(note, '')"
ANSWER = f"""SELECT answers.id, session_id, created_at, track, prompt, {LABELS}, interview, question_id, kind, drill,
    words, tries, 1, 0, status, score, vote, specificity, ownership, grader, deleted_at
    FROM answers LEFT JOIN labels ON entry = answers.id WHERE place = ?"""
INTERVIEW = f"""SELECT interviews.id, interviews.id, created_at, track, title, {LABELS}, NULL, '', '', '', 0, 0,
    (SELECT count(*) FROM answers WHERE session_id = interviews.id), open,
    status, score, vote, specificity, ownership, grader, deleted_at
    FROM interviews LEFT JOIN labels ON entry = interviews.id WHERE place = ?"""
NOTHING_FOUND: Excerpt = ("", ())
TAGS = "SELECT tag FROM tags WHERE entry = ? ORDER BY tag"


class SqliteHistory:
    """Implements ports.History."""

    def __init__(self, shared: SharedConnection) -> None:
        self._shared = shared

    def rows(self, query: HistoryQuery, *, limit: int, offset: int = 0) -> Sequence[HistoryRow]:
        statement = places(query, limit=limit, offset=offset)
        if statement is None:
            return []
        expression = match_expression(query.text)
        with self._shared.reading() as connection:
            found: list[tuple[int, str]] = connection.execute(statement.sql, statement.values).fetchall()
            around = _excerpts(connection, found, expression) if expression else {}
            return [_row(connection, table, place, around.get((place, table), NOTHING_FOUND)) for place, table in found]

    def count(self, query: HistoryQuery) -> int:
        with self._shared.reading() as connection:
            return sum(connection.execute(each.sql, each.values).fetchone()[0] for each in counts(query))

    def row(self, entry_id: str) -> HistoryRow | None:
        with self._shared.reading() as connection:
            entry = find_entry(connection, entry_id)
            return _row(connection, entry.table, entry.place) if entry else None

    def attempts(self, question_id: str, *, prompt: str = "", limit: int) -> Sequence[HistoryRow]:
        typed = None if question_id else prompt
        return self.rows(HistoryQuery(shows="answers", question_id=question_id, prompt=typed), limit=limit)

    def tags(self) -> Sequence[tuple[str, int]]:
        with self._shared.reading() as connection:
            return labels.all_tags(connection)

    def add_tags(self, entry_id: str, tags: Sequence[str]) -> None:
        with self._shared.writing() as connection:
            labels.add_tags(connection, wanted_entry(connection, entry_id), tags)

    def remove_tags(self, entry_id: str, tags: Sequence[str]) -> None:
        with self._shared.writing() as connection:
            labels.remove_tags(connection, wanted_entry(connection, entry_id), tags)

    def set_name(self, entry_id: str, name: str) -> None:
        with self._shared.writing() as connection:
            labels.set_label(connection, wanted_entry(connection, entry_id), "name", name)

    def set_note(self, entry_id: str, note: str) -> None:
        with self._shared.writing() as connection:
            labels.set_label(connection, wanted_entry(connection, entry_id), "note", note)

    def delete(self, entry_id: str, deleted_at: datetime) -> None:
        with self._shared.writing() as connection:
            deleting.delete(connection, wanted_entry(connection, entry_id), deleted_at)

    def restore(self, entry_id: str) -> None:
        with self._shared.writing() as connection:
            deleting.restore(connection, wanted_entry(connection, entry_id))

    def delete_all(self, deleted_at: datetime) -> int:
        with self._shared.writing() as connection:
            return deleting.delete_all(connection, deleted_at)

    def restore_all(self) -> int:
        with self._shared.writing() as connection:
            return deleting.restore_all(connection)

    def tidy(self) -> int:
        with self._shared.writing() as connection:
            return deleting.tidy(connection)


def _excerpts(
    connection: sqlite3.Connection, found: Sequence[tuple[int, str]], expression: str
) -> dict[tuple[int, str], Excerpt]:
    """By place and table."""
    return {
        (place, table): excerpt
        for table, words in (("answers", ANSWERS), ("interviews", INTERVIEWS))
        for place, excerpt in excerpts(
            connection, words, [place for place, of in found if of == table], expression
        ).items()
    }


def _row(connection: sqlite3.Connection, table: str, place: int, around: Excerpt = NOTHING_FOUND) -> HistoryRow:
    """The entry at a place, with the words around what was found where something was looked for."""
    of_answer = table == "answers"
    values: tuple[Any, ...] = connection.execute(ANSWER if of_answer else INTERVIEW, (place,)).fetchone()
    entry_id, session_id, created_at, track, title, name, note, interview, question_id, kind, drill, *rest = values
    words, tries, answers, is_open, status, score, vote, specificity, ownership, grader, deleted_at = rest
    return HistoryRow(
        entry="answer" if of_answer else "interview",
        id=unpacked(entry_id),
        session_id=unpacked(session_id),
        created_at=moment(created_at),
        track=track,
        title=unpacked(title),
        name=unpacked(name),
        note=unpacked(note),
        tags=tuple(unpacked(tag) for (tag,) in connection.execute(TAGS, (entry_id,))),
        interview_id=unpacked_or_none(interview),
        question_id=unpacked(question_id),
        question_kind=unpacked(kind),
        drill=unpacked(drill),
        words=words,
        tries=tries,
        answers=answers,
        open=bool(is_open),
        status=status,
        score=score,
        vote=unpacked_or_none(vote),
        specificity=specificity,
        ownership=ownership,
        grader=unpacked_or_none(grader),
        deleted_at=None if deleted_at is None else moment(deleted_at),
        excerpt=around[0],
        found=around[1],
    )
