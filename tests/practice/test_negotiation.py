"""The other side of an offer pushes back by what was said, never twice alike, and the talk ends."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from benchmarks.candidates import candidates

from interviewer.content.negotiation import NegotiationFile
from interviewer.domain import follow_ups
from interviewer.domain.interviews import Exchange
from interviewer.domain.words import normal
from interviewer.ports import FollowUp, FollowUpRequest, Interviewer, InterviewerError
from interviewer.practice.interview_grades import request_for
from interviewer.practice.interview_session import InterviewSession, Tools, run_offline
from interviewer.practice.negotiation import Negotiation, amounts, is_negotiation, plan_negotiation
from tests.practice.kit import BANK, NOON, OFFLINE, QUESTION, RUBRICS, opened_again, tools

pytestmark = pytest.mark.long
FILE = NegotiationFile()
SCRIPT = FILE.script()
FIRST, ML, SENIOR, FOUNDER = (each.question for each in SCRIPT.offers)
OFFERS = (FIRST, ML, SENIOR, FOUNDER)
STRONG = (
    "I see myself at 172 base: the guide publishes 155 to 185 thousand for career changers. Which part has room?",
    "Then leave base, and I propose 20 thousand in cash on a milestone: 5,000 weekly active users within twelve "
    "months, read from your quarterly report by finance. In total that is 190 in the first year.",
    "You only pay from what it earns. If you stop the project before month eight, half of it is paid.",
    "I am in another conversation, but there is no written offer, so I won't use it.",
    "The milestone bonus, with senior in the contract. Below 180 in total I would decline.",
)


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Tools]:
    kit = tools(tmp_path, negotiation=FILE)
    yield kit
    kit.store.close()


def begun(kit: Tools, question_id: str = FIRST) -> InterviewSession:
    question = BANK.get(question_id)
    assert question is not None
    track = "ai_pm" if question.track == "both" else question.track
    session = InterviewSession.start(plan_negotiation(question, track, SCRIPT, kit.clock.now()), kit)
    session.begin_round()
    run_offline(session)
    return session


def play(session: InterviewSession, say: Callable[[int], str]) -> Exchange:
    """To its end; `say` gets the number of the turn."""
    for number in range(20):
        session.say(say(number), 5.0)
        while session.turn == "interviewer":
            run_offline(session)
        if session.turn == "over":
            return session.state.exchanges[0]
    raise AssertionError("the talk did not end")


def saying(*texts: str) -> Callable[[int], str]:
    return lambda number: texts[min(number, len(texts) - 1)]


def pushes(exchange: Exchange) -> list[str]:
    return [probe.push for probe in exchange.probes]


def test_the_script_is_sound() -> None:
    rubric = RUBRICS.drills.rubric("offer_negotiation")
    questions = {each.id for each in BANK.questions() if each.drill == "offer_negotiation"}
    assert {each.question for each in SCRIPT.offers} == questions
    for push in SCRIPT.pushes:
        signal, _, check = push.check.partition(".")
        assert check in [each.id for each in rubric.dimension(signal).checks], push.id
        for line in push.lines:
            for rule in (follow_ups.one_question, follow_ups.short_enough, follow_ups.plain_text, follow_ups.no_praise):
                assert rule(line) == "", line
    lines = [line for push in SCRIPT.pushes for line in push.lines]
    assert len(set(map(normal, lines))) == len(lines)


def test_every_push_of_a_question_is_in_the_script() -> None:
    for offer in SCRIPT.offers:
        question = BANK.get(offer.question)
        assert question is not None
        lines = {
            line for push in SCRIPT.pushes if not push.offers or offer.question in push.offers for line in push.lines
        }
        assert set(question.follow_ups) <= lines, offer.question


def test_published_pay_has_its_source() -> None:
    for offer in SCRIPT.offers:
        question = BANK.get(offer.question)
        assert question is not None
        assert offer.source == question.source
        assert offer.told == f"{offer.published} ({offer.source})"


def test_a_strong_candidate_is_pushed_where_it_hurts_and_each_turn_adds_something(kit: Tools) -> None:
    session = begun(kit)
    exchange = play(session, saying(*STRONG))
    assert pushes(exchange) == ["answers_a_question", "why_start_with_you", "another_offer_in_writing", "one_thing"]
    talk = session.negotiation(exchange)
    assert talk is not None
    turns = talk.turns(exchange)
    assert [bool(each.points) for each in turns] == [True] * 5
    assert turns[1].points == ("the total", "cash tied to a milestone", "amount and date of the milestone")
    scores = [each.with_it for each in turns]
    assert scores == sorted(scores)
    assert [each.without for each in turns] == [None, *scores[:-1]]
    assert turns[2].push == exchange.probes[1].text
    grade = OFFLINE.grade_now(request_for(exchange, session.interview, with_follow_ups=False))
    assert grade.overall is not None
    assert (grade.rubric.id, grade.overall.vote) == ("offer_negotiation", "strong_yes")


@pytest.mark.parametrize(
    ("said", "push"),
    [
        ("Great, send the contract!", "yes_at_once"),
        ("My rent is high and I work hard.", "need_is_no_argument"),
        ("I'd like more equity.", "equity_is_fixed"),
        ("It should be more than that.", "no_figure_yet"),
        ("Something between 165 and 175 thousand.", "lower_end"),
        ("I'd want 175 base.", "no_room_on_base"),
        ("Which part has room?", "answers_a_question"),
        ("The published range is 155 to 185 thousand, so I'd say 172 base.", "no_room_on_base"),
    ],
)
def test_what_was_said_decides_the_push(kit: Tools, said: str, push: str) -> None:
    session = begun(kit)
    session.say(said, 5.0)
    run_offline(session)
    assert pushes(session.state.exchanges[0]) == [push]


def test_a_question_is_a_move_of_the_talk_and_not_a_request_to_explain(kit: Tools) -> None:
    session = begun(kit)
    session.say("Which part has room, and who approves it?", 5.0)
    exchange = session.state.exchanges[0]
    assert exchange.clarifications == ()
    assert [(reply.text, reply.said) for reply in exchange.replies] == [
        ("Which part has room, and who approves it?", "answer")
    ]


def test_who_says_yes_ends_the_talk(kit: Tools) -> None:
    session = begun(kit)
    exchange = play(session, saying("Great, send the contract!", "I'm happy with that, send it over."))
    assert pushes(exchange) == ["yes_at_once"]
    assert exchange.left == "answered"
    assert session.lines[-1].text in SCRIPT.settled


def test_a_yes_with_a_condition_is_none(kit: Tools) -> None:
    session = begun(kit)
    session.say("I'll sign if the base is 175.", 5.0)
    run_offline(session)
    assert session.turn == "candidate"


def test_silence_gets_time_once_and_never_praise(kit: Tools) -> None:
    session = begun(kit)
    exchange = play(session, saying("", "I don't know."))
    assert pushes(exchange) == ["nothing_said"]
    assert exchange.left == "nothing_came"
    assert session.lines[-1].text in SCRIPT.nothing
    grade = OFFLINE.grade_now(request_for(exchange, session.interview, with_follow_ups=False))
    assert grade.overall is not None
    assert grade.overall.vote == "strong_no"


KINDS = candidates({topic.id: topic for topic in BANK.topics()})


@pytest.mark.parametrize("question_id", OFFERS)
@pytest.mark.parametrize("kind", [*KINDS, "bargaining"])
def test_whoever_negotiates_gets_no_push_twice_and_five_at_most(kit: Tools, kind: str, question_id: str) -> None:
    for number in range(3):
        chance = random.Random(f"{kind} {number}")
        session = begun(kit, question_id)

        def say(turn: int, chance: random.Random = chance, session: InterviewSession = session) -> str:
            if kind == "bargaining":
                return chance.choice(STRONG) if turn else f"I'd want {chance.randint(160, 260)} base."
            return KINDS[kind](session.state.exchanges[0], chance)

        exchange = play(session, say)
        made = pushes(exchange)
        assert len(set(made)) == len(made) <= SCRIPT.most
        texts = [normal(line.text) for line in session.lines if line.speaker == "interviewer"]
        assert len(set(texts)) == len(texts)
        assert all(follow_ups.no_praise(probe.text) == "" for probe in exchange.probes)
        heard = [line.text for line in session.lines if line.speaker == "candidate"]
        assert heard == [reply.text for reply in exchange.replies], "the transcript holds every word"
        if kind in ("vague", "we", "bargaining"):
            assert len(made) >= SCRIPT.least


def test_a_talk_goes_on_exactly_where_it_was(kit: Tools) -> None:
    session = begun(kit)
    session.say(STRONG[0], 5.0)
    run_offline(session)
    again = InterviewSession.resume(session.interview.id, replace(kit, store=opened_again(kit)))
    assert is_negotiation(again.interview)
    assert [line.text for line in again.lines] == [line.text for line in session.lines]
    again.say(STRONG[1], 5.0)
    run_offline(again)
    assert pushes(again.state.exchanges[0]) == ["answers_a_question", "why_start_with_you"]


def test_a_question_without_an_offer_cannot_be_negotiated() -> None:
    with pytest.raises(InterviewerError, match="has no such offer"):
        plan_negotiation(QUESTION, "ai_pm", SCRIPT, NOON)


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("$172k base", (172,)), ("172,000 a year", (172,)), ("172 thousand", (172,)), ("at 172", (172,)),
        ("€20k within 12 months", (20,)), ("5,000 weekly active users", ()), ("12 months", ()), ("0.03 %", ()),
        ("L5 and 3 launches", ()), ("a budget of 2,000,000 dollars", ()), ("$10k sign-on and 158 base", (10, 158)),
    ],
)  # fmt: skip
def test_sums_of_money_are_told_from_other_figures(text: str, sums: Sequence[float]) -> None:
    assert amounts(text) == tuple(map(float, sums))


def negotiation() -> Negotiation:
    offer = SCRIPT.offer(FIRST)
    assert offer is not None
    return Negotiation(SCRIPT, offer, RUBRICS.drills.rubric("offer_negotiation"))


def test_the_figures_of_the_offer_are_no_figure_of_ones_own() -> None:
    assert "figure" not in negotiation().heard("You said 158 base and a sign-on of 10k.")
    assert "figure" in negotiation().heard("Make it 170 base.")
    assert "milestone_terms" not in negotiation().heard("I'd like 170k within twelve months.")


class Wording(Interviewer):
    """Says one text, and remembers what it was asked."""

    description = "a test"

    def __init__(self, text: str, reason: str = "") -> None:
        self.text, self.reason = text, reason
        self.requests: list[FollowUpRequest] = []

    async def follow_up(self, request: FollowUpRequest) -> FollowUp:
        self.requests.append(request)
        return FollowUp(text=self.text, reason=self.reason)


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("A base of 172, you say; where would I find that money?", ""),
        ("I could go to a base of 165 if you sign today. Would you?", "it names a sum that nobody has named"),
        ("Great point about the base. Why 172?", "it must not praise or thank"),
        ("Why 172? And who else has offered you that?", "it must hold exactly one question, and holds 2"),
        ("", "the model said nothing"),
    ],
)
async def test_a_model_may_word_a_push_but_invents_no_sum(tmp_path: Path, text: str, note: str) -> None:
    wording = Wording(text)
    kit = tools(tmp_path, negotiation=FILE, interviewer=wording)
    session = begun(kit)
    session.say("I see myself at 172 base, because the guide says so.", 5.0)
    await session.move()
    (probe,) = session.state.exchanges[0].probes
    assert probe.push == "no_room_on_base", "what is pushed is for the script to say"
    if note:
        assert note in probe.note
        assert (probe.text, probe.source) == (wording.requests[0].instead, "script")
    else:
        assert (probe.text, probe.source, probe.note) == (text, "model", "")
    (request,) = wording.requests
    assert request.manner == SCRIPT.style
    assert "AI PM vs ML PM" in request.setting, "a published figure comes with its source"
    kit.store.close()
