"""What the committee makes of an interview, noted on its row, so that a list of interviews parses no grade."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean
from typing import TYPE_CHECKING, Any

from interviewer.domain.grades import Gate, HabitScore, Overall, SignalScore
from interviewer.domain.scoring import overall, rounded

if TYPE_CHECKING:
    from interviewer.storage.rows import Stored

OF_INTERVIEW = """SELECT scores.gate, scores.scores, answers.grader, answers.number FROM answers
    JOIN scores ON grade = (SELECT grade FROM scores AS each WHERE each.answer = answers.number
        ORDER BY created_at DESC, grade DESC LIMIT 1)
    WHERE session_id = ? ORDER BY position"""
NOTHING_SCORED = """UPDATE interviews SET status = 'unscored' WHERE id = ?
    AND EXISTS (SELECT 1 FROM answers JOIN grades ON answer = answers.number WHERE session_id = interviews.id)"""


def update_interview_result(connection: sqlite3.Connection, interview: Stored) -> None:
    """What the committee makes of the newest scores of an interview's answers, noted on its row."""
    rows = connection.execute(OF_INTERVIEW, (interview,)).fetchall()
    if not rows:
        connection.execute(NOTHING_SCORED, (interview,))
        return
    result, habits = interview_result([(bool(gate), json.loads(scores)) for gate, scores, _, _ in rows])
    graders = {grader for _, _, grader, _ in rows}
    connection.execute(
        "UPDATE interviews SET status = 'scored', score = ?, vote = ?, specificity = ?, ownership = ?, grader = ?"
        " WHERE id = ?",
        (result.score, result.vote, habits.get("specificity"), habits.get("ownership"),
         graders.pop() if len(graders) == 1 else "mixed", interview),
    )  # fmt: skip


def interview_result(grades: Sequence[tuple[bool, Iterable[Sequence[Any]]]]) -> tuple[Overall, Mapping[str, float]]:
    """The arithmetic of the debrief: each signal and habit is its mean over the answers, the vote that of the means.

    `grades` are (gate passed, [(id, weight or None, score), …]); at least one.
    """
    found: dict[str, list[float]] = {}
    weights: dict[str, float | None] = {}
    for _, scores in grades:
        for name, weight, score in scores:
            found.setdefault(name, []).append(score)
            weights[name] = weight
    means = {name: rounded(fmean(each)) for name, each in found.items()}
    signals = [
        SignalScore(id=name, weight=weight, score=means[name], level=round(means[name]), check_score=0, checks=())
        for name, weight in weights.items()
        if weight is not None
    ]
    habits = [
        HabitScore(id=name, score=means[name], level=round(means[name]), check_score=0, checks=())
        for name, weight in weights.items()
        if weight is None
    ]
    gate = Gate(passed=any(passed for passed, _ in grades), reason="")
    return overall(signals, habits, gate, "high"), {each.id: each.score for each in habits}
