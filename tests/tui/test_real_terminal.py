"""What only a real terminal shows: signals, a hang-up, a kill, and the person's own editor."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal

from tests.tui.kept_draft import kept

pytestmark = pytest.mark.long
PROGRAM = [sys.executable, "-m", "interviewer", "practice", "--track", "ai_pm"]
CTRL_O, CTRL_Q = "\x0f", "\x11"
Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def begin(**environ: str) -> Terminal:
            command = [*PROGRAM, "--question", "ai-fairness-recommender"]
            terminal = stack.enter_context(Terminal(command, {"INTERVIEWER_HOME": str(tmp_path / "home"), **environ}))
            terminal.wait_for("How do you ensure fairness.*Submit")
            return terminal

        yield begin


def test_sigterm_keeps_the_last_key_and_puts_the_terminal_in_order(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.send("I set the limit")
    terminal.wait_for("I set the limit")
    os.kill(terminal.pid, signal.SIGTERM)
    assert terminal.wait_exit() == 128 + signal.SIGTERM
    assert kept(tmp_path / "home") == "I set the limit"
    terminal.settle()
    assert terminal.raw.rfind(b"\x1b[?1049h") < terminal.raw.rfind(b"\x1b[?1049l")
    assert b"Traceback" not in terminal.raw


def test_a_terminal_that_hangs_up_loses_nothing(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.send("I set the limit")
    terminal.wait_for("I set the limit")
    os.kill(terminal.pid, signal.SIGHUP)
    terminal.wait_exit()
    assert kept(tmp_path / "home") == "I set the limit"


def test_a_kill_loses_nothing_that_was_said_to_be_kept(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.send("I set the limit")
    terminal.wait_for("draft kept")
    os.kill(terminal.pid, signal.SIGKILL)
    terminal.wait_exit()
    assert kept(tmp_path / "home") == "I set the limit"


def test_the_persons_own_editor_gets_the_text_and_gives_it_back(start: Start, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf " at 4 percent\\n" >> "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    terminal = start(VISUAL=str(script))
    terminal.send("I set the limit")
    terminal.wait_for("I set the limit")
    terminal.send(CTRL_O)
    terminal.wait_for("I set the limit at 4 percent")
    terminal.wait_for("draft kept")
    terminal.send(CTRL_Q)
    assert terminal.wait_exit() == 0
    assert kept(tmp_path / "home") == "I set the limit at 4 percent"


def test_an_editor_that_fails_is_said_and_the_text_stays(start: Start, tmp_path: Path) -> None:
    terminal = start(VISUAL="false")
    terminal.send("I set the limit")
    terminal.wait_for("I set the limit")
    terminal.send(CTRL_O)
    terminal.wait_for("false ended with an error")
    terminal.wait_for("I set the limit")
    terminal.send(CTRL_Q)
    assert terminal.wait_exit() == 0
    assert kept(tmp_path / "home") == "I set the limit"
