"""An answer and its follow-ups are graded together; what each follow-up brought is told."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.grades import Evidence, Grade, GraderRef
from interviewer.domain.interviews import Exchange, Probe, Step
from interviewer.domain.spoken import Place, spoken
from interviewer.ports import Done, GradeEvent, GradeRequest
from interviewer.practice.interview_grades import (
    followed_up,
    grade_exchange,
    grades_of,
    levels_survived,
    request_for,
    submitted,
    ungraded,
)
from interviewer.practice.interview_session import InterviewSession, Tools

from .kit import ANSWER, OFFLINE, begun, exchange, grade, hole, interview, play, tools

WEAK = Step(score=2.0, missed=("market_impact.result_measured", "ownership.limit_set"))
BETTER = Step(score=2.6, missed=("ownership.limit_set",))


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Tools]:
    parts = tools(tmp_path)
    yield parts
    parts.store.close()


@given(st.lists(st.text(max_size=40), max_size=6), st.integers(0, 200), st.integers(0, 200))
def test_every_place_in_the_graded_text_leads_back_to_its_turn(replies: list[str], start: int, length: int) -> None:
    whole = spoken(replies)
    end = min(len(whole.text), start + length)
    places = whole.places(Evidence(start, end, whole.text[start:end]))
    words = "".join(replies[place.reply][place.start : place.end] for place in places)
    assert "".join(whole.text[start:end].split()) == "".join(words.split())
    for part in whole.parts:
        assert whole.text[part.start : part.end] == replies[part.reply]


def test_a_quote_over_the_end_of_a_turn_has_two_places() -> None:
    whole = spoken(["It fell", "", "by half"])
    assert whole.text == "It fell\n\nby half"
    assert whole.places(Evidence(3, 11, whole.text[3:11])) == (Place(0, 3, 7), Place(2, 0, 2))


def test_the_evidence_of_a_whole_exchange_stands_in_its_turns() -> None:
    replies = (ANSWER, "It fell from 78 to 31 percent in two months, because I had set a limit of one in ten.")
    about = exchange(replies, [hole("You said we. Which part was yours, and what did you refuse at 50 percent?")])
    found = OFFLINE.grade_now(request_for(about, interview(), with_follow_ups=False))
    whole = spoken(replies)
    checks = [*(each.checks for each in found.signals), *(each.checks for each in found.habits)]
    quotes = [each for verdicts in checks for verdict in verdicts for each in verdict.evidence]
    turns = set()
    for quote in quotes:
        (place,) = whole.places(quote)
        assert replies[place.reply][place.start : place.end] == quote.quote
        turns.add(place.reply)
    assert turns == {0, 1}


def test_what_the_interviewer_says_earns_nothing() -> None:
    told = "At 95 percent precision I decided to set a limit of 3 percent and cut churn from 9 to 4 percent."
    silent = exchange(("We had a look at it together.", ""), [hole(told)])
    without = exchange(("We had a look at it together.",))
    one, other = (request_for(each, interview(), with_follow_ups=False) for each in (silent, without))
    assert one == other
    assert told not in one.answer


def test_a_model_is_told_what_was_asked_in_between_with_the_question_and_not_in_the_answer() -> None:
    about = exchange((ANSWER, "It fell."), [hole("What was it before?")])
    request = request_for(about, interview(), with_follow_ups=True)
    assert request.question.prompt.endswith("1. What was it before?")
    assert "What was it before?" not in request.answer
    assert request_for(exchange(), interview(), with_follow_ups=True).question == exchange().question


class ModelLike:
    """Grades as a model does: by the whole prompt that it was sent."""

    description = "stand-in"
    ref = GraderRef(kind="llm", model="stand-in")

    def __init__(self, fails: bool = False) -> None:
        self.fails = fails
        self.requests: list[GradeRequest] = []

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        self.requests.append(request)
        scored = grade(3.0, (), prompt=request.question.prompt)
        unscored = replace(
            scored, status="unscored", reason="no network", overall=None, signals=(), habits=(), gate=None
        )
        yield Done(unscored if self.fails else scored)


async def grade_all(session: InterviewSession, grader: ModelLike) -> list[Grade]:
    found = []
    for each in ungraded(session.state, session.tools.store):
        async for event in grade_exchange(each, session.interview, grader, session.tools.store, session.tools.clock):
            assert isinstance(event, Done)
            found.append(event.grade)
    return found


async def test_grades_are_stored_under_the_question_as_it_was_asked(kit: Tools) -> None:
    session = begun(kit)
    play(session, lambda number: f"{ANSWER} It was case {number}.")
    grader = ModelLike()
    await grade_all(session, grader)
    assert any("The interviewer then asked" in request.question.prompt for request in grader.requests)
    for each in submitted(session.state):
        transcript = kit.store.transcript(each.answer_id)
        assert transcript is not None
        assert transcript.latest is not None
        assert transcript.latest.question.prompt == each.question.prompt
    assert ungraded(session.state, kit.store) == []
    assert sorted(grades_of(session.state, kit.store)) == [0, 1, 2]


async def test_what_could_not_be_graded_can_be_graded_later(kit: Tools) -> None:
    session = begun(kit)
    play(session, lambda number: f"{ANSWER} It was case {number}.")
    failed = await grade_all(session, ModelLike(fails=True))
    assert [each.reason for each in failed] == ["no network"] * 3
    assert len(ungraded(session.state, kit.store)) == 3
    await grade_all(session, ModelLike())
    assert ungraded(session.state, kit.store) == []
    assert {each.status for each in grades_of(session.state, kit.store).values()} == {"scored"}


def test_each_follow_up_is_told_with_what_it_added() -> None:
    about = exchange(
        (ANSWER, "It fell from 78 to 31.", "Nothing."), [hole(), hole("And then?", "economics")], [WEAK, BETTER, BETTER]
    )
    first, second = followed_up(about)
    assert (first.without, first.with_it, first.won, first.held) == (2.0, 2.6, ("market_impact.result_measured",), True)
    assert (second.without, second.with_it, second.won, second.held) == (2.6, 2.6, (), False)


def test_a_fault_that_a_reply_added_is_told_as_lost() -> None:
    worse = replace(WEAK, score=1.6, missed=(*WEAK.missed, "ownership.hands_over"))
    about = exchange((ANSWER, "The ML team decided."), [hole()], [WEAK, worse])
    (only,) = followed_up(about)
    assert (only.won, only.lost) == ((), ("ownership.hands_over",))


def probed(*held: bool, kinds: tuple[str, ...] = ()) -> Exchange:
    """An exchange whose follow-ups held or not."""
    steps, score = [WEAK], 2.0
    for each in held:
        score += 0.5 if each else 0.0
        steps.append(replace(WEAK, score=score))
    probes = [hole(f"Question {number}?") for number in range(len(held))]
    for number, kind in enumerate(kinds):
        probes[number] = Probe(text=probes[number].text, kind=kind, source="manner")  # type: ignore[arg-type]
    return exchange([ANSWER, *(f"Reply {number}." for number in range(len(held)))], probes, steps)


@pytest.mark.parametrize(
    ("held", "levels"),
    [((), (0, 0)), ((True,), (1, 1)), ((True, True, False), (2, 3)), ((False, True), (0, 2)), ((True, True), (2, 2))],
)
def test_levels_of_probing_are_counted_until_the_first_that_did_not_hold(
    held: tuple[bool, ...], levels: tuple[int, int]
) -> None:
    assert levels_survived(probed(*held)) == levels


def test_help_on_the_way_is_no_level_of_probing() -> None:
    assert levels_survived(probed(False, True, kinds=("way_in",))) == (1, 1)
