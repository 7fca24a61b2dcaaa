"""Whatever the clock and the store do meanwhile, the transcript holds every word that was said, in order."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.ports import StoreError
from interviewer.practice.interview import transcript
from interviewer.practice.interview_session import InterviewSession, run_offline
from interviewer.storage.connection import SharedConnection
from interviewer.storage.store import SqliteStore
from tests.practice.kit import ANSWER, StillClock, begun, opened_again, tools

DAY = 24 * 3600.0
JUMPS = (-3600.0, 5 * DAY, -40 * DAY, 0.0, 365 * DAY, -1.0)


def test_a_clock_that_jumps_and_a_store_that_is_locked_cost_no_word(tmp_path: Path) -> None:
    """Backwards, days ahead, years ahead; every single turn meets a locked store first."""
    path = tmp_path / "interviewer.db"
    clock = StillClock()
    kit = tools(tmp_path, clock, store=SqliteStore(SharedConnection(path, busy_seconds=0.02)))
    session = begun(kit, "phone_screen")
    said = [line.text for line in session.lines]
    number = 0
    while session.turn != "over" and number < 60:
        clock.pass_seconds(JUMPS[number % len(JUMPS)])
        number += 1
        before = len(session.lines)
        text = f"{ANSWER} It was case {number}."

        def step(session: InterviewSession = session, text: str = text) -> object:
            return session.say(text, 5.0) if session.turn == "candidate" else run_offline(session)

        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreError):
                step()
            other.execute("ROLLBACK")
        assert len(session.lines) == before, "what was not stored was not said"
        step()
        said += [line.text for line in session.lines[before:]]
    assert session.turn == "over"
    store = opened_again(kit)
    interview, events = store.interview(session.interview.id), store.events(session.interview.id)
    assert interview is not None
    kept = transcript(interview, events)
    assert [line.text for line in kept] == said
    mine = [line.text for line in kept if line.speaker == "candidate"]
    assert mine == [text for text in said if text.startswith(ANSWER)]
    answers = [store.transcript(each.answer_id) for each in session.state.exchanges]
    together = "\n\n".join(each.answer.text for each in answers if each is not None)
    assert together == "\n\n".join(mine), "and each word is in an answer of the history"
    store.close()
    kit.store.close()


def test_after_any_jump_of_the_clock_it_goes_on_where_it_was(tmp_path: Path) -> None:
    clock = StillClock()
    kit = tools(tmp_path, clock)
    session = begun(kit, "phone_screen")
    session.say(ANSWER, 5.0)
    for jump in JUMPS:
        clock.pass_seconds(jump)
        again = InterviewSession.resume(session.interview.id, kit)
        assert [line.text for line in again.lines] == [line.text for line in session.lines]
        assert again.turn == session.turn
        assert again.seconds() < DAY
    kit.store.close()
