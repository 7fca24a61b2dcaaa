"""The records of an export, a line of JSON each: what they hold, and how a line of unknown origin is read."""

import dataclasses
import functools
import json
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import EVENTS, Event, Interview
from interviewer.domain.questions import Question
from interviewer.domain.schedule import ScheduleItem
from interviewer.domain.transcripts import Answer, Draft
from interviewer.storage.rows import Stored, as_record, fields_of, to_json

if TYPE_CHECKING:
    from pydantic import TypeAdapter, ValidationError
    from pydantic_core import SchemaValidator

FORMAT = 1
HEADER, END = "interviewer_export", "end"
BOUNDS = ("min_length", "max_length", "ge", "le", "gt", "lt")
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
SURROGATES = re.compile("[\ud800-\udfff]")


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


class BadRecordError(ValueError):
    """A line that is no record; one line for people, which names the field."""


def read_record(line: bytes) -> Record:
    """Raises BadRecordError: no JSON, an unknown type or field, a value of another type, a date without a time zone."""
    from pydantic import ValidationError

    try:
        record: Record = _validator().validate_json(line, strict=True, extra="forbid")
    except ValidationError as error:
        if not LONE_SURROGATE.search(line):
            raise BadRecordError(_reason(error)) from None
        record = _with_surrogates(line)
    except RecursionError:
        raise BadRecordError("nested too deeply") from None
    if not all(each.tzinfo for each in _dates(record)):
        raise BadRecordError("a date without a time zone")
    return record


def format_of(line: bytes) -> int | None:
    """The format that a header names, whatever else it holds; None where the line is none."""
    with suppress(ValueError, RecursionError):
        values = json.loads(line)
        if isinstance(values, dict) and values.get("type") == HEADER and isinstance(values.get("format"), int):
            return int(values["format"])
    return None


def grade_json(grade: Grade) -> Stored:
    """What `rows.to_json` gives, in a fifth of the time."""
    try:
        return _grades().dump_json(grade).decode()
    except ValueError:  # lone surrogates
        return to_json(grade)


@functools.cache
def _grades() -> "TypeAdapter[Grade]":
    from pydantic import TypeAdapter

    return TypeAdapter(Grade)


@functools.cache
def _validator() -> "SchemaValidator":
    """Checks types, not bounds: a question that was typed on the spot has no id, and is kept without one."""
    from pydantic import Field, TypeAdapter
    from pydantic_core import SchemaValidator

    records: Any = Annotated[_any_of([_wired(kind) for kind in KINDS.values()]), Field(discriminator="type")]
    return SchemaValidator(_unbounded(TypeAdapter(records).core_schema))


def _any_of(kinds: Sequence[Any]) -> Any:
    return Union[tuple(kinds)]  # noqa: UP007 - a bar joins two types, not a list of them


def _wired(kind: type[Record]) -> Any:
    """InterviewRecord with its events told apart by their kind, which its own type hints cannot say."""
    if kind is not InterviewRecord:
        return kind
    from pydantic import Field

    events = [
        dataclasses.make_dataclass(
            f"{name}Record",
            [("kind", Literal[name]), ("event", event)],
            bases=(EventRecord,),
            frozen=True,
            slots=True,
            kw_only=True,
        )
        for name, event in EVENT_KINDS.items()
    ]
    told_apart: Any = Annotated[_any_of(events), Field(discriminator="kind")]
    return dataclasses.make_dataclass(
        "InterviewRecordWired",
        [("events", tuple[told_apart, ...])],
        bases=(InterviewRecord,),
        frozen=True,
        slots=True,
        kw_only=True,
    )


def _unbounded(schema: Any) -> Any:
    """Without bounds; of numbers the finite ones alone."""
    if isinstance(schema, dict):
        finite = {"allow_inf_nan": False} if schema.get("type") == "float" else {}
        return finite | {
            key: _unbounded(value)
            for key, value in schema.items()
            if key not in BOUNDS or schema.get("type") not in ("str", "int", "float", "tuple")
        }
    if isinstance(schema, list | tuple):
        return type(schema)(_unbounded(each) for each in schema)
    return schema


def _with_surrogates(line: bytes) -> Record:
    """A line with lone surrogates, which pydantic refuses: checked without them, then read by hand with them."""
    from pydantic import ValidationError

    try:
        values = json.loads(line)
        _validator().validate_json(json.dumps(_cleaned(values)), strict=True, extra="forbid")
    except ValidationError as error:
        raise BadRecordError(_reason(error)) from None
    except (ValueError, RecursionError) as error:
        raise BadRecordError(f"no JSON ({error})") from None
    return _by_hand(values)


def _cleaned(value: Any) -> Any:
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_cleaned(each) for each in value]
    return SURROGATES.sub("?", value) if isinstance(value, str) else value


def _by_hand(values: dict[str, Any]) -> Record:
    read = functools.partial(as_record, date=datetime.fromisoformat)
    if values["type"] != "interview":
        record: Record = read(KINDS[values["type"]], values)
        return record
    events = tuple(
        EventRecord(kind=each["kind"], event=read(EVENT_KINDS[each["kind"]], each["event"]))
        for each in values["events"]
    )
    without: InterviewRecord = read(InterviewRecord, {**values, "events": []})
    return dataclasses.replace(without, events=events)


def _dates(record: Record) -> Iterator[datetime]:
    """Every date of a record that is kept as one."""
    if isinstance(record, InterviewRecord):
        yield record.interview.created_at
        yield from (each.event.at for each in record.events)
        for answer in record.answers:
            yield from _dates_of(answer)
    elif isinstance(record, AnswerRecord):
        yield from _dates_of(record)
    elif isinstance(record, DraftRecord):
        yield record.draft.updated_at
    elif isinstance(record, ScheduleRecord):
        yield record.updated_at
        yield from (value for value in fields_of(record.item).values() if isinstance(value, datetime))
    elif isinstance(record, FactRecord):
        yield record.updated_at


def _dates_of(record: AnswerRecord) -> Iterator[datetime]:
    yield record.answer.created_at
    yield from (each.created_at for each in record.grades)


def _reason(error: "ValidationError") -> str:
    """The first mistake: where it is, and what is wrong."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "no JSON: the line is cut" if "EOF" in first["msg"] else "no JSON"
    if first["type"] == "union_tag_not_found" and not first["loc"]:
        return "a record needs a type"
    if first["type"] == "union_tag_invalid" and not first["loc"]:
        return f"an unknown type {str(first['ctx']['tag'])[:40]!r}"
    if first["type"] == "dict_type":
        return "no record: a line must be a JSON object"
    where = ".".join(str(part) for part in first["loc"] if not str(part).endswith("Record"))
    tag = str(first.get("ctx", {}).get("tag", ""))[:40]
    known = {
        "missing": "is missing",
        "unexpected_keyword_argument": "is not known",
        "union_tag_invalid": f"an unknown kind {tag!r}",
        "union_tag_not_found": "needs a kind",
    }
    what = known.get(first["type"], first["msg"])
    return f"{where}: {what}"
