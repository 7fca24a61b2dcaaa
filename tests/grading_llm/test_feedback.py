"""Feedback: worded by a model, held to the answer by code, without power over the scores."""

from typing import Any

from interviewer.domain.grades import Grade
from interviewer.ports import Done, FeedbackText, Scored
from tests.grading_llm.fake_model import FEEDBACK, FakeModel, content, is_feedback
from tests.grading_llm.support import events, graded, grader, mocked, replying

PATH = "/chat/completions"


async def grade_with(feedback: dict[str, Any], **model: Any) -> Grade:
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(FakeModel(feedback={**FEEDBACK, **feedback}, **model).reply))
        return await graded(grader(effort="quick"))


async def test_points_hang_on_quotes_that_stand_in_the_answer_or_are_left_out() -> None:
    grade = await grade_with({})
    assert grade.feedback is not None
    assert grade.feedback.strengths == ("“I watched five of them work” – You went and looked.",)
    assert grade.feedback.improvements == (
        "“support calls fell by 12 percent” – Say from what level they fell, and when.",
    )
    assert grade.feedback.follow_up == "What would you have done at two warnings in ten?"


async def test_a_rewrite_that_keeps_to_the_answer_is_left_alone() -> None:
    grade = await grade_with({})
    assert grade.feedback is not None
    assert grade.feedback.stronger_version == FEEDBACK["stronger_version"]
    assert not any("stronger version" in notice for notice in grade.notices)


async def test_an_invented_figure_or_name_becomes_a_slot_and_the_person_is_told() -> None:
    grade = await grade_with(
        {"stronger_version": "At Siemens I watched five clerks, and calls fell from 4,000 by 12 percent."}
    )
    assert grade.feedback is not None
    assert (
        grade.feedback.stronger_version
        == "At [name] I watched five clerks, and calls fell from [your figure] by 12 percent."
    )
    assert any("2 figures or names" in notice for notice in grade.notices)


async def test_a_rewrite_that_is_another_story_is_left_out() -> None:
    story = "Acme and Globex paid 11 and 22 and 33 and 44 million, said Bob, Carol and Dave of Initech in Paris."
    grade = await grade_with({"stronger_version": story})
    assert grade.feedback is not None
    assert grade.feedback.stronger_version == ""
    assert any("left out" in notice for notice in grade.notices)


async def test_advice_holds_no_invented_figure_either() -> None:
    point = {"sentence": 2, "quote": "I watched five of them work", "text": "Say that it was 37 of 50."}
    grade = await grade_with({"improvements": [point], "follow_up": "Why not 90 percent?"})
    assert grade.feedback is not None
    assert grade.feedback.improvements == (
        "“I watched five of them work” – Say that it was [your figure] of [your figure].",
    )
    assert grade.feedback.follow_up == "Why not [your figure]?"


async def test_control_characters_of_a_model_reach_nobody() -> None:
    grade = await grade_with(
        {"stronger_version": "I watched \x1b[31mfive\x1b[0m clerks.", "follow_up": "Why\x1b]0;x\x07?"}
    )
    assert "\x1b" not in str(grade.feedback)
    assert "\x07" not in str(grade.feedback)


async def test_without_a_usable_point_the_rubrics_advice_stands_in() -> None:
    grade = await grade_with(
        {"improvements": [], "follow_up": ""}, level=3, met=lambda _dimension, check: check == "user_problem"
    )
    assert grade.feedback is not None
    assert any("Market impact: " in each or "Specificity: " in each for each in grade.feedback.improvements)
    assert grade.feedback.follow_up


async def test_what_to_fix_first_is_decided_before_the_model_is_asked_and_told_to_it() -> None:
    model = FakeModel(level=3, met=lambda _dimension, check: check == "user_problem")
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(model.reply))
        grade = await graded(grader())
    asked = next(body for body in model.seen if is_feedback(body))
    assert grade.feedback is not None
    assert grade.feedback.fix_first.startswith("Market impact: ")
    assert grade.feedback.fix_first in content(asked)
    assert '"level"' not in content(asked)
    assert '"score"' not in content(asked)


async def test_the_events_together_are_the_feedback_and_the_scores_do_not_move() -> None:
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(FakeModel().reply))
        found = await events(grader())
    shown: dict[str, list[str]] = {}
    for event in found:
        if isinstance(event, FeedbackText):
            shown.setdefault(event.field, []).append(event.text)
    done = found[-1]
    assert isinstance(done, Done)
    feedback = done.grade.feedback
    assert feedback is not None
    assert shown["fix_first"] == [feedback.fix_first]
    assert tuple(shown["strengths"]) == feedback.strengths
    assert tuple(shown["improvements"]) == feedback.improvements
    assert "".join(shown["stronger_version"]) == feedback.stronger_version
    assert len(shown["stronger_version"]) > 1
    assert shown["follow_up"] == [feedback.follow_up]
    scored = next(event for event in found if isinstance(event, Scored))
    assert scored.grade.overall == done.grade.overall
    assert scored.grade.signals == done.grade.signals
    assert scored.grade.feedback is not None
    assert scored.grade.feedback.fix_first == feedback.fix_first


async def test_feedback_that_tries_to_change_a_score_changes_nothing() -> None:
    honest = await grade_with({})
    grade = await grade_with({"overall": {"score": 5.0}, "signals": [{"id": "market_impact", "level": 5}]})
    assert grade.overall == honest.overall
    assert grade.signals == honest.signals
