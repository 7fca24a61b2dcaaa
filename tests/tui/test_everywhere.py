"""What holds on every screen: Help says what can be done, and Home's hint for beginners goes away."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest
from textual.screen import ModalScreen, Screen

from interviewer.tui import screens
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.screens.help import HelpScreen
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import Kit, said, until

pytestmark = pytest.mark.long
NOT_SHOWN = {"AppScreen", "EntryActions", "GradingScreen"}  # what screens are made of
QUICK = ("home", "history", "filters", "settings", "drills", "chat")


def all_screens() -> set[str]:
    """The names of the classes in screens/."""
    found = set()
    for module in iter_modules(screens.__path__):
        for value in vars(import_module(f"{screens.__name__}.{module.name}")).values():
            if (
                isinstance(value, type)
                and issubclass(value, AppScreen | ModalScreen)
                and value.__module__.startswith("interviewer")
            ):
                found.add(value.__name__)
    return found - NOT_SHOWN


async def helped(walk: Walk, name: str) -> str:
    """What Help on that screen lacks, "" where nothing is; afterwards the screen is as it was."""
    about: Screen[Any] = walk.screen
    await walk.press("f1")
    if not isinstance(walk.screen, HelpScreen):
        return f"{name}: no help"
    await until(walk.pilot, lambda: said(walk.app, "Keys"), "the keys")
    shown = walk.screen
    labels = [entry.label for entry in shown.keys]
    if len(labels) < 2 or not all(labels):
        return f"{name}: {labels}"
    await walk.press("escape")
    return "" if walk.screen is about else f"{name}: Escape led to {walk.screen}"


async def without_help(kit: Kit, names: tuple[str, ...]) -> tuple[list[str], set[str]]:
    """What was wrong, and the screens that were seen."""
    wrong, seen = [], set()
    async with walking(kit) as walk:
        for name in names:
            await WAYS[name](walk)
            seen |= {type(screen).__name__ for screen in walk.app.screen_stack}
            if name not in ("help", "palette"):
                problem = await helped(walk, name)
                wrong += [problem] if problem else []
            await walk.home()
    return wrong, seen


async def test_f1_says_what_can_be_done_and_leads_back(kit: Kit) -> None:
    assert (await without_help(kit, QUICK))[0] == []


@pytest.mark.slow
async def test_so_it_does_on_every_screen_there_is(kit: Kit) -> None:
    wrong, seen = await without_help(kit, tuple(WAYS))
    assert wrong == []
    assert all_screens() - seen == set()


async def test_the_hint_for_the_first_time_goes_with_the_first_answer(kit: Kit) -> None:
    async with kit.run() as pilot:
        assert said(pilot.app, "First time here?")
        await pilot.press("s")
        kit.answered("I chose the smaller model.")
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, "Recent answers"))
        assert not said(pilot.app, "First time here?")
