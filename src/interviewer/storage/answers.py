"""Answers: stored whole, listed from narrow rows."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from interviewer.domain.interviews import Interview, MovedOn, SelfScored
from interviewer.domain.questions import Question, Track
from interviewer.domain.transcripts import Answer, AnswerRow
from interviewer.ports import StoreError
from interviewer.storage.places import free_place
from interviewer.storage.rows import (
    Stored,
    from_json,
    insert,
    microseconds,
    moment,
    packed,
    to_json,
    unpacked,
    unpacked_or_none,
)
from interviewer.storage.search import ANSWERS, Words, add_words

BEFORE_ALL = -(2**63)
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
NEWEST_FIRST = "ORDER BY place DESC"


@dataclass(frozen=True, slots=True)
class InInterview:
    """Where in an interview an answer was given: the kinds of round, and the score that the person gave themselves."""

    rounds: Sequence[str]
    self_score: int | None


def insert_answer(connection: sqlite3.Connection, answer: Answer) -> tuple[int, int]:
    """Within the caller's transaction: the answer's number and its place. Raises StoreError where the id is taken."""
    place = free_place(connection, "answers", microseconds(answer.created_at))
    given = begin_sitting(connection, answer)
    number = insert_answer_row(
        connection, answer, place, tries=_count_try(connection, answer.question, place), given=given
    )
    add_words(connection, ANSWERS, [Words(place, answer.question.prompt, answer.text)])
    return number, place


def begin_sitting(connection: sqlite3.Connection, answer: Answer) -> InInterview | None:
    """Makes sure of the session that an answer belongs to; None where that is no interview."""
    session_id = packed(answer.session_id)
    given = _in_interview(connection, session_id, answer)
    if given is None:
        connection.execute(
            "INSERT INTO sessions (id, kind, track, title, created_at) VALUES (?, 'drill', ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (session_id, answer.track, packed(answer.question.prompt), microseconds(answer.created_at)),
        )
    return given


def insert_answer_row(
    connection: sqlite3.Connection,
    answer: Answer,
    place: int,
    *,
    tries: int,
    given: InInterview | None,
    graded: Mapping[str, object] | None = None,
) -> int:
    """The answer and nothing that hangs together with others; its number. Raises StoreError where the id is taken.

    `graded` are the columns of its newest grade, where that is known already.
    """
    question, session_id = answer.question, packed(answer.session_id)
    row = {
        "id": packed(answer.id),
        "session_id": session_id,
        "position": answer.position,
        "track": answer.track,
        "question_id": packed(question.id),
        "prompt": packed(question.prompt),
        "kind": packed(question.kind),
        "words": len(answer.text.split()),
        "tries": tries,
        "typing_seconds": answer.typing_seconds,
        "created_at": microseconds(answer.created_at),
        "place": place,
        "interview": None if given is None else session_id,
        "rounds": spaced(question.rounds if given is None else given.rounds),
        "drill": packed(question.drill or ""),
        "self_score": None if given is None else given.self_score,
        **(graded or {}),
    }
    try:
        number = insert(connection, "answers", row)
    except sqlite3.IntegrityError as error:
        raise StoreError(f"an answer with the id {answer.id!r} is stored already: it was not replaced") from error
    texts = {"answer": number, "text": packed(answer.text), "question": _question_json(question)}
    insert(connection, "answer_texts", texts)
    return number


@lru_cache(maxsize=512)
def _question_json(question: Question) -> Stored:
    """The same few hundred questions are answered again and again."""
    return to_json(question)


def spaced(words: Sequence[str]) -> str:
    """Words that are looked for one by one: ` onsite phone_screen `."""
    return f" {' '.join(words)} " if words else ""


def _in_interview(connection: sqlite3.Connection, session_id: Stored, answer: Answer) -> InInterview | None:
    """None where the session is no interview."""
    plan = connection.execute("SELECT plan FROM interviews WHERE id = ?", (session_id,)).fetchone()
    if plan is None:
        return None
    rounds = _rounds(connection, session_id, plan[0], answer.id)
    return InInterview(rounds, _self_score(connection, session_id, answer.position))


def _rounds(connection: sqlite3.Connection, session_id: Stored, plan: Stored, answer_id: str) -> Sequence[str]:
    """What kind of round of an interview the answer was given in."""
    rounds, began = _rounds_of_plan(plan), 0
    events = connection.execute(
        "SELECT kind, event FROM interview_events WHERE interview = ? AND kind IN ('RoundBegan', 'MovedOn')"
        " ORDER BY position",
        (session_id,),
    )
    for kind, event in events:
        began += kind == "RoundBegan"
        if kind == "MovedOn" and from_json(MovedOn, event).answer_id == answer_id:
            break
    return rounds[max(0, began - 1) : began]


@lru_cache(maxsize=4)
def _rounds_of_plan(plan: Stored) -> Sequence[str]:
    """The answers of an interview come one after another."""
    return tuple(each.round for each in from_json(Interview, plan).rounds)


def _self_score(connection: sqlite3.Connection, session_id: Stored, position: int) -> int | None:
    """The score that the person gave themselves before the answer was stored, as when it is imported."""
    rows = connection.execute(
        "SELECT event FROM interview_events WHERE interview = ? AND kind = 'SelfScored' ORDER BY position DESC",
        (session_id,),
    )
    scored = (from_json(SelfScored, event) for (event,) in rows)
    return next((each.score for each in scored if each.position == position), None)


def _count_try(connection: sqlite3.Connection, question: Question, place: int) -> int:
    """Which try at its question an answer at that place is; tries that are later, as when older answers are imported,
    count one more."""
    same, key = (SAME_ID, question.id) if question.id else (SAME_PROMPT, question.prompt)
    of_question = (packed(key), place)
    connection.execute(f"{COUNT_ONE_MORE} WHERE {same} AND place > ?", of_question)
    before = connection.execute(f"{TRIES} WHERE {same} AND place < ? {NEWEST_FIRST} LIMIT 1", of_question).fetchone()
    return before[0] + 1 if before else 1


def newest_try(connection: sqlite3.Connection, question: Question) -> tuple[int, int]:
    """The place of the newest answer to a question, and which try it is."""
    same, key = (SAME_ID, question.id) if question.id else (SAME_PROMPT, question.prompt)
    newest = f"SELECT place, tries FROM answers WHERE {same} {NEWEST_FIRST} LIMIT 1"
    return connection.execute(newest, (packed(key),)).fetchone() or (BEFORE_ALL, 0)


def count_tries(connection: sqlite3.Connection, question: Question) -> None:
    """Counts the tries at a question anew."""
    same, key = (SAME_ID, question.id) if question.id else (SAME_PROMPT, question.prompt)
    counted = f"SELECT number, tries, row_number() OVER (ORDER BY place) AS now FROM answers WHERE {same}"
    connection.execute(
        f"UPDATE answers SET tries = now FROM ({counted}) AS counted"
        " WHERE answers.number = counted.number AND counted.tries <> now",
        (packed(key),),
    )


def answer_rows(
    connection: sqlite3.Connection, *, limit: int, offset: int, track: Track | None, question_id: str | None
) -> Sequence[AnswerRow]:
    """Newest first; of answers of the same moment the one stored last."""
    conditions, values = ["deleted_at IS NULL"], list[object]()
    if question_id is not None:
        conditions.append("question_id = ?")
        values.append(packed(question_id))
    if track is not None:
        # The plus keeps SQLite from walking half of all answers by track where it can go by question.
        conditions.append("track = ?" if question_id is None else "+track = ?")
        values.append(track)
    # Left alone SQLite would walk the widest index, the one that History filters by.
    index = "" if values else "INDEXED BY answers_newest"
    where = f"{index} WHERE {' AND '.join(conditions)}"
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
    count: int = connection.execute(
        "SELECT (SELECT count(*) FROM answers) - (SELECT count(*) FROM answers WHERE deleted_at IS NOT NULL)"
    ).fetchone()[0]
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
