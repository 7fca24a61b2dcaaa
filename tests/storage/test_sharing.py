"""Threads and processes share a database; what had returned before a kill is there."""

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .samples import answer, at, draft, scored
from .writer import text

WRITER = Path(__file__).with_name("writer.py")
ENDLESS = 10**6


def writer(path: Path, name: str, how_many: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, str(WRITER), str(path), name, str(how_many)], stdout=subprocess.PIPE, text=True
    )


def lines(process: "subprocess.Popen[str]") -> Iterator[tuple[str, str]]:
    """Pairs of what was stored and its name; a line that the kill cut is left out."""
    assert process.stdout is not None
    for line in process.stdout:
        if line.endswith("\n"):
            what, name = line.split()
            yield what, name


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "interviewer.db")
    yield store
    store.close()


def test_threads_share_one_store(store: SqliteStore) -> None:
    def practise(number: int) -> None:
        for turn in range(10):
            slot, sample = f"slot-{number}", answer(f"{number} {turn}", id=f"answer-{number}-{turn}", seconds=turn)
            store.save_draft(draft(sample.text, slot=slot))
            kept = store.draft(slot)
            assert kept is not None
            assert kept.text == sample.text
            store.save_answer(sample, slot=slot)
            store.add_grade(sample.id, scored(), at(turn))
            assert store.draft(slot) is None
            assert store.answers(limit=5)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(practise, range(8)))
    rows = store.answers(limit=100)
    assert {row.answer_id for row in rows} == {f"answer-{number}-{turn}" for number in range(8) for turn in range(10)}
    assert {row.status for row in rows} == {"scored"}
    assert sorted(row.tries for row in rows) == list(range(1, 81))


def test_two_processes_write_at_once_and_nothing_is_lost(store: SqliteStore) -> None:
    others = [writer(store.path, name, 40) for name in ("left", "right")]
    for number in range(40):
        store.save_answer(answer(id=f"here-{number:06}"))
    for other in others:
        assert len(list(lines(other))) == 3 * 40
        assert other.wait() == 0
    rows = store.answers(limit=200)
    assert {row.answer_id for row in rows} == {
        f"{name}-{number:06}" for name in ("left", "right", "here") for number in range(40)
    }
    assert store.newest_draft() is None


@pytest.mark.parametrize("after", [0, 1, 2, 40, 111])
def test_a_kill_loses_nothing_that_had_returned(tmp_path: Path, after: int) -> None:
    """The first three fall into the very first draft, answer and grade of a new database."""
    path = tmp_path / "interviewer.db"
    process = writer(path, "killed", ENDLESS)
    seen = []
    for line in lines(process):
        seen.append(line)
        if len(seen) == after + 1:
            process.kill()
    process.wait()
    with closing(open_store(path)) as store:
        for what, name in seen:
            transcript = store.transcript(name)
            if what == "draft" and transcript is None:
                kept = store.draft("killed")
                assert kept is not None
                assert kept.text == text(name)
            else:
                assert transcript is not None
                assert transcript.answer.text == text(name)
                assert what != "grade" or len(transcript.grades) == 1
        store.save_answer(answer())
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
