"""What only a real terminal shows: signals, a hang-up, a kill, and the person's own editor."""

import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from tests.tui.terminal import Terminal

QUESTION = ["practice", "--track", "ai_pm", "--question", "ai-fairness-recommender"]
Start = Callable[..., Terminal]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    opened: list[Terminal] = []

    def begin(**environ: str) -> Terminal:
        opened.append(Terminal(QUESTION, tmp_path / "home", environ))
        opened[-1].see("How do you ensure fairness")
        opened[-1].see("Submit")
        return opened[-1]

    yield begin
    for terminal in opened:
        terminal.close()


def kept(home: Path) -> str | None:
    store = open_store(home / "interviewer.db")
    try:
        draft = store.newest_draft()
    finally:
        store.close()
    return draft.text if draft else None


def test_sigterm_keeps_the_last_key_and_puts_the_terminal_in_order(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.send("I set the limit")
    terminal.see("I set the limit")
    terminal.signal(signal.SIGTERM)
    assert terminal.ended() == 128 + signal.SIGTERM
    assert kept(tmp_path / "home") == "I set the limit"
    assert b"\x1b[?1049l" in terminal.output
    assert b"Traceback" not in terminal.output


def test_a_terminal_that_hangs_up_loses_nothing(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.send("I set the limit")
    terminal.see("I set the limit")
    terminal.hang_up()
    terminal.ended()
    assert kept(tmp_path / "home") == "I set the limit"


def test_a_kill_loses_nothing_that_was_said_to_be_kept(start: Start, tmp_path: Path) -> None:
    terminal = start()
    terminal.send("I set the limit")
    terminal.see("draft kept")
    terminal.signal(signal.SIGKILL)
    terminal.ended()
    assert kept(tmp_path / "home") == "I set the limit"


def test_the_persons_own_editor_gets_the_text_and_gives_it_back(start: Start, tmp_path: Path) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf " at 4 percent\\n" >> "$1"\n', encoding="utf-8")
    script.chmod(0o700)
    terminal = start(VISUAL=str(script))
    terminal.send("I set the limit")
    terminal.see("I set the limit")
    terminal.send("\x0f")
    terminal.see("I set the limit at 4 percent")
    terminal.see("draft kept")
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert kept(tmp_path / "home") == "I set the limit at 4 percent"


def test_an_editor_that_fails_is_said_and_the_text_stays(start: Start, tmp_path: Path) -> None:
    terminal = start(VISUAL="false")
    terminal.send("I set the limit")
    terminal.see("I set the limit")
    terminal.send("\x0f")
    terminal.see("false ended with an error")
    terminal.see("I set the limit")
    terminal.send("\x11")
    assert terminal.ended() == 0
    assert kept(tmp_path / "home") == "I set the limit"
