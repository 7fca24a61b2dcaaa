"""A whole loop, line by line, in a real pseudo-terminal: from the greeting to the committee's debrief."""

import os
import re
import sys
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal, TerminalError

from interviewer.practice.interview import transcript
from interviewer.storage.database import open_store

pytestmark = pytest.mark.long
ANSWER = (
    "At a payroll company clerks dismissed 78 percent of our warnings, so I watched {n} of them work. I decided to "
    "drop the warnings on bonuses, and set a limit of one in {n}."
)
TURN = re.compile(rb"(?:Interviewer|Question \d+ of \d+, about \d+ minutes|The other side): ")
MOST_TURNS = 90


def play(terminal: Terminal, texts: list[str]) -> list[str]:
    """Says one text after the other, each once the other side has spoken, until the program ends."""
    said: list[str] = []
    spoken = 0
    for text in texts:
        for _ in range(100):
            terminal.settle(quiet=0.1, longest=2.0)
            if len(TURN.findall(terminal.raw)) > spoken or _has_ended(terminal):
                break
        if _has_ended(terminal):
            break
        spoken = len(TURN.findall(terminal.raw))
        said.append(text)
        terminal.send(f"{text}\n.\n")
    return said


def _has_ended(terminal: Terminal) -> bool:
    if terminal.exit_code is None:
        done, status = os.waitpid(terminal.pid, os.WNOHANG)
        if done:
            terminal.exit_code = os.waitstatus_to_exitcode(status)
    return terminal.exit_code is not None


@pytest.mark.timeout(240)
def test_a_whole_loop_line_by_line(tmp_path: Path) -> None:
    home = tmp_path / "home"
    argv = [sys.executable, "-m", "interviewer", "practice", "--plain", "--loop", "startup", "--seed", "3"]
    texts = [ANSWER.replace("{n}", str(number + 2)) for number in range(MOST_TURNS)]
    with Terminal(argv, {"INTERVIEWER_HOME": str(home)}, rows=50) as terminal:
        said = play(terminal, texts)
        if terminal.exit_code is None and terminal.wait_exit(30) != 0:
            raise TerminalError(terminal.text)
        terminal.settle()
        shown = terminal.raw.decode("utf-8", "replace")
    assert terminal.exit_code == 0
    debrief = shown.partition("Debrief: AI PM")[2]
    for title in ("Votes by round", "Signals", "Three things to fix", "Track fit"):
        assert title in debrief
    store = open_store(home / "interviewer.db")
    (row,) = store.interviews(limit=2)
    interview, events = store.interview(row.id), store.events(row.id)
    store.close()
    assert interview is not None
    assert not row.open
    assert len(interview.rounds) == 4
    kept = [line.text for line in transcript(interview, events) if line.speaker == "candidate"]
    assert kept == said[: len(kept)], "every word, in order"
    assert len(kept) >= len(said) - 2, "what was typed ahead may have come after the end"


def test_an_offer_is_negotiated_line_by_line(tmp_path: Path) -> None:
    argv = [sys.executable, "-m", "interviewer", "practice", "--plain", "--question", "drill-offer-first-ai-pm"]
    texts = [
        "I see myself at 172 base: the guide publishes 155 to 185 thousand. Which part has room?",
        "Then 20 thousand on a milestone: 5,000 active users within twelve months. In total that is 190.",
        "If you stop the project before month eight, half of it is paid.",
        "There is no written offer.",
        "The milestone bonus, with senior in the contract.",
        "That's fine.",
    ]
    with Terminal(argv, {"INTERVIEWER_HOME": str(tmp_path / "home")}, rows=50) as terminal:
        play(terminal, texts)
        if terminal.exit_code is None:
            terminal.wait_exit(20)
        terminal.settle()
        shown = terminal.raw.decode("utf-8", "replace")
    assert terminal.exit_code == 0
    assert "AI PM base $155-185k" in shown
    assert "What each turn added" in shown
