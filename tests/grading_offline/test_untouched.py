"""Points of a strong answer that were not taken up: named with caution, and never part of a score."""

from dataclasses import replace

import pytest

from interviewer.content.bank import Bank
from interviewer.content.worked import WorkedAnswers
from interviewer.domain.questions import Question
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.untouched import untouched, untouched_text
from interviewer.ports import GradeRequest

OWN = Question(
    id="own-labels",
    track="ml_pm",
    prompt="Which label would you refuse to buy?",
    expects=("the price per label", "GDPR", "who bears the error."),
)
ANSWER = (
    "I would refuse sentiment labels from a vendor who pays by the hour. Two of my annotators disagreed on 31 % of 400 "
    "reviews, so I set a limit: below 85 % agreement we do not pay the price. I chose that because the model ranks "
    "complaints, and a complaint that is missed costs us a customer. I would rather buy 200 labels from our own agents."
)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ("The prices rise each month.", ["GDPR", "who bears the error."]),
        ("Under the GDPR I would not.", ["the price per label", "who bears the error."]),
        ("Each mistake falls on the seller, as the GDPR has it.", ["the price per label"]),
        ("", ["the price per label", "GDPR", "who bears the error."]),
    ],
)
def test_a_point_is_touched_by_its_words_or_by_other_words_for_them(answer: str, left: list[str]) -> None:
    assert untouched(OWN, answer) == left


def test_words_of_the_question_and_words_that_fit_any_answer_touch_and_miss_nothing() -> None:
    vague = replace(OWN, expects=("gives the result", "says which label to refuse", "names a figure"))
    assert untouched(vague, "I would not.") == []


def test_three_points_at_most_are_named_in_one_line() -> None:
    many = replace(OWN, expects=("GDPR.", "licences", "escrow", "audits"))
    text = untouched_text(many, "I would not.")
    assert text == (
        "A strong answer has this, and the words of yours don't: GDPR; licences; escrow. "
        "Pass over what you said otherwise."
    )


def test_strong_answers_are_told_so_much_less_often_than_weak_ones() -> None:
    bank = Bank()
    counts = {"weak": 0, "strong": 0}
    for worked in WorkedAnswers(bank).all():
        question = bank.get(worked.question)
        assert question is not None
        for answer in worked.answers:
            if answer.quality in counts:
                counts[answer.quality] += len(untouched(question, answer.text))
    assert counts["strong"] * 2.5 < counts["weak"]


def test_the_feedback_says_so_and_the_score_does_not_move(grader: OfflineGrader) -> None:
    plain = replace(OWN, expects=())
    with_points, without = (
        grader.grade_now(GradeRequest(track="ml_pm", question=question, answer=ANSWER)) for question in (OWN, plain)
    )
    assert with_points.feedback is not None
    assert without.feedback is not None
    assert [each for each in with_points.feedback.improvements if "GDPR" in each]
    assert not [each for each in without.feedback.improvements if "A strong answer has this" in each]
    assert [each.check_score for each in with_points.signals] == [each.check_score for each in without.signals]


def test_an_answer_to_something_else_is_told_only_that(grader: OfflineGrader) -> None:
    grade = grader.grade_now(GradeRequest(track="ml_pm", question=OWN, answer="My cat likes the sofa. " * 20))
    assert grade.feedback is not None
    assert not [each for each in grade.feedback.improvements if "A strong answer has this" in each]
