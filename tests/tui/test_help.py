import re

import pytest

from interviewer.tui.glossary import TERMS
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.help import Entry, HelpScreen, help_keys
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
        for word in ("signal", "check", "checks 3.4", "level", "estimate", "score", "overall", "vote", "gate", "slot"):
            assert said(pilot.app, f"{word} {TERMS[word]}"), word
        assert not said(pilot.app, "effort")


async def test_the_keys_of_the_screen_come_first_and_those_that_work_everywhere_last(kit: Kit) -> None:
    async with kit.run() as pilot:
        await pilot.press("f1")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        screen = pilot.app.screen
        assert isinstance(screen, HelpScreen)
        groups = [entry.name.partition(".")[0] for entry in screen.keys]
        assert list(dict.fromkeys(groups)) == ["home", "list", "app", ""]
        assert said(pilot.app, "Keys a Practise AI PM")


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


@pytest.mark.parametrize("width", [20, 40, 55, 60, 61, 62, 70, 90])
def test_the_names_of_actions_never_cut_what_a_key_does(width: int) -> None:
    entries = [
        Entry("↓ j", "Why: the next signal or check", "feedback.next_check"),
        Entry("q", "Quit", "app.quit"),
    ]
    shown = help_keys(entries, width).plain
    assert all(entry.label in " ".join(shown.split()) for entry in entries)
    named = width >= len("↓ j") + 2 + len(entries[0].label) + 2 + len(entries[0].name)
    assert all((entry.name in shown) == named for entry in entries)


async def test_help_names_the_actions_that_the_settings_can_give_other_keys(kit: Kit) -> None:
    async with kit.run(kit.start(), size=(100, 90)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("f1")
        await until(pilot, lambda: said(pilot.app, "^s f5 Submit drill.submit"))
        assert said(pilot.app, "^y super+y Redo editor.redo")


def test_the_examples_of_the_glossary_are_right() -> None:
    """A sum that a person can redo: what stands before each = is what stands behind it."""
    found = [
        (sum_, float(result))
        for meaning in TERMS.values()
        for sum_, result in re.findall(r"((?:[\d.()+×/-]+ )+)= (\d\.\d)", meaning)
    ]
    assert len(found) == 2
    for sum_, result in found:
        assert eval(sum_.replace("×", "*")) == pytest.approx(result, abs=0.05)  # noqa: S307 - our own text
