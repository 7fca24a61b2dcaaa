"""What is kept of practice: answers as they were given, drafts, and the grades they received."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Text that was typed and not submitted. One draft a slot; a drill's slot is `drill:<track>:<question id>`."""

    slot: str
    track: Track
    question: Question
    text: str
    typing_seconds: float
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One submitted answer. `question` is the question as it was asked, whatever becomes of the bank later.

    `typing_seconds` is the time the editor was in use. Dates are aware, in UTC. `session_id` groups the answers of one
    interview, or of one sitting at a drill; `position` counts from 0 within it.
    """

    id: str
    session_id: str
    position: int
    track: Track
    question: Question
    text: str
    typing_seconds: float
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredGrade:
    """A grade and when it was made; an answer may have many, none is ever overwritten."""

    answer_id: str
    created_at: datetime
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """One answer with every grade it ever had, oldest first."""

    answer: Answer
    grades: tuple[StoredGrade, ...]

    @property
    def latest(self) -> Grade | None:
        """The newest grade that is a score, else the newest of any kind, else None."""
        scored = [stored.grade for stored in self.grades if stored.grade.status == "scored"]
        if scored:
            return scored[-1]
        return self.grades[-1].grade if self.grades else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A line of the history list, cheap to read: no grade is parsed for it.

    `score`, `vote`, `specificity`, `ownership` and `grader` are of the newest scored grade, None where there is none;
    `tries` counts the answers to the same question up to and including this one.
    """

    answer_id: str
    session_id: str
    created_at: datetime
    track: Track
    question_id: str
    prompt: str
    kind: str
    words: int
    tries: int
    status: Literal["scored", "unscored", "waiting"]
    score: float | None
    vote: str | None
    specificity: float | None
    ownership: float | None
    grader: str | None
