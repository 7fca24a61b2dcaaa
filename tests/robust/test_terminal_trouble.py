"""The same in a real terminal: a real full disk, signals, Ctrl+C, a stop and a start, a crash, two copies at once."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from tests.robust.crashing import SECRET
from tests.robust.kills import everything
from tests.robust.scripts import QUESTION
from tests.robust.typist import Typist

pytestmark = pytest.mark.long
CTRL_C, CTRL_Q, CTRL_S, ESCAPE, ENTER, DOWN = "\x03", "\x11", "\x13", "\x1b", "\r", "\x1b[B"
LONG = " x" * 30_000
DRILL = ("practice", "--question", QUESTION)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def begin(stack: ExitStack, home: Path, *argv: str, **environ: str) -> Typist:
    typist = Typist(home, argv or DRILL, **environ)
    stack.callback(typist.terminal.close)
    return typist


def at_work(stack: ExitStack, home: Path, words: int = 3, **environ: str) -> Typist:
    """In the editor, with some words typed and kept."""
    typist = begin(stack, home, **environ)
    typist.see("Submit")
    typist.begin()
    typist.type_words(words)
    typist.see("draft kept")
    return typist


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 2 MB. Skips where this may not be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("only root on Linux can mount a small disk")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def fill(disk: Path) -> Path:
    file = disk / "filler"
    with file.open("wb", buffering=0) as out, contextlib.suppress(OSError):
        while True:
            out.write(b"x" * 4096)
    return file


def shown(typist: Typist) -> str:
    """Everything that the program wrote until it ended; nothing of it is a traceback."""
    typist.terminal.settle()
    text = typist.terminal.raw.decode("utf-8", "replace")
    assert "Traceback" not in text
    return text


@pytest.mark.slow
def test_a_full_disk_and_room_again(stack: ExitStack, disk: Path) -> None:
    typist = at_work(stack, disk / "home")
    filler = fill(disk)
    typist.paste(LONG)
    typist.see("NOT KEPT")
    typist.see("the disk is full")
    typist.press(CTRL_S)
    typist.see("could not be stored; it is still here")
    filler.unlink()
    typist.see("draft kept")
    typist.press(CTRL_Q)
    assert typist.terminal.wait_exit() == 0
    assert any(each.endswith(LONG) for each in everything(disk / "home"))


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["quit", "SIGTERM"])
def test_a_disk_that_stays_full(stack: ExitStack, disk: Path, tmp_path: Path, ending: str) -> None:
    typist = at_work(stack, disk / "home", TMPDIR=str(tmp_path))
    fill(disk)
    typist.paste(LONG)
    typist.see("NOT KEPT")
    if ending == "quit":
        typist.press(CTRL_Q)
        typist.see("Leave a text that is not stored")
        typist.press(DOWN + ENTER)
        assert typist.terminal.wait_exit() == 0
    else:
        os.kill(typist.terminal.pid, signal.SIGTERM)
        assert typist.terminal.wait_exit() == 128 + signal.SIGTERM
    (file,) = tmp_path.glob("interviewer-unsaved-*.txt")
    text = file.read_text(encoding="utf-8")
    assert text.split()[:3] == typist.texts[0].whole.split()
    assert text.endswith(LONG)
    assert "What you typed could not be stored. It is in " in shown(typist)


@pytest.mark.slow
@pytest.mark.parametrize("how", [DRILL, (*DRILL, "--plain")], ids=["app", "plain"])
def test_a_start_on_a_full_disk_is_told(stack: ExitStack, disk: Path, how: tuple[str, ...]) -> None:
    fill(disk)
    typist = begin(stack, disk / "home", *how)
    assert typist.terminal.wait_exit() == 1
    assert "No space left on device" in shown(typist) or "the disk is full" in shown(typist)


@pytest.mark.slow
@pytest.mark.parametrize("how", [DRILL, (*DRILL, "--plain")], ids=["app", "plain"])
@pytest.mark.parametrize("new", [True, False], ids=["new", "used before"])
def test_a_start_in_a_read_only_folder_is_told(stack: ExitStack, disk: Path, how: tuple[str, ...], new: bool) -> None:
    home = disk / "home"
    if not new:
        home.mkdir(mode=0o700)
        open_store(home / "interviewer.db").close()
    subprocess.run(["mount", "-o", "remount,ro", disk], check=True)
    typist = begin(stack, home, *how)
    assert typist.terminal.wait_exit() == 1
    assert "INTERVIEWER_HOME" in shown(typist)


@pytest.mark.slow
def test_ctrl_c_neither_ends_nor_loses_anything(stack: ExitStack, tmp_path: Path) -> None:
    typist = at_work(stack, tmp_path / "home")
    typist.press(CTRL_C)
    typist.type_words(2)
    typist.see("draft kept")
    typist.press(CTRL_Q)
    assert typist.terminal.wait_exit() == 0
    assert typist.texts[0].whole.split() in [each.split() for each in everything(tmp_path / "home")]


def test_stopped_and_continued_it_draws_all_of_it_again(stack: ExitStack, tmp_path: Path) -> None:
    typist = at_work(stack, tmp_path / "home")
    os.kill(typist.terminal.pid, signal.SIGTSTP)
    until_state(typist.terminal.pid, "T")
    typist.terminal.settle()
    assert typist.terminal.raw.rfind(b"\x1b[?1049l") > typist.terminal.raw.rfind(b"\x1b[?1049h")
    os.kill(typist.terminal.pid, signal.SIGCONT)
    typist.terminal.settle()
    assert typist.terminal.raw.rfind(b"\x1b[?1049h") > typist.terminal.raw.rfind(b"\x1b[?1049l")
    typist.type_words(2)
    typist.see("draft kept")
    typist.press(CTRL_Q)
    assert typist.terminal.wait_exit() == 0
    assert typist.texts[0].whole.split() in [each.split() for each in everything(tmp_path / "home")]


def until_state(pid: int, wanted: str) -> None:
    for _ in range(400):
        state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(") ")[2][0]
        if state == wanted:
            return
        time.sleep(0.025)
    raise AssertionError(f"the program is {state}, not {wanted}")


def test_a_widget_that_fails_loses_nothing_and_leaves_the_terminal_in_order(stack: ExitStack, tmp_path: Path) -> None:
    home, script = tmp_path / "home", str(Path(__file__).with_name("crashing.py"))
    typist = Typist(home, DRILL, program=(sys.executable, script), PYTHONPATH=os.pathsep.join(sys.path))
    stack.callback(typist.terminal.close)
    typist.see("Submit")
    typist.press("one two three four five six")
    assert typist.terminal.wait_exit() == 1
    told = shown(typist)
    assert "interviewer stopped on an error of its own (RuntimeError: the meter broke in two lines" in told
    assert "What you typed is kept as a draft; the details are in" in told
    assert typist.terminal.raw.rfind(b"\x1b[?1049l") > typist.terminal.raw.rfind(b"\x1b[?1049h")
    assert "one two three four five six" in everything(home)
    crash = (home / "crash.txt").read_text(encoding="utf-8")
    assert "the meter broke" in crash
    assert SECRET not in crash


@pytest.mark.slow
def test_two_copies_at_the_same_question_keep_both_texts(stack: ExitStack, tmp_path: Path) -> None:
    home = tmp_path / "home"
    one, other = (begin(stack, home) for _ in range(2))
    for typist, text in ((one, "I cut the launch"), (other, "You asked the team")):
        typist.see("Submit")
        typist.press(text)
        typist.see(text)
        typist.see("draft kept")
    assert sorted(everything(home)) == ["I cut the launch", "You asked the team"]
    for typist in (one, other):
        typist.press(CTRL_S)
        typist.see("0.45 ×")
        typist.press(CTRL_Q)
        assert typist.terminal.wait_exit() == 0
    with closing(open_store(home / "interviewer.db")) as store:
        assert {row.words for row in store.answers(limit=9)} == {4}
        assert store.count_answers() == 2
        assert store.newest_draft() is None
