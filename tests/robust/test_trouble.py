"""A full disk, a lock, a crash: the text is on the screen or on the disk, and the person is told in a line."""

import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from interviewer.storage.connection import SharedConnection
from interviewer.storage.store import SqliteStore
from interviewer.tui import rescue as rescuing
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.screens.drill import DrillScreen
from tests.tui.conftest import Grading
from tests.tui.kit import AppPilot, Kit, new_kit, said, until, written

pytestmark = pytest.mark.long
WORDS = "I set the limit at 4 percent. "
LONG = WORDS * 2_000


@pytest.fixture
def kit(tmp_path: Path, grading: Grading) -> Iterator[Kit]:
    """As the app's own kit, but it does not wait for a lock."""
    with new_kit(tmp_path / "home", lambda settings: grading.grader) as made:
        made.store.close()
        made.store = SqliteStore(SharedConnection(made.paths.database, busy_seconds=0.05))
        yield made
        made.store.close()


@pytest.fixture
def grading() -> Grading:
    return Grading()


@contextmanager
def full_disk(kit: Kit) -> Iterator[None]:
    store = kit.store
    assert isinstance(store, SqliteStore)
    with store._shared.reading() as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")
    yield
    with store._shared.reading() as connection:
        connection.execute("PRAGMA max_page_count = 1000000")


@contextmanager
def locked(kit: Kit) -> Iterator[None]:
    with closing(sqlite3.connect(kit.paths.database, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


TROUBLES = {full_disk: "the disk is full: free some space", locked: "is held by another program: wait for it"}


def draft(kit: Kit) -> str | None:
    found = kit.store.newest_draft()
    return found.text if found else None


async def typing(pilot: AppPilot) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
    await pilot.pause()
    written(pilot.app, LONG)


@pytest.mark.parametrize("trouble", [full_disk, pytest.param(locked, marks=pytest.mark.slow)])
async def test_what_cannot_be_stored_stays_on_the_screen_until_it_can(kit: Kit, trouble: object) -> None:
    assert callable(trouble)
    async with kit.run(kit.start(), size=(100, 30)) as pilot:
        with trouble(kit):
            await typing(pilot)
            await until(pilot, lambda: said(pilot.app, "NOT KEPT"))
            assert said(pilot.app, "Your draft could not be stored; it is only on this screen.")
            assert said(pilot.app, TROUBLES[trouble])
            await pilot.press("ctrl+s")
            await until(pilot, lambda: said(pilot.app, "Your answer could not be stored; it is still here."))
            assert isinstance(pilot.app.screen, DrillScreen)
            assert pilot.app.screen.editor.text == LONG
            assert draft(kit) is None
        await until(pilot, lambda: said(pilot.app, "draft kept"))
        assert draft(kit) == LONG
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kit.store.count_answers() == 1)


@pytest.mark.parametrize(
    "key", ["escape", *(pytest.param(key, marks=pytest.mark.slow) for key in ("ctrl+q", "ctrl+n"))]
)
async def test_nobody_leaves_a_text_that_is_not_stored_without_being_asked(kit: Kit, key: str) -> None:
    async with kit.run(kit.start(), size=(100, 30)) as pilot:
        with full_disk(kit):
            await typing(pilot)
            await pilot.press(key)
            await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
            await until(pilot, lambda: said(pilot.app, "Leave a text that is not stored?"))
            await until(pilot, lambda: said(pilot.app, "the disk is full"))
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
            assert pilot.app.is_running
            screen = pilot.app.screen
            assert isinstance(screen, DrillScreen)
            assert screen.editor.text == LONG


async def test_it_can_be_written_to_a_file_instead(kit: Kit) -> None:
    app = kit.app(kit.start())
    async with app.run_test(size=(100, 30)) as pilot:
        with full_disk(kit):
            await typing(pilot)
            await pilot.press("ctrl+q")
            await until(pilot, lambda: isinstance(app.screen, Dialog))
            await pilot.press("down", "enter")
            await until(pilot, lambda: not app.is_running or app._exit)
    (file,) = kit.paths.home.glob("interviewer-unsaved-*.txt")
    assert file.read_text(encoding="utf-8") == LONG
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert app.last_words == f"What you typed could not be stored. It is in {file}"


async def test_where_no_file_can_be_written_either_the_text_stays(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(rescuing, "_write", full)
    async with kit.run(kit.start(), size=(100, 30)) as pilot:
        with full_disk(kit):
            await typing(pilot)
            await pilot.press("escape")
            await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
            await pilot.press("down", "enter")
            await until(pilot, lambda: said(pilot.app, "No file could be written either."))
            screen = pilot.app.screen
            assert isinstance(screen, DrillScreen)
            assert screen.editor.text == LONG


def test_a_rescued_text_goes_where_it_can(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from interviewer.paths import Paths
    from tests.tui.kit import NOON

    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    nowhere = Paths(tmp_path / "missing")
    assert rescuing.rescue(nowhere, ["", "  "], NOON) is None
    file = rescuing.rescue(nowhere, ["one", "two \ud800"], NOON)
    assert file is not None
    assert file.parent == tmp_path
    assert file.read_bytes().decode("utf-8", "surrogatepass") == "one\n\ntwo \ud800"
    assert rescuing.rescue(nowhere, ["three"], NOON) is None, "a file that is there is not written over"
