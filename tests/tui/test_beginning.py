"""How the app begins: at a question of a track, or by asking which; and what it says of settings it cannot use."""

import pytest

from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.settings import SettingsScreen
from interviewer.tui.screens.track_dialog import TrackDialog
from interviewer.tui.services import Start
from tests.tui.kit import Kit, said, until

NOTICE = '/home/me/settings.toml:2: effort: "hasty" is not one of quick, standard, thorough'


@pytest.mark.parametrize(("key", "track"), [("a", "ai_pm"), ("m", "ml_pm")])
async def test_without_a_track_one_keystroke_chooses_it(kit: Kit, key: str, track: str) -> None:
    async with kit.run(Start(None)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TrackDialog))
        assert said(pilot.app, "a AI PM")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.track == track  # type: ignore[attr-defined]


async def test_choosing_no_track_leads_to_home(kit: Kit) -> None:
    async with kit.run(Start(None)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, TrackDialog))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))


async def test_with_a_track_a_question_of_it_is_asked_at_once(kit: Kit) -> None:
    async with kit.run(Start("ml_pm")) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.question.suits("ml_pm")  # type: ignore[attr-defined]


async def test_settings_that_cannot_be_used_are_named_on_home_and_in_settings(kit: Kit) -> None:
    kit.notice = NOTICE
    async with kit.run(size=(100, 30)) as pilot:
        await until(pilot, lambda: said(pilot.app, f"The settings file is not used. {NOTICE}."))
        assert said(pilot.app, "The defaults hold instead, with what flags and environment set.")
        await pilot.press("s")
        await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
        await until(pilot, lambda: said(pilot.app, f"The settings file is not used. {NOTICE}."))


async def test_good_settings_are_not_spoken_of(kit: Kit) -> None:
    async with kit.run() as pilot:
        await pilot.pause()
        assert not said(pilot.app, "settings file")
