"""Grades: only ever added. The newest scored one is noted on its answer's row, so that lists parse no grade."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Any

from interviewer.domain.grades import Grade
from interviewer.domain.transcripts import StoredGrade
from interviewer.storage.interview_result import update_interview_result
from interviewer.storage.rows import from_json, insert, microseconds, moment, packed, packed_or_none, to_json
from interviewer.storage.scores import insert_scores
from interviewer.storage.search import ANSWERS, feedback_words, set_words, update_interview_feedback


def insert_grade(connection: sqlite3.Connection, answer: int, grade: Grade, created_at: datetime) -> None:
    """Within the caller's transaction; `answer` is the answer's number."""
    row = insert_grade_row(connection, answer, grade, created_at)
    if grade.status == "scored":
        newest = connection.execute(
            "UPDATE answers SET status = 'scored', graded_at = :created_at, score = :score, vote = :vote,"
            " specificity = :specificity, ownership = :ownership, grader = :grader"
            " WHERE number = :answer AND (graded_at IS NULL OR graded_at <= :created_at)",
            row,
        ).rowcount
        if newest:
            after_grades(connection, answer, grade)
    else:
        connection.execute("UPDATE answers SET status = 'unscored' WHERE number = ? AND status = 'waiting'", (answer,))
        after_grades(connection, answer, None)


def insert_grade_row(
    connection: sqlite3.Connection, answer: int, grade: Grade, created_at: datetime, text: bytes | None = None
) -> Mapping[str, Any]:
    """The grade and its scores; the columns of its row. `text` is its JSON, where that is at hand.

    The answer's row does not say it (`columns_of` does), nor is the answer found by the words of the feedback, and its
    interview is not reckoned up: that is left to the caller.
    """
    row = {
        "answer": answer,
        "grade_id": packed(grade.grade_id),
        "created_at": microseconds(created_at),
        "model": packed_or_none(grade.grader.model),
        "effort": grade.grader.effort,
        "rubric_sha256": packed(grade.rubric.sha256),
        "prompt_version": packed_or_none(grade.grader.prompt_version),
        "grade": to_json(grade) if text is None else text,
        **_scores(grade),
    }
    number = insert(connection, "grades", row, utf8="" if text is None else "grade")
    if grade.status == "scored":
        insert_scores(connection, number, answer, row["created_at"], grade)
    return row


def _scores(grade: Grade) -> dict[str, Any]:
    habits = {each.id: each.score for each in reversed(grade.habits)}  # the first one of an id counts
    return {
        "status": grade.status,
        "score": grade.overall.score if grade.overall else None,
        "vote": grade.overall.vote if grade.overall else None,
        "specificity": habits.get("specificity"),
        "ownership": habits.get("ownership"),
        "grader": grade.grader.kind,
    }


def columns_of(grades: Sequence[tuple[datetime, Grade]]) -> tuple[Mapping[str, Any], Grade | None]:
    """What the row of an answer with these grades says of them, and the newest scored one."""
    scored = [each for each in grades if each[1].status == "scored"]
    if not scored:
        return {"status": "unscored"} if grades else {}, None
    created_at, newest = max(reversed(scored), key=itemgetter(0))
    return {**_scores(newest), "graded_at": microseconds(created_at)}, newest


def after_grades(connection: sqlite3.Connection, answer: int, newest: Grade | None) -> None:
    """Makes the words of the newest scored grade searchable, and reckons up the interview that the answer is of."""
    place, interview = connection.execute("SELECT place, interview FROM answers WHERE number = ?", (answer,)).fetchone()
    if newest is not None:
        set_words(connection, ANSWERS, place, "feedback", feedback_words(newest.feedback))
    if interview is not None:
        update_interview_feedback(connection, interview)
        update_interview_result(connection, interview)


def read_grades(connection: sqlite3.Connection, answer: int, answer_id: str) -> Sequence[StoredGrade]:
    """Every grade of an answer, oldest first; of the same moment in the order in which they were stored."""
    rows = connection.execute(
        "SELECT created_at, grade FROM grades WHERE answer = ? ORDER BY created_at, number", (answer,)
    )
    return [
        StoredGrade(answer_id=answer_id, created_at=moment(created_at), grade=from_json(Grade, grade))
        for created_at, grade in rows
    ]
