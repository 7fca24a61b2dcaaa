"""A model's follow-ups in an interview: asked where they keep the rules, replaced where they break one."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from interviewer.domain.interviews import Exchange
from interviewer.ports import FollowUp, FollowUpRequest, Interviewer
from interviewer.practice.interview_session import InterviewSession, Tools

from .kit import ANSWER, ScriptedQuick, begun, grade, tools

GOOD = "You dropped the warnings on bonuses. What did the clerks miss because of that?"


class Scripted:
    """An interviewer that says what it is told, whatever the rules are."""

    description = "scripted"

    def __init__(self, reply: Callable[[FollowUpRequest], FollowUp]) -> None:
        self.reply = reply
        self.requests: list[FollowUpRequest] = []

    async def follow_up(self, request: FollowUpRequest) -> FollowUp:
        self.requests.append(request)
        return self.reply(request)


def saying(text: str, reason: str = "") -> Scripted:
    return Scripted(lambda request: FollowUp(text=text, reason=reason))


Begin = Callable[..., InterviewSession]


@pytest.fixture
def begin(tmp_path: Path) -> Iterator[Begin]:
    """`begin(interviewer)`: an interview at its first question. Every answer gets the same middling estimate."""
    kits: list[Tools] = []

    def begin_one(interviewer: Interviewer, **changes: str) -> InterviewSession:
        quick = ScriptedQuick(lambda request: grade(2.5, track=request.track))
        kits.append(tools(tmp_path, interviewer=interviewer, quick=quick))
        return begun(kits[-1], "onsite_behavioural", **changes)

    yield begin_one
    for kit in kits:
        kit.store.close()


async def probed(session: InterviewSession, answer: str = ANSWER) -> Exchange:
    """The first question after the interviewer's reaction to an answer."""
    session.say(answer, 1.0)
    await session.move()
    return session.state.exchanges[0]


async def test_a_follow_up_that_keeps_the_rules_is_asked(begin: Begin) -> None:
    exchange = await probed(begin(saying(GOOD)))
    (probe,) = exchange.probes
    assert (probe.text, probe.source, probe.kind, probe.note) == (GOOD, "model", "hole", "")
    assert (probe.signal, probe.check) == ("market_impact", "business_result")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("What did the clerks miss? And who told you?", "exactly one question"),
        (f"Great answer. {GOOD}", "must not praise"),
        ("What was the market impact of the warnings on bonuses?", "must not hint at how answers are judged"),
        ("Was haben die Sachbearbeiter mit den Boni gemacht, und wie war es ein Jahr später?", "language"),
        ("**What** did the clerks miss?", "plain words"),
        ("What did the \x1b[2Jclerks miss?", "plain text without control characters"),
        ("What would you do differently today?", "must take up something that the candidate said"),
        ("You said “revenue doubled” at the clerks. From what?", "quotes words that nobody said"),
        (f"{'word ' * 41}clerks?", "at most 40 words"),
    ],
)
async def test_one_that_breaks_a_rule_is_replaced_by_the_offline_one_and_the_reason_is_kept(
    begin: Begin, text: str, why: str
) -> None:
    interviewer = saying(text)
    session = begin(interviewer)
    exchange = await probed(session)
    (probe,) = exchange.probes
    assert probe.text == interviewer.requests[0].instead
    assert probe.source == "rubric"
    assert why in probe.note
    assert text not in [line.text for line in session.lines]


async def test_where_none_comes_the_offline_one_is_asked(begin: Begin) -> None:
    exchange = await probed(begin(saying("", "m took longer than 15 s\x1b[2J")))
    (probe,) = exchange.probes
    assert (probe.source, probe.note) == ("rubric", "m took longer than 15 s\\x1b[2J")


async def test_a_model_may_not_ask_what_was_asked_before(begin: Begin) -> None:
    session = begin(saying(GOOD))
    await probed(session)
    session.say("They missed two errors a month, because the bonus of one clerk was doubled by mistake.", 1.0)
    await session.move()
    second = session.state.exchanges[0].probes[1]
    assert (second.source != "model", second.note) == (True, "the model's follow-up was not asked: it was asked before")


async def test_a_model_is_told_the_talk_the_hole_and_the_setting_but_no_word_of_scores(begin: Begin) -> None:
    interviewer = saying(GOOD)
    session = begin(interviewer, context="enterprise")
    exchange = await probed(session)
    (request,) = interviewer.requests
    assert request.turns == (("interviewer", exchange.question.prompt), ("candidate", ANSWER))
    assert "audit trail" in request.setting
    assert "director" in request.manner
    assert request.asked == (exchange.question.prompt,)
    told = " ".join((request.aim, request.manner, request.setting)).lower()
    assert not any(word in told for word in ("score", "points", "rubric", "check", "business_result", "signal"))
    assert session.turn == "candidate"


async def test_questions_back_are_part_of_the_talk(begin: Begin) -> None:
    interviewer = saying(GOOD)
    session = begin(interviewer)
    session.say("Can you repeat the question?", 1.0)
    session.say(ANSWER, 1.0)
    await session.move()
    speakers = [speaker for speaker, _ in interviewer.requests[0].turns]
    assert speakers == ["interviewer", "candidate", "interviewer", "candidate"]


async def test_the_way_in_for_somebody_who_said_nothing_needs_no_model(begin: Begin) -> None:
    interviewer = saying(GOOD)
    exchange = await probed(begin(interviewer), "I don't know.")
    assert interviewer.requests == []
    assert exchange.probes[0].kind == "way_in"


async def test_who_will_not_wait_gets_the_offline_follow_up(begin: Begin) -> None:
    class Slow(Scripted):
        asked = asyncio.Event()

        async def follow_up(self, request: FollowUpRequest) -> FollowUp:
            self.asked.set()
            await asyncio.Event().wait()
            raise AssertionError("nobody sets it")

    interviewer = Slow(lambda request: FollowUp(text=""))
    session = begin(interviewer)
    session.say(ANSWER, 1.0)
    waiting = asyncio.create_task(session.move())
    async with asyncio.timeout(10):
        await interviewer.asked.wait()
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert session.state.phase == "reacting"
    await session.move(offline=True)
    (probe,) = session.state.exchanges[0].probes
    assert (probe.source, probe.note) == ("rubric", "")
