"""Grades: only ever added. The newest scored one is noted on its answer's row, so that lists parse no grade."""

import sqlite3
from collections.abc import Sequence
from datetime import datetime

from interviewer.domain.grades import Grade
from interviewer.domain.transcripts import StoredGrade
from interviewer.storage.rows import from_json, insert, microseconds, moment, packed, packed_or_none, to_json


def insert_grade(connection: sqlite3.Connection, answer: int, grade: Grade, created_at: datetime) -> None:
    """Within the caller's transaction; `answer` is the answer's number."""
    specificity, ownership = grade.habit("specificity"), grade.habit("ownership")
    row = {
        "answer": answer,
        "grade_id": packed(grade.grade_id),
        "created_at": microseconds(created_at),
        "status": grade.status,
        "score": grade.overall.score if grade.overall else None,
        "vote": grade.overall.vote if grade.overall else None,
        "specificity": specificity.score if specificity else None,
        "ownership": ownership.score if ownership else None,
        "grader": grade.grader.kind,
        "model": packed_or_none(grade.grader.model),
        "effort": grade.grader.effort,
        "rubric_sha256": packed(grade.rubric.sha256),
        "prompt_version": packed_or_none(grade.grader.prompt_version),
        "grade": to_json(grade),
    }
    insert(connection, "grades", row)
    if grade.status == "scored":
        connection.execute(
            "UPDATE answers SET status = 'scored', graded_at = :created_at, score = :score, vote = :vote,"
            " specificity = :specificity, ownership = :ownership, grader = :grader"
            " WHERE number = :answer AND (graded_at IS NULL OR graded_at <= :created_at)",
            row,
        )
    else:
        connection.execute("UPDATE answers SET status = 'unscored' WHERE number = ? AND status = 'waiting'", (answer,))


def read_grades(connection: sqlite3.Connection, answer: int, answer_id: str) -> Sequence[StoredGrade]:
    """Every grade of an answer, oldest first; of the same moment in the order in which they were stored."""
    rows = connection.execute(
        "SELECT created_at, grade FROM grades WHERE answer = ? ORDER BY created_at, number", (answer,)
    )
    return [
        StoredGrade(answer_id=answer_id, created_at=moment(created_at), grade=from_json(Grade, grade))
        for created_at, grade in rows
    ]
