"""What the practice needs from outside, as Protocols. Adapters are picked in cli/main.py and nowhere else."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from interviewer.domain.follow_ups import Heard
from interviewer.domain.grades import CheckVerdict, Grade, GraderRef
from interviewer.domain.interviews import Event, Interview, InterviewRow, Speaker
from interviewer.domain.loops import Loops
from interviewer.domain.questions import Question, Topic, Track
from interviewer.domain.rubrics import Rubric
from interviewer.domain.transcripts import Answer, AnswerRow, Draft, StoredGrade, Transcript


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRequest:
    """One answer to be graded. `id` comes back in the grade (a batch's line id, or None)."""

    track: Track
    question: Question
    answer: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Grading has reached a step, named for people: "reading the answer", "market impact (1 of 4)"."""

    name: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class VerdictSeen:
    """A verdict that can be shown while the rest is still under way; it may yet be withdrawn by verification."""

    dimension_id: str
    verdict: CheckVerdict


@dataclass(frozen=True, slots=True)
class Scored:
    """The scores stand: a complete grade but for its feedback text, which may follow as FeedbackText."""

    grade: Grade


@dataclass(frozen=True, slots=True)
class FeedbackText:
    """More feedback text, for a field of Feedback. It cannot change a score."""

    field: Literal["fix_first", "strengths", "improvements", "stronger_version", "follow_up"]
    text: str


@dataclass(frozen=True, slots=True)
class Done:
    """The last event of every grading, scored or unscored."""

    grade: Grade


GradeEvent = Step | VerdictSeen | Scored | FeedbackText | Done


class Grader(Protocol):
    """Grades one answer. Never raises for what a model, a network or an answer does: that is an unscored Done."""

    @property
    def ref(self) -> GraderRef: ...

    @property
    def description(self) -> str:
        """For people: what grades, and what is sent where ("offline estimate, nothing is sent")."""
        ...

    def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        """Yields events, Done last. Cancelling the iteration stops requests under way."""
        ...


class QuickGrader(Protocol):
    """A grader that needs no network and no waiting: its estimate decides what an interviewer asks next."""

    def grade_now(self, request: GradeRequest) -> Grade: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpRequest:
    """What a follow-up is to be about. `turns` are what was said to this question, oldest first, by whom.

    `aim` says in plain words what is still missing, `forbidden` which words of the rubric must not be heard in the
    follow-up. `asked` is everything the interviewer asked in this interview. `instead` is the offline follow-up that
    is asked where none can be had.
    """

    track: Track
    question: Question
    turns: tuple[tuple[Speaker, str], ...]
    aim: str
    manner: str
    setting: str
    asked: tuple[str, ...]
    forbidden: tuple[str, ...]
    instead: str

    @property
    def heard(self) -> Heard:
        """What the rules for follow-ups hold one against."""
        said = "\n".join(text for speaker, text in self.turns if speaker == "candidate")
        return Heard(said=said, question=self.question.prompt, asked=self.asked, forbidden=self.forbidden)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """`text` is checked by the rules for follow-ups; where it is empty `reason` says for people why."""

    text: str
    reason: str = ""


class Interviewer(Protocol):
    """Words follow-ups. Never raises for what a model or a network does, and ends within the limit that was set."""

    @property
    def description(self) -> str:
        """For people: what asks, and what is sent where."""
        ...

    async def follow_up(self, request: FollowUpRequest) -> FollowUp: ...


class Clock(Protocol):
    def now(self) -> datetime:
        """The time in UTC, aware."""
        ...


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a file of content: `file:line: field: message`. Line counts from 1, 0 where there is none."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.field}: {self.message}" if self.field else f"{place}: {self.message}"


class QuestionBank(Protocol):
    """The built-in questions and the person's own."""

    def questions(self) -> Sequence[Question]: ...

    def topics(self) -> Sequence[Topic]: ...

    def problems(self) -> Sequence[Problem]: ...

    def get(self, question_id: str) -> Question | None: ...

    def is_own(self, question_id: str) -> bool: ...

    def save_own(self, question: Question) -> None:
        """Adds or replaces a question of the person's own, atomically. Raises ContentError for a bad one."""
        ...

    def remove_own(self, question_id: str) -> Question | None:
        """Removes a question of the person's own and returns it, so that it can be put back."""
        ...


class RubricSource(Protocol):
    def rubric(self, track: Track) -> Rubric: ...


class LoopSource(Protocol):
    def loops(self) -> Loops:
        """Rounds, loops and lines. Raises ContentError."""
        ...


class Store(Protocol):
    """Everything that the person typed and every grade. Each method is durable when it returns; OSError or
    StoreError with a message for people where it could not be."""

    def save_draft(self, draft: Draft) -> None: ...

    def draft(self, slot: str) -> Draft | None: ...

    def newest_draft(self) -> Draft | None: ...

    def drop_draft(self, slot: str) -> None: ...

    def save_answer(self, answer: Answer, *, slot: str | None = None) -> None:
        """Stores the answer and, in the same transaction, drops the draft it came from."""
        ...

    def add_grade(self, answer_id: str, grade: Grade, created_at: datetime) -> None: ...

    def answers(
        self,
        *,
        limit: int,
        offset: int = 0,
        track: Track | None = None,
        question_id: str | None = None,
    ) -> Sequence[AnswerRow]:
        """Newest first."""
        ...

    def count_answers(self) -> int: ...

    def transcript(self, answer_id: str) -> Transcript | None:
        """An unambiguous prefix of an id of at least 6 characters will do."""
        ...

    def grades_of(self, answer_id: str) -> Sequence[StoredGrade]: ...

    def close(self) -> None: ...


class InterviewStore(Store, Protocol):
    """A Store that keeps interviews too: each as what was planned, and its events in order."""

    def begin_interview(self, interview: Interview) -> None: ...

    def add_events(
        self,
        interview_id: str,
        position: int,
        events: Sequence[Event],
        *,
        answer: Answer | None = None,
        slot: str | None = None,
        is_open: bool = True,
    ) -> None:
        """Stores events from number `position` on and, in the same transaction, an answer, and drops the draft.

        Raises StoreError where another copy of the program has gone on with the interview.
        """
        ...

    def interview(self, interview_id: str) -> Interview | None:
        """An unambiguous prefix of an id of at least 6 characters will do."""
        ...

    def events(self, interview_id: str) -> Sequence[Event]: ...

    def interviews(self, *, limit: int, offset: int = 0, open_only: bool = False) -> Sequence[InterviewRow]:
        """The one that was gone on with last comes first."""
        ...

    def asked_questions(self, track: Track, *, limit: int) -> Sequence[str]:
        """Ids of questions as they were asked, in drills and interviews, newest first; an id may come twice."""
        ...


class InterviewerError(Exception):
    """Anything that is told to a person in one line: what happened, to what, what to do."""


class ContentError(InterviewerError):
    """A question, rubric or settings file that cannot be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


class StoreError(InterviewerError):
    """The database could not do what was asked; nothing that was typed is lost by it."""
