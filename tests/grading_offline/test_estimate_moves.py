"""What moved an offline estimate where no check did is told by the very terms of its formula."""

import pytest

from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.grading.offline.estimate_moves import LENGTH, OTHER, estimate_moves, group_of, moves_text
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.terms import TRACK_TERMS
from interviewer.ports import GradeRequest

BANK = Bank()
GRADER = OfflineGrader(Rubrics(), BANK)
ANSWER = (
    "I set the gap at 5 points between groups, because complaints had doubled to 40 a week. I chose the simpler model "
    "and rejected re-ranking, which cost 12 % of clicks. Complaints fell from 40 to 9 a week in six weeks."
)


def graded(text: str, question_id: str = "ai-fairness-recommender") -> tuple[str, Grade]:
    question = BANK.get(question_id)
    assert question is not None
    return text, GRADER.grade_now(GradeRequest(track="ai_pm", question=question, answer=text))


def told(before: tuple[str, Grade], after: tuple[str, Grade], dimension_id: str = "ownership") -> str:
    question = BANK.get("ai-fairness-recommender")
    assert question is not None
    return moves_text(GRADER, question, before, after, dimension_id)


def test_every_trait_of_the_formula_has_a_group_and_most_are_not_the_last() -> None:
    calibration = GRADER.knowledge.calibration
    traits = {name for linear in calibration.levels.values() for name in linear.weights}
    traits |= set(calibration.radial.traits)
    assert group_of("shortness") == LENGTH
    assert sum(group_of(name) == OTHER for name in traits) < len(traits) / 2


def test_the_terms_come_to_what_the_estimate_moved_by() -> None:
    question = BANK.get("ai-fairness-recommender")
    assert question is not None
    longer = f"{ANSWER} The sellers in small towns wrote to me about it in April."
    old, new = (graded(text)[1] for text in (ANSWER, longer))
    for before, after in zip(old.signals, new.signals, strict=True):
        moves = estimate_moves(GRADER, question, "ai_pm", (ANSWER, longer), before.id)
        assert sum(moves.values()) == pytest.approx(after.score - before.score, abs=0.12)


def test_what_a_cut_cost_is_told_as_the_length_with_its_sign() -> None:
    shorter = told(graded(ANSWER), graded(ANSWER.replace(", which cost 12 % of clicks", "")))
    assert shorter.startswith(f"{LENGTH} -")


def test_nothing_is_told_of_grades_that_this_grader_did_not_make() -> None:
    short = graded(ANSWER.replace(", which cost 12 % of clicks", ""))
    other = graded("I set a limit of 3 %, because it was too slow, and I stopped the launch in May.")[1]
    assert told((ANSWER, other), short) == ""


def test_nothing_is_told_where_nothing_moved_or_no_such_score_is_there() -> None:
    assert told(graded(ANSWER), graded(ANSWER)) == ""
    assert told(graded(ANSWER), graded(ANSWER + " It was hard."), "no_such") == ""


def test_the_parts_of_the_whole_difference_are_all_there() -> None:
    """Before the bounds of a score: to the last digit, whatever the order in which the groups are taken."""
    question = BANK.get("ai-fairness-recommender")
    assert question is not None
    other = f"{ANSWER} I think we should probably all discuss it and see. Maybe 7 of 90 sellers left in May."
    old, new = (
        GRADER.knowledge.estimated(GRADER.knowledge.examine(question, text), "ai_pm") for text in (ANSWER, other)
    )
    for dimension_id, estimate in new.estimates.items():
        moves = estimate_moves(GRADER, question, "ai_pm", (ANSWER, other), dimension_id)
        scaled = [min(1.0, each.reading.words / TRACK_TERMS.enough_words) for each in (old, new)]
        before, after = (
            1 + (value - 1) * share
            for value, share in zip((old.estimates[dimension_id], estimate), scaled, strict=True)
        )
        assert sum(moves.values()) == pytest.approx(after - before, abs=1e-9)
