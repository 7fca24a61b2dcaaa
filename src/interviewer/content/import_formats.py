"""Lists of questions in other formats (TOML, tables, JSON Lines, Markdown), as plain fields with their lines."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Any

from interviewer.content.import_markdown import read_markdown
from interviewer.content.question_files import unfit
from interviewer.content.raw_entries import LIST_FIELDS, NUMBER_FIELDS, RawEntry, ReadEntries, as_list, field_named
from interviewer.content.spreadsheet_cells import of_text_cell
from interviewer.content.toml_file import parse_toml
from interviewer.domain.questions import Question, Topic
from interviewer.ports import Problem

FORMATS = ("toml", "csv", "jsonl", "md")
SUFFIXES = {
    ".toml": "toml", ".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".md": "md",
    ".markdown": "md",
}  # fmt: skip
DELIMITERS = (",", ";", "\t", "|")
BESIDE = ("own", "pack")  # what `questions list --format json` says beside a question's fields


@dataclass(frozen=True, slots=True)
class Source:
    """A text with the name of its file; `topics` are those that a heading may name."""

    name: str
    text: str
    topics: Sequence[Topic] = ()


def read_entries_of(source: Source, form: str) -> ReadEntries:
    """Every entry of the text with the line it begins at, and what cannot be read at all."""
    readers: Mapping[str, Callable[[Source], ReadEntries]] = {
        "toml": _from_toml,
        "csv": _from_table,
        "jsonl": _from_json_lines,
        "md": lambda each: read_markdown(each.name, each.text, each.topics),
    }
    return readers[form](source)


def _from_toml(source: Source) -> ReadEntries:
    file = parse_toml(source.text, source.name)
    if isinstance(file, Problem):
        return ReadEntries(problems=[file])
    problems = [
        Problem(file.name, file.table_line(key), key, "is not a known field: questions stand under [[questions]]")
        for key in file.tables
        if key != "questions"
    ]
    found = file.tables.get("questions", [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        line = file.table_line("questions")
        problems.append(Problem(file.name, line, "questions", "must be a list: write [[questions]]"))
        return ReadEntries(problems=problems)
    lines = [file.entry_line("questions", at) for at in range(len(found))]
    entries = [
        RawEntry(line, dict(each), partial(file.field_line, line)) for line, each in zip(lines, found, strict=True)
    ]
    return ReadEntries(entries, problems)


def _from_json_lines(source: Source) -> ReadEntries:
    read = ReadEntries()
    for number, line in enumerate(source.text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            value = json.loads(line)
        except (ValueError, RecursionError) as error:
            why = f"{error.msg} (column {error.colno})" if isinstance(error, json.JSONDecodeError) else "too deep"
            read.problems.append(Problem(source.name, number, "", f"not valid JSON: {why}"))
            continue
        if not isinstance(value, dict):
            read.problems.append(Problem(source.name, number, "", "must be an object with a question's fields"))
            continue
        if value.get("type", "question") != "question":
            message = f"is a record of type {value['type']!r}, not a question (interviewer history import)"
            read.problems.append(Problem(source.name, number, "type", message))
            continue
        kept = {name: each for name, each in value.items() if each is not None and name not in ("type", *BESIDE)}
        read.entries.append(RawEntry(number, kept))
    return read


def _from_table(source: Source) -> ReadEntries:
    """A table whose first line names the columns; commas, semicolons, tabs and bars are told apart by it."""
    text, first = source.text, 1
    if text.lower().startswith("sep="):  # a spreadsheet's note on its own delimiter
        _, _, text = text.partition("\n")
        first = 2
    header_line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    delimiter = max(DELIMITERS, key=lambda each: len(_known_columns(header_line, each)))
    rows = _rows(text, delimiter, first)
    try:
        _, header = next(rows, (first, []))
        columns = [field_named(cell) for cell in header]
        if "prompt" not in columns:
            message = "the first line must name the columns, one of them prompt"
            return ReadEntries(problems=[Problem(source.name, first, "prompt", message)])
        read = ReadEntries(problems=_bad_columns(source.name, first, header, columns))
        for line, row in rows:
            if len(row) > len(columns):
                message = f"has {len(row)} cells, and the first line names {len(columns)} columns"
                read.problems.append(Problem(source.name, line, "", message))
            elif not all(map(_is_blank, row)):
                cells = zip(columns, row, strict=False)
                found = {name: _value(name, of_text_cell(cell)) for name, cell in cells if name and not _is_blank(cell)}
                read.entries.append(RawEntry(line, found))
    except _TableError as error:
        return ReadEntries(problems=[Problem(source.name, error.line, "", error.message)])
    return read


def _is_blank(cell: str) -> bool:
    """Whether a cell holds nothing; control characters are something, to be refused, although `strip` takes some."""
    return not cell.strip() and not unfit(cell)


class _TableError(Exception):
    def __init__(self, line: int, message: str) -> None:
        self.line = line
        self.message = message


def _rows(text: str, delimiter: str, first: int) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line it begins at. Raises _TableError."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        line = reader.line_num + first
        try:
            row = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            told = "a quote is opened here and never closed" if "unexpected end" in str(error) else str(error)
            raise _TableError(line, f"not a valid table: {told}") from None
        if row:
            yield line, row


def _known_columns(line: str, delimiter: str) -> list[str]:
    try:
        return [name for cell in next(csv.reader([line], delimiter=delimiter), []) if (name := field_named(cell))]
    except csv.Error:
        return []


def _bad_columns(name: str, line: int, header: Sequence[str], columns: Sequence[str]) -> list[Problem]:
    import difflib

    known = [each.name for each in fields(Question)]
    found = []
    for cell, column in zip(header, columns, strict=True):
        if not column and cell.strip() and cell.strip().lower() not in BESIDE:
            near = difflib.get_close_matches(cell.strip().lower(), known, n=1)
            hint = f": did you mean {near[0]!r}?" if near else f" ({', '.join(known)})"
            found.append(Problem(name, line, cell.strip(), f"is not a known column{hint}"))
        elif column and columns.count(column) > 1 and columns.index(column) < len(columns) - 1:
            found.append(Problem(name, line, column, "is the name of two columns"))
    return list(dict.fromkeys(found))


def _value(name: str, cell: str) -> Any:
    """A cell as the field's own kind, else as it is, for the check to complain of."""
    if name in NUMBER_FIELDS:
        plain = cell.strip()
        return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else plain
    return as_list(name, cell) if name in LIST_FIELDS else cell
