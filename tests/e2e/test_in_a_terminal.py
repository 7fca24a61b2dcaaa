"""The real program in a real pseudo-terminal: what a person does on the first day."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal

QUESTION = "ai-fairness-recommender"
PROMPT = "How do you ensure fairness in a recommendation system"
ANSWER = "I set a gap of 5 points as the launch bar, because complaints had doubled to 40 a week."
CTRL_S, CTRL_Q, CTRL_D = "\x13", "\x11", "\x04"
Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """`start("practice", "--plain")`: the program in a terminal of 80x24, all in one home folder."""
    with ExitStack() as stack:

        def run(*argv: str, **environ: str) -> Terminal:
            command = [sys.executable, "-m", "interviewer", *argv]
            return stack.enter_context(Terminal(command, {"INTERVIEWER_HOME": str(tmp_path / "home"), **environ}))

        yield run


def history(tmp_path: Path) -> list[dict[str, object]]:
    done = subprocess.run(
        [sys.executable, "-m", "interviewer", "history", "list", "--format", "json"],
        env={**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_an_answer_is_given_graded_and_found_again_after_a_restart(start: Start, tmp_path: Path) -> None:
    app = start("practice", "--question", QUESTION)
    app.wait_for(PROMPT)
    app.settle()
    app.send(ANSWER)
    app.wait_for("17 words|18 words|19 words")
    app.send(CTRL_S)
    app.wait_for(r"0\.45 × \d\.\d \+ 0\.30 × \d\.\d \+ 0\.25 × \d\.\d = \d\.\d")
    app.send(CTRL_Q)
    assert app.wait_exit() == 0

    (row,) = history(tmp_path)
    assert (row["question_id"], row["status"]) == (QUESTION, "scored")

    again = start()
    again.wait_for("History")
    again.settle()
    again.send("h")
    again.wait_for("How do you ensure fairness")
    again.send(CTRL_Q)
    assert again.wait_exit() == 0


def test_the_terminal_is_left_as_it_was_found(start: Start) -> None:
    app = start()
    app.wait_for("Practise AI PM")
    app.send(CTRL_Q)
    assert app.wait_exit() == 0
    app.settle()
    entered, left = app.raw.rfind(b"\x1b[?1049h"), app.raw.rfind(b"\x1b[?1049l")
    assert 0 <= entered < left
    assert app.raw.rfind(b"\x1b[?25l") < app.raw.rfind(b"\x1b[?25h")


def test_a_broken_settings_file_does_not_keep_the_app_from_starting(start: Start, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "settings.toml").write_text('grader = "magic"\n')
    app = start()
    app.wait_for("Practise AI PM")
    app.wait_for("offline")
    app.send(CTRL_Q)
    assert app.wait_exit() == 0
    app.settle()
    assert b"settings.toml:1: grader: 'magic' is not one of" in app.raw


@pytest.mark.parametrize("how", [("practice", "--plain"), ("practice",)])
def test_practice_line_by_line_in_a_terminal(start: Start, tmp_path: Path, how: tuple[str, ...]) -> None:
    plain = start(*how, "--question", QUESTION, TERM="xterm" if "--plain" in how else "dumb")
    plain.wait_for("so does the end")
    plain.send(f"{ANSWER}\n.\n")
    plain.wait_for("to stop, end the input", timeout=30)
    plain.send(CTRL_D)
    assert plain.wait_exit() == 0
    assert [row["status"] for row in history(tmp_path)] == ["scored"]


def test_what_was_typed_line_by_line_survives_ctrl_c(start: Start, tmp_path: Path) -> None:
    plain = start("practice", "--plain", "--question", QUESTION)
    plain.wait_for("so does the end")
    plain.send("I had decided the following\n")
    plain.settle()
    plain.send("\x03")
    assert plain.wait_exit() == 130
    again = start("practice", "--plain", "--question", QUESTION)
    again.wait_for("Your draft so far.*I had decided the following.*so does the end")
    again.send(CTRL_D)
    assert again.wait_exit() == 0
    assert history(tmp_path) == []
    once_more = start("practice", "--plain", "--question", QUESTION)
    once_more.wait_for("Your draft so far.*so does the end")
    once_more.send("and I stopped the launch\n.\n")
    once_more.wait_for("to stop, end the input")
    assert [row["words"] for row in history(tmp_path)] == [10]
