"""An export: everything as lines of JSON, oldest first, read page by page, so that a long history takes no more memory.

Grades and questions go out as they lie in the database, unread: reading a hundred thousand grades would take a minute.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import is_dataclass
from datetime import datetime
from heapq import merge
from itertools import chain
from operator import itemgetter
from typing import Any

from interviewer.domain.interviews import Interview
from interviewer.domain.questions import Question
from interviewer.domain.schedule import ScheduleItem
from interviewer.storage.connection import SharedConnection
from interviewer.storage.export_records import END, FORMAT, HEADER
from interviewer.storage.interviews import read_events
from interviewer.storage.rows import Stored, fields_of, from_json, moment, unpacked

PAGE = 200
BEFORE_ALL = -(2**63)
ANSWERS = """SELECT place, number, id, session_id, position, track, question, text, typing_seconds, created_at
    FROM answers JOIN answer_texts ON answer = number WHERE deleted_at IS NULL"""
LABELS = """SELECT COALESCE((SELECT name FROM labels WHERE entry = :id), ''),
    COALESCE((SELECT note FROM labels WHERE entry = :id), '')"""


def export_lines(shared: SharedConnection, *, program: str, now: datetime, more: Iterable[Any] = ()) -> Iterator[str]:
    """Lines without their ends. Deleted entries are left out. `more` are records from outside of the database.

    A line is ASCII where it holds what is no valid text (lone surrogates), so that it can be written to any file.
    """
    yield _line({"type": HEADER, "format": FORMAT, "program": program, "created_at": now})
    count = 0
    by_date = (line for _, line in merge(_interviews(shared), _drills(shared), key=itemgetter(0)))
    for line in chain(map(_line, more), by_date, _drafts(shared), _schedule(shared), _facts(shared)):
        count += 1
        yield line
    yield _line({"type": END, "records": count})


def _line(values: Any) -> str:
    """One record; what is JSON already stands in it as it is."""
    text = _joined(values)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(json.loads(text), separators=(",", ":"))
    return text


class _Ready(str):
    """JSON that only has to be put in its place."""

    __slots__ = ()


def _joined(value: Any) -> str:
    if isinstance(value, _Ready):
        return value
    if isinstance(value, dict):
        return f"{{{','.join(f'{json.dumps(key)}:{_joined(each)}' for key, each in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{','.join(map(_joined, value))}]"
    if isinstance(value, datetime):
        return f'"{value.isoformat()}"'
    if is_dataclass(value) and not isinstance(value, type):
        return _joined(fields_of(value))
    return json.dumps(value, ensure_ascii=False)


def _pages(shared: SharedConnection, sql: str, after: Any) -> Iterator[list[tuple[Any, ...]]]:
    """Pages of rows along their first column, each read in a moment of its own."""
    while True:
        with shared.reading() as connection:
            page = connection.execute(f"{sql} LIMIT {PAGE}", {"after": after}).fetchall()
        if not page:
            return
        yield page
        after = page[-1][0]


def _drills(shared: SharedConnection) -> Iterator[tuple[int, str]]:
    """Places and lines."""
    sql = f"{ANSWERS} AND interview IS NULL AND place > :after ORDER BY place"
    for page in _pages(shared, sql, BEFORE_ALL):
        with shared.reading() as connection:
            lines = [(row[0], _line({"type": "drill", **_answer(connection, row)})) for row in page]
        yield from lines


def _answer(connection: sqlite3.Connection, row: tuple[Any, ...]) -> dict[str, Any]:
    _, number, answer_id, session_id, position, track, question, text, typing_seconds, created_at = row
    grades = connection.execute(
        "SELECT created_at, grade FROM grades WHERE answer = ? ORDER BY created_at, number", (number,)
    )
    return {
        "answer": {
            "id": unpacked(answer_id),
            "session_id": unpacked(session_id),
            "position": position,
            "track": track,
            "question": _Ready(unpacked(question)),
            "text": unpacked(text),
            "typing_seconds": typing_seconds,
            "created_at": moment(created_at),
        },
        "grades": [{"created_at": moment(at), "grade": _Ready(unpacked(grade))} for at, grade in grades],
        **_labels(connection, answer_id),
    }


def _labels(connection: sqlite3.Connection, entry: Stored) -> dict[str, Any]:
    name, note = map(unpacked, connection.execute(LABELS, {"id": entry}).fetchone())
    tags = connection.execute("SELECT tag FROM tags WHERE entry = ? ORDER BY tag", (entry,))
    return {"name": name, "note": note, "tags": [unpacked(tag) for (tag,) in tags]}


def _interviews(shared: SharedConnection) -> Iterator[tuple[int, str]]:
    """Places and lines."""
    sql = "SELECT place, id, open, plan FROM interviews WHERE deleted_at IS NULL AND place > :after ORDER BY place"
    for page in _pages(shared, sql, BEFORE_ALL):
        for place, interview_id, is_open, plan in page:
            with shared.reading() as connection:
                events = read_events(connection, unpacked(interview_id))
                answers = connection.execute(f"{ANSWERS} AND interview = ? ORDER BY position, place", (interview_id,))
                record = {
                    "type": "interview",
                    "interview": from_json(Interview, plan),
                    "open": bool(is_open),
                    "events": [{"kind": type(each).__name__, "event": each} for each in events],
                    "answers": [_answer(connection, row) for row in answers.fetchall()],
                    **_labels(connection, interview_id),
                }
            yield place, _line(record)


def _drafts(shared: SharedConnection) -> Iterator[str]:
    sql = "SELECT number, slot, track, question, text, typing_seconds, updated_at FROM drafts WHERE number > :after"
    for page in _pages(shared, f"{sql} ORDER BY number", BEFORE_ALL):
        for _, slot, track, question, text, typing_seconds, updated_at in page:
            draft = {
                "slot": unpacked(slot),
                "track": track,
                "question": _Ready(unpacked(question)),
                "text": unpacked(text),
                "typing_seconds": typing_seconds,
                "updated_at": moment(updated_at),
            }
            yield _line({"type": "draft", "draft": draft})


def _schedule(shared: SharedConnection) -> Iterator[str]:
    with shared.reading() as connection:
        rows = connection.execute("SELECT updated_at, item FROM schedule ORDER BY due, kind, track, id").fetchall()
    for updated_at, item in rows:
        yield _line({"type": "schedule", "updated_at": moment(updated_at), "item": from_json(ScheduleItem, item)})


def _facts(shared: SharedConnection) -> Iterator[str]:
    with shared.reading() as connection:
        rows = connection.execute("SELECT updated_at, name, value FROM facts ORDER BY name").fetchall()
    for updated_at, name, value in rows:
        fact = {"type": "fact", "updated_at": moment(updated_at), "name": unpacked(name), "value": unpacked(value)}
        yield _line(fact)


def question_record(question: Question) -> dict[str, Any]:
    """For `more`: a question of the person's own."""
    return {"type": "question", "question": question}


def rubric_record(file: str, text: str) -> dict[str, Any]:
    """For `more`: a rubric file of the person's own."""
    return {"type": "rubric", "file": file, "text": text}
