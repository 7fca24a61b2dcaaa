"""Making questions of one's own: found again after saving, copied, previewed, edited outside, and dropped as files."""

import shutil
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.content.data_folders import data_folder
from interviewer.domain.questions import Question
from interviewer.tui.screens.preview import PreviewScreen
from interviewer.tui.screens.questions import QuestionsScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from tests.tui.kit import Kit, pasted, said, until
from tests.tui.test_questions import in_the_bank, in_the_file, in_the_form, screen

pytestmark = pytest.mark.long


@pytest.fixture
def kit(kit: Kit, tmp_path: Path) -> Kit:
    """With a small bank, and a folder for questions of one's own."""
    built_in = data_folder("question_bank")
    for name in ("topics.toml", "ai_pm/ethics.toml"):
        copy = tmp_path / "bank" / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(built_in / name, copy)
    kit.bank = Bank(kit.paths.questions, tmp_path / "bank")
    return kit


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own editor: a shell script, written by the test. The app's terminal is the test's own."""
    script = tmp_path / "editor.sh"
    script.write_text("#!/bin/sh\n", encoding="utf-8")
    script.chmod(0o700)
    monkeypatch.setenv("VISUAL", str(script))
    return script


def write_script(editor: Path, line: str) -> None:
    editor.write_text(f"#!/bin/sh\n{line}\n", encoding="utf-8")


def write_toml(editor: Path, toml: str) -> None:
    write_script(editor, f"cat > \"$1\" <<'END'\n{toml}END")


async def test_a_saved_question_is_the_chosen_one_whatever_was_filtered(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("slash")
        await pasted(pilot, "fairness")
        await pilot.press("enter", "a")
        await in_the_form(pilot)
        await pasted(pilot, "What to stop?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        await until(pilot, lambda: screen(pilot).question and screen(pilot).question.id == "own-stop")  # type: ignore[union-attr]
        await until(pilot, lambda: said(pilot.app, "▌ own What to stop?") or said(pilot.app, "own What to stop?"))


async def test_one_key_shows_only_ones_own_and_all_again(kit: Kit) -> None:
    kit.bank.save_own(Question(id="own-why", track="both", prompt="Why this model?"))
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        everything = len(kit.bank.questions())
        assert screen(pilot).question == kit.bank.get("own-why"), "one's own come first"
        await pilot.press("o")
        await until(pilot, lambda: said(pilot.app, "Track your own") and said(pilot.app, "1 question"))
        await pilot.press("o")
        await until(pilot, lambda: said(pilot.app, f"{everything} questions"))


async def test_a_built_in_question_is_copied_changed_and_saved_as_ones_own(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        before = screen(pilot).question
        assert before is not None
        assert not kit.bank.is_own(before.id)
        await pilot.press("c")
        form = await in_the_form(pilot)
        assert form.typed.expects == "\n".join(before.expects)
        await pasted(pilot, "In our case: ")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        await until(pilot, lambda: screen(pilot).owned)
        copy = screen(pilot).question
        assert copy is not None
        saved = in_the_file(kit, copy.id)
        assert saved is not None
        assert saved.prompt.startswith("In our case: ")
        assert (saved.topic, saved.signals, saved.source) == (before.topic, before.signals, "own")
        assert kit.bank.get(before.id) == before


async def test_the_preview_shows_it_as_it_will_be_asked(kit: Kit) -> None:
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pasted(pilot, "What would you stop [b]now[/b]?")
        follow_ups = form.controls["follow_ups"]
        assert isinstance(follow_ups, AnswerEditor)
        follow_ups.insert("Who would mind?")
        await pilot.press("f2")
        await until(pilot, lambda: isinstance(pilot.app.screen, PreviewScreen))
        await until(pilot, lambda: said(pilot.app, "What would you stop [b]now[/b]?"))
        assert said(pilot.app, "≈ 0:00 of 4:00")
        assert said(pilot.app, "May be asked next • Who would mind?")
        await pilot.press("escape")
        assert (await in_the_form(pilot)).typed.prompt == "What would you stop [b]now[/b]?"
        assert kit.store.newest_draft() is None


async def test_all_of_a_question_can_be_edited_outside_and_fields_without_a_place_in_the_form_are_kept(
    kit: Kit, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_toml(editor, '[[questions]]\ntrack = "ml_pm"\nprompt = "Which label?"\ntopic = "labels"\nminutes = 6\n')
    async with kit.run() as pilot:
        monkeypatch.setattr(type(pilot.app), "suspend", _no_terminal)
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: form.typed.prompt == "Which label?")
        assert (form.typed.track, form.typed.minutes) == ("ml_pm", "6")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        saved = in_the_file(kit, "own-label")
        assert saved is not None
        assert (saved.topic, saved.minutes) == ("labels", 6)


async def test_what_came_out_of_the_editor_wrong_is_named_and_still_there(
    kit: Kit, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_toml(editor, '[[questions]]\ntrack = "ml_pm"\nprompt = "Which label?"\nminutes = 90\n')
    async with kit.run(size=(120, 36)) as pilot:
        monkeypatch.setattr(type(pilot.app), "suspend", _no_terminal)
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: said(pilot.app, "Not taken over. question.toml:4: minutes: must be at most 30"))
        assert (kit.paths.home / "question.toml").read_text(encoding="utf-8").count("minutes = 90") == 1
        write_script(editor, 'sed -i "s/90/9/" "$1"')
        await pilot.press("ctrl+o")
        await until(pilot, lambda: form.typed.minutes == "9")
        assert not said(pilot.app, "Not taken over.")
        assert not (kit.paths.home / "question.toml").exists()


async def test_what_the_editor_brought_outlives_the_program(
    kit: Kit, editor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_toml(editor, '[[questions]]\ntrack = "ml_pm"\nprompt = "Which label?"\ntopic = "labels"\n')
    async with kit.run() as pilot:
        monkeypatch.setattr(type(pilot.app), "suspend", _no_terminal)
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: form.typed.prompt == "Which label?")
    async with kit.run() as pilot:
        await in_the_bank(pilot)
        await pilot.press("a")
        await in_the_form(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, QuestionsScreen))
        saved = in_the_file(kit, "own-label")
        assert saved is not None
        assert saved.topic == "labels"


async def test_an_id_that_is_taken_replaces_nothing(kit: Kit, editor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.bank.save_own(Question(id="own-why", track="both", prompt="Why this model?"))
    write_toml(editor, '[[questions]]\nid = "own-why"\ntrack = "ml_pm"\nprompt = "Which label?"\n')
    async with kit.run() as pilot:
        monkeypatch.setattr(type(pilot.app), "suspend", _no_terminal)
        await in_the_bank(pilot)
        await pilot.press("a")
        form = await in_the_form(pilot)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: form.typed.prompt == "Which label?")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "is in use: give this question another id"))
        assert kit.bank.get("own-why") == Question(id="own-why", track="both", prompt="Why this model?")


async def test_a_file_that_is_dropped_into_the_folder_appears_and_a_broken_one_is_named(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.tui.screens.questions.LOOK_EVERY", 0.05)
    kit.paths.questions.mkdir(mode=0o700)
    async with kit.run(size=(120, 36)) as pilot:
        await in_the_bank(pilot)
        good = '[[questions]]\nid = "fallen"\ntrack = "ai_pm"\nprompt = "What fell from the sky?"\n'
        (kit.paths.questions / "dropped.toml").write_text(good, encoding="utf-8")
        await until(pilot, lambda: said(pilot.app, "own What fell from the sky?"))
        (kit.paths.questions / "bad.toml").write_text("[[questions]]\nid = \n", encoding="utf-8")
        await until(pilot, lambda: said(pilot.app, "Not in the bank:") and said(pilot.app, "bad.toml"))
        (kit.paths.questions / "bad.toml").unlink()
        await until(pilot, lambda: not said(pilot.app, "Not in the bank:"))
        assert said(pilot.app, "own What fell from the sky?")


def _no_terminal(app: object) -> object:
    """A headless app has no terminal to lend; the editor of these tests needs none."""
    from contextlib import nullcontext

    return nullcontext()
