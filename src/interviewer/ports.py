"""What the practice needs from outside, as Protocols. Adapters are picked in cli/program.py and nowhere else.

The types of the domain are named here and not imported: the first screen needs few of them.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    from interviewer.domain.follow_ups import Heard
    from interviewer.domain.graded import GradedAnswer, Practised
    from interviewer.domain.grades import CheckVerdict, Grade, GraderRef
    from interviewer.domain.history import GradedChecks, HistoryQuery, HistoryRow, Imported
    from interviewer.domain.interviews import Event, Interview, InterviewRow, Speaker
    from interviewer.domain.loops import Loops
    from interviewer.domain.negotiation import Script
    from interviewer.domain.questions import Question, Topic, Track
    from interviewer.domain.rubrics import DrillRubric, Rubric
    from interviewer.domain.schedule import ScheduleItem, Tally, Waiting
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
        from interviewer.domain.follow_ups import Heard

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
    """The built-in questions, the person's own and those of packs."""

    def questions(self) -> Sequence[Question]: ...

    def built_in_questions(self) -> Sequence[Question]:
        """Those that came with the program: the same for everybody."""
        ...

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

    def restore_own(self, question_id: str | None = None) -> Question | None:
        """Puts a removed question back where it was, the last one where none is named; None where there is no such."""
        ...

    def new_id(self, prompt: str) -> str:
        """An id for a new question, made from its prompt and not yet in use."""
        ...

    def refresh(self) -> object:
        """Reads what has changed in the person's files since they were read; true where anything has. Cheap."""
        ...


class RubricSource(Protocol):
    """Raises ContentError for a rubric that cannot be used."""

    def rubric(self, track: Track) -> Rubric: ...

    def drill(self, drill: str | None) -> DrillRubric | None:
        """A drill's own rubric, by which answers to its questions are graded; None where there is no such drill."""
        ...

    def of_question(self, track: Track, question: Question) -> Rubric:
        """What an answer to this question is graded by: the drill's rubric, else the track's."""
        ...

    def of_grade(self, grade: Grade) -> Rubric:
        """The rubric with the names of what a grade holds: the one it was made under, as that is now."""
        ...

    def of_id(self, track: Track, rubric_id: str) -> Rubric | None:
        """The track's built-in rubric, a drill's or one of the person's own, as it is now; None where there is none."""
        ...


class NegotiationSource(Protocol):
    def script(self) -> Script:
        """What the other side of a negotiation says. Raises ContentError."""
        ...


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


class History(Protocol):
    """Answers and interviews as they are looked through, labelled and put away. An id is that of an answer or of an
    interview. Raises StoreError, also for an id that is not there."""

    def rows(self, query: HistoryQuery, *, limit: int, offset: int = 0) -> Sequence[HistoryRow]:
        """Newest first, by when it was answered or the interview began; as quick at 100,000 answers as at 100."""
        ...

    def count(self, query: HistoryQuery) -> int: ...

    def row(self, entry_id: str) -> HistoryRow | None:
        """One entry, a deleted one too. An unambiguous prefix of an id of at least 6 characters will do."""
        ...

    def attempts(self, question_id: str, *, prompt: str = "", limit: int) -> Sequence[HistoryRow]:
        """The newest answers to a question, in drills and in interviews, newest first; those to one that was typed on
        the spot by its prompt, its id being ""."""
        ...

    def tags(self) -> Sequence[tuple[str, int]]:
        """Every tag in use and how many entries have it, in alphabetical order."""
        ...

    def add_tags(self, entry_id: str, tags: Sequence[str]) -> None: ...

    def remove_tags(self, entry_id: str, tags: Sequence[str]) -> None: ...

    def set_name(self, entry_id: str, name: str) -> None:
        """What the person calls it; "" takes the name away."""
        ...

    def set_note(self, entry_id: str, note: str) -> None:
        """The person's own note; "" takes it away."""
        ...

    def delete(self, entry_id: str, deleted_at: datetime) -> None:
        """Puts an entry out of sight until `restore` or `tidy`; an interview with its answers, but no single one of
        them: the interview's transcript would still tell it."""
        ...

    def restore(self, entry_id: str) -> None:
        """Brings back what `delete` put out of sight. Raises StoreError where it has been tidied away."""
        ...

    def delete_all(self, deleted_at: datetime) -> int:
        """Puts every entry out of sight; how many there were."""
        ...

    def restore_all(self) -> int:
        """Brings everything back that was put out of sight; how many entries."""
        ...

    def tidy(self) -> int:
        """Removes what was deleted from the database and says how many entries; for when the app closes."""
        ...


class ProgressSource(Protocol):
    """What was practised and how it was graded, streamed: no grade is parsed. Deleted entries are left out.

    An iterator reads in pages, so other calls may come between; what is stored meanwhile may or may not be in it.
    """

    def graded_answers(self, track: Track | None = None, question_id: str | None = None) -> Iterator[GradedAnswer]:
        """The newest score that each judge gave each answer, in the order in which the answers were given."""
        ...

    def practised(self) -> Iterator[Practised]:
        """Every answer, oldest first."""
        ...

    def self_scores(self) -> Mapping[str, int]:
        """The person's own score, 1-5, by the id of the answer it is about."""
        ...

    def graded_checks(self, track: Track, *, limit: int) -> Sequence[GradedChecks]:
        """The checks of the newest graded answers of a track, newest first."""
        ...

    def tallies(self) -> Sequence[Tally]:
        """Of each question and track with a graded answer; questions typed on the spot, which have no id, left out."""
        ...


class ScheduleStore(Protocol):
    """When what comes up again, and the few facts that this depends on. Raises StoreError."""

    def schedule(self, track: Track | None = None) -> Sequence[ScheduleItem]:
        """Every item, the one that is due first comes first."""
        ...

    def waiting(self) -> Sequence[Waiting]:
        """Every item, as much of it as counting needs."""
        ...

    def save_schedule(self, items: Sequence[ScheduleItem], updated_at: datetime) -> None:
        """Adds or replaces each item by its kind, track and id; all or none."""
        ...

    def drop_schedule(self, items: Sequence[ScheduleItem]) -> None: ...

    def fact(self, name: str) -> str | None:
        """A fact of the person's, such as "interview_on" ("2026-12-01"); None where it was never told."""
        ...

    def set_fact(self, name: str, value: str | None, updated_at: datetime) -> None:
        """None takes the fact away."""
        ...


class ImportedElsewhere(Protocol):
    """Takes what an import has that does not belong into the database, and hears how it goes.

    `question` and `rubric` say what becomes of one ("added", "there") or refuse it with InterviewerError; nothing
    is written before `settle`, which is called once all lines were good, and raises InterviewerError or OSError.
    """

    def question(self, question: Question) -> str: ...

    def rubric(self, file: str, text: str) -> str: ...

    def check_interview(self, interview: Interview, events: Sequence[Event]) -> None:
        """Raises InterviewerError where such events cannot have followed each other."""
        ...

    def settle(self) -> None: ...

    def on_bad(self, error: BadFileError) -> None:
        """A line is left out, where the good ones are to be kept."""
        ...

    def on_progress(self, records: int) -> None: ...


class Archive(Protocol):
    """What is done with the whole history. Raises StoreError."""

    def export_lines(
        self,
        *,
        program: str,
        now: datetime,
        questions: Iterable[Question] = (),
        rubrics: Iterable[tuple[str, str]] = (),
    ) -> Iterator[str]:
        """Every record as a line of JSON, without its end; `rubrics` are the person's own files, name and text."""
        ...

    def import_lines(
        self, lines: Iterable[bytes], elsewhere: ImportedElsewhere, *, keep_good: bool = False
    ) -> Imported:
        """Takes in what `export_lines` gave: all of it, or nothing and BadFileError for the first bad line; with
        `keep_good` all but the bad lines."""
        ...

    def back_up(self, target: Path) -> None:
        """A copy of the database, mode 0600, made while others use it; replaces what is there."""
        ...

    def purge(self, entry_ids: Sequence[str]) -> Sequence[Path]:
        """Erases entries so that no byte of them is left in the database, and drops the copies from before upgrades.
        Returns files that were set aside and may still hold them."""
        ...

    def purge_all(self) -> None:
        """Erases everything that was stored, copies and set-aside files too."""
        ...


class FullStore(InterviewStore, Protocol):
    """All that the database holds. The parts share one connection: any thread may call any of them."""

    @property
    def history(self) -> History: ...

    @property
    def progress(self) -> ProgressSource: ...

    @property
    def scheduled(self) -> ScheduleStore: ...

    @property
    def archive(self) -> Archive: ...


class InterviewerError(Exception):
    """Anything that is told to a person in one line: what happened, to what, what to do."""


class BadFileError(InterviewerError):
    """A line of a file that is imported, counted from 1, and what is wrong with it."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"line {line}: {reason}")


class ContentError(InterviewerError):
    """A question, rubric or settings file that cannot be used."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


class StoreError(InterviewerError):
    """The database could not do what was asked; nothing that was typed is lost by it."""


class KeyringError(InterviewerError):
    """The system's keyring could not do what was asked."""
