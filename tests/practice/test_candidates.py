"""Simulated candidates of each kind go through rounds: what the interviewer does with them keeps the rules."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from benchmarks.candidates import candidates

from interviewer.domain import follow_ups
from interviewer.domain.grades import Grade
from interviewer.domain.interviews import DEEPENING
from interviewer.domain.questions import TRACKS
from interviewer.domain.words import normal
from interviewer.practice.interview_grades import request_for, submitted
from interviewer.practice.interview_session import InterviewSession, Tools, run_offline
from interviewer.practice.planning import plan_rounds
from tests.practice.kit import BANK, LOOPS_FILE, OFFLINE, tools

pytestmark = pytest.mark.long
KINDS = candidates({topic.id: topic for topic in BANK.topics()})
ROUNDS = [each.id for each in LOOPS_FILE.loops().rounds]
COMPANIES = (None, "startup", "big_tech", "enterprise")
INTERVIEWS = 7  # one of each round; benchmarks/interviews.py plays fifty


@dataclass
class Played:
    sessions: list[InterviewSession] = field(default_factory=list)
    said: list[list[str]] = field(default_factory=list)

    @property
    def probes(self) -> Counter[str]:
        return Counter(
            probe.kind for session in self.sessions for exchange in session.state.exchanges for probe in exchange.probes
        )

    @property
    def left(self) -> Counter[str]:
        return Counter(str(each.left) for session in self.sessions for each in session.state.exchanges)

    def grades(self) -> list[Grade]:
        return [
            OFFLINE.grade_now(request_for(exchange, session.interview, with_follow_ups=False))
            for session in self.sessions
            for exchange in submitted(session.state)
        ]


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Played]]:
    """Every kind of candidate through every round, both tracks and every kind of company in turn."""
    kit = tools(tmp_path_factory.mktemp("candidates"))
    found = {kind: _play(kind, kit) for kind in KINDS}
    yield found
    kit.store.close()


def _play(kind: str, kit: Tools) -> Played:
    found = Played()
    for number in range(INTERVIEWS):
        chance = random.Random(f"{kind} {number}")
        interview = plan_rounds(
            LOOPS_FILE.loops(), [ROUNDS[number % len(ROUNDS)]], track=TRACKS[number % 2], mode="realistic",
            context=COMPANIES[number % 4], seed=number, at=kit.clock.now(),  # type: ignore[arg-type]
        )  # fmt: skip
        session, said = InterviewSession.start(interview, kit), []
        for _ in range(120):
            if session.turn == "over":
                break
            if session.turn == "nobody":
                session.begin_round()
            elif session.turn == "interviewer":
                run_offline(session)
            else:
                said.append(KINDS[kind](session.state.exchanges[-1], chance))
                session.say(said[-1], 20.0)
        assert session.turn == "over", "an interview ends"
        found.sessions.append(session)
        found.said.append(said)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_word_is_kept_and_nothing_is_asked_twice(played: dict[str, Played], kind: str) -> None:
    for session, said in zip(played[kind].sessions, played[kind].said, strict=True):
        assert [line.text for line in session.lines if line.speaker == "candidate"] == said
        asked = [
            normal(text)
            for exchange in session.state.exchanges
            for text in (exchange.question.prompt, *(probe.text for probe in exchange.probes))
        ]
        assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("kind", KINDS)
def test_no_follow_up_breaks_a_rule_of_form_and_none_is_too_many(played: dict[str, Played], kind: str) -> None:
    for session in played[kind].sessions:
        for here in session.state.rounds:
            dug = [sum(probe.kind in DEEPENING for probe in each.probes) for each in here.exchanges]
            assert sum(dug) <= here.plan.probe_budget
            assert max(dug, default=0) <= here.plan.probes
        for probe in (probe for each in session.state.exchanges for probe in each.probes):
            if probe.kind in DEEPENING:
                assert follow_ups.short_enough(probe.text) == ""
                assert follow_ups.plain_text(probe.text) == ""


@pytest.mark.parametrize("kind", KINDS)
def test_nobody_is_praised_or_thanked_for_an_answer(played: dict[str, Played], kind: str) -> None:
    """Greeting and farewell may be polite; what follows an answer says nothing of how it was."""
    for session in played[kind].sessions:
        for line in session.lines:
            if line.speaker == "interviewer" and line.kind in ("follow_up", "moving_on", "clarification"):
                assert follow_ups.no_praise(line.text) == "", line.text


def test_the_silent_get_one_way_in_and_no_credit(played: dict[str, Played]) -> None:
    silent = played["silent"]
    questions = sum(len(session.state.exchanges) for session in silent.sessions)
    assert set(silent.probes) == {"way_in"}
    assert silent.probes["way_in"] <= questions
    assert set(silent.left) == {"nothing_came"}
    assert all(grade.overall is not None and grade.overall.vote == "strong_no" for grade in silent.grades())


def test_the_hostile_stay_without_a_fight_and_without_a_dig(played: dict[str, Played]) -> None:
    hostile = played["hostile"]
    assert not set(hostile.probes) & set(DEEPENING)
    assert set(hostile.left) == {"nothing_came"}


def test_the_vague_are_dug_into_and_given_up(played: dict[str, Played]) -> None:
    vague = played["vague"]
    assert vague.probes["hole"] >= len(vague.sessions)
    assert vague.left["answered"] == 0
    assert all(grade.overall is not None and grade.overall.score < 1.8 for grade in vague.grades())


def test_those_who_say_we_are_held_at_mixed(played: dict[str, Played]) -> None:
    votes = {grade.overall.vote for grade in played["we"].grades() if grade.overall is not None}
    assert votes <= {"strong_no", "no", "mixed"}


def test_a_story_told_before_is_not_taken_twice(played: dict[str, Played]) -> None:
    repeating = played["repeating"]
    assert repeating.probes["other_story"] > 0
    assert repeating.left["answered"] == 0


def test_the_off_topic_are_led_back_and_earn_nothing(played: dict[str, Played]) -> None:
    away = played["off-topic"]
    assert away.probes["redirect"] > 0
    scores = [grade.overall.score for grade in away.grades() if grade.overall is not None]
    assert sum(scores) / len(scores) < 1.8


def test_the_strong_are_asked_deeper_and_score_best(played: dict[str, Played]) -> None:
    assert played["strong"].probes["depth"] > 0
    means = {
        kind: sum(grade.overall.score for grade in grades if grade.overall) / len(grades)
        for kind in KINDS
        if (grades := played[kind].grades())
    }
    assert max(means, key=lambda kind: means[kind]) == "strong"


def test_whoever_only_asks_back_is_answered_and_then_taken_to_have_said_nothing(played: dict[str, Played]) -> None:
    asking = played["asking-back"]
    assert all(exchange.clarifications for session in asking.sessions for exchange in session.state.exchanges)
    assert set(asking.left) == {"nothing_came"}
