"""An interview under way, on a real database: it goes on exactly where it was, whatever happens to the program."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interviewer.domain.interviews import Interview
from interviewer.domain.spoken import spoken
from interviewer.ports import InterviewerError, StoreError
from interviewer.practice.interview_session import InterviewSession, Tools, run_offline
from interviewer.practice.planning import plan_loop, plan_rounds
from interviewer.storage.connection import SharedConnection
from interviewer.storage.store import SqliteStore

from .kit import ANSWER, BANK, LOOPS_FILE, NOON, StillClock, begun, opened_again, play, tools

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def clock() -> StillClock:
    return StillClock()


@pytest.fixture
def kit(tmp_path: Path, clock: StillClock) -> Iterator[Tools]:
    parts = tools(tmp_path, clock)
    yield parts
    parts.store.close()


def again(session: InterviewSession) -> InterviewSession:
    """The same interview as another start of the program finds it."""
    return InterviewSession.resume(session.interview.id, replace(session.tools, store=opened_again(session.tools)))


def look(session: InterviewSession) -> InterviewSession:
    """The same interview, only to be read."""
    return InterviewSession.look(session.interview.id, replace(session.tools, store=opened_again(session.tools)))


def said(session: InterviewSession) -> list[str]:
    return [line.text for line in session.lines if line.speaker == "candidate"]


def test_a_round_is_played_from_its_greeting_to_its_closing(kit: Tools) -> None:
    session = begun(kit)
    assert [line.kind for line in session.lines] == ["greeting", "question"]
    assert session.turn == "candidate"
    play(session, lambda number: f"{ANSWER} It was case {number}.")
    assert (session.turn, session.lines[-1].kind) == ("over", "closing")
    assert len(session.state.exchanges) == 3
    assert all(exchange.left for exchange in session.state.exchanges)
    assert kit.store.interviews(limit=1)[0].open is False


def test_each_answer_with_its_follow_ups_is_one_answer_of_the_history(kit: Tools) -> None:
    session = begun(kit)
    play(session, lambda number: f"{ANSWER} It was case {number}.")
    rows = sorted(kit.store.answers(limit=10), key=lambda row: row.prompt)
    assert {row.session_id for row in rows} == {session.interview.id}
    for exchange in session.state.exchanges:
        transcript = kit.store.transcript(exchange.answer_id)
        assert transcript is not None
        assert transcript.answer.text == spoken([reply.text for reply in exchange.replies]).text
        assert transcript.answer.question == exchange.question
        assert transcript.answer.position == exchange.position
        assert transcript.answer.typing_seconds == 10.0 * len(exchange.replies)


def test_after_every_single_turn_another_start_goes_on_exactly_there(kit: Tools) -> None:
    session = begun(kit, "phone_screen", "executive")
    replies = (ANSWER, "", "Could you clarify?", "I don't know.", "It fell from 78 to 31 percent, and I decided that.")
    for number in range(200):
        other = again(session)
        assert other.lines == session.lines
        assert replace(other.state, last_at=None, paused=False) == replace(session.state, last_at=None, paused=False)
        assert other.turn == session.turn
        other.tools.store.close()
        session = again(session)
        if session.turn == "over":
            break
        if session.turn == "nobody":
            session.begin_round()
        elif session.turn == "interviewer":
            run_offline(session)
        else:
            session.say(f"{replies[number % 5]}{f' Case {number}.' if number % 5 in (0, 4) else ''}", 1.0)
    assert session.turn == "over"


@pytest.mark.parametrize("turns", [1, 4])
def test_a_kill_loses_nothing_that_was_said_or_typed(kit: Tools, tmp_path: Path, turns: int) -> None:
    planned = plan_rounds(
        LOOPS_FILE.loops(), ["phone_screen"], track="ai_pm", mode="realistic", context=None, seed=1, at=NOON
    )
    InterviewSession.start(planned, kit)
    player = subprocess.Popen(
        [sys.executable, "-m", "tests.practice.player", str(tmp_path), planned.id],
        stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    assert player.stdout is not None
    stored = typed = 0
    for line in player.stdout:
        what, number = line.split()
        if what == "stored":
            stored = int(number)
        else:
            typed += 1
        if typed == turns:
            break
    player.send_signal(signal.SIGKILL)
    player.wait()
    player.stdout.close()
    session = InterviewSession.resume(planned.id, kit)
    assert len(session.lines) >= stored
    draft = session.draft()
    everything = [*said(session), draft.text if draft else ""]
    assert [f"{ANSWER} It was case {number}." in everything for number in range(turns)] == [True] * turns
    play(session, lambda number: f"{ANSWER} Now it is {number}.")
    assert session.turn == "over"


def test_what_is_being_typed_is_kept_under_the_interview_and_dropped_when_it_is_said(kit: Tools) -> None:
    session = begun(kit)
    session.keep("I decided", 3.0)
    draft = look(session).draft()
    assert draft is not None
    assert (draft.text, draft.typing_seconds, draft.slot) == ("I decided", 3.0, f"interview:{session.interview.id}")
    assert kit.store.newest_draft() is None  # Home would take it for a drill's
    session.say("I decided.", 4.0)
    assert session.draft() is None
    session.keep("   ", 1.0)
    assert session.draft() is None


def test_a_question_back_is_answered_at_once_and_costs_no_turn(kit: Tools) -> None:
    session = begun(kit)
    lines = session.say("Can you repeat the question?", 2.0)
    assert [line.speaker for line in lines] == ["candidate", "interviewer"]
    assert session.state.exchanges[0].question.prompt in lines[1].text
    assert session.turn == "candidate"


def test_who_only_asks_back_is_taken_to_have_said_nothing(kit: Tools) -> None:
    session = begun(kit)
    for _ in range(3):
        session.say("Which product are we talking about?", 2.0)
    session.say("Which product are we talking about?", 2.0)
    assert session.turn == "interviewer"
    assert session.state.exchanges[0].replies[0].said == "nothing"
    run_offline(session)
    assert session.state.exchanges[0].probes[0].kind == "way_in"


def test_an_answer_that_was_given_before_is_noticed(kit: Tools) -> None:
    session = begun(kit)
    play(session, lambda _: ANSWER, turns=200)
    first, *others = session.state.exchanges
    assert first.replies[0].said == "answer"
    assert {reply.said for exchange in others for reply in exchange.replies} == {"repeated"}


def test_a_pause_stops_the_clock_and_the_next_word_ends_it(kit: Tools, clock: StillClock) -> None:
    session = begun(kit)
    clock.pass_seconds(60)
    session.pause()
    clock.pass_seconds(3600)
    assert session.seconds() == 60.0
    session.say(ANSWER, 1.0)
    assert not session.state.paused
    clock.pass_seconds(5)
    assert session.seconds() == 65.0


def test_the_time_after_a_kill_does_not_count(kit: Tools, clock: StillClock) -> None:
    session = begun(kit)
    clock.pass_seconds(60)
    session.keep("I decided", 60.0)
    clock.pass_seconds(86_400)
    other = again(session)
    assert other.seconds() == 60.0
    clock.pass_seconds(7)
    assert other.seconds() == 67.0


def test_a_clock_that_jumps_back_before_it_goes_on_does_no_harm(kit: Tools, clock: StillClock) -> None:
    session = begun(kit)
    clock.pass_seconds(30)
    session.say(ANSWER, 1.0)
    clock.pass_seconds(-86_400 * 365)
    other = again(session)
    run_offline(other)
    assert other.seconds() == 30.0
    play(other, lambda number: f"{ANSWER} It was case {number}.")
    assert other.turn == "over"


def test_two_copies_cannot_go_on_with_the_same_interview(kit: Tools) -> None:
    session = begun(kit)
    other = again(session)
    other.say(ANSWER, 1.0)
    session.keep("My own words", 2.0)
    with pytest.raises(StoreError, match="has gone on in another copy of interviewer"):
        session.say("My own words.", 2.0)
    assert said(session) == []
    assert said(again(other)) == [ANSWER]
    draft = session.draft()
    assert draft is not None
    assert draft.text == "My own words"


def test_a_locked_store_says_so_and_the_same_call_works_later(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    kit = tools(tmp_path, store=SqliteStore(SharedConnection(path, busy_seconds=0.05)))
    session = begun(kit)
    before = (session.state, list(session.lines))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            session.say(ANSWER, 1.0)
        assert (session.state, session.lines) == before
        other.execute("ROLLBACK")
    session.say(ANSWER, 1.0)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError):
            run_offline(session)
        assert session.state.phase == "reacting"
        other.execute("ROLLBACK")
    run_offline(session)
    assert session.state.exchanges[0].probes
    kit.store.close()


def test_leaving_keeps_what_was_said_and_ends_the_interview(kit: Tools) -> None:
    session = begun(kit, "phone_screen", "executive")
    session.say(ANSWER, 1.0)
    run_offline(session)
    session.keep("Not said yet", 2.0)
    session.leave()
    assert session.turn == "over"
    draft = session.draft()
    assert draft is not None
    assert draft.text == "Not said yet"
    (exchange,) = session.state.exchanges
    assert (exchange.left, len(exchange.steps)) == ("left", 1)
    transcript = kit.store.transcript(exchange.answer_id)
    assert transcript is not None
    assert transcript.answer.text == ANSWER
    assert kit.store.interviews(limit=5, open_only=True) == []
    assert session.leave() == ()


@pytest.mark.parametrize("when", ["before_the_first_round", "unanswered", "probed", "between", "paused"])
def test_one_can_leave_at_any_time(kit: Tools, when: str) -> None:
    loops = LOOPS_FILE.loops()
    planned = plan_rounds(
        loops, ["phone_screen", "executive"], track="ai_pm", mode="realistic", context=None, seed=1, at=NOON
    )
    session = InterviewSession.start(planned, kit)
    if when != "before_the_first_round":
        session.begin_round()
        run_offline(session)
    if when == "probed":
        session.say(ANSWER, 1.0)
        run_offline(session)
    if when == "between":
        play(session, lambda number: f"{ANSWER} {number}", until="between")
        assert session.state.next_round is not None
    if when == "paused":
        session.pause()
    session.leave()
    assert session.turn == "over"
    assert again(session).turn == "over"


def test_a_self_score_is_kept_with_its_question(kit: Tools) -> None:
    session = begun(kit)
    play(session, lambda number: f"{ANSWER} It was case {number}.")
    session.self_score(1, 4)
    assert [each.self_score for each in look(session).state.exchanges] == [None, 4, None]


def test_the_talking_time_ends_a_round_and_it_is_said(kit: Tools) -> None:
    session = begun(kit)
    session.say(f"{ANSWER} {'And so on. ' * 1500}", 1.0)
    run_offline(session)
    run_offline(session)
    assert (session.state.rounds[0].ended, session.turn) == ("time", "over")
    assert session.lines[-1].text in LOOPS_FILE.loops().manner("hiring_manager").out_of_time


def test_the_same_seed_makes_the_same_interview(kit: Tools) -> None:
    def asked(seed: int) -> list[str]:
        session = begun(kit, "phone_screen", "executive", seed=seed)
        play(session, lambda number: f"{ANSWER} It was case {number}.")
        return [exchange.question.id for exchange in session.state.exchanges]

    first = asked(11)
    assert first == asked(11)
    assert first != asked(12)


def test_across_interviews_nothing_is_asked_that_was_just_asked(kit: Tools) -> None:
    seen: list[str] = []
    for _ in range(6):
        session = begun(kit, "phone_screen", seed=None)
        play(session, lambda number: f"{ANSWER} It was case {number}.")
        seen += [exchange.question.id for exchange in session.state.exchanges]
    assert len(set(seen)) == len(seen) == 18


def test_an_interview_that_is_not_there_is_told(kit: Tools) -> None:
    with pytest.raises(InterviewerError, match="there is no interview 'nowhere'"):
        InterviewSession.resume("nowhere", kit)


def test_a_bank_without_questions_is_told_and_nothing_begins(kit: Tools) -> None:
    class Empty:
        def __getattr__(self, name: str) -> Any:
            return (lambda: ()) if name in ("questions", "topics") else getattr(BANK, name)

    planned = plan_rounds(
        LOOPS_FILE.loops(), ["executive"], track="ai_pm", mode="realistic", context=None, seed=1, at=NOON
    )
    session = InterviewSession.start(planned, replace(kit, bank=Empty()))
    with pytest.raises(InterviewerError, match="holds no question for the round 'Final executive interview'"):
        session.begin_round()
    assert session.turn == "nobody"


def _planned(*names: str, loop: str = "", **changes: Any) -> Interview:
    options: dict[str, Any] = {"track": "ai_pm", "mode": "realistic", "context": None, "seed": None, "at": NOON}
    loops = LOOPS_FILE.loops()
    return plan_loop(loops, loop, **(options | changes)) if loop else plan_rounds(loops, names, **(options | changes))


def test_a_round_may_be_named_by_its_id_or_its_kind_and_rounds_may_be_mixed() -> None:
    assert [each.id for each in _planned("onsite").rounds] == [
        "onsite_product",
        "onsite_technical",
        "onsite_behavioural",
    ]
    assert [each.id for each in _planned("executive", "onsite_technical").rounds] == ["executive", "onsite_technical"]
    assert _planned("onsite").title == "AI PM: On-site: product and 2 more"


def test_a_loop_brings_its_kind_of_company_unless_another_is_named() -> None:
    assert _planned(loop="enterprise").context == "enterprise"
    assert _planned(loop="enterprise", context="startup").context == "startup"
    assert _planned(loop="standard").context is None


@pytest.mark.parametrize(
    ("names", "loop", "told"),
    [
        (("phone",), "", "there is no round 'phone': write phone_screen"),
        ((), "standart", "there is no loop 'standart': write standard"),
        ((), "", "name at least one round"),
    ],
)
def test_an_unknown_round_or_loop_is_told_with_near_names(names: tuple[str, ...], loop: str, told: str) -> None:
    with pytest.raises(InterviewerError, match=told):
        _planned(*names, loop=loop)
