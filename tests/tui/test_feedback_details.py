"""What a grade says about itself when it is asked: levels, what the next point needs, worked answers."""

from dataclasses import replace

import pytest

from interviewer.domain.grades import Gate, GraderRef, OtherTrack
from interviewer.domain.rubrics import ScoreBy
from interviewer.tui.grade_parts import overall_lines
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.widgets.grade_page import GradePage
from tests.practice.kit import grade
from tests.tui.conftest import Grading
from tests.tui.kit import OFFLINE, RUBRICS, WORKED, Kit, graded, said, screen_text, until
from tests.tui.scripted_grader import Script
from tests.tui.test_feedback import LEVELS, MET, answered

pytestmark = pytest.mark.long


async def test_a_signal_says_its_level_its_checks_and_what_the_next_point_needs(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(met=MET, levels=LEVELS)])
    async with kit.run(kit.start(), size=(80, 120)) as pilot:
        await answered(pilot)
        await graded(pilot)
        market = RUBRICS.rubric("ai_pm").signals[0]
        await until(pilot, lambda: said(pilot.app, "4.0 level 4 · checks 1.9"))
        await pilot.press("down")
        await until(pilot, lambda: said(pilot.app, f"Level 4 {market.levels[3]} Level 5 {market.levels[4]}"))
        assert said(pilot.app, "Held at 4.0: more needs 3 met checks with words of the answer.")
        await until(pilot, lambda: said(pilot.app, f"What the next point needs +3 {market.checks[0].advice}"))
        missed = [check for check in market.checks if check.polarity == "positive" and check.id not in MET]
        wanted = " ".join(f"+{check.points} {check.advice}" for check in sorted(missed, key=lambda each: -each.points))
        assert said(pilot.app, wanted)


async def test_with_no_check_left_a_signal_below_5_says_what_level_5_asks(kit: Kit, grading: Grading) -> None:
    market = RUBRICS.rubric("ai_pm").signals[0]
    met = {check.id: ["Refusals fell"] for check in market.checks if check.polarity == "positive"}
    grading.follow([Script(met=met, levels={"market_impact": 3})])
    async with kit.run(kit.start(), size=(80, 60)) as pilot:
        await answered(pilot)
        await graded(pilot)
        await pilot.press("down")
        asks = f"What the next point needs No check is missed. Level 5 asks: {market.levels[4]}"
        await until(pilot, lambda: said(pilot.app, asks))
        assert not said(pilot.app, "No check of this rubric is missed")


async def test_with_no_check_left_anywhere_fix_first_says_what_level_5_asks(kit: Kit, grading: Grading) -> None:
    rubric = RUBRICS.rubric("ai_pm")
    met = {
        each.id: ["Refusals fell"] for part in rubric.dimensions for each in part.checks if each.polarity != "negative"
    }
    grading.follow([Script(met=met, levels=dict.fromkeys((each.id for each in rubric.dimensions), 4))])
    async with kit.run(kit.start(), size=(80, 40)) as pilot:
        await answered(pilot)
        await graded(pilot)
        asks = f"Market impact is at 4.0. Level 5 asks: {rubric.signals[0].levels[4]}"
        await until(pilot, lambda: said(pilot.app, asks))
        await pilot.press("down")
        await until(pilot, lambda: said(pilot.app, "For 5.0 the whole answer does what level 5 says above."))


async def test_what_a_fault_cost_can_be_won_back(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(met=MET, levels=LEVELS)])
    async with kit.run(kit.start(), size=(80, 60)) as pilot:
        await answered(pilot)
        await graded(pilot)
        page = pilot.app.screen.query_one(GradePage)
        page.choose(next(at for at, row in enumerate(page.rows) if getattr(row, "label", "") == "Ownership"))
        fault = next(each for each in RUBRICS.rubric("ai_pm").habits[1].checks if each.id == "collective_only")
        await until(pilot, lambda: said(pilot.app, f"+{fault.points} back {fault.advice}"))


async def test_worked_answers_are_offered_where_the_question_has_them(kit: Kit, grading: Grading) -> None:
    async with kit.run(kit.start(question_id="ai-set-metric-edge-limits")) as pilot:
        await answered(pilot)
        await graded(pilot)
        await until(pilot, lambda: said(pilot.app, "w Worked answers"))
        await pilot.press("w")
        await until(pilot, lambda: said(pilot.app, "What separates them"))
        worked = WORKED.of("ai_pm", "ai-set-metric-edge-limits")
        assert worked is not None
        assert said(pilot.app, "WEAK expect “strong no”")
        await pilot.press("n", "n", "n")
        await until(pilot, lambda: said(pilot.app, "STRONG expect “strong yes”"))
        assert said(pilot.app, worked.answer("strong").note)
        await pilot.press("p")
        await until(pilot, lambda: said(pilot.app, "MIDDLING expect “mixed”"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackScreen))


async def test_without_worked_answers_their_key_does_nothing(kit: Kit, grading: Grading) -> None:
    async with kit.run(kit.start(question_id="ai-why-ai-pm-now")) as pilot:
        await answered(pilot)
        await graded(pilot)
        assert not said(pilot.app, "w Worked answers")
        await pilot.press("w")
        await until(pilot, lambda: said(pilot.app, "This question has no worked answers to compare with."))
        assert isinstance(pilot.app.screen, FeedbackScreen)


@pytest.mark.parametrize(
    ("score_by", "told"), [("level", "the level, as far as"), ("checks", "the points of"), ("mean", "half level, half")]
)
def test_a_model_s_grade_says_what_makes_its_scores(score_by: ScoreBy, told: str) -> None:
    made = replace(grade(3.0), grader=GraderRef(kind="llm", model="m", score_by=score_by))
    assert made.overall is not None
    assert f"1 to 5: {told}" in overall_lines(made, made.overall, 64).plain


@pytest.mark.parametrize("width", [56, 64])
def test_an_offline_grade_says_under_its_sum_what_makes_its_scores(width: int) -> None:
    drilled = grade(3.0)
    of_a_track = replace(drilled, other_track=OtherTrack(track="ml_pm", score=2.0))
    for made, ending in (
        (of_a_track, "= 3.0 1 to 5, an estimate fitted on rated answers; checks explain it."),
        (drilled, "= 3.0 1 to 5: signals by the drill's checks, habits estimated."),
    ):
        assert made.overall is not None
        told = " ".join(overall_lines(made, made.overall, width).plain.split())
        assert told.endswith(ending)


@pytest.mark.parametrize(
    ("check_score", "told"),
    [(5.0, "a score and its checks are far apart."), (3.0, "several readings of it disagree, or one was cut.")],
)
def test_low_confidence_says_what_disagrees(check_score: float, told: str) -> None:
    made = grade(3.0)
    assert made.overall is not None
    signals = tuple(replace(each, check_score=check_score) for each in made.signals)
    habits = tuple(replace(each, check_score=3.0) for each in made.habits)
    doubted = replace(made, signals=signals, habits=habits, overall=replace(made.overall, confidence="low"))
    assert doubted.overall is not None
    assert f"Low confidence: {told}" in overall_lines(doubted, doubted.overall, 70).plain


def test_an_answer_beside_the_question_is_not_said_to_be_scored_as_others_are() -> None:
    made = replace(grade(1.0), gate=Gate(passed=False, reason="It is about something else."))
    assert made.overall is not None
    assert "1 to 5" not in overall_lines(made, made.overall, 64).plain


async def test_an_offline_grade_says_once_that_it_is_an_estimate(kit: Kit) -> None:
    kit.grader = lambda settings: OFFLINE
    async with kit.run(kit.start(), size=(80, 140)) as pilot:
        await answered(pilot)
        await graded(pilot)
        await until(pilot, lambda: said(pilot.app, "Graded by: offline estimate."))
        assert said(pilot.app, "Checks go by words and can be wrong; ↓ shows which words.")
        assert screen_text(pilot.app).count("grades better") + screen_text(pilot.app).count("A model grades") == 1
