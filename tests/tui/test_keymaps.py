"""The presets of keys, the person's own keys over them, and the page that lists them all."""

import runpy
from collections.abc import Iterable
from pathlib import Path

import pytest

from interviewer.settings import Settings, load_settings
from interviewer.tui.keymaps import VIM, clashes, keymap
from interviewer.tui.keys import KEYS
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.settings import SettingsScreen
from interviewer.tui.widgets.row_list import RowList
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import Kit, said, until

pytestmark = pytest.mark.long
ROOT = Path(__file__).parent.parent.parent
USUAL = {name: key.keys for name, key in KEYS.items()}
MEANT = {
    ("app.back", "choice.previous"),  # in a form h is the choice before; elsewhere back
    ("list.choose", "worked.next"),  # on that page there is nothing to open
}
QUICK = ("home", "history", "feedback", "form", "debrief")


def test_the_page_lists_every_key_as_it_is() -> None:
    written = runpy.run_path(str(ROOT / "scripts" / "keys_page.py"))["page"]()
    assert (ROOT / "docs" / "keys.md").read_text(encoding="utf-8") == written, "run: python scripts/keys_page.py"


def test_the_vim_preset_names_actions_that_exist_and_takes_no_key_from_another() -> None:
    assert set(VIM) - set(KEYS) == {"editor.undo"}
    preset = {name: keys for name, keys in VIM.items() if name in KEYS}
    assert set(clashes(USUAL | preset, USUAL)) <= MEANT


@pytest.mark.parametrize(
    ("chosen", "problem"),
    [
        ({"drill.send": "x"}, "drill.send (no such action)"),
        ({"editor.send": "x"}, "editor.send (no such action)"),
        ({"drill.submit": "contrl+s"}, "drill.submit = contrl+s (no such key)"),
        ({"drill.submit": ""}, "drill.submit = nothing (no such key)"),
        ({"drill.submit": "f2,,f3"}, "drill.submit = nothing (no such key)"),
        ({"drill.submit": "Ctrl+Q"}, "drill.submit = ctrl+q (app.quit has that key)"),
        (
            {"drill.submit": "ctrl+k"},
            "drill.submit = ctrl+k (editor.delete_to_end_of_line_or_delete_line has that key)",
        ),
        ({"drill.submit": "g"}, "drill.submit = g (a letter is typed there, not pressed)"),
        ({"list.first": "h"}, "list.first = h (home.history has that key)"),
        ({"home.ai_pm": "x", "home.ml_pm": "x"}, "home.ml_pm = x (home.ai_pm has that key)"),
        ({"app.help": "?"}, "app.help = question_mark (app.help_letter has that key)"),
    ],
)
def test_a_key_that_cannot_be_used_is_named_and_left_out(chosen: dict[str, str], problem: str) -> None:
    made = keymap("default", chosen)
    assert made.problems == (problem,)
    assert all(name in chosen and f"{name} =" not in problem for name in made.keys)


def test_keys_may_be_exchanged_written_with_capitals_and_shared_between_screens() -> None:
    swapped = keymap("default", {"drill.submit": "Ctrl+O", "drill.editor": "ctrl+s, F5"})
    assert swapped.keys == {"drill.submit": "ctrl+o", "drill.editor": "ctrl+s,f5"}
    assert keymap("default", {"feedback.retry": "t", "worked.next": "x", "app.help": "shift+f1"}).problems == ()
    assert keymap("default", {"history.purge": "X"}).keys == {"history.purge": "X"}


def test_ones_own_keys_stand_above_the_preset() -> None:
    assert keymap("vim", {"home.history": "f9"}).keys["home.history"] == "f9"
    assert keymap("vim", {"history.note": "n"}).problems == ("history.note = n (rows.next has that key)",)


async def test_what_is_wrong_with_the_keys_is_said_in_one_line_and_the_usual_key_works(kit: Kit) -> None:
    kit.settings = Settings(keys={"drill.submit": "ctrl+q", "home.history": "contrl+h"})
    async with kit.run(kit.start(), size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        told = "home.history = contrl+h (no such key); drill.submit = ctrl+q (app.quit has that key)."
        await until(pilot, lambda: said(pilot.app, told))
        assert said(pilot.app, "^s Submit")


def actions(walk: Walk) -> set[str]:
    """What can be done with a key right now."""
    active = walk.screen.active_bindings.values()
    return {each.binding.action for each in active if each.enabled and each.binding.key != "no_key"}


async def lost(kit: Kit, names: Iterable[str]) -> dict[str, set[str]]:
    """What a key leads to, and under the vim keymap none does any more."""
    found = {}
    async with walking(kit) as walk:
        for name in names:
            await WAYS[name](walk)
            usual = actions(walk)
            walk.app.set_keymap(keymap("vim", {}).keys)
            found[name] = usual - actions(walk)
            walk.app.set_keymap({})
            await walk.home()
    return {name: gone for name, gone in found.items() if gone}


async def test_under_the_vim_keymap_no_action_has_lost_its_key(kit: Kit) -> None:
    assert await lost(kit, QUICK) == {}


@pytest.mark.slow
async def test_so_it_is_on_every_screen(kit: Kit) -> None:
    assert await lost(kit, WAYS) == {}


async def test_the_keymap_chosen_in_settings_holds_at_once_and_is_kept(kit: Kit) -> None:
    async with kit.run(size=(80, 50)) as pilot:
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        pilot.app.screen.query_one("#keymap Choice").focus()
        await pilot.press("right", "ctrl+s")
        await until(pilot, lambda: load_settings(kit.paths.settings).keymap == "vim")
        await pilot.press("h")
        assert isinstance(pilot.app.screen, SettingsScreen)  # in a choice h is left
        await pilot.press("escape", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        rows = pilot.app.screen.query_one(RowList)
        await pilot.press("G")
        last = rows.cursor
        await pilot.press("g", "j")
        assert 0 < rows.cursor < last
        assert said(pilot.app, "H History")
        await pilot.press("H")
        await until(pilot, lambda: said(pilot.app, "No answers yet"))
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_half_a_page_moves_half_as_far_as_a_page(kit: Kit) -> None:
    async with walking(kit, (100, 40)) as walk:
        await WAYS["questions"](walk)
        rows = walk.screen.query_one(RowList)
        await walk.press("home", "pagedown")
        page = rows.cursor
        await walk.press("home", "ctrl+d")
        assert abs(rows.cursor - page / 2) <= 1
        await walk.press("ctrl+u")
        assert rows.cursor <= 1
