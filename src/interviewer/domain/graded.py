"""Answers and their scores as progress and the schedule read them: many, and cheap. Reports are in progress.py."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from interviewer.domain.grades import Effort, GraderKind, Vote
from interviewer.domain.questions import Track
from interviewer.domain.rubrics import ScoreBy


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Who graded, by which rubric: scores of two judges are two different measures, and are never averaged."""

    kind: GraderKind
    model: str | None
    effort: Effort | None
    score_by: ScoreBy
    prompt_version: str | None
    rubric_id: str
    rubric_sha256: str


class DimensionScore(NamedTuple):
    """A signal, or with `weight` None a habit; `score` 1.0-5.0. A plain tuple: there are half a million of them."""

    id: str
    weight: float | None
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedAnswer:
    """One score of one answer, cheap to read: no grade is parsed for it. `scores` are in the grade's order."""

    answer_id: str
    track: Track
    question_id: str
    answered_at: datetime
    graded_at: datetime
    judge: Judge
    score: float
    vote: Vote
    scores: tuple[DimensionScore, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """That a question was answered, graded or not. `question_id` is "" for one typed on the spot."""

    answered_at: datetime
    track: Track
    question_id: str
    typing_seconds: float
