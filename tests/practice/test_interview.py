"""The state machine: what may follow what, what time counts, and that events alone make the state."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.interviews import (
    Answered,
    Asked,
    ChosenQuestion,
    Clarified,
    Ended,
    Event,
    InterviewState,
    MovedOn,
    Paused,
    Probed,
    Resumed,
    RoundBegan,
    RoundEnded,
    SelfScored,
    Step,
)
from interviewer.practice.interview import (
    LONGEST_SILENCE,
    OutOfTurnError,
    advance,
    begin,
    elapsed,
    replay,
    spoken_minutes,
    time_is_up,
    transcript,
)

from .kit import ANSWER, NOON, QUESTION, hole, interview, plan

STEP = Step(score=2.5, missed=("ownership.limit_set",))
TWO_ROUNDS = interview(plan("phone_screen"), plan("executive"))


def events(*kinds: str, seconds: float = 10.0) -> list[Event]:
    """Events by name, `seconds` apart."""
    found: list[Event] = []
    for number, kind in enumerate(kinds):
        at = NOON + timedelta(seconds=seconds * number)
        made: dict[str, Event] = {
            "began": RoundBegan(at=at, questions=(ChosenQuestion(question=QUESTION, reason=""),) * 2, text="Hello."),
            "asked": Asked(at=at, question_id=QUESTION.id, text=QUESTION.prompt),
            "clarified": Clarified(at=at, asked="What do you mean?", reply="As it stands."),
            "answered": Answered(at=at, text=ANSWER, typing_seconds=60.0, said="answer"),
            "probed": Probed(at=at, probe=hole(), step=STEP),
            "moved_on": MovedOn(at=at, text="Next.", reason="answered", answer_id=f"a{number}", step=STEP),
            "left": MovedOn(at=at, text="", reason="left", answer_id="", step=None),
            "round_ended": RoundEnded(at=at, text="Thank you.", reason="done"),
            "out_of_time": RoundEnded(at=at, text="Time.", reason="time"),
            "paused": Paused(at=at),
            "resumed": Resumed(at=at),
            "self_scored": SelfScored(at=at, position=0, score=3),
            "ended": Ended(at=at),
        }
        found.append(made[kind])
    return found


NAMES = (
    "began", "asked", "clarified", "answered", "probed", "moved_on", "left", "round_ended", "out_of_time", "paused",
    "resumed", "self_scored", "ended",
)  # fmt: skip
ONE_QUESTION = ("asked", "clarified", "answered", "probed", "clarified", "answered", "moved_on")
A_ROUND = ("began", *ONE_QUESTION, "asked", "answered", "moved_on", "round_ended")


def test_a_round_goes_from_greeting_to_closing() -> None:
    state = replay(TWO_ROUNDS, events(*A_ROUND))
    assert state.phase == "between"
    assert state.next_round == TWO_ROUNDS.rounds[1]
    first, second = state.exchanges
    assert (first.position, second.position) == (0, 1)
    assert [reply.text for reply in first.replies] == [ANSWER, ANSWER]
    assert [each.before for each in first.clarifications] == [0, 1]
    assert len(first.steps) == len(first.replies) == 2
    assert first.left == "answered"


def test_the_last_round_ends_the_interview() -> None:
    assert replay(TWO_ROUNDS, events(*A_ROUND, *A_ROUND)).phase == "over"


def test_the_positions_of_questions_run_on_over_the_rounds() -> None:
    state = replay(TWO_ROUNDS, events(*A_ROUND, "began", "asked"))
    assert [each.position for each in state.exchanges] == [0, 1, 2]
    assert state.exchanges[2].round == 1


@pytest.mark.parametrize(
    "out_of_turn",
    [
        ("asked",),
        ("answered",),
        ("began", "answered"),
        ("began", "began"),
        ("began", "asked", "probed"),
        ("began", "asked", "moved_on"),
        ("began", "asked", "answered", "answered"),
        ("began", "asked", "answered", "clarified"),
        ("began", "round_ended"),
        ("began", "asked", "round_ended"),
        ("began", "asked", "left", "asked", "left", "asked"),
        ("began", "ended"),
        ("began", "self_scored"),
        ("began", "paused", "asked"),
        ("resumed",),
        ("paused", "paused"),
        (*A_ROUND, *A_ROUND, "began"),
        (*A_ROUND, *A_ROUND, "paused"),
        (*A_ROUND, *A_ROUND, "ended"),
    ],
)
def test_what_cannot_happen_now_is_refused(out_of_turn: tuple[str, ...]) -> None:
    *before, last = events(*out_of_turn)
    state = replay(TWO_ROUNDS, before)
    with pytest.raises(OutOfTurnError, match="cannot happen while the interview is"):
        advance(state, last)


def test_a_question_can_be_left_before_it_is_answered() -> None:
    state = replay(TWO_ROUNDS, events("began", "asked", "clarified", "left"))
    assert (state.phase, state.exchanges[0].left, state.exchanges[0].replies) == ("asking", "left", ())


def test_a_round_may_end_before_its_last_question_for_want_of_time() -> None:
    state = replay(TWO_ROUNDS, events("began", *ONE_QUESTION, "out_of_time"))
    assert (state.phase, state.rounds[0].ended) == ("between", "time")


def test_a_self_score_can_be_given_when_the_interview_is_over_and_the_last_one_counts() -> None:
    after = replay(TWO_ROUNDS, events(*A_ROUND, *A_ROUND, "self_scored"))
    assert after.exchanges[0].self_score == 3
    again = advance(after, SelfScored(at=NOON, position=0, score=5))
    assert again.exchanges[0].self_score == 5
    for position, score in ((99, 3), (0, 0), (0, 6), (-1, 3)):
        with pytest.raises(OutOfTurnError):
            advance(after, SelfScored(at=NOON, position=position, score=score))


def test_time_counts_within_a_round_and_stands_still_in_a_pause() -> None:
    state = replay(TWO_ROUNDS, events("began", "asked", "paused", "resumed", "answered", seconds=60.0))
    assert state.round is not None
    assert state.round.seconds == 180.0
    assert elapsed(state, NOON + timedelta(seconds=300)) == 240.0


@pytest.mark.parametrize("jump", [-86_400.0, -1.0])
def test_a_clock_that_jumps_back_takes_nothing_away(jump: float) -> None:
    state = replay(TWO_ROUNDS, events("began", "asked", seconds=30.0))
    later = advance(state, Answered(at=NOON + timedelta(seconds=jump), text="x", typing_seconds=1.0, said="answer"))
    assert later.round is not None
    assert later.round.seconds == 30.0
    assert elapsed(later, NOON + timedelta(seconds=jump + 5)) == 35.0


def test_a_clock_that_jumps_years_ahead_adds_a_silence_at_most() -> None:
    state = replay(TWO_ROUNDS, events("began", "asked"))
    later = advance(state, Answered(at=NOON + timedelta(days=900), text="x", typing_seconds=1.0, said="answer"))
    assert later.round is not None
    assert later.round.seconds == 10.0 + LONGEST_SILENCE


def test_talking_time_is_counted_in_words_and_a_written_round_has_none() -> None:
    long_answer = Answered(at=NOON, text="word " * (140 * 31), typing_seconds=1.0, said="answer")
    state = advance(replay(TWO_ROUNDS, events("began", "asked")), long_answer)
    assert 31 < spoken_minutes(state) < 32
    assert time_is_up(state)
    written = interview(plan("take_home", minutes=30))
    assert not time_is_up(advance(replay(written, events("began", "asked")), long_answer))


def test_the_transcript_holds_every_word_in_order() -> None:
    lines = transcript(TWO_ROUNDS, events("began", *ONE_QUESTION))
    assert [(line.speaker, line.kind) for line in lines] == [
        ("interviewer", "greeting"), ("interviewer", "question"), ("candidate", "clarification"),
        ("interviewer", "clarification"), ("candidate", "answer"), ("interviewer", "follow_up"),
        ("candidate", "clarification"), ("interviewer", "clarification"), ("candidate", "answer"),
        ("interviewer", "moving_on"),
    ]  # fmt: skip
    assert [line.position for line in lines] == [None, *[0] * 9]
    assert lines[4].text == ANSWER


def test_silence_is_a_turn_of_the_transcript_too() -> None:
    silent = Answered(at=NOON, text="", typing_seconds=1.0, said="nothing")
    lines = transcript(TWO_ROUNDS, [*events("began", "asked"), silent])
    assert (lines[-1].speaker, lines[-1].text) == ("candidate", "")


@given(st.lists(st.sampled_from(NAMES), max_size=40))
def test_whatever_comes_in_whatever_order_the_state_stays_whole(names: list[str]) -> None:
    state: InterviewState = begin(TWO_ROUNDS)
    taken: list[Event] = []
    for event in events(*names):
        try:
            state = advance(state, event)
        except OutOfTurnError:
            continue
        taken.append(event)
        _is_whole(state)
    assert replay(TWO_ROUNDS, taken) == state


def _is_whole(state: InterviewState) -> None:
    assert len(state.rounds) <= len(state.interview.rounds)
    assert [each.position for each in state.exchanges] == list(range(len(state.exchanges)))
    for each in state.exchanges:
        assert len(each.probes) <= len(each.replies) <= len(each.probes) + 1
        assert each.left is None or len(each.steps) == len(each.replies)
    open_ones = [each for each in state.exchanges if each.left is None]
    assert len(open_ones) == (1 if state.phase in ("listening", "reacting") else 0)
    assert state.phase != "over" or state.round is None


def test_the_old_state_stays_as_it_was() -> None:
    before: Any = replay(TWO_ROUNDS, events("began", "asked"))
    copy = replay(TWO_ROUNDS, events("began", "asked"))
    advance(before, events("began", "asked", "answered")[-1])
    assert before == copy
