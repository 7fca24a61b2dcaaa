"""Imports of files that are cut, damaged, newer, contradictory or long: what is wrong is said, nothing is half done."""

import json
import re
import sqlite3
import tracemalloc
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain.history import HistoryQuery
from interviewer.ports import BadFileError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .interview_samples import first_round, hold, interview
from .samples import answer, at, draft, scored
from .transfer import exported, imported


@pytest.fixture
def lines(store: SqliteStore) -> list[bytes]:
    """A header, three drill answers with a grade each, an interview, a draft and the end."""
    for number in range(3):
        store.save_answer(answer(f"Answer number {number}.", id=f"drill-{number}", seconds=number))
        store.add_grade(f"drill-{number}", replace(scored(3.0), grade_id=f"grade-{number}"), at(number + 0.5))
    hold(store)
    store.save_draft(draft("still here"))
    return exported(store)


def counts(path: Path) -> tuple[int, int, int]:
    """Answers, interviews and whether there is a draft."""
    with closing(open_store(path)) as store:
        return store.count_answers(), len(store.interviews(limit=9)), int(store.newest_draft() is not None)


def changed(line: bytes, *path: str | int, value: Any) -> bytes:
    record = json.loads(line)
    inner = record
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return json.dumps(record).encode() + b"\n"


def without(line: bytes, *path: str | int) -> bytes:
    record = json.loads(line)
    inner = record
    for key in path[:-1]:
        inner = inner[key]
    del inner[path[-1]]
    return json.dumps(record).encode() + b"\n"


BAD: dict[str, tuple[int, Any, str]] = {
    "cut in a line": (3, lambda line: line[:200], "line 3: no JSON: the line is cut"),
    "no JSON": (2, lambda line: b"hello\n", "line 2: no JSON"),
    "no object": (2, lambda line: b"[1, 2]\n", "line 2: no record: a line must be a JSON object"),
    "no UTF-8": (2, lambda line: b'{"type": "\xff"}\n', "line 2: no JSON"),
    "deep": (2, lambda line: b"[" * 100_000 + b"\n", "line 2: no JSON"),
    "no type": (2, lambda line: b"{}\n", "line 2: a record needs a type"),
    "another type": (2, lambda line: b'{"type": "song"}\n', "line 2: an unknown type 'song'"),
    "missing": (2, lambda line: without(line, "answer", "text"), "line 2: drill.answer.text: is missing"),
    "unknown field": (
        2,
        lambda line: changed(line, "answer", "mood", value=1),
        "line 2: drill.answer.mood: is not known",
    ),
    "a word for a number": (
        2,
        lambda line: changed(line, "answer", "position", value="one"),
        "line 2: drill.answer.position: Input should be a valid integer",
    ),
    "true for a number": (
        2,
        lambda line: changed(line, "answer", "position", value=True),
        "line 2: drill.answer.position: Input should be a valid integer",
    ),
    "a huge position": (
        2,
        lambda line: changed(line, "answer", "position", value=10**30),
        "line 2: the answer 'drill-0' has the position 1000000000000000000000000000000",
    ),
    "infinite": (
        2,
        lambda line: line.replace(b'"typing_seconds":12.5', b'"typing_seconds":1e999'),
        "line 2: drill.answer.typing_seconds: Input should be a finite number",
    ),
    "another track": (
        2,
        lambda line: changed(line, "answer", "track", value="sales"),
        "line 2: drill.answer.track: Input should be 'ai_pm' or 'ml_pm'",
    ),
    "no date": (
        2,
        lambda line: changed(line, "answer", "created_at", value="yesterday"),
        "line 2: drill.answer.created_at: Input should be a valid datetime",
    ),
    "no time zone": (
        2,
        lambda line: changed(line, "grades", 0, "created_at", value="2026-11-20T10:00:00"),
        "line 2: a date without a time zone",
    ),
    "a number for a grade": (
        2,
        lambda line: re.sub(rb'"grade":{.*"schema_version":1}', b'"grade":0', line),
        "line 2: drill.grades.0.grade: Input should be ",
    ),
    "a number beside a grade": (
        2,
        lambda line: line.replace(b'"grades":[', b'"grades":[{"created_at":"2026-11-20T10:00:00Z","grade":0},'),
        "line 2: drill.grades.0.grade: Input should be ",
    ),
    "an unknown field of a grade": (
        2,
        lambda line: line.replace(b'"status":"scored"', b'"status":"scored","mood":1'),
        "line 2: drill.grades.0.grade.mood: is not known",
    ),
    "a number for a word in a grade": (
        2,
        lambda line: line.replace(b'"reason":"about fairness"', b'"reason":7'),
        "line 2: drill.grades.0.grade.gate.reason: Input should be a valid string",
    ),
    "an unusable tag": (
        2,
        lambda line: changed(line, "tags", value=["x" * 61]),
        "line 2: a tag has at most 60 letters",
    ),
    "an unknown event": (
        5,
        lambda line: changed(line, "events", 0, "kind", value="Sang"),
        "line 5: interview.events.0: an unknown kind 'Sang'",
    ),
    "another interview's answer": (
        5,
        lambda line: changed(line, "answers", 0, "answer", "session_id", value="other"),
        "line 5: the answer 'interview-1-answer-1' belongs to 'other'",
    ),
    "refused elsewhere": (
        5,
        lambda line: changed(line, "interview", "title", value="refused"),
        "line 5: this interview is refused",
    ),
}


@pytest.mark.parametrize("kind", BAD)
def test_a_bad_line_is_named_and_nothing_is_imported(lines: list[bytes], tmp_path: Path, kind: str) -> None:
    number, spoil, told = BAD[kind]
    lines[number - 1] = spoil(lines[number - 1])
    with pytest.raises(BadFileError) as caught:
        imported(tmp_path / "other.db", lines)
    assert str(caught.value).startswith(told)
    assert "\n" not in str(caught.value)
    assert counts(tmp_path / "other.db") == (0, 0, 0)


@pytest.mark.parametrize("kind", BAD)
def test_the_good_lines_can_be_kept(lines: list[bytes], tmp_path: Path, kind: str) -> None:
    number, spoil, told = BAD[kind]
    lines[number - 1] = spoil(lines[number - 1])
    result, elsewhere = imported(tmp_path / "other.db", lines, keep_good=True)
    assert [each[: len(told)] for each in elsewhere.bad] == [told]
    assert result.bad == 1
    assert counts(tmp_path / "other.db") == ((3, 0, 1) if number == 5 else (4, 1, 1))


@pytest.mark.parametrize(
    ("first", "told"),
    [
        (b"", "line 1: no export of interviewer: the file is empty"),
        (b"# Practice history\n", "line 1: no export of interviewer (no JSON)"),
        (b'{"type":"end","records":0}\n', "line 1: no export of interviewer: its first line is no header"),
        (
            b'{"type":"interviewer_export","format":2,"program":"9","created_at":"2030-01-01T00:00:00Z"}\n',
            "line 1: made by a newer interviewer (format 2, this one reads 1): upgrade interviewer",
        ),
        (
            b'{"type":"interviewer_export","format":2,"program":"9","created_at":"2030-01-01T00:00:00Z","new":1}\n',
            "line 1: made by a newer interviewer (format 2, this one reads 1): upgrade interviewer",
        ),
    ],
)
def test_a_file_that_is_no_export_is_refused_whole(tmp_path: Path, first: bytes, told: str) -> None:
    for keep_good in (False, True):
        with pytest.raises(BadFileError) as caught:
            imported(tmp_path / "other.db", [first] if first else [], keep_good=keep_good)
        assert str(caught.value) == told


def test_a_file_that_was_cut_between_lines_is_told(lines: list[bytes], tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match="line 4: the file ends before its end: it was cut, export it again"):
        imported(tmp_path / "other.db", lines[:4])
    assert counts(tmp_path / "other.db") == (0, 0, 0)
    result, _ = imported(tmp_path / "other.db", lines[:4], keep_good=True)
    assert (result.added, result.bad) == ({"drill": 3}, 1)


def test_two_exports_one_after_the_other_are_told(lines: list[bytes], tmp_path: Path) -> None:
    with pytest.raises(BadFileError, match=f"line {len(lines) + 1}: something follows the end of the export"):
        imported(tmp_path / "other.db", [*lines, *lines])


def test_blank_lines_and_windows_line_ends_do_no_harm(lines: list[bytes], tmp_path: Path) -> None:
    spread = [part for line in lines for part in (line.replace(b"\n", b"\r\n"), b"\r\n")]
    result, _ = imported(tmp_path / "other.db", spread)
    assert result.added == {"drill": 3, "interview": 1, "draft": 1}


def test_an_id_that_is_there_twice_counts_once_if_it_is_the_same(lines: list[bytes], tmp_path: Path) -> None:
    result, _ = imported(tmp_path / "other.db", [lines[0], lines[1], lines[1], *lines[1:]])
    assert (result.added["drill"], result.there) == (3, {"drill": 2})


TWISTED: dict[str, tuple[int, tuple[str | int, ...], Any, str]] = {
    "text": (2, ("answer", "text"), "Other words.", "the answer 'drill-0' is here already, with other content"),
    "time": (2, ("answer", "typing_seconds"), 1.0, "the answer 'drill-0' is here already, with other content"),
    "score": (
        2,
        ("grades", 0, "grade", "overall", "score"),
        5.0,
        "the grade 'grade-0' of the answer 'drill-0' is here already, with other content",
    ),
    "event": (
        5,
        ("events", 1, "event", "text"),
        "Other?",
        "the interview 'interview-1' is here already, and went on in another way",
    ),
    "plan": (
        5,
        ("interview", "title"),
        "Other",
        "the interview 'interview-1' is here already, and went on in another way",
    ),
}


@pytest.mark.parametrize("kind", TWISTED)
def test_the_same_id_with_other_content_is_refused_by_name(lines: list[bytes], store: SqliteStore, kind: str) -> None:
    number, path, value, told = TWISTED[kind]
    before = exported(store)
    twisted = changed(lines[number - 1], *path, value=value)
    with pytest.raises(BadFileError) as caught:
        imported(store.path, [*lines[: number - 1], twisted, *lines[number:]])
    assert str(caught.value) == f"line {number}: {told}"
    assert exported(store) == before
    result, elsewhere = imported(store.path, [lines[0], twisted, lines[-1]], keep_good=True)
    assert (result.added, result.there, result.bad, len(elsewhere.bad)) == ({}, {}, 1, 1)
    assert exported(store) == before


def test_a_grade_is_stored_as_it_came_in_whatever_form(lines: list[bytes], tmp_path: Path) -> None:
    spaced = [json.dumps(json.loads(line)).encode() + b"\n" for line in lines]
    stored = []
    for name, file in (("compact", lines), ("spaced", spaced)):
        imported(tmp_path / f"{name}.db", file)
        with closing(sqlite3.connect(tmp_path / f"{name}.db")) as connection:
            stored.append(connection.execute("SELECT typeof(grade), grade FROM grades ORDER BY grade_id").fetchall())
    assert stored[0] == stored[1]
    assert [kind for kind, _ in stored[0]] == ["text"] * 3


def test_a_label_of_what_is_new_is_found(store: SqliteStore, tmp_path: Path) -> None:
    store.save_answer(answer("One.", id="drill-0"))
    hold(store)
    store.history.add_tags("drill-0", ["Málaga"])
    store.history.set_note("interview-1", "to be repeated")
    imported(tmp_path / "other.db", exported(store))
    with closing(open_store(tmp_path / "other.db")) as other:
        for text, entry in (("malaga", "drill-0"), ("repeated", "interview-1")):
            assert [row.id for row in other.history.rows(HistoryQuery(text=text), limit=9)] == [entry]


def test_grades_and_labels_from_another_machine_are_added(lines: list[bytes], tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    imported(path, lines)
    with closing(open_store(path)) as store:
        store.add_grade("drill-0", scored(4.5, model="m-1"), at(900))
        store.add_grade("interview-1-answer-1", scored(4.0), at(901))
        store.history.add_tags("drill-0", ["there"])
        store.history.set_note("drill-0", "noted there")
        more = exported(store)
    with closing(open_store(tmp_path / "interviewer.db")) as here:
        here.history.add_tags("drill-0", ["here"])
    result, _ = imported(tmp_path / "interviewer.db", more)
    assert result.completed == {"drill": 1, "interview": 1}
    with closing(open_store(tmp_path / "interviewer.db")) as here:
        row = here.history.row("drill-0")
        assert row is not None
        assert (row.score, row.tags, row.note) == (4.5, ("here", "there"), "noted there")
        whole = here.history.row("interview-1")
        assert whole is not None
        assert whole.score == 1.8
        assert [row.id for row in here.history.rows(HistoryQuery(text="noted"), limit=9)] == ["drill-0"]
        assert len(here.grades_of("drill-0")) == 2


def test_an_interview_that_went_on_elsewhere_goes_on_here(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "one.db")) as one:
        one.begin_interview(interview())
        one.add_events("interview-1", 0, first_round()[:3])
        imported(tmp_path / "other.db", exported(one))
        one.add_events("interview-1", 3, first_round()[3:])
        longer = exported(one)
        result, _ = imported(tmp_path / "other.db", longer)
        assert result.completed == {"interview": 1}
    with closing(open_store(tmp_path / "other.db")) as other:
        assert tuple(other.events("interview-1")) == tuple(first_round())
        shorter = exported(other)
    result, _ = imported(tmp_path / "other.db", shorter)
    assert result.there == {"interview": 1}


def test_what_was_deleted_here_comes_back(lines: list[bytes], store: SqliteStore) -> None:
    store.history.delete("drill-0", at(900))
    store.history.delete("interview-1", at(900))
    result, _ = imported(store.path, lines)
    assert result.completed == {"drill": 1, "interview": 1}
    assert store.count_answers() == 5


def test_a_draft_from_elsewhere_replaces_none(lines: list[bytes], tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "other.db")) as other:
        other.save_draft(draft("typed here, later", seconds=50))
        imported(tmp_path / "other.db", lines)
        kept = other.newest_draft()
        assert kept is not None
        assert kept.text == "typed here, later"
        other.drop_draft(kept.slot)
        kept = other.newest_draft()
        assert kept is not None
        assert kept.text == "still here"


def test_the_newer_of_two_facts_counts(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "one.db")) as one:
        one.scheduled.set_fact("interview_on", "2026-12-01", at(10))
        older = exported(one)
        one.scheduled.set_fact("interview_on", "2026-12-24", at(20))
        newer = exported(one)
    outcomes = []
    for file in (older, newer, older):
        result, _ = imported(tmp_path / "other.db", file)
        outcomes.append((result.added, result.completed, result.there))
    assert outcomes == [({"fact": 1}, {}, {}), ({}, {"fact": 1}, {}), ({}, {}, {"fact": 1})]
    with closing(open_store(tmp_path / "other.db")) as other:
        assert other.scheduled.fact("interview_on") == "2026-12-24"


def _many(lines: list[bytes], count: int) -> Iterator[bytes]:
    """So many facts, made while they are read."""
    yield lines[0]
    for number in range(count):
        yield (
            b'{"type":"fact","updated_at":"2026-11-20T10:00:00Z","name":"fact-%d","value":"%s"}\n'
            % (number % 50, b"x" * 400)
        )
    yield b'{"type":"end","records":%d}\n' % count


def test_a_long_file_takes_no_more_memory_than_a_short_one(lines: list[bytes], tmp_path: Path) -> None:
    imported(tmp_path / "warm.db", _many(lines, 10))
    peaks = []
    for count in (500, 20_000):
        tracemalloc.start()
        imported(tmp_path / f"{count}.db", _many(lines, count))
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] + 300_000  # the file itself has 9 MB


@pytest.mark.slow
def test_a_million_lines_are_streamed(lines: list[bytes], tmp_path: Path) -> None:
    result, _ = imported(tmp_path / "other.db", _many(lines, 1_000_000))
    assert result.added["fact"] + result.there["fact"] == 1_000_000


def test_an_import_that_is_stopped_leaves_nothing(lines: list[bytes], tmp_path: Path) -> None:
    def stopped() -> Iterator[bytes]:
        yield from lines[:4]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        imported(tmp_path / "other.db", stopped())
    assert counts(tmp_path / "other.db") == (0, 0, 0)
