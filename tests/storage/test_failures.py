"""A full disk, a held database, a vanished file: said in one line, nothing lost, and usable again afterwards."""

import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from interviewer.ports import StoreError
from interviewer.storage.connection import SharedConnection
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .samples import answer, at, draft, scored

SLOT = draft().slot
LONG = "I decided to cut the launch. " * 20_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = SqliteStore(SharedConnection(tmp_path / "interviewer.db", busy_seconds=0.05))
    store.save_draft(draft("kept"))
    yield store
    store.close()


@contextmanager
def full_disk(store: SqliteStore) -> Iterator[None]:
    with store._shared.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with store._shared.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def failing_disk(store: SqliteStore) -> Iterator[None]:
    """Real write errors: no file may grow."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def held(store: SqliteStore) -> Iterator[None]:
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


TROUBLES = {
    full_disk: "cannot grow, the disk is full: free some space, then try again",
    failing_disk: "the disk reported an error: check the disk, then try again",
    held: "is held by another program: wait for it or close it, then try again",
}


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_failed_answer_leaves_the_draft_and_is_stored_once_the_cause_is_gone(
    store: SqliteStore, trouble: object
) -> None:
    assert callable(trouble)
    sample = answer(LONG)
    with trouble(store):
        for _ in range(2):
            with pytest.raises(StoreError) as caught:
                store.save_answer(sample, slot=SLOT)
            assert str(caught.value).startswith(f"the database {store.path} ")
            assert str(caught.value).endswith(TROUBLES[trouble])
        assert store.count_answers() == 0
        assert store.draft(SLOT) == draft("kept")
    store.save_answer(sample, slot=SLOT)
    transcript = store.transcript(sample.id)
    assert transcript is not None
    assert transcript.answer == sample
    assert store.draft(SLOT) is None


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_failed_draft_leaves_the_one_before_and_is_stored_once_the_cause_is_gone(
    store: SqliteStore, trouble: object
) -> None:
    assert callable(trouble)
    with trouble(store):
        with pytest.raises(StoreError):
            store.save_draft(draft(LONG))
        assert store.draft(SLOT) == draft("kept")
    store.save_draft(draft(LONG))
    assert store.draft(SLOT) == draft(LONG)
    store.drop_draft(SLOT)
    assert store.newest_draft() is None


def test_an_answer_whose_draft_cannot_be_dropped_is_not_stored_either(store: SqliteStore) -> None:
    with closing(sqlite3.connect(store.path)) as other:
        other.execute("CREATE TRIGGER stuck BEFORE DELETE ON drafts BEGIN SELECT raise(ABORT, 'stuck'); END")
        with pytest.raises(StoreError, match=r"could not do what was asked \(stuck\)"):
            store.save_answer(answer(), slot=SLOT)
        assert store.count_answers() == 0
        other.execute("DROP TRIGGER stuck")
    store.save_answer(answer(), slot=SLOT)
    assert (store.count_answers(), store.newest_draft()) == (1, None)


def test_a_transaction_that_reads_first_is_not_overtaken(store: SqliteStore) -> None:
    other = SqliteStore(SharedConnection(store.path, busy_seconds=0.05))
    with store._shared.writing() as connection:
        assert connection.execute("SELECT count(*) FROM drafts").fetchone() == (1,)
        with pytest.raises(StoreError, match="held by another program"):
            other.save_answer(answer())
        connection.execute("UPDATE drafts SET text = 'changed'")
    other.save_answer(answer())
    other.close()
    kept = store.draft(SLOT)
    assert kept is not None
    assert kept.text == "changed"


def test_a_failed_grade_is_not_half_stored(store: SqliteStore) -> None:
    sample = answer()
    store.save_answer(sample)
    with held(store), pytest.raises(StoreError, match="held by another program"):
        store.add_grade(sample.id, scored(), at(1))
    assert (list(store.grades_of(sample.id)), store.answers(limit=1)[0].status) == ([], "waiting")
    store.add_grade(sample.id, scored(), at(1))
    assert store.answers(limit=1)[0].status == "scored"


def test_reading_goes_on_while_another_program_writes(store: SqliteStore) -> None:
    with held(store):
        assert store.draft(SLOT) == draft("kept")
        assert store.count_answers() == 0


def test_a_held_database_is_told_when_a_new_one_cannot_be_made(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreError, match="is held by another program"):
            SharedConnection(path, busy_seconds=0.05)
    open_store(path).close()


def test_a_database_moved_away_while_open_keeps_its_answers_and_a_new_one_takes_the_next(store: SqliteStore) -> None:
    first, second = answer(id="answer-1"), answer(id="answer-2")
    store.save_answer(first)
    moved = store.path.with_name("moved.db")
    store.path.rename(moved)
    store.save_answer(second)
    assert [row.answer_id for row in store.answers(limit=5)] == ["answer-2"]
    with closing(open_store(moved)) as there, closing(open_store(store.path)) as here:
        assert [row.answer_id for row in there.answers(limit=5)] == ["answer-1"]
        assert [row.answer_id for row in here.answers(limit=5)] == ["answer-2"]


def test_a_backup_put_in_place_of_an_open_database_takes_the_next_answer(store: SqliteStore, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with closing(open_store(backup)) as other:
        other.save_answer(answer(id="answer-1"))
    backup.replace(store.path)
    store.save_answer(answer(id="answer-2"))
    with closing(open_store(store.path)) as reopened:
        assert [row.answer_id for row in reopened.answers(limit=5)] == ["answer-2", "answer-1"]


def test_two_copies_survive_that_their_database_is_deleted(store: SqliteStore) -> None:
    with closing(open_store(store.path)) as other:
        other.save_answer(answer(id="answer-0"))
        store.path.unlink()
        store.save_answer(answer(id="answer-1"))
        other.save_answer(answer(id="answer-2"))
        assert {row.answer_id for row in store.answers(limit=5)} == {"answer-1", "answer-2"}
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_a_closed_store_says_so_and_can_be_closed_twice(store: SqliteStore) -> None:
    store.close()
    store.close()
    with pytest.raises(StoreError, match="is closed: start interviewer again"):
        store.count_answers()


def test_an_error_of_the_program_itself_undoes_the_transaction(store: SqliteStore) -> None:
    def fail_midway() -> None:
        with store._shared.writing() as connection:
            connection.execute("DELETE FROM drafts")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail_midway()
    assert store.draft(SLOT) == draft("kept")
    store.save_answer(answer())
    assert store.count_answers() == 1
