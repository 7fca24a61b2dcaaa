"""Questions as text in each format that can be read back: TOML, tables, JSON Lines and Markdown."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from typing import Any

from interviewer.content.own_questions import toml_fields
from interviewer.content.raw_entries import LIST_FIELDS, as_cell
from interviewer.content.spreadsheet_cells import as_text_cell
from interviewer.domain.questions import TRACK_NAMES, Question
from interviewer.domain.text import unsteering

LONG_LINE = 100
SINGULAR = {"expects": "expects", "pitfalls": "pitfall", "follow_ups": "follow-up"}


def as_text(questions: Sequence[Question], form: str) -> str:
    """The questions as "toml", "csv", "jsonl" or "md"; read back they are the same."""
    writers: Mapping[str, Callable[[Sequence[Question]], str]] = {
        "toml": toml_text, "csv": csv_text, "jsonl": json_lines, "md": markdown_text,
    }  # fmt: skip
    return writers[form](questions)


def toml_text(questions: Iterable[Question]) -> str:
    return "\n".join(f"[[questions]]\n{''.join(_toml_lines(each))}" for each in questions)


def _toml_lines(question: Question) -> Iterator[str]:
    for name, value in toml_fields(question).items():
        if isinstance(value, list) and sum(map(len, value)) > LONG_LINE:
            yield f"{name} = [\n" + "".join(f"  {_toml_value(each)},\n" for each in value) + "]\n"
        else:
            yield f"{name} = {_toml_value(value)}\n"


def _toml_value(value: Any) -> str:
    """TOML's strings, lists of strings and whole numbers are written as JSON's are."""
    return unsteering(json.dumps(value, ensure_ascii=False))


def json_lines(questions: Iterable[Question]) -> str:
    return "".join(
        unsteering(json.dumps({"type": "question", **toml_fields(each)}, ensure_ascii=False)) + "\n"
        for each in questions
    )


def csv_text(questions: Iterable[Question]) -> str:
    """A table with every field; a list stands in one cell, one entry a line. No cell is a formula to a spreadsheet."""
    names = [each.name for each in fields(Question)]
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n", quoting=csv.QUOTE_ALL)  # blanks at an end stay
    writer.writerow(names)
    for question in questions:
        writer.writerow([_cell(name, getattr(question, name)) for name in names])
    return out.getvalue()


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    return as_text_cell(as_cell(value) if name in LIST_FIELDS else str(value))


def markdown_text(questions: Iterable[Question]) -> str:
    """A list under a heading for each track; a question's other fields stand in its own list."""
    parts = []
    for track, name in (*TRACK_NAMES.items(), ("both", "Both tracks")):
        of_track = [each for each in questions if each.track == track]
        if of_track:
            parts.append(f"# {name}\n\n" + "\n".join("".join(_markdown_lines(each)) for each in of_track))
    return "\n".join(parts)


def _markdown_lines(question: Question) -> Iterator[str]:
    yield f"- {_line(question.prompt)}\n"
    for name, value in toml_fields(question).items():
        if name in ("prompt", "track"):
            continue
        if name in SINGULAR:
            yield from (f"  - {SINGULAR[name]}: {_line(each)}\n" for each in value)
        else:
            yield f"  - {name}: {', '.join(value) if isinstance(value, list) else _line(str(value))}\n"


def _line(text: str) -> str:
    """The text on one line, in JSON's quotes where it would not be read back as it is."""
    plain = (
        bool(text)
        and text == text.strip()
        and not any(each in text for each in "\n\r\u2028\u2029\v\f\x85")
        and text[:1] != '"'
    )
    plain = plain and not text.startswith(("[ ]", "[x]", "[X]"))
    return text if plain else json.dumps(text)
