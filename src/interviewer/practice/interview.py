"""An interview as a state machine: `advance` is the only way from one state to the next, and knows no clock."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from interviewer.domain.interviews import (
    Answered,
    Asked,
    Clarification,
    Clarified,
    Ended,
    Event,
    Exchange,
    Interview,
    InterviewState,
    Line,
    LineKind,
    MovedOn,
    Paused,
    Phase,
    Probed,
    Reply,
    Resumed,
    RoundBegan,
    RoundEnded,
    RoundState,
    SelfScored,
    Speaker,
)

LONGEST_SILENCE = 20 * 60.0  # seconds; a longer gap is a clock that jumped or a person who left
SPOKEN_WORDS_A_MINUTE = 140
BEST_SELF_SCORE = 5


class OutOfTurnError(Exception):
    """An event that cannot follow in this state: a defect, or a record that was changed by hand."""


def begin(interview: Interview) -> InterviewState:
    """The state before the first event."""
    return InterviewState(interview=interview)


def replay(interview: Interview, events: Iterable[Event]) -> InterviewState:
    """The state after all these events. Raises OutOfTurnError."""
    state = begin(interview)
    for event in events:
        state = advance(state, event)
    return state


def advance(state: InterviewState, event: Event) -> InterviewState:
    """The state after an event. Raises OutOfTurnError where it cannot happen now; the old state stays good."""
    return _RULES[type(event)](_at(state, event), event)


def _at(state: InterviewState, event: Event) -> InterviewState:
    """Counts the time since the last event to the round; a clock that jumps back or far ahead adds nothing much."""
    now = replace(state, last_at=event.at)
    if state.round is None:
        return now
    seconds = state.round.seconds + running_gap(state, event.at)
    return replace(now, rounds=(*state.rounds[:-1], replace(state.round, seconds=seconds)))


def running_gap(state: InterviewState, at: datetime) -> float:
    """The seconds from the last event to `at` that count: none while paused, between rounds or backwards."""
    if state.paused or state.round is None or state.last_at is None:
        return 0.0
    return min(max((at - state.last_at).total_seconds(), 0.0), LONGEST_SILENCE)


def elapsed(state: InterviewState, now: datetime) -> float:
    """How many seconds the round under way has run; 0 between rounds."""
    return state.round.seconds + running_gap(state, now) if state.round else 0.0


def spoken_minutes(state: InterviewState) -> float:
    """How long the talk of this round would take aloud: what counts against the round's minutes."""
    return spoken_in(state.round) if state.round else 0.0


def spoken_in(here: RoundState) -> float:
    """How many minutes the talk of a round would take aloud, both sides."""
    texts = [text for exchange in here.exchanges for text in _texts(exchange)]
    return sum(len(text.split()) for text in texts) / SPOKEN_WORDS_A_MINUTE


def time_is_up(state: InterviewState) -> bool:
    """Whether the round's talking time is used up; a written round has none."""
    current = state.round
    return current is not None and not current.plan.written and spoken_minutes(state) >= current.plan.minutes


def asked_texts(state: InterviewState) -> list[str]:
    """Everything that the interviewer has asked until now: questions and follow-ups."""
    return [
        text
        for exchange in state.exchanges
        for text in (exchange.question.prompt, *(probe.text for probe in exchange.probes))
    ]


def lines_of(state: InterviewState, event: Event) -> tuple[Line, ...]:
    """The turns of the transcript that an event brought; `state` is the one after it."""
    exchanges = state.exchanges
    here = exchanges[-1].position if exchanges else None

    def line(speaker: Speaker, text: str, kind: LineKind, position: int | None = here) -> Line:
        return Line(speaker=speaker, text=text, kind=kind, at=event.at, position=position)

    lines: tuple[Line, ...] = ()
    match event:
        case RoundBegan():
            lines = (line("interviewer", event.text, "greeting", None),)
        case Asked():
            lines = (line("interviewer", event.text, "question"),)
        case Clarified():
            back = line("candidate", event.asked, "clarification")
            lines = (back, line("interviewer", event.reply, "clarification"))
        case Answered():
            lines = (line("candidate", event.text, "answer"),)
        case Probed():
            lines = (line("interviewer", event.probe.text, "follow_up"),)
        case MovedOn():
            lines = (line("interviewer", event.text, "moving_on"),)
        case RoundEnded():
            lines = (line("interviewer", event.text, "closing", None),)
    return tuple(each for each in lines if each.text or each.speaker == "candidate")


def transcript(interview: Interview, events: Iterable[Event]) -> list[Line]:
    """Every word that was said, in order. Raises OutOfTurnError."""
    state = begin(interview)
    lines: list[Line] = []
    for event in events:
        state = advance(state, event)
        lines += lines_of(state, event)
    return lines


# The rules: one function an event. Each gets the state with its time brought up to the event.


def _began(state: InterviewState, event: RoundBegan) -> InterviewState:
    plan = state.next_round
    if plan is None:
        raise _out_of_turn(state, event)
    _check(state, event, bool(event.questions) and not state.paused)
    return replace(state, phase="asking", rounds=(*state.rounds, RoundState(plan=plan, questions=event.questions)))


def _asked(state: InterviewState, event: Asked) -> InterviewState:
    current = _round(state, event, "asking")
    number = len(current.exchanges)
    _check(state, event, number < len(current.questions))
    exchange = Exchange(
        position=len(state.exchanges), round=len(state.rounds) - 1, chosen=current.questions[number], asked=event.text
    )
    exchanges = (*current.exchanges, exchange)
    return replace(state, phase="listening", rounds=(*state.rounds[:-1], replace(current, exchanges=exchanges)))


def _clarified(state: InterviewState, event: Clarified) -> InterviewState:
    exchange = _exchange(state, event, "listening")
    more = Clarification(asked=event.asked, reply=event.reply, before=len(exchange.replies))
    return _with(state, replace(exchange, clarifications=(*exchange.clarifications, more)))


def _answered(state: InterviewState, event: Answered) -> InterviewState:
    exchange = _exchange(state, event, "listening")
    reply = Reply(text=event.text, typing_seconds=event.typing_seconds, said=event.said)
    return _with(replace(state, phase="reacting"), replace(exchange, replies=(*exchange.replies, reply)))


def _probed(state: InterviewState, event: Probed) -> InterviewState:
    exchange = _exchange(state, event, "reacting")
    changed = replace(exchange, probes=(*exchange.probes, event.probe), steps=(*exchange.steps, event.step))
    return _with(replace(state, phase="listening"), changed)


def _moved_on(state: InterviewState, event: MovedOn) -> InterviewState:
    """Also out of a question that nobody has answered, where the person leaves."""
    exchange = _exchange(state, event, "reacting", "listening")
    _check(state, event, state.phase == "reacting" or event.reason == "left")
    steps = (*exchange.steps, event.step) if event.step else exchange.steps
    _check(state, event, len(steps) == len(exchange.replies))
    changed = replace(exchange, left=event.reason, answer_id=event.answer_id, steps=steps)
    return _with(replace(state, phase="asking"), changed)


def _round_ended(state: InterviewState, event: RoundEnded) -> InterviewState:
    current = _round(state, event, "asking")
    done = len(current.exchanges) == len(current.questions)
    _check(state, event, done or event.reason != "done")
    rounds = (*state.rounds[:-1], replace(current, ended=event.reason))
    last = len(rounds) == len(state.interview.rounds)
    return replace(state, phase="over" if last else "between", rounds=rounds)


def _paused(state: InterviewState, event: Paused) -> InterviewState:
    _check(state, event, not state.paused and state.phase != "over")
    return replace(state, paused=True)


def _resumed(state: InterviewState, event: Resumed) -> InterviewState:
    _check(state, event, state.paused)
    return replace(state, paused=False)


def _self_scored(state: InterviewState, event: SelfScored) -> InterviewState:
    """At any time after the question is done; a second score takes the place of the first."""
    known = 0 <= event.position < len(state.exchanges) and state.exchanges[event.position].left is not None
    _check(state, event, known and 1 <= event.score <= BEST_SELF_SCORE)
    exchange = state.exchanges[event.position]
    return _with(state, replace(exchange, self_score=event.score))


def _ended(state: InterviewState, event: Ended) -> InterviewState:
    """Between rounds only: a round that is under way is ended first."""
    _check(state, event, state.phase == "between")
    return replace(state, phase="over", paused=False)


_RULES: dict[type[Event], Callable[[InterviewState, Any], InterviewState]] = {
    RoundBegan: _began,
    Asked: _asked,
    Clarified: _clarified,
    Answered: _answered,
    Probed: _probed,
    MovedOn: _moved_on,
    RoundEnded: _round_ended,
    Paused: _paused,
    Resumed: _resumed,
    SelfScored: _self_scored,
    Ended: _ended,
}


def _round(state: InterviewState, event: Event, *phases: Phase) -> RoundState:
    if state.round is None or state.phase not in phases or state.paused:
        raise _out_of_turn(state, event)
    return state.round


def _exchange(state: InterviewState, event: Event, *phases: Phase) -> Exchange:
    _round(state, event, *phases)
    if state.exchange is None:
        raise _out_of_turn(state, event)
    return state.exchange


def _check(state: InterviewState, event: Event, fits: bool) -> None:
    if not fits:
        raise _out_of_turn(state, event)


def _out_of_turn(state: InterviewState, event: Event) -> OutOfTurnError:
    pause = ", paused" if state.paused else ""
    return OutOfTurnError(f"{type(event).__name__} cannot happen while the interview is {state.phase}{pause}")


def _with(state: InterviewState, exchange: Exchange) -> InterviewState:
    """The state with one exchange put in the place of its old self."""
    rounds = list(state.rounds)
    here = rounds[exchange.round]
    exchanges = tuple(exchange if each.position == exchange.position else each for each in here.exchanges)
    rounds[exchange.round] = replace(here, exchanges=exchanges)
    return replace(state, rounds=tuple(rounds))


def _texts(exchange: Exchange) -> list[str]:
    asked = [text for each in exchange.clarifications for text in (each.asked, each.reply)]
    return [
        exchange.asked,
        *asked,
        *(probe.text for probe in exchange.probes),
        *(reply.text for reply in exchange.replies),
    ]
