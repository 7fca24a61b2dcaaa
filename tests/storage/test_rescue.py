"""A damaged database: what can be read is saved, the damaged file is kept, and what is lost is said."""

import shutil
import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.domain.history import HistoryQuery
from interviewer.ports import StoreError
from interviewer.storage import opening
from interviewer.storage.database import open_store
from interviewer.storage.errors import DamagedError
from interviewer.storage.opening import PAGE_BYTES
from interviewer.storage.rescue import is_damaged, rescue
from interviewer.storage.store import SqliteStore

from .interview_samples import hold
from .samples import answer, at, draft, scored
from .transfer import exported

NOW = at(1000)
COUNT = 120
PAGE = PAGE_BYTES


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed database: many answers with a grade each, an interview, a draft, labels, a fact."""
    path = tmp_path_factory.mktemp("whole") / "interviewer.db"
    with closing(open_store(path)) as store:
        for number in range(COUNT):
            text = f"Answer number {number}. " * 150
            store.save_answer(answer(text, id=f"answer-{number:03}", session_id=f"s-{number}", seconds=number))
            store.add_grade(f"answer-{number:03}", scored(3.3), at(number + 0.5))
        hold(store, seconds=500)
        store.save_draft(draft("still here"))
        store.history.add_tags("answer-001", ["google"])
        store.history.set_note("answer-001", "noted")
        store.history.delete("answer-002", at(900))
        store.scheduled.set_fact("interview_on", "2026-12-01", at(1))
    return path


@pytest.fixture
def path(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "interviewer.db"))


def rescued_store(path: Path) -> SqliteStore:
    assert not is_damaged(path)
    return open_store(path)


def pages_of(path: Path, name: str) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        sql = "SELECT pageno FROM dbstat WHERE name = ? AND pagetype IN ('leaf', 'overflow') ORDER BY pageno"
        return [number for (number,) in connection.execute(sql, (name,))]


def scribble(path: Path, *pages: int) -> bytes:
    """Overwrites pages, numbered from 1, and gives the file as it is then."""
    raw = bytearray(path.read_bytes())
    for number in pages:
        raw[PAGE * (number - 1) : PAGE * number] = b"\xa5" * PAGE
    path.write_bytes(raw)
    return bytes(raw)


def test_a_whole_database_is_not_damaged(path: Path) -> None:
    assert not is_damaged(path)


def test_broken_pages_of_answers_cost_only_what_was_in_them(path: Path) -> None:
    with closing(open_store(path)) as store:
        before = {
            row.id: store.transcript(row.id) for row in store.history.rows(HistoryQuery(shows="answers"), limit=500)
        }
    broken = scribble(path, *pages_of(path, "answer_texts")[-6:-4], *pages_of(path, "grades")[-9:-8])
    assert is_damaged(path)
    result = rescue(path, NOW)
    assert result.aside.name.startswith("interviewer.db.damaged-")
    assert result.aside.read_bytes() == broken
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(result.aside.stat().st_mode) == 0o600
    assert COUNT - 10 < result.answers < COUNT + 2
    assert 0 < result.unreadable < 20
    with closing(rescued_store(path)) as store:
        rows = {row.id for row in store.history.rows(HistoryQuery(shows="answers"), limit=500)}
        assert len(rows) + 1 == result.answers  # and the deleted one
        same = [store.transcript(row) == before[row] for row in rows]
        assert same.count(False) <= 6  # those whose grade was on the broken page
        assert store.history.count(HistoryQuery(text="answer number", shows="drills")) > COUNT - 12
        assert [row.id for row in store.history.rows(HistoryQuery(deleted=True), limit=9)] == ["answer-002"]
        whole = store.history.row("interview-1")
        assert whole is not None
        assert whole.answers == 2
        store.save_answer(answer("Life goes on.", id="after"))


@pytest.mark.parametrize(
    "table", ["answer_words_data", "answers_shown", "sqlite_autoindex_answers_1", "scores", "labels"]
)
def test_what_follows_from_the_rest_is_made_anew(path: Path, table: str) -> None:
    with closing(open_store(path)) as store:
        before = [line for line in exported(store) if b"answer-001" not in line]
    scribble(path, *pages_of(path, table))
    result = rescue(path, NOW)
    assert (result.answers, result.grades, result.interviews, result.drafts) == (COUNT + 2, COUNT, 1, 1)
    with closing(rescued_store(path)) as store:
        assert [line for line in exported(store) if b"answer-001" not in line] == before
        found = store.history.rows(HistoryQuery(text='"number 7"'), limit=9)
        assert [row.id for row in found] == ["answer-007"]


def test_a_text_whose_row_is_lost_is_listed_again(path: Path) -> None:
    scribble(path, *pages_of(path, "answers"))
    result = rescue(path, NOW)
    assert result.answers == COUNT + 2
    with closing(rescued_store(path)) as store:
        row = store.history.rows(HistoryQuery(text='"number 7"', shows="answers"), limit=9)[0]
        assert (row.id, row.score, row.created_at) == ("rescued-00000008", 3.3, at(7.5))
        transcript = store.transcript(row.id)
        assert transcript is not None
        assert transcript.answer.text == "Answer number 7. " * 150


def _without_header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


def _half(path: Path) -> None:
    raw = path.read_bytes()
    path.write_bytes(raw[: len(raw) // 2])


@pytest.mark.parametrize(("damage", "at_least"), [(_without_header, COUNT + 2), (_half, COUNT // 4)])
def test_a_file_that_sqlite_does_not_open_gives_what_it_has(
    path: Path, damage: Callable[[Path], None], at_least: int
) -> None:
    damage(path)
    with pytest.raises(StoreError):
        open_store(path).transcript("answer-119")
    result = rescue(path, NOW)
    assert result.answers >= at_least
    rescued_store(path).close()


def test_a_database_of_before_has_smaller_pages_and_is_read_without_its_header_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "interviewer.db"
    with monkeypatch.context() as before:
        before.setattr(opening, "PAGE_BYTES", 4096)
        with closing(open_store(path)) as store:
            for number in range(COUNT):
                text = f"Answer number {number}. " * 150
                store.save_answer(answer(text, id=f"answer-{number:03}", session_id=f"s-{number}", seconds=number))
    assert path.read_bytes()[16:18] == (4096).to_bytes(2, "big")
    _without_header(path)
    assert rescue(path, NOW).answers == COUNT
    with closing(rescued_store(path)) as store:
        assert store.transcript("answer-119") is not None


def test_of_a_file_that_is_no_database_nothing_is_saved_and_nothing_lost(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)
    with pytest.raises(DamagedError):
        open_store(path)
    result = rescue(path, NOW)
    assert (result.answers, result.grades, result.interviews, result.drafts) == (0, 0, 0, 0)
    assert result.aside.read_bytes() == b"Dear diary, " * 1000
    with closing(rescued_store(path)) as store:
        assert store.count_answers() == 0


def test_what_was_not_yet_in_the_main_file_is_saved_too(path: Path, tmp_path: Path) -> None:
    """The program was killed: the newest answers are in the WAL."""
    folder = tmp_path / "killed"
    folder.mkdir()
    with closing(open_store(path)) as store:
        store.save_answer(answer("The last words.", id="last-answer", seconds=800))
        for name in ("interviewer.db", "interviewer.db-wal"):
            (folder / name).write_bytes((tmp_path / name).read_bytes())
    scribble(folder / "interviewer.db", *pages_of(path, "answer_words_data")[:1])
    result = rescue(folder / "interviewer.db", NOW)
    with closing(rescued_store(folder / "interviewer.db")) as store:
        assert store.transcript("last-answer") is not None
    assert sorted(file.name for file in folder.iterdir() if "-shm" not in file.name) == [
        "interviewer.db", result.aside.name, f"{result.aside.name}-wal",
    ]  # fmt: skip


def test_a_damaged_database_of_an_old_schema_is_saved_and_brought_up_to_date(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((Path(__file__).parent / "fixtures" / "schema-2.sql").read_text(encoding="utf-8"))
    scribble(path, *pages_of(path, "sessions"))
    result = rescue(path, NOW)
    assert (result.answers, result.interviews, result.drafts) == (6, 1, 1)
    with closing(rescued_store(path)) as store:
        assert len(store.history.rows(HistoryQuery(), limit=9)) == 5


def test_where_there_is_no_room_nothing_is_changed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = scribble(path, *pages_of(path, "scores"))

    def full(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("interviewer.storage.rescue.shutil.copyfile", full)
    with pytest.raises(StoreError, match="the disk is full"):
        rescue(path, NOW)
    assert path.read_bytes() == broken
    assert [file.name for file in path.parent.iterdir() if "rescued" in file.name] == []
