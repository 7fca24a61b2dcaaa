"""The answer editor under the vim keymap. vim_recorded.jsonl holds what vim 9 made of the same keys (`:normal!`)."""

import json
from pathlib import Path

import pytest
from textual import events
from textual.app import App, ComposeResult

from interviewer.settings import Settings
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.normal_mode import NormalMode
from interviewer.tui.widgets.quick_text_area import QuickTextArea
from interviewer.tui.widgets.vim_changes import Changes, Register
from tests.tui.kit import AppPilot, Kit, said, until

pytestmark = pytest.mark.long
RECORDED = [json.loads(line) for line in (Path(__file__).parent / "vim_recorded.jsonl").read_text().splitlines()]


class Editors(App[None]):
    def compose(self) -> ComposeResult:
        yield QuickTextArea()


def press(mode: NormalMode, keys: str) -> None:
    for key in keys:
        mode.press(events.Key(key, key))


async def test_motions_operators_and_the_register_do_what_vim_does() -> None:
    async with Editors().run_test(size=(200, 30)) as pilot:
        editor = pilot.app.query_one(QuickTextArea)
        for case in RECORDED:
            editor.load_text("\n".join(case["text"]))
            editor.move_cursor((0, 0))
            mode = NormalMode(editor)
            mode.begin()
            Changes.register = Register()
            for keys, inserted in case["keys"]:
                press(mode, keys)
                assert inserted is not None or not mode.inserting, case
                if mode.inserting:
                    editor.insert(inserted)
                    mode.begin()
            assert (editor.text.split("\n"), list(editor.cursor_location)) == (case["after"], case["cursor"]), case


async def answering(pilot: AppPilot) -> AnswerEditor:
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
    await pilot.pause()
    return pilot.app.screen.query_one(AnswerEditor)


@pytest.fixture
def vim(kit: Kit) -> Kit:
    kit.settings = Settings(keymap="vim")
    return kit


async def test_one_types_at_once_and_escape_makes_the_letters_commands(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        editor = await answering(pilot)
        assert said(pilot.app, "esc Normal mode")
        assert editor.border_subtitle == "insert"
        await pilot.press(*"I set it")
        await pilot.press("escape", "0", "d", "w", "i", "W", "e", "space", "escape")
        assert editor.text == "We set it"
        assert editor.border_subtitle == "normal"
        await pilot.press("u", "u")
        assert editor.text == "I set it"
        await pilot.press("ctrl+r")
        assert editor.text != "I set it"


async def test_no_letter_of_normal_mode_is_left_to_the_screen_or_the_app(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        editor = await answering(pilot)
        await pilot.press("escape", *"?:/nNqvZgQ")
        await pilot.pause()
        assert len(pilot.app.screen_stack) == 2
        assert editor.text == ""


async def test_escape_in_normal_mode_leads_back(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        await answering(pilot)
        await pilot.press("x", "escape")
        assert said(pilot.app, "esc Back")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_j_and_k_go_by_the_lines_that_are_shown(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        editor = await answering(pilot)
        editor.load_text("word " * 60)
        await pilot.press("escape", "0", "2", "j")
        assert editor.cursor_location[0] == 0
        assert editor.cursor_location[1] > 100
        await pilot.press("9", "j", "9", "k")
        assert editor.wrapped_document.location_to_offset(editor.cursor_location).y == 0


async def test_what_is_marked_is_taken_by_an_operator(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        editor = await answering(pilot)
        await pilot.press(*"abc", "escape", "0", "shift+right", "shift+right", "x", "p")
        assert editor.text == "cab"


async def test_a_text_that_is_only_read_stays_as_it_is(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        editor = await answering(pilot)
        await pilot.press(*"abc", "escape")
        editor.read_only = True
        await pilot.press(*"ddxpiaD", "u")
        assert editor.text == "abc"


async def test_without_the_vim_keymap_there_are_no_modes(kit: Kit) -> None:
    async with kit.run(kit.start()) as pilot:
        editor = await answering(pilot)
        assert not editor.border_subtitle
        assert not said(pilot.app, "Normal mode")
        await pilot.press("d", "d", "escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_an_undone_paste_that_takes_the_scrollbar_away_ends_nothing(kit: Kit) -> None:
    async with kit.run(kit.start()) as pilot:
        editor = await answering(pilot)
        await pilot.press("x")
        pilot.app.post_message(events.Paste("\n".join(f"line {number}" for number in range(60))))
        await until(pilot, lambda: editor.document.line_count == 60)
        await pilot.press("ctrl+z")
        assert editor.text == "x"
        await pilot.press("ctrl+y")
        assert editor.document.line_count == 60


async def test_an_empty_answer_asks_in_normal_mode_too(vim: Kit) -> None:
    async with vim.run(vim.start()) as pilot:
        await answering(pilot)
        await pilot.press("escape", "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
