"""Opening: private files, unknown and damaged databases left as they are, old ones brought up to date."""

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from interviewer.ports import StoreError
from interviewer.storage import opening
from interviewer.storage.connection import SharedConnection
from interviewer.storage.database import open_store
from interviewer.storage.migrations import MIGRATIONS
from interviewer.storage.store import SqliteStore

from .samples import answer, draft, scored

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def filled(path: Path) -> Path:
    """A closed database with one answer in it."""
    store = open_store(path)
    store.save_answer(answer(id="answer-1"))
    store.close()
    return path


def change(path: Path, *statements: str) -> Path:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()
    return path


def refusal(path: Path) -> str:
    """What a person is told; the file must be the same to the byte afterwards."""
    before = path.read_bytes()
    with pytest.raises(StoreError) as caught:
        open_store(path)
    assert path.read_bytes() == before
    assert "\n" not in str(caught.value)
    return str(caught.value)


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_the_database_and_the_files_beside_it_are_private(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        store = open_store(tmp_path / "new" / "interviewer.db")
        store.save_draft(draft())
    finally:
        os.umask(before)
    files = sorted((tmp_path / "new").iterdir())
    assert [file.name for file in files] == ["interviewer.db", "interviewer.db-shm", "interviewer.db-wal"]
    assert {mode(file) for file in files} == {0o600}
    assert mode(tmp_path / "new") == 0o700
    store.close()


def test_a_database_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    path = filled(tmp_path / "interviewer.db")
    path.chmod(0o644)
    store = open_store(path)
    store.save_draft(draft())
    assert {mode(file) for file in tmp_path.iterdir()} == {0o600}
    store.close()


def test_a_path_with_signs_that_mean_something_in_an_address_is_just_a_path(tmp_path: Path) -> None:
    path = tmp_path / "50% off?mode=ro#x & ünï" / "inter viewer.db"
    filled(path)
    assert path.is_file()
    store = open_store(path)
    assert store.count_answers() == 1
    store.close()


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    path.touch()
    assert filled(path).stat().st_size > 0


def test_a_newer_database_is_refused_untouched(tmp_path: Path) -> None:
    path = change(filled(tmp_path / "interviewer.db"), "PRAGMA user_version = 99")
    message = refusal(path)
    assert f"{path} was made by a newer interviewer (schema 99, this one knows {len(MIGRATIONS)})" in message
    assert "left untouched: upgrade interviewer, or" in message


def test_a_newer_database_with_unfinished_writes_is_refused_untouched(tmp_path: Path) -> None:
    path = filled(tmp_path / "interviewer.db")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")
        (tmp_path / "killed").mkdir()
        for name in ("interviewer.db", "interviewer.db-wal"):
            shutil.copy(tmp_path / name, tmp_path / "killed")
    assert "newer interviewer" in refusal(tmp_path / "killed" / "interviewer.db")


def test_the_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = change(tmp_path / "interviewer.db", "CREATE TABLE recipes (name)", "INSERT INTO recipes VALUES ('soup')")
    assert "is a database of another program and was left untouched" in refusal(path)


def _scribbled(path: Path) -> None:
    path.write_bytes(b"Dear diary, " * 1000)


def _cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:8192])


def _bad_header(path: Path) -> None:
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])


@pytest.mark.parametrize("damage", [_scribbled, _cut, _bad_header])
def test_a_damaged_database_is_refused_untouched(tmp_path: Path, damage: object) -> None:
    path = filled(tmp_path / "interviewer.db")
    assert callable(damage)
    damage(path)
    assert refusal(path).startswith(f"the database {path} is damaged and was left untouched: put a backup in its place")


def test_damage_within_is_told_when_it_is_met_and_nothing_is_written(tmp_path: Path) -> None:
    path = filled(tmp_path / "interviewer.db")
    with closing(sqlite3.connect(path)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
        page = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'answer_texts'").fetchone()[0]
    raw = bytearray(path.read_bytes())
    raw[size * (page - 1) : size * page] = b"\xff" * size
    path.write_bytes(raw)
    store = open_store(path)
    with pytest.raises(StoreError, match="is damaged and was left untouched"):
        store.transcript("answer-1")
    with pytest.raises(StoreError, match="is damaged and was left untouched"):
        store.save_answer(answer())
    assert store.count_answers() == 1
    store.close()
    assert path.read_bytes() == bytes(raw)


def test_a_database_with_the_smaller_pages_of_before_keeps_them_and_works_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "interviewer.db"
    with monkeypatch.context() as before:
        before.setattr(opening, "PAGE_BYTES", 4096)
        filled(path)
    with closing(open_store(path)) as store:
        store.save_answer(answer(id="answer-2"))
        store.archive.purge(["answer-1"])  # makes the whole file anew
        assert store.transcript("answer-2") is not None
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA page_size").fetchone() == (4096,)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    with closing(sqlite3.connect(filled(tmp_path / "new.db"))) as connection:
        assert connection.execute("PRAGMA page_size").fetchone() == (opening.PAGE_BYTES,)


def test_a_folder_at_the_path_is_told(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder, not a database: move it away, or name another folder"):
        open_store(tmp_path)


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("no folder")
    with pytest.raises(StoreError, match=r"interviewer\.db cannot be used"):
        open_store(tmp_path / "home" / "interviewer.db")


@contextmanager
def without_privileges(folder: Path) -> Iterator[None]:
    """As an ordinary user, who owns the folder: to root no file is read-only."""
    if os.geteuid() != 0:
        yield
        return
    for path in (folder, *folder.iterdir()):
        os.chown(path, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that any user could reach, which pytest's own are not."""
    folder = Path(tempfile.mkdtemp(dir=tempfile.gettempdir()))
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
def test_a_read_only_file_is_told_when_it_is_opened(open_folder: Path) -> None:
    path = filled(open_folder / "interviewer.db")
    path.chmod(0o400)
    with without_privileges(open_folder), pytest.raises(StoreError, match="cannot be written: make the file and its"):
        open_store(path)
    path.chmod(0o600)
    with without_privileges(open_folder), closing(open_store(path)) as store:
        assert store.count_answers() == 1


@pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX")
@pytest.mark.parametrize(
    ("existing", "told"),
    [
        (
            True,
            "cannot be written: make the file and its folder writable, or name another folder with INTERVIEWER_HOME",
        ),
        (False, "cannot be used (Permission denied): make its folder writable, or name another folder with"),
    ],
)
def test_a_read_only_folder_is_told_when_it_is_opened(open_folder: Path, told: str, *, existing: bool) -> None:
    path = open_folder / "interviewer.db"
    if existing:
        filled(path)
    open_folder.chmod(0o500)
    with without_privileges(open_folder), pytest.raises(StoreError, match=re.escape(f"{path} {told}")):
        open_store(path)
    open_folder.chmod(0o700)
    with without_privileges(open_folder), closing(open_store(path)) as store:
        assert store.count_answers() == existing


def test_what_a_kill_left_half_written_is_rolled_back(tmp_path: Path) -> None:
    """A hot journal, which a connection that only reads cannot clear up."""
    path = filled(tmp_path / "interviewer.db")
    (tmp_path / "killed").mkdir()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA cache_size = 1")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE answer_texts SET text = 'half written'")
        for number in range(200):
            connection.execute("INSERT INTO migrations VALUES (?, 0)", (f"{number} " * 500,))
        for name in ("interviewer.db", "interviewer.db-journal"):
            shutil.copy(tmp_path / name, tmp_path / "killed")
        connection.execute("ROLLBACK")
    store = open_store(tmp_path / "killed" / "interviewer.db")
    transcript = store.transcript("answer-1")
    store.close()
    assert transcript is not None
    assert transcript.answer == answer(id="answer-1")


def test_the_schema_is_stamped_with_version_and_names(tmp_path: Path) -> None:
    with closing(sqlite3.connect(filled(tmp_path / "interviewer.db"))) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS),)
        names = [name for (name,) in connection.execute("SELECT name FROM migrations ORDER BY name")]
        settings = [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "integrity_check")]
    assert names == [migration.__name__ for migration in MIGRATIONS]
    assert settings == ["wal", "ok"]


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    store = open_store(tmp_path / "interviewer.db")
    with store._shared.reading() as connection:
        assert connection.execute("PRAGMA synchronous").fetchone() == (2,)  # FULL
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert connection.execute("PRAGMA busy_timeout").fetchone()[0] > 0
    store.close()


def m002_stars(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE answers ADD COLUMN star INTEGER NOT NULL DEFAULT 0")


def m003_fails(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half_done (x)")
    connection.execute("INSERT INTO nowhere VALUES (1)")


def test_an_old_database_is_copied_then_brought_up_to_date(tmp_path: Path) -> None:
    path = filled(tmp_path / "interviewer.db")
    store = SqliteStore(SharedConnection(path, migrations=(*MIGRATIONS, m002_stars)))
    assert store.count_answers() == 1
    with store._shared.reading() as connection:
        assert connection.execute("SELECT star FROM answers").fetchall() == [(0,)]
        assert connection.execute("SELECT count(*) FROM migrations").fetchone() == (len(MIGRATIONS) + 1,)
    store.close()
    copy = tmp_path / f"interviewer.db.schema-{len(MIGRATIONS)}.backup"
    assert mode(copy) == 0o600
    old = open_store(copy)
    transcript = old.transcript("answer-1")
    old.close()
    assert transcript is not None
    assert transcript.answer == answer(id="answer-1")


def test_a_copy_holds_what_was_not_yet_in_the_main_file_and_overwrites_no_other(tmp_path: Path) -> None:
    path = filled(tmp_path / "interviewer.db")
    earlier = tmp_path / f"interviewer.db.schema-{len(MIGRATIONS)}.backup"
    earlier.write_bytes(b"of another day")
    still_open = open_store(path)
    still_open.save_answer(answer(id="answer-2"))
    SqliteStore(SharedConnection(path, migrations=(*MIGRATIONS, m002_stars))).close()
    still_open.close()
    copy = open_store(tmp_path / f"{earlier.name}-2")
    assert copy.count_answers() == 2
    copy.close()
    assert earlier.read_bytes() == b"of another day"


def test_a_failed_migration_changes_nothing_and_leaves_no_copies(tmp_path: Path) -> None:
    path = filled(tmp_path / "interviewer.db")
    for _ in range(2):
        with pytest.raises(StoreError, match="no such table: nowhere"):
            SharedConnection(path, migrations=(*MIGRATIONS, m002_stars, m003_fails))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["interviewer.db"]
    store = open_store(path)
    store.add_grade("answer-1", scored(), answer().created_at)
    with store._shared.reading() as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'half_done'").fetchall() == []
    store.close()


def test_a_new_database_is_not_copied(tmp_path: Path) -> None:
    filled(tmp_path / "interviewer.db")
    assert [file.name for file in tmp_path.iterdir()] == ["interviewer.db"]


def test_copies_of_the_program_that_start_at_once_make_one_database(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    program = (
        "import sys, pathlib; from interviewer.storage.database import open_store\n"
        "print('ready', flush=True); sys.stdin.readline()\n"
        "print(open_store(pathlib.Path(sys.argv[1])).count_answers())"
    )
    copies = [
        subprocess.Popen(
            [sys.executable, "-c", program, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for _ in range(4)
    ]
    for copy in copies:
        assert copy.stdout is not None
        assert copy.stdout.readline() == "ready\n"
    for copy in copies:
        assert copy.stdin is not None
        copy.stdin.write("\n")
        copy.stdin.flush()
    assert [copy.communicate()[0] for copy in copies] == ["0\n"] * 4
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM migrations").fetchone() == (len(MIGRATIONS),)
