"""Lines in the corner go when the person moves on, and say why a key does nothing that works at other times."""

import pytest

from interviewer.settings import Settings
from interviewer.tui.screens.compare import CompareScreen
from interviewer.tui.screens.debrief import DebriefScreen
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.history import HistoryScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.questions import QuestionsScreen
from tests.tui.conftest import Grading
from tests.tui.history_kit import given, two_tries
from tests.tui.interview_kit import chatting, grade_all, planned, played
from tests.tui.kit import AppPilot, Kit, graded, said, until, written

pytestmark = pytest.mark.long


async def on(pilot: AppPilot, screen: type, words: str = "") -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and (not words or said(pilot.app, words)), words)
    await pilot.pause()


# how long they stay


async def test_what_was_said_on_one_screen_is_gone_from_the_next(kit: Kit, grading: Grading) -> None:
    async with kit.run(kit.start()) as pilot:
        await on(pilot, DrillScreen)
        written(pilot.app, "I")
        await pilot.press("f4")
        await until(pilot, lambda: said(pilot.app, "An empty page."))
        written(pilot.app, "I set a limit.")
        await pilot.press("ctrl+s")
        await graded(pilot)
        assert not said(pilot.app, "An empty page.")


async def test_what_the_key_that_leads_on_says_is_read_on_the_next_screen(kit: Kit) -> None:
    async with chatting(kit, planned(kit)) as chat:
        await chat.pilot.press("escape", "enter")
        await on(chat.pilot, HomeScreen, "Paused. r on Home goes on here.")


async def test_what_can_be_undone_and_what_went_wrong_stay(kit: Kit) -> None:
    given(kit, "I chose exposure.", 1)
    async with kit.run() as pilot:
        await pilot.press("h")
        await on(pilot, HistoryScreen, "1 answer")
        await pilot.press("d")
        await until(pilot, lambda: said(pilot.app, "u brings it back."))
        pilot.app.say("The disk is full.", "error")  # type: ignore[attr-defined]
        await pilot.press("escape")
        await on(pilot, HomeScreen, "The disk is full.")
        assert said(pilot.app, "u brings it back.")


async def test_the_same_line_is_not_shown_twice(kit: Kit) -> None:
    async with kit.run() as pilot:
        await pilot.press("r", "r", "r")
        await until(pilot, lambda: said(pilot.app, "No interview is paused."))
        await pilot.pause()
        assert len(pilot.app._notifications) == 1


# keys that do nothing now


async def test_on_home_it_says_that_nothing_waits_to_be_gone_on_with(kit: Kit) -> None:
    async with kit.run() as pilot:
        await pilot.press("c")
        await until(pilot, lambda: said(pilot.app, "There is no draft to continue."))


async def test_a_first_try_has_none_to_be_compared_with_and_other_letters_say_nothing(
    kit: Kit, grading: Grading
) -> None:
    async with kit.run(kit.start()) as pilot:
        await on(pilot, DrillScreen)
        written(pilot.app, "I set a limit.")
        await pilot.press("ctrl+s")
        await graded(pilot)
        await on(pilot, FeedbackScreen)
        await pilot.press("x", "q", "z")
        await pilot.pause()
        assert len(pilot.app._notifications) == 0
        await pilot.press("d")
        await until(pilot, lambda: said(pilot.app, "There is no earlier try"))


async def test_while_feedback_waits_for_the_end_f2_says_so_and_a_letter_is_typed(kit: Kit) -> None:
    async with chatting(kit, planned(kit)) as chat:
        await chat.pilot.press("w", "f2")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Feedback comes at the end of this interview."))
        assert chat.screen.box.editor.text == "w"


async def test_what_asks_for_a_choice_says_so_when_one_submits(kit: Kit) -> None:
    async with chatting(kit, planned(kit, mode="coached")) as chat:
        await chat.to_panel("next")
        await chat.pilot.press("ctrl+s")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Choose one of the lines first."))


async def test_an_interview_is_neither_retried_nor_compared(kit: Kit) -> None:
    grade_all(kit, played(kit))
    async with kit.run(size=(100, 30)) as pilot:
        await pilot.press("h")
        await on(pilot, HistoryScreen, "in 1 entry")
        await pilot.press("r")
        await until(pilot, lambda: said(pilot.app, "open it, and retry one of its answers."))
        await pilot.press("c")
        await until(pilot, lambda: said(pilot.app, "Compare takes a single answer"))
        await pilot.press("enter")
        await on(pilot, DebriefScreen, "fix first")
        await pilot.press("g")
        await until(pilot, lambda: said(pilot.app, "Every answer has a score already."))


async def test_a_built_in_question_is_copied_not_edited_by_whatever_key_copies(kit: Kit) -> None:
    kit.settings = Settings(keys={"questions.copy": "f9"})
    async with kit.run(size=(100, 30)) as pilot:
        await pilot.press("b")
        await on(pilot, QuestionsScreen, " questions")
        await pilot.press("e")
        await until(pilot, lambda: said(pilot.app, "f9 makes a copy of your own to change."))


async def test_where_there_is_no_older_try_the_key_says_so(kit: Kit) -> None:
    first, second = two_tries(kit)
    async with kit.run(size=(100, 30)) as pilot:
        pilot.app.push_screen(CompareScreen(first.id, second.id))
        await on(pilot, CompareScreen, "What moved the score")
        await pilot.press("left_square_bracket")
        await until(pilot, lambda: said(pilot.app, "There is no older try of this question."))
