"""The records of an export, a line of JSON each: what they hold."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import EVENTS, Event, Interview
from interviewer.domain.questions import Question
from interviewer.domain.schedule import ScheduleItem
from interviewer.domain.transcripts import Answer, Draft

FORMAT = 1
HEADER, END = "interviewer_export", "end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The first line. A file of a format that is not known is not read at all."""

    type: Literal["interviewer_export"]
    format: int
    program: str
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """The last line: without it the file was cut. `records` are those between."""

    type: Literal["end"]
    records: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRecord:
    created_at: datetime
    grade: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord:
    """An answer of an interview, with its grades, oldest first, and what the person added to it."""

    answer: Answer
    grades: tuple[GradeRecord, ...] = ()
    name: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRecord(AnswerRecord):
    """An answer that was given outside of an interview."""

    type: Literal["drill"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRecord:
    """What happened; `kind` is the name of its type."""

    kind: str
    event: Event


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewRecord:
    type: Literal["interview"]
    interview: Interview
    open: bool
    events: tuple[EventRecord, ...]
    answers: tuple[AnswerRecord, ...]
    name: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRecord:
    type: Literal["draft"]
    draft: Draft


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRecord:
    """A question of the person's own."""

    type: Literal["question"]
    question: Question


@dataclass(frozen=True, slots=True, kw_only=True)
class RubricRecord:
    """A rubric file of the person's own, as it stands."""

    type: Literal["rubric"]
    file: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleRecord:
    type: Literal["schedule"]
    updated_at: datetime
    item: ScheduleItem


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecord:
    type: Literal["fact"]
    updated_at: datetime
    name: str
    value: str


Record = (
    Header
    | DrillRecord
    | InterviewRecord
    | DraftRecord
    | QuestionRecord
    | RubricRecord
    | ScheduleRecord
    | FactRecord
    | End
)
KINDS: dict[str, type[Record]] = {
    HEADER: Header,
    "drill": DrillRecord,
    "interview": InterviewRecord,
    "draft": DraftRecord,
    "question": QuestionRecord,
    "rubric": RubricRecord,
    "schedule": ScheduleRecord,
    "fact": FactRecord,
    END: End,
}
EVENT_KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in EVENTS}
