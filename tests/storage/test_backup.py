"""A backup is made while the database is in use, is whole, and readable by its owner alone."""

import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.ports import StoreError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .samples import answer, scored


def test_a_backup_holds_everything_and_opens_like_the_database(store: SqliteStore, tmp_path: Path) -> None:
    store.save_answer(answer(id="answer-1"))
    store.add_grade("answer-1", scored(3.3), answer().created_at)
    target = tmp_path / "copy.db"
    store.archive.back_up(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith((".copy", "copy"))] == ["copy.db"]
    with closing(sqlite3.connect(target)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    with closing(open_store(target)) as copy:
        assert copy.transcript("answer-1") == store.transcript("answer-1")


def test_a_backup_can_be_made_while_another_copy_writes(store: SqliteStore, tmp_path: Path) -> None:
    stop = threading.Event()
    written = 0

    def write() -> None:
        nonlocal written
        with closing(open_store(store.path)) as other:
            while not stop.is_set():
                other.save_answer(answer(id=f"answer-{written:06}"))
                written += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = store.count_answers()
            target = tmp_path / f"copy-{number}.db"
            store.archive.back_up(target)
            with closing(open_store(target)) as copy:
                assert before <= copy.count_answers() <= store.count_answers()
    finally:
        stop.set()
        writer.join()
    assert store.count_answers() == written > 0


def test_a_backup_replaces_an_earlier_one_whole_or_not_at_all(store: SqliteStore, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_bytes(b"the earlier one")
    with pytest.raises(StoreError, match=r"copy\.db"):
        store.archive.back_up(tmp_path / "nowhere" / "copy.db")
    assert target.read_bytes() == b"the earlier one"
    store.archive.back_up(target)
    open_store(target).close()
