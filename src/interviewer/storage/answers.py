"""Answers: stored whole, listed from narrow rows."""

import sqlite3
from collections.abc import Sequence
from typing import Any

from interviewer.domain.questions import Question, Track
from interviewer.domain.transcripts import Answer, AnswerRow
from interviewer.ports import StoreError
from interviewer.storage.rows import (
    from_json,
    insert,
    microseconds,
    moment,
    packed,
    to_json,
    unpacked,
    unpacked_or_none,
)

SHORTEST_PREFIX = 6
AFTER_ALL_TEXT = "\U0010ffff"
LISTED = (
    "SELECT id, session_id, created_at, track, question_id, prompt, kind, words, tries, status, score, vote,"
    " specificity, ownership, grader FROM answers"
)
TRIES = "SELECT tries FROM answers"
COUNT_ONE_MORE = "UPDATE answers SET tries = tries + 1"
SAME_ID = "question_id = ?"
SAME_PROMPT = "question_id = '' AND prompt = ?"  # questions that were typed on the spot have no id
NEWEST_FIRST = "ORDER BY created_at DESC, number DESC"


def insert_answer(connection: sqlite3.Connection, answer: Answer) -> None:
    """Within the caller's transaction. Raises StoreError where the id is taken."""
    created_at = microseconds(answer.created_at)
    prompt, session_id = packed(answer.question.prompt), packed(answer.session_id)
    connection.execute(
        "INSERT INTO sessions (id, kind, track, title, created_at) VALUES (?, 'drill', ?, ?, ?) ON CONFLICT DO NOTHING",
        (session_id, answer.track, prompt, created_at),
    )
    row = {
        "id": packed(answer.id),
        "session_id": session_id,
        "position": answer.position,
        "track": answer.track,
        "question_id": packed(answer.question.id),
        "prompt": prompt,
        "kind": packed(answer.question.kind),
        "words": len(answer.text.split()),
        "tries": _count_try(connection, answer.question, created_at),
        "typing_seconds": answer.typing_seconds,
        "created_at": created_at,
    }
    try:
        number = insert(connection, "answers", row)
    except sqlite3.IntegrityError as error:
        raise StoreError(f"an answer with the id {answer.id!r} is stored already: it was not replaced") from error
    texts = {"answer": number, "text": packed(answer.text), "question": to_json(answer.question)}
    insert(connection, "answer_texts", texts)


def _count_try(connection: sqlite3.Connection, question: Question, created_at: int) -> int:
    """Which try at its question an answer of that date is; tries that are later, as when older answers are imported,
    count one more."""
    same, key = (SAME_ID, question.id) if question.id else (SAME_PROMPT, question.prompt)
    of_question = (packed(key), created_at)
    connection.execute(f"{COUNT_ONE_MORE} WHERE {same} AND created_at > ?", of_question)
    earlier = f"{TRIES} WHERE {same} AND created_at <= ? {NEWEST_FIRST} LIMIT 1"
    before = connection.execute(earlier, of_question).fetchone()
    return before[0] + 1 if before else 1


def answer_rows(
    connection: sqlite3.Connection, *, limit: int, offset: int, track: Track | None, question_id: str | None
) -> Sequence[AnswerRow]:
    """Newest first; of answers of the same moment the one stored last."""
    conditions, values = [], []
    if question_id is not None:
        conditions.append("question_id = ?")
        values.append(packed(question_id))
    if track is not None:
        # The plus keeps SQLite from walking half of all answers by track where it can go by question.
        conditions.append("track = ?" if question_id is None else "+track = ?")
        values.append(track)
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = connection.execute(f"{LISTED} {where} {NEWEST_FIRST} LIMIT ? OFFSET ?", (*values, limit, offset))
    return [_answer_row(row) for row in rows]


def _answer_row(row: tuple[Any, ...]) -> AnswerRow:
    answer_id, session_id, created_at, track, question_id, prompt, kind, words, tries, status, *graded = row
    score, vote, specificity, ownership, grader = graded
    return AnswerRow(
        answer_id=unpacked(answer_id),
        session_id=unpacked(session_id),
        created_at=moment(created_at),
        track=track,
        question_id=unpacked(question_id),
        prompt=unpacked(prompt),
        kind=unpacked(kind),
        words=words,
        tries=tries,
        status=status,
        score=score,
        vote=unpacked_or_none(vote),
        specificity=specificity,
        ownership=ownership,
        grader=unpacked_or_none(grader),
    )


def count_answers(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("SELECT count(*) FROM answers").fetchone()[0]
    return count


def answer_number(connection: sqlite3.Connection, answer_id: str) -> int | None:
    """The key of an answer in the database; None where there is none with that id."""
    row = connection.execute("SELECT number FROM answers WHERE id = ?", (packed(answer_id),)).fetchone()
    return row[0] if row else None


def find_answer(connection: sqlite3.Connection, answer_id: str) -> int | None:
    """As `answer_number`; the beginning of an id will do. Raises StoreError where several ids begin so."""
    exact = answer_number(connection, answer_id)
    if exact is not None or len(answer_id) < SHORTEST_PREFIX:
        return exact
    found = connection.execute(
        "SELECT number FROM answers WHERE id >= ? AND id < ? LIMIT 2",
        (packed(answer_id), packed(answer_id + AFTER_ALL_TEXT)),
    ).fetchall()
    if len(found) > 1:
        raise StoreError(f"several answers have an id that begins with {answer_id!r}: give more of it")
    return found[0][0] if found else None


def read_answer(connection: sqlite3.Connection, number: int) -> Answer:
    answer_id, session_id, position, track, question, text, typing_seconds, created_at = connection.execute(
        "SELECT id, session_id, position, track, question, text, typing_seconds, created_at"
        " FROM answers JOIN answer_texts ON answer = number WHERE number = ?",
        (number,),
    ).fetchone()
    return Answer(
        id=unpacked(answer_id),
        session_id=unpacked(session_id),
        position=position,
        track=track,
        question=from_json(Question, question),
        text=unpacked(text),
        typing_seconds=typing_seconds,
        created_at=moment(created_at),
    )
