"""Progress: what the grades of many answers say when they are laid side by side, and what they do not say."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from interviewer.domain.graded import Judge
from interviewer.domain.grades import Vote
from interviewer.domain.questions import Track

Change = Literal["up", "down", "within_spread", "too_few"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """So many answers in a row, from `first` to `last`: their median, and between which scores their middle half lies.

    Of fewer than five answers there is no middle half: `low` and `high` are then None.
    """

    first: datetime
    last: datetime
    answers: int
    median: float
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A score over time, oldest point first. `weight` is the signal's share of the overall, None for anything else.

    `change` says whether the last point lies outside the middle half of the first one, and on which side.
    """

    id: str
    name: str
    weight: float | None
    points: tuple[Point, ...]
    change: Change

    @property
    def difference(self) -> float:
        """From the first point to the last."""
        return self.points[-1].median - self.points[0].median


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Self-scores against the grades of the same answers: `bias` is the mean of self less grade, `error` the mean
    distance, both in points of 1-5. `pairs` are (self, grade), oldest first."""

    pairs: tuple[tuple[int, float], ...]
    bias: float
    error: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedCourse:
    """All that one judge says of one track. `votes` counts each vote that it gave."""

    judge: Judge
    name: str
    answers: int
    first: datetime
    last: datetime
    overall: Course
    signals: tuple[Course, ...]
    habits: tuple[Course, ...]
    votes: tuple[tuple[Vote, int], ...]
    calibration: Calibration | None

    @property
    def dimensions(self) -> tuple[Course, ...]:
        return (*self.signals, *self.habits)


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicCount:
    """A subject of the bank: how many of its questions there are, how many were answered, and how often in all."""

    id: str
    name: str
    questions: int
    practised: int
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackProgress:
    """One track; `judged` has the judge that graded last first. Topics are in the bank's order."""

    track: Track
    answers: int
    typing_seconds: float
    judged: tuple[JudgedCourse, ...]
    topics: tuple[TopicCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """Seven days from Monday `first` on, by the local calendar."""

    first: date
    answers: int
    typing_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Everything, on the local day `today`. `streak` counts days in a row with an answer, up to today or yesterday;
    `weeks` are the last twelve, oldest first; `interview_on` is the day of the interview where one was given."""

    today: date
    answers: int
    graded: int
    days: int
    streak: int
    longest_streak: int
    typing_seconds: float
    weeks: tuple[Week, ...]
    tracks: tuple[TrackProgress, ...]
    interview_on: date | None = None
