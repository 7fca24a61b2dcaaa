"""What must happen to a grade when an answer is changed in a known way (grading.md, "What must hold")."""

from collections.abc import Callable

import pytest
from benchmarks.panel.data import Rated
from benchmarks.robustness import relations
from benchmarks.robustness.base import base_answers

from interviewer.domain.grades import Grade
from interviewer.grading.evidence import sentences
from tests.grading_offline.conftest import GradeText

BASE = base_answers(24)
# Stories that tell an outcome in at least two sentences: a plan has none to lose.
WITH_OUTCOME = [
    base
    for base in base_answers(60)
    if sum(bool(relations.OUTCOME.search(each.text)) for each in sentences(base.answer)) >= 2
    and base.question.startswith(("Tell me", "Walk me", "Explain a time"))
][:20]
# Answers that tell at least five decisions: with fewer there is little to hand over.
WITH_DECISIONS = [
    base for base in BASE if sum(bool(relations.DECIDES.search(each.text)) for each in sentences(base.answer)) >= 5
]
OUTCOME_SIGNAL = {"ai_pm": "market_impact", "ml_pm": "product_integration"}
HALF, LEVEL = 0.5 + 1e-9, 1.0 - 1e-9

each_base = pytest.mark.parametrize("base", BASE, ids=[base.id for base in BASE])


def habit(grade: Grade, name: str) -> float:
    found = grade.habit(name)
    assert found is not None
    return found.score


def total(grade: Grade) -> float:
    assert grade.overall is not None
    return grade.overall.score


def both(grade: GradeText, base: Rated, change: Callable[[str], str]) -> tuple[Grade, Grade]:
    return grade(base.track, base.question, base.answer), grade(base.track, base.question, change(base.answer))


@each_base
def test_the_base_answers_are_good_enough_to_lose_something(grade: GradeText, base: Rated) -> None:
    before = grade(base.track, base.question, base.answer)
    assert before.gate is not None
    assert before.gate.passed
    assert total(before) >= 3.4
    assert habit(before, "ownership") >= 3.0


@each_base
def test_without_figures_specificity_falls_and_ownership_stays(grade: GradeText, base: Rated) -> None:
    before, after = both(grade, base, relations.without_figures)
    assert habit(before, "specificity") - habit(after, "specificity") >= LEVEL
    assert abs(habit(before, "ownership") - habit(after, "ownership")) <= HALF


@each_base
def test_told_by_we_ownership_falls_and_specificity_stays(grade: GradeText, base: Rated) -> None:
    before, after = both(grade, base, relations.as_we)
    assert habit(before, "ownership") - habit(after, "ownership") >= LEVEL
    assert abs(habit(before, "specificity") - habit(after, "specificity")) <= HALF


@pytest.mark.parametrize("base", WITH_DECISIONS, ids=[base.id for base in WITH_DECISIONS])
def test_decisions_handed_to_others_cost_ownership(grade: GradeText, base: Rated) -> None:
    before, after = both(grade, base, relations.handed_over)
    assert habit(before, "ownership") - habit(after, "ownership") >= LEVEL


@pytest.mark.parametrize("base", WITH_OUTCOME, ids=[base.id for base in WITH_OUTCOME])
def test_the_outcome_cut_costs_its_signal_and_the_overall(grade: GradeText, base: Rated) -> None:
    before, after = both(grade, base, relations.without_outcome)
    name = OUTCOME_SIGNAL[base.track]
    scores = [next(signal.score for signal in each.signals if signal.id == name) for each in (before, after)]
    assert scores[1] < scores[0]
    assert total(after) < total(before)


@each_base
@pytest.mark.parametrize(
    "change", [relations.padded, relations.paraphrased, relations.as_bullets, relations.with_typos]
)
def test_form_alone_moves_the_overall_little(grade: GradeText, base: Rated, change: Callable[[str], str]) -> None:
    before, after = both(grade, base, change)
    assert abs(total(before) - total(after)) <= HALF
