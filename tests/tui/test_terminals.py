"""What the app does with the terminals there are: it steps aside and comes back, leaves the mouse alone, and knows a
terminal that it cannot use."""

import os
import re
import shutil
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal

from tests.tui.kept_draft import kept

pytestmark = pytest.mark.long
APP = [sys.executable, "-m", "interviewer"]
QUESTION = [*APP, "practice", "--question", "ai-fairness-recommender"]
ASKED = "How do you ensure fairness.*Submit"
HOME = "Mock interviews for AI and ML.*Help"
CTRL_Z, CTRL_Q, CTRL_P = "\x1a", "\x11", "\x10"
ALT_SCREEN, NORMAL_SCREEN, MOUSE = b"\x1b[?1049h", b"\x1b[?1049l", b"\x1b[?1000h"
Start = Callable[..., Terminal]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def start(home: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(command: list[str], **environ: str) -> Terminal:
            return stack.enter_context(Terminal(command, {"INTERVIEWER_HOME": str(home), **environ}))

        yield begin


@pytest.fixture
def shell(start: Start) -> Terminal:
    """An interactive bash, which has job control."""
    if shutil.which("bash") is None:
        pytest.skip("bash is not installed")
    terminal = start(["bash", "--norc", "--noprofile", "-i"], PS1="ready> ")
    terminal.wait_for("ready>")
    return terminal


def test_ctrl_z_gives_the_shell_back_and_fg_the_screen_with_what_was_typed(shell: Terminal, home: Path) -> None:
    (home / "settings.toml").write_text('keymap = "vim"\n', encoding="utf-8")
    shell.send(" ".join(QUESTION) + "\n")
    shell.wait_for(ASKED)
    shell.send("I set the limit")
    shell.wait_for("I set the limit")
    shell.send(CTRL_Z)
    shell.wait_for("Stopped.*ready>")
    assert kept(home) == "I set the limit"
    assert shell.raw.rfind(NORMAL_SCREEN) > shell.raw.rfind(ALT_SCREEN)
    shell.send("echo it is $((40 + 2))\n")
    shell.wait_for("it is 42")
    shell.send("fg\n")
    shell.wait_for(f"{ASKED}")
    shell.wait_for("I set the limit")
    shell.send(" at 4 percent")
    shell.wait_for("I set the limit at 4 percent")
    shell.wait_for("draft kept")
    shell.send(CTRL_Q)
    shell.wait_for("ready>")
    assert kept(home) == "I set the limit at 4 percent"


@pytest.mark.slow
def test_in_the_usual_keymap_ctrl_z_undoes_in_the_editor_and_suspends_elsewhere(shell: Terminal) -> None:
    shell.send(" ".join(APP) + "\n")
    shell.wait_for(HOME)
    shell.send(CTRL_Z)
    shell.wait_for("Stopped")
    shell.send("fg\n")
    shell.wait_for(HOME)
    shell.send("a")
    shell.wait_for("Submit")
    shell.send("xyz")
    shell.wait_for("xyz")
    shell.send(CTRL_Z)
    shell.wait_for(r"Answer as you would speak")
    shell.send(CTRL_Q)
    shell.wait_for("ready>")


@pytest.mark.slow
def test_sigtstp_and_sigcont_from_outside_lose_nothing_either(start: Start, home: Path) -> None:
    terminal = start(QUESTION)
    terminal.wait_for(ASKED)
    terminal.send("I set the limit")
    terminal.wait_for("I set the limit")
    before = len(terminal.raw)
    os.kill(terminal.pid, signal.SIGTSTP)
    deadline = time.monotonic() + 10
    while _state(terminal.pid) != "T" and time.monotonic() < deadline:
        time.sleep(0.02)
    assert _state(terminal.pid) == "T"
    os.kill(terminal.pid, signal.SIGCONT)
    terminal.wait_for("I set the limit")
    terminal.send("!")
    terminal.wait_for("I set the limit!")
    assert NORMAL_SCREEN in terminal.raw[before:]
    assert terminal.raw.rfind(ALT_SCREEN) > terminal.raw.rfind(NORMAL_SCREEN)


def _state(pid: int) -> str:
    """R, S, T … as ps says it."""
    return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]


@pytest.mark.parametrize(
    ("flags", "setting", "asked_for"),
    [
        pytest.param([], "", True, marks=pytest.mark.slow),
        (["--no-mouse"], "", False),
        pytest.param([], "mouse = false\n", False, marks=pytest.mark.slow),
    ],
)
def test_the_mouse_is_left_to_the_terminal_where_one_wants_that(
    start: Start, home: Path, flags: list[str], setting: str, *, asked_for: bool
) -> None:
    (home / "settings.toml").write_text(setting, encoding="utf-8")
    terminal = start([*APP, *flags])
    terminal.wait_for(HOME)
    terminal.settle()
    assert (MOUSE in terminal.raw) == asked_for


OTHERS = [
    pytest.param(term, marks=pytest.mark.slow) for term in ("xterm", "vt100", "xterm-256color", "no-such-terminal")
]


@pytest.mark.parametrize("term", ["screen", "linux", *OTHERS])
def test_the_app_works_in_a_terminal_of_any_kind(start: Start, term: str) -> None:
    terminal = start(APP, TERM=term, COLORTERM="")
    terminal.wait_for(HOME)
    terminal.send("a")
    terminal.wait_for("Submit")
    terminal.send("I set it")
    terminal.wait_for("I set it.*draft kept")
    terminal.send(CTRL_Q)
    assert terminal.wait_exit() == 0
    truecolor = b"[38;2;" in terminal.raw or b";2;20;23;29" in terminal.raw
    assert not truecolor


def test_without_colours_none_is_ever_sent(start: Start) -> None:
    terminal = start(APP, NO_COLOR="1")
    terminal.wait_for(HOME)
    terminal.send("s")
    terminal.wait_for("What is sent where")
    terminal.send(CTRL_Q)
    assert terminal.wait_exit() == 0
    sent = {code for codes in re.findall(rb"\x1b\[([0-9;]*)m", terminal.raw) for code in codes.split(b";")}
    assert sent <= {b"", b"0", b"1", b"3", b"4", b"7", b"39", b"49"}
    assert b"7" in sent


@pytest.mark.parametrize(
    ("term", "line"),
    [
        ("dumb", "A terminal of the kind TERM=dumb shows no screens, so this goes line by line"),
        ("", "TERM is not set, so this goes line by line"),
    ],
)
def test_a_terminal_that_can_only_print_is_practised_in_line_by_line(start: Start, term: str, line: str) -> None:
    terminal = start(APP, TERM=term)
    terminal.wait_for(f"{line}.*question, about.*Type your answer")
    assert b"\x1b" not in terminal.raw


def test_where_errors_go_elsewhere_there_is_no_screen_to_draw_on(start: Start, home: Path) -> None:
    terminal = start(["sh", "-c", f"exec {' '.join(APP)} 2>{home}/errors"])
    terminal.wait_for("question, about.*minutes spoken")
    assert "Standard error is no terminal" in (home / "errors").read_text(encoding="utf-8")
