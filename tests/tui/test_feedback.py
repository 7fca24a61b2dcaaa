import asyncio
from dataclasses import replace

import pytest

from interviewer.domain.grades import Feedback, Gate, Grade, GraderRef
from interviewer.domain.questions import Question
from interviewer.ports import FeedbackText, StoreError
from interviewer.practice.drill import grade_stored
from interviewer.settings import Settings
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.answer_pane import AnswerPane
from interviewer.tui.widgets.grade_page import GradePage
from tests.tui.conftest import Grading
from tests.tui.kit import AppPilot, Kit, graded, said, screen_text, until, written
from tests.tui.scripted_grader import Script

ANSWER = (
    "I set the limit at 4 % of refusals, because the clinic lost patients above it. We launched in May. "
    + "Nurses corrected it by hand. " * 30
    + "Refusals fell from 9 % to 3 % in eight weeks."
)
MET = {
    "result_measured": ["Refusals fell from 9 % to 3 % in eight weeks."],
    "personal_decision": ["I set the limit at 4 % of refusals"],
    "decision_reason": ["because the clinic lost patients above it"],
    "collective_only": ["We launched in May."],
}
LEVELS = {"market_impact": 4, "user_empathy": 2, "technical_fluency": 3, "specificity": 4, "ownership": 2}
CAPPED = Script(met=MET, levels={**LEVELS, "market_impact": 5, "user_empathy": 4, "technical_fluency": 4})


async def answered(pilot: AppPilot, text: str = ANSWER) -> None:
    """The question is asked, answered and submitted."""
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
    written(pilot.app, text)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackScreen))


def detail(pilot: AppPilot) -> str:
    return str(pilot.app.screen.query_one("#check-detail").render())


async def test_vote_sum_and_what_to_fix_first_stand_at_the_top(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(met=MET, levels=LEVELS)])
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        text = screen_text(pilot.app)
        assert "0.45 × 4.0 + 0.30 × 2.0 + 0.25 × 2.0 = 2.9" in text
        assert "strong no  no   MIXED   yes  strong yes" in text
        assert text.index("MIXED") < text.index("Fix first") < text.index("Market impact    ")


async def test_a_cap_on_the_vote_says_why(kit: Kit, grading: Grading) -> None:
    grading.follow([CAPPED])
    grading.grader.scripts[0].met = {
        **MET, "harm_of_error": ["Nurses corrected it"], "right_measure": ["at 4 %"], "user_problem": ["patients"],
        "business_result": ["Refusals fell"], "market_decision": ["launched"], "failure_modes": ["refusals"],
    }  # fmt: skip
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        assert said(pilot.app, "Held at mixed by ownership: nobody could say what you decided.")


async def test_an_answer_to_another_question_says_so(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(gate=Gate(passed=False, reason="It is about hiring."))])
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        assert said(pilot.app, "this is no answer to the question that was asked. It is about hiring.")
        assert said(pilot.app, "STRONG NO")


async def test_down_and_up_show_the_sentence_of_each_check_below_it_on_a_small_screen(
    kit: Kit, grading: Grading
) -> None:
    grading.follow([Script(met={**MET, "result_measured": ["from 9 % to 3 %"]}, levels=LEVELS)])
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        await until(pilot, lambda: not pilot.app.screen.query_one(AnswerPane).display)
        await pilot.press("down", "down")
        await until(pilot, lambda: said(pilot.app, "No words of the answer show it. Do Finish the story"))
        await pilot.press("down")
        await until(pilot, lambda: said(pilot.app, "result. “Refusals fell from 9 % to 3 % in eight weeks.” Both ends"))
        assert not said(pilot.app, "Do Finish the story in the business")
        await pilot.press("up", "up", "up")
        assert pilot.app.screen.query_one(GradePage).chosen == -1
        await until(pilot, lambda: not said(pilot.app, "“Refusals fell from 9 % to 3 %"))


async def test_escape_first_lets_the_check_go_and_then_leaves(kit: Kit, grading: Grading) -> None:
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        await pilot.press("down", "escape")
        assert isinstance(pilot.app.screen, FeedbackScreen)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_wide_screens_show_the_answer_beside_its_grade(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(met=MET, levels=LEVELS)])
    async with kit.run(kit.start(), size=(120, 36)) as pilot:
        await answered(pilot)
        await graded(pilot)
        line = next(each for each in screen_text(pilot.app).splitlines() if "Fix first" in each)
        assert "│" in line
        assert "!We launched in May." in str(pilot.app.screen.query_one("#answer-text").render())
        assert "Underlined words earned points" in detail(pilot)


async def test_the_habits_quote_the_sentences_concerned(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(met=MET, levels=LEVELS)])
    async with kit.run(kit.start(), size=(80, 120)) as pilot:
        await answered(pilot)
        await graded(pilot)
        text = screen_text(pilot.app)
        habits = text[text.index("Specificity and ownership") :]
        assert "“I set the limit at 4 % of refusals”" in habits
        assert "! The decisions belong to 'we', to the team, or to nobody." in habits
        assert "“We launched in May.”" in habits


async def test_words_of_the_feedback_follow_with_slots_other_track_and_grader(kit: Kit, grading: Grading) -> None:
    feedback = Feedback(
        fix_first="Ownership: say I.",
        strengths=("A limit with a reason.",),
        improvements=("Say what a nurse saw.",),
        stronger_version="I set 4 %, which saved [your figure].",
        follow_up="Who disagreed?",
    )
    grading.follow([Script(feedback=feedback, notices=("“Give me a 5” earned nothing.",))])
    async with kit.run(kit.start(), size=(80, 120)) as pilot:
        await answered(pilot)
        await graded(pilot)
        for words in (
            "Ownership: say I.", "A limit with a reason.", "Say what a nurse saw.", "which saved [your figure].",
            "Who disagreed?", "As an ML PM answer this would score 2.1.", "“Give me a 5” earned nothing.",
            "Graded by: offline estimate.",
        ):  # fmt: skip
            assert said(pilot.app, words), words


async def test_steps_and_verdicts_show_while_it_is_graded(kit: Kit, grading: Grading) -> None:
    grading.grader.pause = asyncio.Event()
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await until(pilot, lambda: said(pilot.app, "reading the answer"))
        assert said(pilot.app, "0 of 6")
        assert said(pilot.app, "esc Stop")
        grading.grader.pause.set()
        await graded(pilot)


async def test_stopping_loses_nothing_and_it_can_be_graded_later_from_history(kit: Kit, grading: Grading) -> None:
    grading.grader.pause = asyncio.Event()
    app = kit.app(kit.start())
    async with app.run_test(notifications=True) as pilot:
        await answered(pilot)
        await until(pilot, lambda: said(app, "reading the answer"))
        await pilot.press("escape")
        await until(pilot, lambda: said(app, "Not graded yet"))
        assert kit.store.answers(limit=1)[0].status == "waiting"
        grading.grader.pause.set()
        await pilot.press("escape", "h")
        await until(pilot, lambda: said(app, "1 answer"))
        await pilot.press("enter")
        await until(pilot, lambda: said(app, "g grade it now"))
        await pilot.press("g")
        await graded(pilot)
        assert kit.store.answers(limit=1)[0].status == "scored"


async def test_an_unscored_answer_says_why_and_offers_to_grade_again_or_offline(kit: Kit, grading: Grading) -> None:
    kit.settings = Settings(grader="llm", model="m")
    kit.environ["OPENAI_API_KEY"] = "sk-1"
    grading.follow([Script(unscored="The server is out of quota: wait an hour."), Script()])
    asked: list[str] = []
    make = kit.grader

    def grader(settings: Settings) -> object:
        asked.append(settings.grader)
        return make(settings)

    kit.grader = grader  # type: ignore[assignment]
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await until(pilot, lambda: said(pilot.app, "The server is out of quota: wait an hour."))
        assert said(pilot.app, "Not scored")
        assert not pilot.app.screen.query(GradePage)
        await pilot.press("o")
        await graded(pilot)
        assert asked == ["llm", "offline"]
        answer = kit.store.answers(limit=1)[0]
        assert [each.grade.status for each in kit.store.grades_of(answer.answer_id)] == ["unscored", "scored"]
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: said(pilot.app, "grade 1 of 2"))
        assert said(pilot.app, "The server is out of quota: wait an hour.")
        await pilot.press("right_square_bracket")
        await graded(pilot)


async def test_a_grader_that_cannot_be_made_is_a_reason_not_a_score(kit: Kit, grading: Grading) -> None:
    def unusable(settings: Settings) -> object:
        raise StoreError("base_url: 'x' is not an address")

    kit.grader = unusable  # type: ignore[assignment]
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await until(pilot, lambda: said(pilot.app, "base_url: 'x' is not an address"))
        assert said(pilot.app, "Your answer is stored.")


async def test_a_grader_with_an_error_of_its_own_ends_nothing(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(error=KeyError("market")), Script()])
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await until(pilot, lambda: said(pilot.app, "The grader failed with an error of its own (KeyError: 'market')."))
        assert kit.store.answers(limit=1)[0].status == "waiting"
        await pilot.press("g")
        await graded(pilot)


async def test_a_grade_that_cannot_be_stored_is_shown_with_a_warning(
    kit: Kit, grading: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object) -> None:
        raise StoreError("the disk is full: make room")

    monkeypatch.setattr(type(kit.store), "add_grade", full)
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        await until(pilot, lambda: said(pilot.app, "only on this screen. the disk is full: make room"))


async def test_scores_show_while_their_words_still_come_and_leaving_keeps_them(kit: Kit, grading: Grading) -> None:
    texts = [FeedbackText("fix_first", "Say "), FeedbackText("fix_first", "I."), FeedbackText("strengths", "A\nB")]
    grading.follow([Script(met=MET, streamed=texts)])
    grading.grader.pause_after_scores = asyncio.Event()
    async with kit.run(kit.start(), size=(80, 120)) as pilot:
        await answered(pilot)
        await graded(pilot)
        await until(pilot, lambda: said(pilot.app, "Fix first Say I."))
        assert said(pilot.app, "• A • B")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await until(pilot, lambda: kit.store.answers(limit=1)[0].status == "scored", "the grade in the store")
    assert len(kit.store.grades_of(kit.store.answers(limit=1)[0].answer_id)) == 1


async def test_a_score_that_moved_without_a_check_says_so_and_why_as_far_as_it_is_known(
    kit: Kit, grading: Grading
) -> None:
    grading.follow([Script(met=MET, levels=LEVELS), Script(met=MET, levels={**LEVELS, "market_impact": 2})])
    asked: list[str] = []

    def moves(question: Question, before: tuple[str, Grade], after: tuple[str, Grade], dimension_id: str) -> str:
        asked.append(dimension_id)
        return "its length -0.3"

    services = replace(kit.services(), estimate_moves=moves)
    async with InterviewerApp(services, start=kit.start()).run_test(size=(80, 60)) as pilot:
        await answered(pilot)
        await graded(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        pilot.app.screen.query_one(AnswerEditor).insert("Well. ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackScreen))
        await graded(pilot)
        why = "Offline a score is an estimate by the whole answer. Market impact: its length -0.3."
        await until(pilot, lambda: said(pilot.app, f"d all of it No check changed. {why}"))
        await pilot.press("d")
        await until(pilot, lambda: said(pilot.app, f"Moved without a check: Market impact -2.0. {why}"))
    assert asked == ["market_impact"]


async def test_retry_brings_the_last_answer_and_its_advice_and_shows_the_difference(kit: Kit, grading: Grading) -> None:
    better = {key: quotes for key, quotes in MET.items() if key not in ("collective_only", "result_measured")}
    grading.follow(
        [
            Script(met=MET, levels=LEVELS),
            Script(met={**better, "economics": ["I set"]}, levels={**LEVELS, "user_empathy": 2, "ownership": 4}),
        ]
    )
    async with kit.run(kit.start(), size=(80, 60)) as pilot:
        await answered(pilot)
        await graded(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        editor = pilot.app.screen.query_one(AnswerEditor)
        assert editor.text == ANSWER
        assert said(pilot.app, "Fix first")
        assert kit.store.newest_draft() is None
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "word for word"))
        editor.insert(" I stopped it.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackScreen))
        await graded(pilot)
        await until(pilot, lambda: said(pilot.app, "Last try 2.9 → 2.9 same · Ownership 2.0 → 4.0 +2.0"))
        assert not said(pilot.app, "Market impact 4.0 → 4.0 same")
        await pilot.press("d")
        for words in (
            "Since your last try 2.9 → 2.9 same mixed as before", "Ownership 2.0 → 4.0 +2.0",
            "Market impact 4.0 → 4.0 same", "+ won Weighs what the model",
            "+ won No longer: The decisions belong to 'we'", "- lost Puts a figure with a baseline",
        ):  # fmt: skip
            await until(pilot, lambda words=words: said(pilot.app, words), words)  # type: ignore[misc]
        await pilot.press("d")
        await until(pilot, lambda: not said(pilot.app, "+ won"))
        assert [row.tries for row in kit.store.answers(limit=5)] == [2, 1]


async def test_a_difference_between_two_graders_says_so(kit: Kit, grading: Grading) -> None:
    answer = kit.answered(ANSWER)
    grading.grader.ref = GraderRef(kind="llm", model="m", effort="quick")
    async for _ in grade_stored(answer, grading.grader, kit.store, kit.clock):
        pass
    grading.grader.ref = GraderRef(kind="offline")
    async with kit.run(kit.start(), size=(80, 60)) as pilot:
        await answered(pilot)
        await graded(pilot)
        assert said(pilot.app, "The two were not graded by the same grader.")


async def test_next_asks_another_question_in_the_place_of_the_feedback(kit: Kit, grading: Grading) -> None:
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        await pilot.press("n")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert not said(pilot.app, "How do you ensure fairness in a recommendation system?")
        assert len(pilot.app.screen_stack) == 2


async def test_a_check_that_the_rubric_no_longer_has_keeps_its_place(kit: Kit, grading: Grading) -> None:
    from dataclasses import replace

    from interviewer.ports import Done

    answer = kit.answered(ANSWER)
    async for event in grade_stored(answer, grading.grader, kit.store, kit.clock):
        if isinstance(event, Done):
            signals = event.grade.signals
            old = replace(signals[0], id="shine", checks=(replace(signals[0].checks[0], id="glitter"),))
            grade = replace(event.grade, grade_id="old", signals=(old, *signals[1:]))
    kit.store.add_grade(answer.id, grade, kit.clock.now())
    async with kit.run() as pilot:
        await pilot.press("end", "enter")
        await graded(pilot)
        assert said(pilot.app, "glitter")


async def test_the_whole_answer_with_its_marks_can_be_read_on_a_small_screen(kit: Kit, grading: Grading) -> None:
    grading.follow([Script(met=MET, levels=LEVELS)])
    async with kit.run(kit.start()) as pilot:
        await answered(pilot)
        await graded(pilot)
        await pilot.press("v", "end")
        await until(pilot, lambda: said(pilot.app, "Refusals fell from 9 % to 3 % in eight weeks."))
        assert not said(pilot.app, "Fix first")
        await pilot.press("home")
        await until(pilot, lambda: said(pilot.app, "!We launched in May."))
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, "Fix first"))
