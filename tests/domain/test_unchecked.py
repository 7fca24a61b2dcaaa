"""Scores that moved although no check did: named, with the reason only where the grades show one."""

from dataclasses import replace
from typing import Any

from interviewer.domain.difference import Difference, ScoreChange, difference
from interviewer.domain.grades import CheckVerdict, Gate, Grade, GraderRef, HabitScore, Overall, QuestionRef, RubricRef
from interviewer.domain.unchecked import moved_unchecked, only_unchecked, unchecked_text, why_unchecked

MODEL = GraderRef(kind="llm", model="m", effort="quick")


def grade(specificity: float, ownership: float, *, overall: float = 3.0, met: bool = True, **changed: Any) -> Grade:
    check = CheckVerdict(
        id="figure", polarity="positive", verdict="met" if met else "not_met", points=1, reason="", evidence=()
    )
    habits = (
        HabitScore(id="specificity", score=specificity, level=3, check_score=3.0, checks=(check,)),
        HabitScore(id="ownership", score=ownership, level=3, check_score=3.0, checks=()),
    )
    known: dict[str, Any] = {
        "grade_id": "1", "id": None, "status": "scored", "reason": None, "track": "ai_pm",
        "question": QuestionRef(id=None, prompt="?"), "rubric": RubricRef(id="ai_pm", sha256="a"),
        "grader": GraderRef(kind="offline"), "gate": Gate(passed=True, reason=""),
        "overall": Overall(score=overall, vote="mixed", capped_by=None, confidence="high"), "habits": habits,
    }  # fmt: skip
    return Grade(**{**known, **changed})


def changed(before: Grade, after: Grade) -> Difference:
    found = difference(before, after)
    assert found is not None
    return found


def test_a_score_whose_check_moved_is_explained_by_it_and_another_is_named() -> None:
    change = changed(grade(3.0, 3.0), grade(2.0, 3.4, met=False))
    assert moved_unchecked(change) == (ScoreChange("ownership", 3.0, 3.4),)
    assert unchecked_text(change, {"ownership": "Ownership"}, "So.") == "Moved without a check: Ownership +0.4. So."
    assert not only_unchecked(change)


def test_what_did_not_move_needs_no_reason() -> None:
    change = changed(grade(3.0, 3.0), grade(3.0, 3.0))
    assert unchecked_text(change, {}, "So.") == ""
    assert not only_unchecked(change)


def test_the_overall_that_moved_with_no_check_is_told_as_such() -> None:
    assert only_unchecked(changed(grade(3.0, 3.0), grade(3.4, 3.0, overall=3.2)))


def test_the_reason_is_what_the_grades_show_and_no_more() -> None:
    before, after = grade(3.0, 3.0), grade(3.4, 3.0)
    assert "estimate by the whole answer" in why_unchecked(before, after, same_words=False)
    assert "offline grader has changed" in why_unchecked(before, after, same_words=True)
    other = replace(after, rubric=RubricRef(id="ai_pm", sha256="b"))
    assert why_unchecked(before, other, same_words=True) == "The rubric has changed since."
    off = replace(after, gate=Gate(passed=False, reason=""))
    assert "not taken for an answer" in why_unchecked(before, off, same_words=False)
    assert "last was not" in why_unchecked(off, before, same_words=False)
    assert why_unchecked(before, replace(after, grader=MODEL), same_words=True) == ""


def test_a_model_may_choose_another_level_for_the_same_words() -> None:
    before, after = grade(3.0, 3.0, grader=MODEL), grade(3.4, 3.0, grader=MODEL)
    assert "same level each time" in why_unchecked(before, after, same_words=True)
    assert "whole answer" in why_unchecked(before, after, same_words=False)
