"""A model grades a drill by the drill's own rubric; what code knows better stands in the place of what it says."""

from collections.abc import Callable
from typing import Any

import pytest

from interviewer.content.bank import Bank
from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question
from interviewer.ports import GradeRequest
from tests.grading_llm.fake_model import FakeModel, content, is_feedback, wanted
from tests.grading_llm.support import RUBRICS, graded, grader, mocked, replying

PATH = "/chat/completions"
BANK = Bank()
RICE = (
    "Reach is 12,000 a month, impact 1.5, confidence 0.6. Effort is 3 + 1.5 + 0.5 + 0.5 + 0.5 = 6 person-months. "
    "So 12,000 × 1.5 × 0.6 / 6 = {score}."
)
FAULTS = {
    check.id
    for drill in RUBRICS.drills.ids()
    for dimension in RUBRICS.drills.rubric(drill).dimensions
    for check in dimension.checks
    if check.polarity == "negative"
}


def asked(question_id: str) -> Question:
    question = BANK.get(question_id)
    assert question is not None
    return question


def model(words: str, **changes: Any) -> FakeModel:
    """Finds everything in these words of the answer."""
    return FakeModel(met=lambda _, check: check not in FAULTS, quote=lambda _, check: words, **changes)


async def grade_with(reply: Callable[[dict[str, Any]], str], question: str, answer: str, **changes: Any) -> Grade:
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(reply))
        return await graded(grader(**changes), GradeRequest(track="ai_pm", question=asked(question), answer=answer))


async def test_the_drills_dimensions_are_asked_for_and_no_other_track() -> None:
    answer = "Cut no-shows at 14 clinics from 18 % to 11 % in a quarter by asking patients to confirm by text."
    which = model("from 18 % to 11 % in a quarter")
    grade = await grade_with(which.reply, "drill-bullet-your-strongest-project", answer)
    asked_for = [list(wanted(body)) for body in which.seen if not is_feedback(body)]
    assert sorted(asked_for) == [["outcome"], ["part_played"], ["specificity"]]
    assert (grade.rubric.id, grade.rubric.sha256) == ("resume_bullet", RUBRICS.drills.rubric("resume_bullet").sha256)
    assert grade.other_track is None
    assert grade.overall is not None
    assert grade.overall.vote == "yes", "no ownership is read, so none holds the vote"
    system = content(which.seen[0], "system")
    assert "Target: 35 words, written. What comes after 52 words is not graded." in system
    assert 'nobody writes "I"' in system


async def test_only_what_lies_within_the_length_is_sent_and_that_is_told() -> None:
    bullet = "Cut no-shows at 14 clinics from 18 % to 11 % in a quarter by asking patients to confirm by text. "
    which = model("from 18 % to 11 % in a quarter")
    grade = await grade_with(which.reply, "drill-bullet-your-strongest-project", bullet * 3 + "Secret tail.")
    assert not any("Secret tail" in content(body) for body in which.seen)
    assert any(each.startswith("Too long: 65 words, where the target is 35.") for each in grade.notices)


async def test_a_wrong_sum_that_a_model_let_pass_is_named_and_holds_the_level_down() -> None:
    which = model("impact 1.5, confidence 0.6", level=5)
    right = await grade_with(which.reply, "drill-rice-invoice-matching", RICE.format(score="1,800"))
    wrong = await grade_with(which.reply, "drill-rice-invoice-matching", RICE.format(score="2,400"))
    found = {check.id: check for check in wrong.signals[0].checks}
    assert found["wrong_sum"].met
    assert found["wrong_sum"].reason == "12,000 × 1.5 × 0.6 / 6 is 1,800, not 2,400."
    assert found["wrong_sum"].evidence[0].quote == "So 12,000 × 1.5 × 0.6 / 6 = 2,400."
    assert not found["score_follows"].met
    assert [each.score for each in right.signals] == [5.0, 5.0, 5.0]
    assert [each.score for each in wrong.signals] == [3.0, 5.0, 5.0]


@pytest.mark.parametrize("question", ["ai-fairness-recommender", "ml-drift-detect-and-respond"])
async def test_a_question_that_is_no_drill_is_graded_by_its_tracks_rubric(question: str) -> None:
    which = model("I decided", passed=False)
    track = asked(question).track
    assert track != "both"
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(which.reply))
        grade = await graded(
            grader(effort="quick"), GradeRequest(track=track, question=asked(question), answer="I decided it.")
        )
    assert grade.rubric.id == track
