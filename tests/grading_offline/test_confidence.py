"""Offline, low confidence marks the estimates that are further off; a passed gate says where it is a guess."""

import statistics
from dataclasses import replace

import pytest
from benchmarks.panel.data import load

from interviewer.content.rubrics import Rubrics
from interviewer.domain.feedback import why_low
from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.domain.scoring import estimate_confidence
from interviewer.grading.offline.gate import GUESS
from interviewer.reports.grade_text import grade_as_text
from tests.grading_offline.conftest import GradeText

FAIRNESS = "How do you ensure fairness in a recommendation system?"
OFF_BY_A_WORD = (
    "What do customers of a bank lose when its chat assistant is wrong, and what do you do about it?",
    "I ran the move of our office from Leeds to York. I rang 42 suppliers myself, set a date in June, and turned down "
    "the cheaper lease at £9,000 because the stairs were too narrow for the printing press. We lost one customer and "
    "two weeks. The rent fell from £14,000 to £11,500 a month, and nobody left the team.",
)


def signal(score: float) -> SignalScore:
    return SignalScore(id="market_impact", weight=1.0, score=score, level=round(score), check_score=score, checks=())


def habit(score: float) -> HabitScore:
    return HabitScore(id="specificity", score=score, level=round(score), check_score=score, checks=())


@pytest.mark.parametrize(("specificity", "expected"), [(4.3, "low"), (3.7, "high"), (2.0, "high")])
def test_concrete_yet_low_is_what_makes_an_estimate_doubtful(specificity: float, expected: str) -> None:
    assert estimate_confidence([signal(3.0)], [habit(specificity)]) == expected


def test_how_far_a_score_is_from_its_checks_does_not() -> None:
    far = replace(signal(2.0), check_score=5.0)
    assert estimate_confidence([far], [habit(2.5)]) == "high"
    assert estimate_confidence([far], []) == "high"


def test_on_answers_that_no_fit_saw_the_marked_ones_are_further_off(grade: GradeText) -> None:
    errors: dict[str, list[float]] = {"low": [], "high": []}
    for row in load("heldout.jsonl", "heldout"):
        overall = grade(row.track, row.question, row.answer).overall
        assert overall is not None
        errors[overall.confidence].append(abs(overall.score - row.gold["overall"]))
    assert min(map(len, errors.values())) >= 15
    assert statistics.mean(errors["low"]) > statistics.mean(errors["high"]) + 0.1


def text_of(grade: Grade) -> str:
    return " ".join(grade_as_text(grade, Rubrics().of_grade(grade)).split())


def test_the_text_says_why_the_confidence_is_low(grade: GradeText) -> None:
    done = grade("ai_pm", *OFF_BY_A_WORD)
    assert done.overall is not None
    assert done.overall.confidence == "low"
    assert "the answer is concrete (specificity" in why_low(done)
    assert f"Low confidence: {why_low(done)}." in text_of(done)


def test_a_passed_gate_is_shown_and_says_where_it_is_a_guess(grade: GradeText) -> None:
    done = grade("ai_pm", *OFF_BY_A_WORD)
    assert done.gate is not None
    assert done.gate.passed
    assert done.gate.reason.endswith(GUESS)
    assert f"Gate passed. {done.gate.reason}" in text_of(done)
    sure = grade(
        "ai_pm",
        FAIRNESS,
        "Fairness in this recommendation system meant exposure for new tutors. I set the allowed gap in "
        "recommendation at 5 points between groups of tutors, because complaints about unfair ranking had doubled to "
        "40 a week. I chose re-ranking over retraining, as I wanted to switch it off within the hour. It cost 0.2 "
        "points of conversion. "
        "Exposure of new tutors rose from 6% to 19% in twelve weeks, and I report the gap each month by gender.",
    )
    assert sure.gate is not None
    assert sure.gate.passed
    assert GUESS not in sure.gate.reason
    assert f"Gate passed. {sure.gate.reason}" in text_of(sure)


def test_a_grade_by_a_model_shows_no_gate_that_passed(grade: GradeText) -> None:
    done = grade("ai_pm", FAIRNESS, "Fairness is exposure. " * 20)
    by_model = replace(done, grader=replace(done.grader, kind="llm", model="m", effort="standard"))
    assert "Gate passed." not in text_of(by_model)
