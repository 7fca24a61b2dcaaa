"""Which questions a round asks, and why."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, get_args

import pytest

from interviewer.domain.interviews import ChosenQuestion, Interview
from interviewer.domain.loops import RoundPlan
from interviewer.domain.questions import Context, Question, Track
from interviewer.practice.interview_questions import JUST_ASKED, Known, choose_for_round
from interviewer.practice.weak_spots import WeakSpot, weak_spots

from .kit import BANK, LOOPS_FILE, RUBRICS, grade, interview, plan

ROUNDS = LOOPS_FILE.loops().rounds
OWN = Question(id="own-1", track="ai_pm", kind="strategy", prompt="What would you stop?")


def known(questions: Sequence[Question] = BANK.questions(), **changes: Any) -> Known:
    return Known(questions=questions, is_own=lambda name: name.startswith("own-"), **changes)


def chosen(
    of: Interview, round_plan: RoundPlan, what: Known, earlier: Sequence[Question] = ()
) -> tuple[ChosenQuestion, ...]:
    return choose_for_round(of, round_plan, RUBRICS.rubric(of.track), what, earlier)


def many(round_plan: RoundPlan, what: Known, times: int = 40, **changes: Any) -> list[ChosenQuestion]:
    """The questions of so many interviews that differ in their id only."""
    return [
        each
        for number in range(times)
        for each in chosen(interview(seed=None, id=f"i{number}", **changes), round_plan, what)
    ]


@pytest.mark.parametrize("round_plan", ROUNDS, ids=lambda each: each.id)
@pytest.mark.parametrize("track", get_args(Track))
@pytest.mark.parametrize("context", [None, *get_args(Context)])
def test_the_built_in_bank_fills_every_round_with_questions_of_its_kinds(
    round_plan: RoundPlan, track: Track, context: Context | None
) -> None:
    for seed in range(3):
        got = chosen(interview(track=track, context=context, seed=seed), round_plan, known())
        kinds = round_plan.kinds(track)
        assert len(got) == len(kinds)
        assert all(each.question.kind in kind for each, kind in zip(got, kinds, strict=True))
        assert all(round_plan.round in each.question.rounds and each.question.suits(track) for each in got)
        assert all(context is None or not each.question.contexts or context in each.question.contexts for each in got)
        assert len({each.question.id for each in got}) == len(got)


def test_a_seed_brings_the_same_questions_whatever_was_asked_or_is_weak() -> None:
    first = chosen(interview(seed=7, id="a"), plan(), known())
    asked = [each.question.id for each in first]
    again = chosen(interview(seed=7, id="b"), plan(), known(asked=asked, weak=[WeakSpot("ownership", 1.0, 9)]))
    assert again == first
    assert "drawn with seed 7" in first[0].reason
    assert len({chosen(interview(seed=seed), plan(), known())[0].question.id for seed in range(10)}) > 3


def test_the_last_thirty_questions_are_not_asked_again() -> None:
    behavioural = [each.id for each in BANK.questions() if each.kind == "behavioural" and each.suits("ai_pm")]
    recent = behavioural[:JUST_ASKED]
    got = many(plan(), known(asked=recent))
    assert not {each.question.id for each in got} & set(recent)
    assert "never asked before" in got[0].reason


def test_where_nothing_else_is_left_a_question_comes_again_and_says_so() -> None:
    questions = [each for each in BANK.questions() if each.kind == "behavioural" and "onsite" in each.rounds][:4]
    got = chosen(interview(seed=None, track="ai_pm"), plan(), known(questions, asked=[each.id for each in questions]))
    assert len(got) == len([each for each in questions if each.suits("ai_pm")])
    assert "every question on behavioural for this round was asked lately" in got[0].reason
    assert "asked 1 time before" in got[0].reason


def test_no_question_comes_twice_in_one_interview() -> None:
    earlier: list[Question] = []
    for _ in range(5):
        got = [each.question for each in chosen(interview(), plan(), known(), earlier)]
        assert not {each.id for each in got} & {each.id for each in earlier}
        earlier += got


def test_where_a_kind_is_missing_the_round_takes_another_of_its_questions() -> None:
    only = [each for each in BANK.questions() if each.kind == "metrics" and "onsite" in each.rounds]
    got = chosen(interview(), plan(), known(only))
    assert got[0].question.kind == "metrics"
    assert "no fresh question on behavioural; one of its others" in got[0].reason


def test_a_bank_without_a_question_for_the_track_gives_none() -> None:
    assert chosen(interview(), plan(), known([replace(OWN, track="ml_pm")])) == ()


def test_a_round_covers_several_topics() -> None:
    topics = [
        len({each.question.topic for each in chosen(interview(seed=seed), plan(), known())}) for seed in range(30)
    ]
    assert sum(topics) / len(topics) > 2.5  # of four questions; behavioural ones have five topics in all


def test_weak_signals_are_practised_more() -> None:
    weak = [WeakSpot("technical_fluency", 1.2, 8)]
    onsite = plan("onsite_product")

    def share(got: list[ChosenQuestion]) -> float:
        return sum("technical_fluency" in each.question.signals for each in got) / len(got)

    without, with_it = many(onsite, known()), many(onsite, known(weak=weak))
    assert share(with_it) > share(without) + 0.1
    reasons = [each.reason for each in with_it if "technical_fluency" in each.question.signals]
    assert all("practises technical fluency (1.2 over 8 answers)" in reason for reason in reasons)


def test_a_weak_habit_is_practised_where_it_shows() -> None:
    mixed = plan("phone_screen", ai_pm=(("behavioural", "strategy", "technical"),))
    weak = [WeakSpot("ownership", 1.0, 8)]

    def behavioural(got: list[ChosenQuestion]) -> int:
        return sum(each.question.kind == "behavioural" for each in got)

    assert behavioural(many(mixed, known(weak=weak), 100)) > behavioural(many(mixed, known(), 100))


def test_ones_own_questions_count_and_need_no_round() -> None:
    executive = plan("executive")
    got = many(executive, known([*BANK.questions(), OWN]), 150)
    own = [each for each in got if each.question.id == OWN.id]
    strategy = [each for each in got if each.question.kind == "strategy"]
    assert len(own) > 2 * len(strategy) / len({each.question.id for each in strategy})
    assert "one of your own" in own[0].reason
    elsewhere = replace(OWN, rounds=("take_home",))
    assert OWN.id not in {each.question.id for each in many(executive, known([*BANK.questions(), elsewhere]))}


def test_a_company_asks_its_own_questions_more_often() -> None:
    onsite = plan("onsite_technical")
    counts = {
        context: Counter(bool(each.question.contexts) for each in many(onsite, known(), context=context))
        for context in (None, "enterprise")
    }
    assert counts["enterprise"][True] > counts[None][True]


def test_drills_are_no_questions_of_an_interview() -> None:
    drills = [replace(each, drill="career_story") for each in BANK.questions()]
    assert chosen(interview(), plan(), known(drills)) == ()


def test_what_is_weak_is_told_by_the_grades() -> None:
    grades = [grade({"market_impact": 2.0, "user_empathy": 4.0, "ownership": 3.0}, ()), grade(2.5, ())]
    spots = {spot.id: spot for spot in weak_spots(grades)}
    assert spots["market_impact"].score == 2.3
    assert spots["market_impact"].answers == 2
    assert "user_empathy" in spots  # 3.3 is below a yes
    assert next(iter(weak_spots(grades))).id == "market_impact"
    assert weak_spots(grades[:1]) == []  # one answer says nothing about a person
    unscored = replace(grades[0], status="unscored", overall=None, signals=(), habits=())
    assert weak_spots([unscored, unscored]) == []
