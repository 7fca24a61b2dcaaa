"""Every database that was ever released is opened by the program of today, after a copy; a newer one is left alone."""

import hashlib
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.storage.migrations import MIGRATIONS
from tests.cli.conftest import Run

FIXTURES = Path(__file__).parent.parent / "storage" / "fixtures"
OLD = sorted(FIXTURES.glob("schema-*.sql"))[: len(MIGRATIONS) - 1]
COMMANDS = (
    ("history", "list"), ("history", "show", "answer-1"), ("practice", "--plain", "--seed", "1"), ("progress",),
    ("doctor",),
)  # fmt: skip


def database(home: Path, script: Path) -> Path:
    home.mkdir(mode=0o700)
    path = home / "interviewer.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(script.read_text(encoding="utf-8"))
    return path


@pytest.mark.parametrize("script", OLD, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", COMMANDS[:3:2], ids=" ".join)
def test_an_old_database_is_copied_and_then_used(
    run: Run,
    home: Path,
    script: Path,
    command: tuple[str, ...],
) -> None:
    database(home, script)
    assert run(*command).code == 0
    (copy,) = home.glob("*.backup")
    assert copy.stat().st_mode & 0o777 == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone()[0] == int(script.stem.partition("-")[2])
    assert run("history", "show", "answer-1").code == 0
    assert list(home.glob("*.backup")) == [copy], "the second start has nothing to bring up to date"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_a_newer_database_is_refused_in_a_line_and_not_touched(
    run: Run,
    home: Path,
    command: tuple[str, ...],
) -> None:
    path = database(home, OLD[-1])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    result = run(*command)
    assert result.code == 1
    assert "was made by a newer interviewer" in result.err + result.out
    assert "upgrade interviewer" in result.err + result.out
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert list(home.glob("interviewer.db?*")) == []
