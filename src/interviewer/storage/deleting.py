"""Putting away: first out of sight, then, when the app closes, out of the database."""

import sqlite3
from datetime import datetime

from interviewer.ports import StoreError
from interviewer.storage.entries import Entry
from interviewer.storage.rows import Stored, microseconds, packed, unpacked
from interviewer.storage.search import ANSWERS, INTERVIEWS, drop_words

# What hangs on an answer (by its number), in an order in which nothing is left hanging.
OF_ANSWER = ("scores", "grades", "answer_texts")


def delete(connection: sqlite3.Connection, entry: Entry, deleted_at: datetime) -> None:
    """Within the caller's transaction, as all of these. What is deleted already stays so, from the same moment."""
    moment = microseconds(deleted_at)
    if entry.table == "interviews":
        _mark(connection, "interviews", "id", entry.id, moment)
        _mark(connection, "answers", "interview", entry.id, moment)
        return
    refuse_part(connection, entry)
    _mark(connection, "answers", "id", entry.id, moment)


def refuse_part(connection: sqlite3.Connection, entry: Entry) -> None:
    """Raises StoreError for an answer that belongs to an interview."""
    interview = connection.execute("SELECT interview FROM answers WHERE id = ?", (entry.id,)).fetchone()[0]
    if interview is not None:
        raise StoreError(
            f"the answer {unpacked(entry.id)!r} is part of the interview {unpacked(interview)!r}, which would still"
            " tell it: delete the interview"
        )


def _mark(connection: sqlite3.Connection, table: str, key: str, value: Stored, moment: int) -> None:
    connection.execute(
        f"UPDATE {table} SET deleted_at = ? WHERE {key} = ? AND deleted_at IS NULL",
        (moment, value),
    )


def restore(connection: sqlite3.Connection, entry: Entry) -> None:
    connection.execute(f"UPDATE {entry.table} SET deleted_at = NULL WHERE id = ?", (entry.id,))
    if entry.table == "interviews":
        connection.execute("UPDATE answers SET deleted_at = NULL WHERE interview = ?", (entry.id,))


def delete_all(connection: sqlite3.Connection, deleted_at: datetime) -> int:
    return _mark_all(connection, microseconds(deleted_at), "deleted_at IS NULL")


def restore_all(connection: sqlite3.Connection) -> int:
    return _mark_all(connection, None, "deleted_at IS NOT NULL")


def _mark_all(connection: sqlite3.Connection, moment: int | None, where: str) -> int:
    drills = connection.execute(f"SELECT count(*) FROM answers WHERE interview IS NULL AND {where}").fetchone()[0]
    connection.execute(f"UPDATE answers SET deleted_at = ? WHERE {where}", (moment,))
    count: int = drills + connection.execute(f"UPDATE interviews SET deleted_at = ? WHERE {where}", (moment,)).rowcount
    return count


def tidy(connection: sqlite3.Connection) -> int:
    """Removes what is out of sight; the number of entries. It may still lie in unused parts of the file."""
    interviews = connection.execute("SELECT id FROM interviews WHERE deleted_at IS NOT NULL").fetchall()
    for (interview,) in interviews:
        # Those that came after it was deleted go with it.
        connection.execute("UPDATE answers SET deleted_at = 0 WHERE interview = ?", (interview,))
    answers = connection.execute("SELECT number, interview FROM answers WHERE deleted_at IS NOT NULL").fetchall()
    for number, _ in answers:
        _remove_answer(connection, number)
    for (interview,) in interviews:
        _remove_interview(connection, interview)
    return len(interviews) + sum(interview is None for _, interview in answers)


def remove(connection: sqlite3.Connection, entry: Entry) -> None:
    """Removes an entry at once, an interview with its answers."""
    if entry.table == "answers":
        refuse_part(connection, entry)
        of_entry = "id = ?"
    else:
        of_entry = "session_id = ?"
    for (number,) in connection.execute(f"SELECT number FROM answers WHERE {of_entry}", (entry.id,)).fetchall():
        _remove_answer(connection, number)
    if entry.table == "interviews":
        _remove_interview(connection, entry.id)


def _remove_answer(connection: sqlite3.Connection, number: int) -> None:
    entry, session, question, prompt, place = connection.execute(
        "SELECT id, session_id, question_id, prompt, place FROM answers WHERE number = ?", (number,)
    ).fetchone()
    drop_words(connection, ANSWERS, place)
    for table in OF_ANSWER:
        connection.execute(f"DELETE FROM {table} WHERE answer = ?", (number,))
    connection.execute("DELETE FROM answers WHERE number = ?", (number,))
    same = "question_id = ?" if question else "question_id = '' AND prompt = ?"
    connection.execute(f"UPDATE answers SET tries = tries - 1 WHERE {same} AND place > ?", (question or prompt, place))
    _remove_labels(connection, entry)
    connection.execute(
        "DELETE FROM sessions WHERE id = ? AND kind = 'drill' AND NOT EXISTS"
        " (SELECT 1 FROM answers WHERE session_id = sessions.id)",
        (session,),
    )


def _remove_interview(connection: sqlite3.Connection, interview: Stored) -> None:
    place = connection.execute("SELECT place FROM interviews WHERE id = ?", (interview,)).fetchone()[0]
    drop_words(connection, INTERVIEWS, place)
    connection.execute("DELETE FROM interview_events WHERE interview = ?", (interview,))
    connection.execute("DELETE FROM interviews WHERE id = ?", (interview,))
    connection.execute("DELETE FROM drafts WHERE slot = ?", (packed(f"interview:{unpacked(interview)}"),))
    _remove_labels(connection, interview)
    connection.execute("DELETE FROM sessions WHERE id = ?", (interview,))


def _remove_labels(connection: sqlite3.Connection, entry: Stored) -> None:
    connection.execute("DELETE FROM labels WHERE entry = ?", (entry,))
    connection.execute("DELETE FROM tags WHERE entry = ?", (entry,))
