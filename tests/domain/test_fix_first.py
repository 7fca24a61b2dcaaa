"""What to fix first: an ownership cap, else where a level more is worth most, by the missed check with most points."""

from collections.abc import Collection

from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.rubrics import Rubrics
from interviewer.domain.feedback import (
    feedback_from_checks,
    fix_first,
    fix_first_text,
    is_missed,
    missed_checks,
    top_level_text,
)
from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    QuestionRef,
    RubricRef,
    SignalScore,
    Verdict,
)
from interviewer.domain.rubrics import Check

RUBRIC = Rubrics().rubric("ai_pm")
PASSED = Gate(passed=True, reason="")


def verdict(check: Check, met: bool) -> CheckVerdict:
    found = (Evidence(0, 5, "I set"),) if met and check.polarity == "positive" else ()
    name: Verdict = "met" if met else "not_met"
    return CheckVerdict(
        id=check.id, polarity=check.polarity, verdict=name, points=check.points, reason="", evidence=found
    )


def scores(
    values: dict[str, float] | None = None, missed: Collection[str] = ()
) -> tuple[list[SignalScore], list[HabitScore]]:
    """Scores with every check as a strong answer has it, but for those missed."""
    values = values or {}

    def checks(dimension_checks: Collection[Check]) -> tuple[CheckVerdict, ...]:
        return tuple(verdict(each, (each.id in missed) == (each.polarity == "negative")) for each in dimension_checks)

    signals = [
        SignalScore(
            id=each.id,
            weight=each.weight,
            score=values.get(each.id, 3.0),
            level=3,
            check_score=3.0,
            checks=checks(each.checks),
        )
        for each in RUBRIC.signals
    ]
    habits = [
        HabitScore(id=each.id, score=values.get(each.id, 3.0), level=3, check_score=3.0, checks=checks(each.checks))
        for each in RUBRIC.habits
    ]
    return signals, habits


def first(values: dict[str, float], missed: Collection[str], capped_by: str | None = None) -> tuple[str, str] | None:
    found = fix_first(RUBRIC, *scores(values, missed), capped_by)
    return (found[0].id, found[1].id) if found else None


def test_an_ownership_cap_comes_before_everything() -> None:
    missed = ("business_result", "personal_decision", "hands_over")
    assert first({"ownership": 2.0}, missed, "ownership") == ("ownership", "hands_over")
    assert first({"ownership": 2.0}, missed) == ("market_impact", "business_result")


def test_one_level_of_the_heaviest_signal_is_worth_most() -> None:
    assert first({}, ("result_measured", "user_problem", "right_measure", "measured_claims")) == (
        "market_impact",
        "result_measured",
    )


def test_what_is_nearly_full_is_worth_little_and_a_habit_counts_three_tenths() -> None:
    missed = ("economics", "right_measure", "timeframe")
    assert first({"market_impact": 4.8}, missed) == ("specificity", "timeframe")
    assert first({"market_impact": 4.8, "specificity": 4.5}, missed) == ("technical_fluency", "right_measure")


def test_the_missed_check_with_most_points_is_named_a_fault_that_is_there_included() -> None:
    assert first({}, ("economics", "business_result")) == ("market_impact", "business_result")
    assert first({}, ("business_trade_off", "economics")) == ("market_impact", "economics")  # as many points: in order
    assert first({}, ("user_evidence", "hands_over")) == ("user_empathy", "user_evidence")
    assert first({"user_empathy": 5.0}, ("user_evidence", "hands_over")) == ("ownership", "hands_over")


def test_nothing_missed_is_nothing_to_fix() -> None:
    assert first({}, ()) is None
    assert "No check of this rubric is missed" in fix_first_text(None, PASSED)


def graded(values: dict[str, float], missed: Collection[str] = (), *, passed: bool = True) -> Grade:
    signals, habits = scores(values, missed)
    return Grade(
        grade_id="1",
        id=None,
        status="scored",
        reason=None,
        track="ai_pm",
        question=QuestionRef(id=None, prompt="?"),
        rubric=RubricRef(id="ai_pm", sha256=""),
        grader=GraderRef(kind="offline"),
        gate=Gate(passed=passed, reason=""),
        signals=tuple(signals),
        habits=tuple(habits),
    )


def test_with_no_check_missed_it_says_what_level_5_asks_where_that_is_worth_most() -> None:
    full = dict.fromkeys((each.id for each in RUBRIC.dimensions), 5.0)
    market, empathy = RUBRIC.signals[:2]
    nearly = graded({**full, market.id: 4.5, empathy.id: 4.5})
    assert top_level_text(RUBRIC, nearly) == f"{market.name} is at 4.5. Level 5 asks: {market.levels[-1]}"
    assert top_level_text(RUBRIC, graded({**full, market.id: 4.9, empathy.id: 4.5})).startswith(empathy.name)


def test_what_level_5_asks_is_said_neither_at_5_nor_with_a_check_missed_nor_off_the_question() -> None:
    full = dict.fromkeys((each.id for each in RUBRIC.dimensions), 5.0)
    assert top_level_text(RUBRIC, graded(full)) == ""
    assert top_level_text(RUBRIC, graded({}, ("economics",))) == ""
    assert top_level_text(RUBRIC, graded({}, passed=False)) == ""


def test_an_answer_off_the_question_is_told_to_answer_it() -> None:
    found = fix_first(RUBRIC, *scores({}, ("economics",)), "gate")
    assert "question that was asked" in fix_first_text(found, Gate(passed=False, reason="another story"))


def test_feedback_from_checks_uses_the_rubrics_words_and_the_persons() -> None:
    signals, habits = scores({}, ("business_result", "user_problem", "personal_decision", "timeframe"))
    feedback = feedback_from_checks(RUBRIC, signals, habits, PASSED, None)
    advice = {check.id: check.advice for each in RUBRIC.dimensions for check in each.checks}
    assert feedback.fix_first == f"Market impact: {advice['business_result']}"
    assert f"User empathy: {advice['user_problem']}" in feedback.improvements
    assert all("“" in each for each in feedback.strengths)
    assert feedback.follow_up
    assert feedback.stronger_version == ""


@given(st.sets(st.sampled_from([check.id for each in RUBRIC.dimensions for check in each.checks])))
def test_every_missed_check_is_listed_once_and_no_other(missed: set[str]) -> None:
    signals, habits = scores({}, missed)
    listed = [(dimension.id, check.id) for dimension, check in missed_checks(RUBRIC, signals, habits, None)]
    dimensions: list[SignalScore | HabitScore] = [*signals, *habits]
    expected = [(each.id, check.id) for each in dimensions for check in each.checks if is_missed(check)]
    assert sorted(listed) == sorted(expected)
