"""Every text of every screen can be read: 4.5 to 1 (WCAG AA), with high contrast 7 to 1 (AAA)."""

from dataclasses import replace

import pytest
from textual.theme import Theme
from textual.widgets import TextArea

from interviewer.tui.terminal_app import TerminalApp
from interviewer.tui.themes import THEMES
from interviewer.tui.widgets.banner import Banner
from tests.tui.contrast import DARK_PALETTES, LIGHT_PALETTES, Palette, ratio, too_faint
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import Kit

AA, AAA = 4.5, 7.0
PARTS = 3  # the walk in parts, so that they run beside each other


def test_the_ratio_is_that_of_wcag() -> None:
    assert ratio((0, 0, 0), (255, 255, 255)) == pytest.approx(21.0)
    assert ratio((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.005)


def palettes(theme: Theme) -> tuple[Palette, ...]:
    both = DARK_PALETTES if theme.dark else LIGHT_PALETTES
    return both if theme.ansi else both[:1]


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


@pytest.mark.parametrize("part", range(PARTS))
async def test_text_stands_out_on_every_screen_in_every_theme(kit: Kit, part: int) -> None:
    faint = []
    async with walking(kit) as walk:
        assert isinstance(walk.app, TerminalApp)
        for name in list(WAYS)[part::PARTS]:
            await WAYS[name](walk)
            await with_marks(walk)
            for theme in THEMES:
                await use(walk, theme)
                least = AAA if theme.name.startswith("high-contrast") else AA
                faint += [f"{theme.name}, {name}: {each}" for each in too_faint(walk.app, palettes(theme), least)]
            walk.app.clear_notifications()
            await walk.home()
    assert faint == []
