import shutil
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.content.data_folders import data_folder
from interviewer.domain.questions import Question
from interviewer.ports import StoreError
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.question_form import QuestionFormScreen
from interviewer.tui.screens.questions import QuestionsScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.safe_input import SafeInput
from tests.tui.kit import AppPilot, Kit, pasted, said, until

pytestmark = pytest.mark.long


@pytest.fixture
def kit(kit: Kit, tmp_path: Path) -> Kit:
    """With a small bank, and a folder for questions of one's own."""
    built_in = data_folder("question_bank")
    for name in ("topics.toml", "ai_pm/ethics.toml", "ml_pm/research.toml"):
        copy = tmp_path / "bank" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(built_in / name, copy)
    kit.bank = Bank(kit.paths.questions, tmp_path / "bank")
    return kit


def in_the_file(kit: Kit, question_id: str) -> Question | None:
    """What is really in the files."""
    return Bank(kit.paths.questions, kit.paths.home.parent / "bank").get(question_id)


async def in_the_bank(pilot: AppPilot) -> QuestionsScreen:
    if not isinstance(pilot.app.screen, QuestionsScreen):
        await pilot.press("b")
    await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen) and said(pilot.app, " questions"))
    await until(pilot, lambda: screen(pilot).question is not None)
    return screen(pilot)


def screen(pilot: AppPilot) -> QuestionsScreen:
    shown = pilot.app.screen
    assert isinstance(shown, QuestionsScreen)
    return shown


async def in_the_form(pilot: AppPilot) -> QuestionFormScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, QuestionFormScreen))
    await pilot.pause()
    shown = pilot.app.screen
    assert isinstance(shown, QuestionFormScreen)
    return shown


def own(question_id: str = "own-why", prompt: str = "Why this model?") -> Question:
    return Question(id=question_id, track="both", prompt=prompt, expects=("a reason",), rounds=("onsite",))


async def test_words_track_and_kind_narrow_the_list_and_escape_widens_it_again(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        everything = len(kit.bank.questions())
        assert said(pilot.app, f"{everything} questions")
        await pilot.press("slash")
        await pasted(pilot, "recomm")
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "1 question"))
        assert said(pilot.app, "How do you ensure fairness in a recommendation system?")
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, f"{everything} questions"))
        await pilot.press("t", "t")
        await until(pilot, lambda: said(pilot.app, "Track ML PM"))
        shown = screen(pilot).query_one("#questions").rows.questions  # type: ignore[attr-defined]
        assert {question.track for question in shown} <= {"ml_pm", "both"}
        await pilot.press("i")
        await until(pilot, lambda: said(pilot.app, "Kind behavioural"))
        shown = screen(pilot).query_one("#questions").rows.questions  # type: ignore[attr-defined]
        assert {question.kind for question in shown} == {"behavioural"}


async def test_nothing_found_is_said(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("slash")
        await pasted(pilot, "zzzz")
        await until(pilot, lambda: said(pilot.app, "No question fits."))
        await pilot.press("enter", "enter")
        assert isinstance(pilot.app.screen, QuestionsScreen)


async def test_enter_asks_the_question_and_the_way_back_leads_to_the_list(kit: Kit) -> None:
    async with kit.run() as pilot:
        shown = await in_the_bank(pilot)
        await pilot.press("down", "down")
        await pilot.pause()
        question = shown.question
        assert question is not None
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.question == question  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        await until(pilot, lambda: screen(pilot).question == question, "the same place in the list")


async def test_a_question_for_both_roles_asks_for_which(kit: Kit) -> None:
    kit.bank.save_own(own())
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("slash")
        await pasted(pilot, "this mod")
        await pilot.press("enter", "enter")
        await until(pilot, lambda: said(pilot.app, "Which role?"))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.track == "ml_pm"  # type: ignore[attr-defined]


async def test_a_question_of_ones_own_is_checked_field_by_field_and_saved(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pilot.press("x", "backspace", "tab")
        await until(pilot, lambda: said(pilot.app, "✗ a question needs words"))
        await pilot.press("shift+tab")
        await pasted(pilot, "What to stop?")
        await until(pilot, lambda: not said(pilot.app, "✗ a question needs words"))
        minutes = form.controls["minutes"]
        assert isinstance(minutes, SafeInput)
        minutes.focus()
        await pilot.press("end", "0")
        await pilot.pause()
        assert not said(pilot.app, "✗ from 1 to 30"), "nobody is corrected while typing"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "✗ from 1 to 30"))
        assert isinstance(pilot.app.screen, QuestionFormScreen)
        await pilot.press("backspace", "backspace", "6", "shift+tab", "right", "shift+tab", "right", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        saved = in_the_file(kit, "own-stop")
        assert saved is not None
        assert (saved.prompt, saved.track, saved.minutes) == ("What to stop?", "ml_pm", 6)
        assert saved.kind == "product_sense"
        await until(pilot, lambda: said(pilot.app, "Saved."))


async def test_an_empty_form_complains_of_nothing_before_it_is_saved(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        await in_the_form(pilot)
        await pilot.press("enter", "tab", "tab", "shift+tab")
        await pilot.pause()
        assert not said(pilot.app, "✗")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "✗ a question needs words"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen), "nothing was typed to be asked about")


async def test_only_ones_own_questions_can_be_changed_and_keep_what_the_form_has_no_field_for(kit: Kit) -> None:
    kit.bank.save_own(own())
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("end", "e")
        assert isinstance(pilot.app.screen, QuestionsScreen)
        await pilot.press("t", "t", "t")
        await until(pilot, lambda: said(pilot.app, "Track your own"))
        await until(pilot, lambda: said(pilot.app, "own Why this model?"))
        await pilot.press("e")
        form = await in_the_form(pilot)
        editor = form.controls["prompt"]
        assert isinstance(editor, AnswerEditor)
        editor.move_cursor(editor.document.end)
        await pasted(pilot, " Really?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        changed = in_the_file(kit, "own-why")
        assert changed == Question(
            id="own-why", track="both", prompt="Why this model? Really?", expects=("a reason",), rounds=("onsite",)
        )


async def test_a_removed_question_can_be_put_back(kit: Kit) -> None:
    kit.bank.save_own(own())
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("t", "t", "t")
        await until(pilot, lambda: screen(pilot).owned)
        await pilot.press("d")
        await until(pilot, lambda: in_the_file(kit, "own-why") is None, "the removal")
        await until(pilot, lambda: said(pilot.app, "Press u to put it back"))
        await pilot.press("u")
        await until(pilot, lambda: in_the_file(kit, "own-why") == own(), "the question")


async def test_what_is_typed_into_the_form_outlives_the_program(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        await in_the_form(pilot)
        await pasted(pilot, "Half")
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        assert form.typed.prompt == "Half"
        await until(pilot, lambda: said(pilot.app, "not saved is back"))
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, "Leave the form?"))
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
    assert not (kit.paths.home / "question-draft.json").exists()


async def test_leaving_an_untouched_form_asks_nothing(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        await in_the_form(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))


async def test_a_question_that_cannot_be_written_stays_in_the_form(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Bank, "save_own", full)
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pasted(pilot, "Why?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "No space left on device"))
        assert form.typed.prompt == "Why?"


async def test_a_broken_file_of_ones_own_is_named_and_the_rest_is_there(kit: Kit) -> None:
    kit.paths.questions.mkdir()
    (kit.paths.questions / "mine.toml").write_text('[[questions]]\nid = "x"\ntrack = "pm"\n', encoding="utf-8")
    async with kit.run(size=(160, 40)) as pilot:
        await in_the_bank(pilot)
        await until(pilot, lambda: said(pilot.app, "Not in the bank:"))
        assert said(pilot.app, "mine.toml")
        assert said(pilot.app, "(2 problems in 1 file: interviewer questions check)")
        assert said(pilot.app, " questions")


async def test_answers_that_cannot_be_read_leave_the_bank_in_use(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*args: object, **kwargs: object) -> object:
        raise StoreError("the database is damaged")

    async with kit.run() as pilot:
        monkeypatch.setattr(type(kit.store), "answers", damaged)
        await pilot.press("b")
        await until(pilot, lambda: said(pilot.app, "the database is damaged"))


async def test_a_choice_goes_round_with_left_and_right(kit: Kit, tmp_path: Path) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        kind = form.controls["kind"]
        assert isinstance(kind, Choice)
        kind.focus()
        await pilot.press("left")
        assert kind.value == "writing"
        await pilot.press("space")
        assert kind.value == "behavioural"
