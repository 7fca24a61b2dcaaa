"""A TOML file read for people: what is wrong is said with file, line and field, and one bad entry spoils no other."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from interviewer.content.text_file import read_text
from interviewer.ports import Problem

POSITION = re.compile(r" \(at line (\d+), column \d+\)")
AT_END = re.compile(r" \(at end of document\)")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class TomlFile:
    """The parsed tables of a file and its lines, to look positions up (tomllib gives none)."""

    name: str
    tables: dict[str, Any]
    lines: tuple[str, ...]
    _headers: dict[str, tuple[int, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def entry_line(self, table: str, index: int) -> int:
        """The line of the index-th `[[table]]` header, counted from 1; 0 where there is none."""
        found = self._headers.get(table)
        if found is None:  # once for all entries: a file may have ten thousand
            header = re.compile(rf"\s*\[\[\s*{re.escape(table)}\s*\]\]")
            found = self._headers[table] = tuple(self._matching(header))
        return found[index] if index < len(found) else 0

    def table_line(self, name: str) -> int:
        """The line where a key or table of the top level first stands; 0 where it isn't found."""
        header = re.compile(rf"""\s*\[{{0,2}}\s*(["']?){re.escape(name)}\1\s*[\]=.]""")
        return next(self._matching(header), 0)

    def field_line(self, after: int, field: str) -> int:
        """The first line from `after` on that sets `field` before the next header, else `after`."""
        key = re.compile(rf"""\s*(["']?){re.escape(field)}\1\s*=""")
        for at in range(after, len(self.lines)):
            if key.match(self.lines[at]):
                return at + 1
            if re.match(r"\s*\[", self.lines[at]):
                break
        return after

    def _matching(self, pattern: re.Pattern[str]) -> Iterator[int]:
        return (number for number, line in enumerate(self.lines, start=1) if pattern.match(line))


def read_toml(path: Path, shown: str | None = None) -> TomlFile | Problem:
    """The file, or the one thing that is wrong with it."""
    name = shown or str(path)
    text = read_text(path, name)
    return text if isinstance(text, Problem) else parse_toml(text, name)


def parse_toml(text: str, name: str) -> TomlFile | Problem:
    """The tables of a text, or the one thing that is wrong with it; `name` is the file that people are told."""
    try:
        tables = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        message = str(error) or "nested too deeply"
        found = POSITION.search(message)
        line = int(found[1]) if found else (text.count("\n") + 1 if AT_END.search(message) else 0)
        plain = AT_END.sub(" at the end of the file", POSITION.sub("", message))
        return Problem(name, line, "", f"not valid TOML: {plain[:1].lower()}{plain[1:]}")
    return TomlFile(name, tables, tuple(text.split("\n")))


_adapters: dict[type, Any] = {}


def _adapter(kind: type) -> Any:
    """Building one takes tens of milliseconds: each is built once."""
    from pydantic import TypeAdapter

    if kind not in _adapters:
        _adapters[kind] = TypeAdapter(kind)
    return _adapters[kind]


def validated(kind: type[T], value: object) -> T | list[tuple[str, str]]:
    """`value` as a domain type, checked strictly (no unknown field, True is not 1), or (field, message) pairs."""
    from pydantic import ValidationError

    try:
        text = json.dumps(value, default=str)
    except (TypeError, ValueError) as error:
        return [("", f"cannot be read: {error}")]
    try:
        result: T = _adapter(kind).validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        return [_plain(detail) for detail in error.errors(include_url=False, include_context=True)]
    return result


PLAIN = {
    "missing": "is missing",
    "missing_argument": "is missing",
    "unexpected_keyword_argument": "is not a known field",
    "extra_forbidden": "is not a known field",
    "literal_error": "{shown} is not one of {expected}",
    "string_type": "must be text, not {shown}",
    "int_type": "must be a whole number, not {shown}",
    "int_from_float": "must be a whole number, not {shown}",
    "float_type": "must be a number, not {shown}",
    "tuple_type": "must be a list, not {shown}",
    "list_type": "must be a list, not {shown}",
    "dataclass_type": "must be a table, not {shown}",
    "string_too_short": "must not be empty",
    "greater_than": "must be greater than {gt:g}, not {shown}",
    "greater_than_equal": "must be at least {ge:g}, not {shown}",
    "less_than_equal": "must be at most {le:g}, not {shown}",
}


def _plain(detail: Any) -> tuple[str, str]:
    """A pydantic error in plain words."""
    where = [part for part in detail["loc"] if isinstance(part, str | int)]
    field = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in where).lstrip(".")
    shown = repr(detail.get("input"))
    shown = shown if len(shown) <= 40 else shown[:37] + "..."
    context = detail.get("ctx", {})
    kind = detail["type"]
    if kind == "too_short":
        return field, f"needs at least {context['min_length']} entries, not {context['actual_length']}"
    if kind == "too_long":
        return field, f"may have {context['max_length']} entries, not {context['actual_length']}"
    if kind in PLAIN:
        return field, PLAIN[kind].format(shown=shown, **context)
    return field, detail["msg"][:1].lower() + detail["msg"][1:]
