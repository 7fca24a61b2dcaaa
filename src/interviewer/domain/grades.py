"""A grade: the field names are those of its JSON form (schema_version 1), so one set of types serves both."""

from dataclasses import dataclass
from typing import Literal

from interviewer.domain.questions import Track
from interviewer.domain.rubrics import Polarity, ScoreBy

Verdict = Literal["met", "not_met"]
Vote = Literal["strong_no", "no", "mixed", "yes", "strong_yes"]
Confidence = Literal["high", "low"]
GraderKind = Literal["offline", "llm"]
Effort = Literal["quick", "standard", "thorough"]

VOTE_NAMES: dict[Vote, str] = {
    "strong_no": "strong no", "no": "no", "mixed": "mixed", "yes": "yes", "strong_yes": "strong yes",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of the answer: `answer[start:end] == quote`, offsets in characters of the answer as typed."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckVerdict:
    """What was found for one check. A met positive check has evidence; an omission needs none."""

    id: str
    polarity: Polarity
    verdict: Verdict
    points: int
    reason: str
    evidence: tuple[Evidence, ...] = ()

    @property
    def met(self) -> bool:
        return self.verdict == "met"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalScore:
    """One signal, scored: `score` 1.0-5.0 counts, `level` 1-5 and `check_score` 1.0-5.0 are what it came from."""

    id: str
    weight: float
    score: float
    level: int
    check_score: float
    checks: tuple[CheckVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HabitScore:
    """As SignalScore, without a weight: habits stand beside the overall."""

    id: str
    score: float
    level: int
    check_score: float
    checks: tuple[CheckVerdict, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRef:
    id: str | None
    prompt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRef:
    id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GraderRef:
    """Which grader made a grade. `prompt_version` is None offline; `model` and `effort` too."""

    kind: GraderKind
    model: str | None = None
    effort: Effort | None = None
    score_by: ScoreBy = "level"
    prompt_version: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """Whether the answer is about the question that was asked, and why it was read so."""

    passed: bool
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overall:
    score: float
    vote: Vote
    capped_by: str | None
    confidence: Confidence


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTrack:
    track: Track
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    fix_first: str = ""
    strengths: tuple[str, ...] = ()
    improvements: tuple[str, ...] = ()
    stronger_version: str = ""
    follow_up: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What grading took; `cost` in the currency of the prices in the settings, None where none are set."""

    requests: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    cost: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade, or the plain reason why there is none.

    With status "unscored" `reason` says what happened and what to do, and gate, overall, other_track and feedback are
    None and signals and habits empty: a failure is never a score.
    """

    grade_id: str
    id: str | None
    status: Literal["scored", "unscored"]
    reason: str | None
    track: Track
    question: QuestionRef
    rubric: RubricRef
    grader: GraderRef
    gate: Gate | None = None
    overall: Overall | None = None
    signals: tuple[SignalScore, ...] = ()
    habits: tuple[HabitScore, ...] = ()
    other_track: OtherTrack | None = None
    feedback: Feedback | None = None
    notices: tuple[str, ...] = ()
    usage: Usage = Usage()
    schema_version: Literal[1] = 1

    def habit(self, habit_id: str) -> HabitScore | None:
        return next((habit for habit in self.habits if habit.id == habit_id), None)
