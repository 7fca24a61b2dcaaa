"""How values lie in the database: text, dates and records, each read back exactly as it was."""

import dataclasses
import json
import sqlite3
import types
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from interviewer.ports import StoreError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Stored = str | bytes
T = TypeVar("T")


def packed(text: str) -> Stored:
    """`text` as SQLite can hold it: TEXT, or a BLOB where lone surrogates make it no valid UTF-8.

    Equal texts are packed alike, so packed text can be compared and indexed.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
    return text


def unpacked(stored: Stored) -> str:
    return stored.decode("utf-8", "surrogatepass") if isinstance(stored, bytes) else stored


def packed_or_none(text: str | None) -> Stored | None:
    return None if text is None else packed(text)


def unpacked_or_none(stored: Stored | None) -> str | None:
    return None if stored is None else unpacked(stored)


def microseconds(moment: datetime) -> int:
    """Since 1970 in UTC: exact, and in order. Raises ValueError for a date without a time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no time zone")
    since = moment - EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(stored: int) -> datetime:
    """The date of so many microseconds since 1970, aware, in UTC."""
    return EPOCH + timedelta(microseconds=stored)


def insert(connection: sqlite3.Connection, table: str, row: Mapping[str, object], utf8: str = "") -> int:
    """Adds a row, whose columns are the keys of `row`, and returns its number. Raises sqlite3.Error.

    `utf8` names a column whose text comes as bytes, valid UTF-8, so that long texts need not be decoded and encoded.
    """
    return connection.execute(_insertion(table, tuple(row), utf8), tuple(row.values())).lastrowid or 0


@cache
def _insertion(table: str, names: tuple[str, ...], utf8: str) -> str:
    """The names are of our own code."""
    values = ("CAST(? AS TEXT)" if name == utf8 else "?" for name in names)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join(values)})"


def to_json(record: "DataclassInstance") -> Stored:
    """Every field of a record. Escaped to ASCII, two lone surrogates side by side would come back as one character."""
    return packed(json.dumps(record, default=_as_dict, ensure_ascii=False, separators=(",", ":")))


def _as_dict(record: "DataclassInstance | datetime") -> dict[str, Any] | int:
    """What `dataclasses.asdict` gives, at a third of its cost: that copies every string of a grade."""
    return microseconds(record) if isinstance(record, datetime) else fields_of(record)


def fields_of(record: "DataclassInstance") -> dict[str, Any]:
    """One level of a record, by the names of its fields."""
    return {name: getattr(record, name) for name, _ in _fields(type(record))}


def from_json(kind: type[T], stored: Stored) -> T:
    """The record that `to_json` wrote; fields that this version does not know are passed over.

    Read by hand, because pydantic would cost the first screen 50 ms. Raises StoreError where a field is missing.
    """
    try:
        record: T = as_record(kind, json.loads(unpacked(stored)))
    except (ValueError, TypeError) as error:
        reason = " ".join(str(error).split())
        raise StoreError(
            f"a {kind.__name__.lower()} in the database cannot be read ({reason}): put a backup in the database's place"
        ) from error
    return record


def as_record(kind: Any, values: Any, date: Callable[[Any], datetime] = moment) -> Any:
    """A record out of what JSON has of it; `date` reads a date. Raises TypeError where a field is missing."""
    if not isinstance(values, dict):
        raise TypeError(f"{kind.__name__} is no object")
    return kind(**{name: _value(hint, values[name], date) for name, hint in _fields(kind) if name in values})


@cache
def _fields(kind: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    return tuple((field.name, hints[field.name]) for field in dataclasses.fields(kind))


def _value(hint: Any, value: Any, date: Callable[[Any], datetime]) -> Any:
    """JSON has lists for tuples, objects for records and microseconds for dates; all else is what it was."""
    origin = get_origin(hint)
    if origin is tuple:
        if not isinstance(value, list):
            raise TypeError(f"{value!r:.40} is no list")
        item = get_args(hint)[0]
        return tuple(_value(item, each, date) for each in value)
    if origin in (Union, types.UnionType):
        inner = next(each for each in get_args(hint) if each is not types.NoneType)
        return None if value is None else _value(inner, value, date)
    if hint is datetime:
        return date(value)
    return as_record(hint, value, date) if dataclasses.is_dataclass(hint) else value
