"""Scores beside the grades: a narrow row for each, so that no grade is parsed to lay thousands of them side by side."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from interviewer.domain.feedback import is_missed
from interviewer.domain.graded import DimensionScore, GradedAnswer, Judge, Practised
from interviewer.domain.grades import Grade, GraderRef, HabitScore, RubricRef, SignalScore
from interviewer.domain.history import GradedChecks
from interviewer.domain.schedule import Tally
from interviewer.storage.rows import Stored, from_json, insert, moment, packed, unpacked

if TYPE_CHECKING:
    from interviewer.domain.questions import Track
    from interviewer.storage.connection import SharedConnection

PAGE = 2000
BEFORE_ALL = -(2**63)
JSON = json.JSONEncoder(separators=(",", ":"))
JUDGED_BY = ("kind", "model", "effort", "score_by", "prompt_version")
# Of several scores that one judge gave an answer the newest.
GRADED = """SELECT place, id, track, question_id, answers.created_at, scores.created_at, judge, scores.score,
    scores.vote, scores FROM answers JOIN scores ON answer = answers.number
    WHERE place > ? AND deleted_at IS NULL{more} AND NOT EXISTS (
        SELECT 1 FROM scores AS newer WHERE newer.answer = scores.answer AND newer.judge = scores.judge
        AND (newer.created_at, newer.grade) > (scores.created_at, scores.grade))
    ORDER BY place LIMIT ?"""
TALLIED = """SELECT track, question_id, count(*), max(graded_at) FROM answers
    WHERE graded_at IS NOT NULL AND deleted_at IS NULL AND question_id <> '' GROUP BY question_id, track"""
PRACTISED = """SELECT place, created_at, track, question_id, typing_seconds FROM answers
    WHERE place > ? AND deleted_at IS NULL ORDER BY place LIMIT ?"""
CHECKED = """SELECT id, question_id, answers.created_at, grades.created_at, grade FROM answers
    JOIN grades ON grades.number = (SELECT number FROM grades WHERE answer = answers.number AND status = 'scored'
        ORDER BY created_at DESC, number DESC LIMIT 1)
    WHERE track = ? AND deleted_at IS NULL ORDER BY place DESC LIMIT ?"""


class ScoresRow(NamedTuple):
    """The scores of a grade as they are stored; `judge` and `scores` are JSON."""

    judge: str
    gate: bool
    score: float
    vote: str
    scores: str


def scores_row(grade: Grade) -> ScoresRow | None:
    """None for a grade without a score."""
    if grade.status != "scored" or grade.overall is None:
        return None
    scores: list[tuple[str, float | None, float]] = [(each.id, each.weight, each.score) for each in grade.signals]
    scores += [(each.id, None, each.score) for each in grade.habits]
    passed = grade.gate is None or grade.gate.passed
    judge = _judge_json(grade.grader, grade.rubric)
    return ScoresRow(judge, passed, grade.overall.score, grade.overall.vote, JSON.encode(scores))


def insert_scores(connection: sqlite3.Connection, grade: int, answer: int, created_at: int, row: ScoresRow) -> None:
    """Within the caller's transaction; `grade` and `answer` are their numbers."""
    judge = connection.execute("SELECT number FROM judges WHERE judge = ?", (row.judge,)).fetchone()
    number = judge[0] if judge else insert(connection, "judges", {"judge": row.judge})
    connection.execute(
        "INSERT INTO scores (grade, answer, judge, created_at, gate, score, vote, scores)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (grade, answer, number, created_at, row.gate, row.score, row.vote, row.scores),
    )


@lru_cache(maxsize=64)
def _judge_json(grader: GraderRef, rubric: RubricRef) -> str:
    """As the migration to schema 3 writes it too: the same judge has one row."""
    judge = {name: getattr(grader, name) for name in JUDGED_BY}
    judge |= {"rubric_id": rubric.id, "rubric_sha256": rubric.sha256}
    return json.dumps(judge, separators=(",", ":"))


class SqliteProgress:
    """Implements ports.ProgressSource."""

    def __init__(self, shared: SharedConnection) -> None:
        self._shared = shared

    def graded_answers(self, track: Track | None = None, question_id: str | None = None) -> Iterator[GradedAnswer]:
        judges: dict[int, Judge] = {}
        wanted = {"track": track, "question_id": None if question_id is None else packed(question_id)}
        given = {name: value for name, value in wanted.items() if value is not None}
        sql = GRADED.format(more="".join(f" AND {name} = ?" for name in given))
        after = BEFORE_ALL
        while True:
            with self._shared.reading() as connection:
                rows = connection.execute(sql, (after, *given.values(), PAGE)).fetchall()
                for number in {row[6] for row in rows} - judges.keys():
                    judges[number] = _judge(connection, number)
            # An answer with several judges may stand on both sides of a page's end: it is left to the next page.
            whole = rows if len(rows) < PAGE else [row for row in rows if row[0] != rows[-1][0]]
            for row in whole:
                yield _graded_answer(row, judges)
            if len(rows) < PAGE:
                return
            after = whole[-1][0]

    def practised(self) -> Iterator[Practised]:
        after = BEFORE_ALL
        while True:
            with self._shared.reading() as connection:
                rows = connection.execute(PRACTISED, (after, PAGE)).fetchall()
            for _, created_at, track, question_id, typing_seconds in rows:
                yield Practised(
                    answered_at=moment(created_at),
                    track=track,
                    question_id=unpacked(question_id),
                    typing_seconds=typing_seconds,
                )
            if len(rows) < PAGE:
                return
            after = rows[-1][0]

    def self_scores(self) -> Mapping[str, int]:
        with self._shared.reading() as connection:
            rows = connection.execute(
                "SELECT id, self_score FROM answers WHERE self_score IS NOT NULL AND deleted_at IS NULL"
            ).fetchall()
        return {unpacked(answer_id): score for answer_id, score in rows}

    def graded_checks(self, track: Track, *, limit: int) -> Sequence[GradedChecks]:
        with self._shared.reading() as connection:
            rows = connection.execute(CHECKED, (track, limit)).fetchall()
        return [_graded_checks(*row) for row in rows]

    def tallies(self) -> Sequence[Tally]:
        with self._shared.reading() as connection:
            rows = connection.execute(TALLIED).fetchall()
        return [
            Tally(track=track, question_id=unpacked(question_id), answers=count, graded_at=moment(graded_at))
            for track, question_id, count, graded_at in rows
        ]


def _judge(connection: sqlite3.Connection, number: int) -> Judge:
    judge = connection.execute("SELECT judge FROM judges WHERE number = ?", (number,)).fetchone()[0]
    return from_json(Judge, judge)


def _graded_answer(row: tuple[Any, ...], judges: Mapping[int, Judge]) -> GradedAnswer:
    _, answer_id, track, question_id, answered_at, graded_at, judge, score, vote, scores = row
    return GradedAnswer(
        answer_id=unpacked(answer_id),
        track=track,
        question_id=unpacked(question_id),
        answered_at=moment(answered_at),
        graded_at=moment(graded_at),
        judge=judges[judge],
        score=score,
        vote=vote,
        scores=_dimension_scores(scores),
    )


@lru_cache(maxsize=512)
def _dimension_scores(stored: str) -> tuple[DimensionScore, ...]:
    return tuple(DimensionScore(*each) for each in json.loads(stored))


def _graded_checks(
    answer_id: Stored, question_id: Stored, answered_at: int, graded_at: int, stored: Stored
) -> GradedChecks:
    grade = from_json(Grade, stored)
    dimensions: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    verdicts = [
        (f"{dimension.id}.{check.id}", is_missed(check)) for dimension in dimensions for check in dimension.checks
    ]
    return GradedChecks(
        answer_id=unpacked(answer_id),
        question_id=unpacked(question_id),
        answered_at=moment(answered_at),
        graded_at=moment(graded_at),
        missed=tuple(key for key, missed in verdicts if missed),
        passed=tuple(key for key, missed in verdicts if not missed),
    )
