"""Interviews in a real pseudo-terminal: a whole loop to its debrief, and one that was killed."""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal

from interviewer.domain.interviews import InterviewState
from interviewer.practice.interview import replay, transcript
from interviewer.storage.database import open_store

pytestmark = pytest.mark.long
ANSWER = (
    "In case {n} clerks dismissed {n} percent of our warnings, so I watched five of them. I decided to drop the "
    "warnings on bonuses, because those were right but useless, and it saved {n} hours a week. Token{n}."
)
CTRL_Q, CTRL_S, ENTER = "\x11", "\x13", "\r"
PASTE = "\x1b[200~{}\x1b[201~"
NOT_YET = "It is the interviewer's turn"
Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    with ExitStack() as stack:

        def run(*argv: str) -> Terminal:
            command = [sys.executable, "-m", "interviewer", *argv]
            home = {"INTERVIEWER_HOME": str(tmp_path / "home")}
            return stack.enter_context(Terminal(command, home, columns=100, rows=40))

        yield run


def stored(home: Path) -> tuple[InterviewState, list[str]]:
    """The newest interview as the database has it, and what its candidate said."""
    store = open_store(home / "interviewer.db")
    (row, *_) = store.interviews(limit=1)
    interview, events = store.interview(row.id), store.events(row.id)
    store.close()
    assert interview is not None
    said = [line.text for line in transcript(interview, events) if line.speaker == "candidate"]
    return replay(interview, events), said


def say(app: Terminal, heard: str) -> None:
    """On a slow machine the interviewer may have the turn still, which is told for some seconds: then once more."""
    app.send(CTRL_S)
    app.wait_for(f"{heard}|{NOT_YET}")
    while NOT_YET in app.text and not re.search(heard, app.text, re.DOTALL):
        while NOT_YET in app.text:
            app.settle(0.5, 0.5)
        app.send(CTRL_S)
        app.wait_for(f"{heard}|{NOT_YET}")


@pytest.mark.slow
def test_a_whole_loop_is_played_to_its_debrief(start: Start, tmp_path: Path) -> None:
    app = start("practice", "--loop", "startup", "--seed", "5")
    said = []
    for number in range(2, 80):
        app.wait_for(r"Say it|is over")
        app.settle(0.15)
        if "The interview is over" in app.text:
            break
        if "This round is over" in app.text:
            app.send("n")
            app.wait_for("Say it")
            app.settle(0.15)
        said.append(ANSWER.replace("{n}", str(number)))
        app.send(PASTE.format(said[-1]))
        app.wait_for(f"Token{number}")
        say(app, rf"Token{number}\..*Interviewer")
    app.send(ENTER)
    app.wait_for("HIRE")
    app.send(CTRL_Q)
    assert app.wait_exit() == 0
    state, kept = stored(tmp_path / "home")
    assert state.phase == "over"
    assert [each.ended for each in state.rounds] == ["done"] * 4
    assert kept == said


def test_a_killed_interview_goes_on_where_it_was_with_its_draft(start: Start) -> None:
    app = start("practice", "--round", "phone_screen", "--seed", "5", "--coached")
    app.wait_for("Question 1 of 3.*Say it")
    app.settle()
    app.send(PASTE.format(ANSWER.replace("{n}", "7")) + CTRL_S)
    app.wait_for(r"Token7\..*Interviewer")
    app.settle()
    app.send("half a thought")
    app.wait_for("half a thought.*draft kept")
    os.kill(app.pid, signal.SIGKILL)
    app.wait_exit()
    again = start("practice", "--resume")
    again.wait_for(r"Token7\..*Interviewer.*half a thought")
    again.send(CTRL_Q)
    assert again.wait_exit() == 0
