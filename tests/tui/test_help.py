import pytest

from interviewer.tui.glossary import TERMS
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.help import HelpScreen
from tests.tui.conftest import Grading
from tests.tui.kit import Kit, graded, said, until, written

pytestmark = pytest.mark.long


async def test_help_has_the_keys_of_the_screen_and_the_words_on_it(kit: Kit, grading: Grading) -> None:
    async with kit.run(kit.start(), size=(100, 90)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        written(pilot.app, "I set the limit.")
        await pilot.press("ctrl+s")
        await graded(pilot)
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await until(pilot, lambda: said(pilot.app, "r Retry"))
        assert said(pilot.app, "↓ j Why: the next signal or check")
        for word in ("signal", "check", "level", "vote", "cap", "gate", "slot"):
            assert said(pilot.app, f"{word} {TERMS[word]}"), word
        assert not said(pilot.app, "effort")


async def test_every_word_that_a_screen_names_is_explained() -> None:
    from interviewer.tui.screens import drill, history, home, question_form, questions, settings, worked

    screens = (
        drill.DrillScreen, FeedbackScreen, history.HistoryScreen, home.HomeScreen, question_form.QuestionFormScreen,
        questions.QuestionsScreen, settings.SettingsScreen, worked.WorkedScreen,
    )  # fmt: skip
    for screen in screens:
        assert screen.TERMS, screen
        assert set(screen.TERMS) <= set(TERMS), screen


@pytest.mark.parametrize("key", ["f1", "question_mark"])
async def test_help_opens_over_a_dialog_and_leads_back_to_it(kit: Kit, key: str) -> None:
    async with kit.run(kit.start()) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        await until(pilot, lambda: said(pilot.app, "⏎ Open"))
        assert said(pilot.app, "esc Cancel")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))


async def test_help_names_the_actions_that_the_settings_can_give_other_keys(kit: Kit) -> None:
    async with kit.run(kit.start(), size=(100, 90)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("f1")
        await until(pilot, lambda: said(pilot.app, "^s f5 Submit drill.submit"))
        assert said(pilot.app, "^y super+y Redo editor.redo")
