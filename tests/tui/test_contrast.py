"""Every text of every screen can be read: 4.5 to 1 (WCAG AA), with high contrast 7 to 1 (AAA)."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest
from textual.screen import ModalScreen
from textual.theme import Theme
from textual.widgets import TextArea

from interviewer.settings import Settings
from interviewer.tui.themes import THEMES
from interviewer.tui.widgets.banner import Banner
from tests.tui.contrast import DARK_PALETTES, LIGHT_PALETTES, OF_256, Palette, ratio, too_faint, words_drawn
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import Kit, until

pytestmark = pytest.mark.long
AA, AAA = 4.5, 7.0
QUICK = ("home", "feedback", "settings", "palette")  # the others in `make slow`


def test_the_ratio_is_that_of_wcag() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert ratio((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


def palettes(theme: Theme) -> tuple[Palette, ...]:
    both = DARK_PALETTES if theme.dark else LIGHT_PALETTES
    return both if theme.ansi else (both[0], OF_256)


async def use(walk: Walk, theme: Theme) -> None:
    walk.app.settings = replace(walk.app.settings, theme=theme.name)  # so that it is not stored
    walk.app.theme = theme.name
    await walk.pilot.pause()


async def with_marks(walk: Walk) -> None:
    """What is not there on every screen: a selection, a warning, messages in the corner."""
    for editor in walk.screen.query(TextArea):
        if editor.has_focus and editor.text:
            editor.select_all()
    for banner in walk.screen.query(Banner):
        banner.show("The grade could not be stored.", "The disk is full.")
    for severity in ("information", "warning", "error"):
        walk.app.say(f"A line of {severity}.", severity)
    await walk.pilot.pause()


async def faint(kit: Kit, names: Iterable[str]) -> list[str]:
    """What cannot be read well, on these screens, in every theme of ours."""
    found = []
    async with walking(kit) as walk:
        for name in names:
            for theme in THEMES:
                await use(walk, theme)
                if theme is THEMES[0] or len(walk.app.screen_stack) == 1:
                    await WAYS[name](walk)
                    await with_marks(walk)
                assert len(list(words_drawn(walk.app))) > 5, name
                least = AAA if theme.name.startswith("high-contrast") else AA
                found += [f"{theme.name}, {name}: {each}" for each in too_faint(walk.app, palettes(theme), least)]
                if isinstance(walk.screen, ModalScreen):  # does not take another theme at once
                    await walk.home()
            walk.app.clear_notifications()
            await walk.home()
    return found


@pytest.mark.slow
async def test_text_stands_out_in_every_theme(kit: Kit) -> None:
    found = await faint(kit, QUICK)
    assert not found, "\n".join(found)


@pytest.mark.slow
async def test_so_it_does_on_every_screen(kit: Kit) -> None:
    found = await faint(kit, WAYS)
    assert not found, "\n".join(found)


def is_marked(walk: Walk, mark: str) -> bool:
    return any(getattr(style, mark) for _, style in words_drawn(walk.app))


async def test_without_colours_everything_is_still_told_apart(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    kit.settings = Settings(theme="paper")
    async with walking(kit) as walk:
        for name, mark in (
            ("home", "reverse"),
            ("settings", "reverse"),
            ("feedback", "bold"),
        ):
            await WAYS[name](walk)
            await until(walk.pilot, partial(is_marked, walk, mark), f"{mark} on {name}")
            styles = [style for _, style in words_drawn(walk.app)]
            colours = {colour for style in styles for colour in (style.color, style.bgcolor) if colour is not None}
            assert all(colour.is_default for colour in colours), name
            await walk.home()
        await WAYS["palette"](walk)
        for _ in range(20):  # the list may still be growing, which takes the mark away
            if not is_marked(walk, "underline"):
                await walk.press("down")
        assert is_marked(walk, "underline")
        await walk.home()
        await WAYS["drill"](walk)
        walk.screen.query_one(TextArea).select_all()
        await walk.pilot.pause()
        assert sum(bool(style.reverse) for _, style in words_drawn(walk.app)) > 5
        assert not kit.paths.settings.exists()
