"""The terminal is made smaller and larger again: nothing is lost, and what is worked on stays in sight."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pytest
from textual.app import App
from textual.widget import Widget
from textual.widgets import Input, TextArea

from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.grade_page import GradePage
from interviewer.tui.widgets.pick_view import PickView
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.text_scroll import SETTLED, TextScroll
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import AppPilot, Kit, screen_text, until

pytestmark = pytest.mark.long
LARGE, SMALL, TINY = (200, 60), (40, 12), (20, 5)
QUICK = ("retry", "feedback", "chat", "debrief")  # the others in `make slow`


@dataclass(frozen=True)
class State:
    """What must be the same afterwards: where one is, what is typed and chosen, and how far it is scrolled."""

    screens: tuple[str, ...]
    focused: str
    held: tuple[Any, ...]
    scrolled: tuple[tuple[str, float], ...]


def state(app: App[None]) -> State:
    held: list[Any] = []
    for widget in app.screen.query("*"):
        if isinstance(widget, TextArea):
            held.append((widget.text, widget.selection))
        elif isinstance(widget, Input | Choice):
            held.append(widget.value)
        elif isinstance(widget, RowList):
            held.append(widget.cursor)
        elif isinstance(widget, PickView):
            held.append(widget.chosen)
    # A page on which something is chosen goes where that is in sight.
    scrolled = tuple(
        (str(widget), widget.scroll_y)
        for widget in app.screen.query("*")
        if widget.allow_vertical_scroll and widget.scroll_y and not _chosen(widget)
    )
    return State(tuple(type(screen).__name__ for screen in app.screen_stack), str(app.focused), tuple(held), scrolled)


def _chosen(widget: Widget) -> bool:
    return isinstance(widget, GradePage) and widget.row is not None


async def resized(pilot: AppPilot, size: tuple[int, int]) -> None:
    await pilot.resize_terminal(*size)
    await pilot.pause(2 * SETTLED)


def in_sight(app: App[None], widget: Widget) -> bool:
    """Whether the line that is worked on is on the screen."""
    region = widget.content_region
    if isinstance(widget, TextArea):
        offset = widget.cursor_screen_offset
        return region.intersection(app.screen.region).contains(offset.x, offset.y)
    if isinstance(widget, RowList):
        y = region.y + widget.cursor - widget.scroll_offset.y
        return widget.cursor < 0 or region.intersection(app.screen.region).contains(region.x, y)
    if isinstance(widget, GradePage) and widget.row is not None:
        region = widget.row.region
    return bool(region.intersection(app.screen.region))


async def walked(kit: Kit, names: Iterable[str]) -> list[str]:
    """What was lost on these screens."""
    wrong = []
    async with walking(kit, LARGE) as walk:
        for name in names:
            await WAYS[name](walk)
            await settled(walk)
            before = state(walk.app)
            await resized(walk.pilot, SMALL)
            focused = walk.app.focused
            if focused is not None and not in_sight(walk.app, focused):
                wrong.append(f"{name}: {focused} is out of sight")
            await resized(walk.pilot, LARGE)
            after = state(walk.app)
            if after != before:
                wrong.append(f"{name}: {before} became {after}")
            await resized(walk.pilot, TINY)
            await resized(walk.pilot, LARGE)
            await walk.home()
    return wrong


@pytest.mark.slow
async def test_a_screen_that_is_made_small_and_large_again_has_lost_nothing(kit: Kit) -> None:
    assert await walked(kit, QUICK) == []


@pytest.mark.slow
async def test_so_it_is_with_every_screen(kit: Kit) -> None:
    assert await walked(kit, WAYS) == []


async def settled(walk: Walk) -> None:
    """Scrolled a little where there is something to scroll."""
    for widget in walk.screen.query("*"):
        if widget.allow_vertical_scroll and not isinstance(widget, TextArea | RowList):
            widget.scroll_to(y=min(4, widget.max_scroll_y), animate=False, force=True)
    await walk.pilot.pause()
    await walk.pilot.pause()


def on_page(walk: Walk, page: Widget) -> list[str]:
    """The lines of a page that are on the screen."""
    region = page.content_region
    lines = screen_text(walk.app).splitlines()[region.y : region.bottom]
    return [line[region.x : region.right].strip() for line in lines]


async def test_another_width_does_not_move_what_is_read(kit: Kit) -> None:
    async with walking(kit, (104, 20)) as walk:
        await WAYS["worked answers"](walk)
        page = walk.screen.query_one(TextScroll)
        page.scroll_to(y=22, animate=False, force=True)
        await walk.pilot.pause(2 * SETTLED)
        wide = on_page(walk, page)
        words = " ".join(next(line for line in wide if len(line) > 60).split()[:3])
        await resized(walk.pilot, (56, 20))
        await until(walk.pilot, lambda: words in " ".join(on_page(walk, page)[:10]))
        await resized(walk.pilot, (104, 20))
        await until(walk.pilot, lambda: on_page(walk, page) == wide)
