"""How a line of unknown origin becomes a record of an export."""

import dataclasses
import functools
import json
import re
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union

from interviewer.domain.grades import Grade
from interviewer.storage.export_records import (
    EVENT_KINDS,
    HEADER,
    KINDS,
    AnswerRecord,
    DrillRecord,
    EventRecord,
    InterviewRecord,
    Record,
)
from interviewer.storage.grade_texts import cut
from interviewer.storage.grades import GradeRow, grade_row
from interviewer.storage.rows import as_record

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import SchemaValidator

BOUNDS = ("min_length", "max_length", "ge", "le", "gt", "lt")
LONE_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
SURROGATES = re.compile("[\ud800-\udfff]")


class BadRecordError(ValueError):
    """A line that is no record; one line for people, which names the field."""


class ReadRecord(NamedTuple):
    """A record and, apart from it, the grades of each of its answers, as they are stored."""

    record: Record
    grades: Sequence[Sequence[GradeRow]] = ()


def read_record(line: bytes) -> ReadRecord:
    """Raises BadRecordError: no JSON, an unknown type or field, a value of another type, a date without a time zone."""
    return _read_cut(line) or _apart(_read_whole(line))


def _read_cut(line: bytes) -> ReadRecord | None:
    """A record whose grades, if it has any, could be cut out; None for any other, and where something is wrong."""
    from pydantic import ValidationError

    rest, texts = cut(line)
    try:
        record: Record = _validator(cut=True).validate_json(rest, strict=True, extra="forbid")
        grades = [_grade_validator().validate_json(text, strict=True, extra="forbid") for text in texts]
    except (ValidationError, RecursionError):
        return None
    numbered: Any = [each.grades for each in _answers(record)]  # each with a number in the place of its grade
    if [each.grade for of_one in numbered for each in of_one] != list(range(len(texts))):
        return None
    rows = [
        [grade_row(grades[each.grade], each.created_at, texts[each.grade]) for each in of_one] for of_one in numbered
    ]
    return ReadRecord(_without_grades(record), rows)


def _apart(record: Record) -> ReadRecord:
    rows = [[grade_row(each.grade, each.created_at) for each in answer.grades] for answer in _answers(record)]
    return ReadRecord(_without_grades(record), rows)


def _answers(record: Record) -> Sequence[AnswerRecord]:
    if isinstance(record, InterviewRecord):
        return record.answers
    return (record,) if isinstance(record, DrillRecord) else ()


def _without_grades(record: Record) -> Record:
    if isinstance(record, DrillRecord):
        return dataclasses.replace(record, grades=())
    if not isinstance(record, InterviewRecord):
        return record
    # Of the types that others know: those of `_wired` can be handed to no other process.
    values = {each.name: getattr(record, each.name) for each in dataclasses.fields(InterviewRecord)}
    values["events"] = tuple(EventRecord(kind=each.kind, event=each.event) for each in record.events)
    values["answers"] = tuple(dataclasses.replace(each, grades=()) for each in record.answers)
    return InterviewRecord(**values)


def _read_whole(line: bytes) -> Record:
    """Raises BadRecordError."""
    from pydantic import ValidationError

    try:
        record: Record = _validator().validate_json(line, strict=True, extra="forbid")
    except ValidationError as error:
        if not LONE_SURROGATE.search(line):
            raise BadRecordError(_reason(error)) from None
        record = _with_surrogates(line)
    except RecursionError:
        raise BadRecordError("nested too deeply") from None
    return record


def format_of(line: bytes) -> int | None:
    """The format that a header names, whatever else it holds; None where the line is none."""
    with suppress(ValueError, RecursionError):
        values = json.loads(line)
        if isinstance(values, dict) and values.get("type") == HEADER and isinstance(values.get("format"), int):
            return int(values["format"])
    return None


@functools.cache
def _validator(*, cut: bool = False) -> "SchemaValidator":
    """Checks types, not bounds: a question that was typed on the spot has no id, and is kept without one.

    With `cut` it takes lines that have a number in the place of each grade.
    """
    from pydantic import Field, TypeAdapter
    from pydantic_core import SchemaValidator

    records: Any = Annotated[_any_of([_wired(kind) for kind in KINDS.values()]), Field(discriminator="type")]
    schema = TypeAdapter(records).core_schema
    return SchemaValidator(_unbounded(_numbered(schema) if cut else schema))


@functools.cache
def _grade_validator() -> "SchemaValidator":
    from pydantic import TypeAdapter
    from pydantic_core import SchemaValidator

    return SchemaValidator(_unbounded(TypeAdapter(Grade).core_schema))


def _numbered(schema: Any) -> Any:
    """With a number for each grade."""
    if isinstance(schema, dict):
        if schema.get("cls") is Grade:
            return {"type": "int"} | ({"ref": schema["ref"]} if "ref" in schema else {})
        return {key: _numbered(value) for key, value in schema.items()}
    return type(schema)(map(_numbered, schema)) if isinstance(schema, list | tuple) else schema


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
    """Without bounds; of numbers the finite ones alone, of dates those with a time zone."""
    if isinstance(schema, dict):
        wanted: dict[str, dict[str, Any]] = {"float": {"allow_inf_nan": False}, "datetime": {"tz_constraint": "aware"}}
        return wanted.get(schema.get("type", ""), {}) | {
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


def _reason(error: "ValidationError") -> str:
    """The first mistake: where it is, and what is wrong."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"] == "json_invalid":
        return "no JSON: the line is cut" if "EOF" in first["msg"] else "no JSON"
    if first["type"] == "union_tag_not_found" and not first["loc"]:
        return "a record needs a type"
    if first["type"] == "union_tag_invalid" and not first["loc"]:
        return f"an unknown type {str(first['ctx']['tag'])[:40]!r}"
    if first["type"] == "timezone_aware":
        return "a date without a time zone"
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
