"""Graded answers made by hand, for progress."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from interviewer.domain.graded import DimensionScore, GradedAnswer, Judge, Practised
from interviewer.domain.progress import Progress
from interviewer.domain.questions import Track
from interviewer.domain.scoring import rounded, vote_for
from interviewer.practice.progress import progress
from tests.practice.kit import BANK, RUBRICS

TODAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def judge(track: Track = "ai_pm", **changes: Any) -> Judge:
    fields: dict[str, Any] = {
        "kind": "offline", "model": None, "effort": None, "score_by": "level", "prompt_version": None,
        "rubric_id": track, "rubric_sha256": RUBRICS.rubric(track).sha256,
    }  # fmt: skip
    return Judge(**(fields | changes))


def answer(
    number: int, score: float = 3.0, *, days_ago: float = 0.0, track: Track = "ai_pm", by: Judge | None = None,
    ownership: float | None = None, question_id: str = "q", graded_later: float = 0.0,
) -> GradedAnswer:  # fmt: skip
    """An answer of the track, every signal and habit with the same score but ownership where it is named."""
    at = NOON - timedelta(days=days_ago)
    rubric = RUBRICS.rubric(track)
    scores = [DimensionScore(each.id, each.weight, score) for each in rubric.signals]
    scores += [
        DimensionScore(each.id, None, ownership if each.id == "ownership" and ownership is not None else score)
        for each in rubric.habits
    ]
    return GradedAnswer(
        answer_id=f"answer-{number}", track=track, question_id=question_id, answered_at=at,
        graded_at=at + timedelta(minutes=1, days=graded_later), judge=by or judge(track), score=rounded(score),
        vote=vote_for(score), scores=tuple(scores),
    )  # fmt: skip


def practised(graded: Sequence[GradedAnswer], seconds: float = 60.0) -> list[Practised]:
    answers = {each.answer_id: each for each in graded}
    return [
        Practised(answered_at=each.answered_at, track=each.track, question_id=each.question_id, typing_seconds=seconds)
        for each in answers.values()
    ]


def reckoned(graded: Sequence[GradedAnswer], self_scores: Mapping[str, int] | None = None, **changes: Any) -> Progress:
    options: dict[str, Any] = {
        "today": TODAY, "questions": BANK.questions(), "topics": BANK.topics(), "rubrics": RUBRICS, "zone": UTC,
    }  # fmt: skip
    return progress(practised(graded), graded, self_scores or {}, **(options | changes))
