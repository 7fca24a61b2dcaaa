"""Grades: only ever added. The newest scored one is noted on its answer's row, so that lists parse no grade."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, NamedTuple

from interviewer.domain.grades import Grade
from interviewer.domain.transcripts import StoredGrade
from interviewer.storage.interview_result import update_interview_result
from interviewer.storage.rows import from_json, insert, microseconds, moment, packed, packed_or_none, to_json
from interviewer.storage.scores import ScoresRow, insert_scores, scores_row
from interviewer.storage.search import ANSWERS, feedback_words, set_words, update_interview_feedback

SCORES = ("status", "score", "vote", "specificity", "ownership", "grader")


class GradeRow(NamedTuple):
    """A grade as it is stored: the columns of its row but for the answer, and the words that its answer is found by.

    `scores` is None for a grade without any. `is_utf8` says that the grade's JSON comes as bytes, not as text.
    """

    columns: Mapping[str, Any]
    feedback: str
    scores: ScoresRow | None
    is_utf8: bool

    @property
    def is_scored(self) -> bool:
        return bool(self.columns["status"] == "scored")

    @property
    def created_at(self) -> int:
        """In microseconds."""
        return int(self.columns["created_at"])


def grade_row(grade: Grade, created_at: datetime, text: bytes | None = None) -> GradeRow:
    """`text` is the grade's JSON, UTF-8, where that is at hand."""
    columns = {
        "grade_id": packed(grade.grade_id),
        "created_at": microseconds(created_at),
        "model": packed_or_none(grade.grader.model),
        "effort": grade.grader.effort,
        "rubric_sha256": packed(grade.rubric.sha256),
        "prompt_version": packed_or_none(grade.grader.prompt_version),
        "grade": to_json(grade) if text is None else text,
        **_scores(grade),
    }
    return GradeRow(columns, feedback_words(grade.feedback), scores_row(grade), text is not None)


def insert_grade(connection: sqlite3.Connection, answer: int, grade: GradeRow) -> None:
    """Within the caller's transaction; `answer` is the answer's number."""
    insert_grade_row(connection, answer, grade)
    if grade.is_scored:
        newest = connection.execute(
            "UPDATE answers SET status = 'scored', graded_at = :created_at, score = :score, vote = :vote,"
            " specificity = :specificity, ownership = :ownership, grader = :grader"
            " WHERE number = :answer AND (graded_at IS NULL OR graded_at <= :created_at)",
            {**grade.columns, "answer": answer},
        ).rowcount
        if newest:
            after_grades(connection, answer, grade)
    else:
        connection.execute("UPDATE answers SET status = 'unscored' WHERE number = ? AND status = 'waiting'", (answer,))
        after_grades(connection, answer, None)


def insert_grade_row(connection: sqlite3.Connection, answer: int, grade: GradeRow) -> None:
    """The grade and its scores.

    The answer's row does not say it (`columns_of` does), nor is the answer found by the words of the feedback, and its
    interview is not reckoned up: that is left to the caller.
    """
    row = {"answer": answer, **grade.columns}
    number = insert(connection, "grades", row, utf8="grade" if grade.is_utf8 else "")
    if grade.scores is not None:
        insert_scores(connection, number, answer, grade.created_at, grade.scores)


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


def columns_of(grades: Sequence[GradeRow]) -> tuple[Mapping[str, Any], GradeRow | None]:
    """What the row of an answer with these grades says of them, and the newest scored one."""
    scored = [each for each in grades if each.is_scored]
    if not scored:
        return {"status": "unscored"} if grades else {}, None
    newest = max(reversed(scored), key=attrgetter("created_at"))
    return {**{name: newest.columns[name] for name in SCORES}, "graded_at": newest.created_at}, newest


def after_grades(connection: sqlite3.Connection, answer: int, newest: GradeRow | None) -> None:
    """Makes the words of the newest scored grade searchable, and reckons up the interview that the answer is of."""
    place, interview = connection.execute("SELECT place, interview FROM answers WHERE number = ?", (answer,)).fetchone()
    if newest is not None:
        set_words(connection, ANSWERS, place, "feedback", newest.feedback)
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
