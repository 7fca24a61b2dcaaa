"""Words are found in the long texts of the screens."""

import pytest

from interviewer.tui.find import places
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.worked import WorkedScreen
from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.find_line import FindLine, FindStatus
from interviewer.tui.widgets.grade_page import GradePage
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import Kit, said, until

pytestmark = pytest.mark.long


async def sought(walk: Walk, words: str) -> None:
    await walk.press("slash")
    await until(walk.pilot, lambda: isinstance(walk.app.focused, FindLine), "the line to type in")
    await walk.press("ctrl+u", *words, "enter")
    await walk.pilot.pause()


def marked(walk: Walk) -> str:
    return " ".join((walk.screen.get_selected_text() or "").split())


async def test_a_place_is_marked_and_n_goes_on_though_the_screen_has_that_key(kit: Kit) -> None:
    async with walking(kit) as walk:
        await WAYS["feedback"](walk)
        feedback = walk.screen
        await sought(walk, "market")
        count = len(places(feedback, "MARKET"))
        assert count > 2
        assert marked(walk).lower() == "market"
        assert isinstance(walk.app.focused, GradePage)
        first = walk.app.at
        await walk.press("n")
        assert walk.screen is feedback
        assert walk.app.at == (first + 1) % count
        assert said(walk.app, f"{walk.app.at + 1} of {count} “market”")
        await walk.press("N", "N")
        assert walk.app.at == (first - 1) % count
        await walk.press("escape")
        assert walk.screen is feedback
        assert not marked(walk)
        assert not feedback.query(FindStatus)


async def test_the_place_that_is_found_is_on_the_screen(kit: Kit) -> None:
    async with walking(kit, (70, 16)) as walk:
        await WAYS["worked answers"](walk)
        assert isinstance(walk.screen, WorkedScreen)
        words = " ".join(walk.screen.worked.answers[-1].text.split()[-3:])
        assert not said(walk.app, words)
        await sought(walk, words)
        assert marked(walk) == words
        assert said(walk.app, words.split()[0])
        assert walk.screen.query_one("#worked").scroll_offset.y > 0


async def test_in_a_conversation_words_are_found_across_line_ends(kit: Kit) -> None:
    async with walking(kit) as walk:
        await WAYS["conversation"](walk)
        view = walk.screen.query_one(BlockView)
        await sought(walk, "dismissed 78 percent of our warnings, so")
        assert marked(walk).startswith("dismissed 78 percent")
        here = view.scroll_offset.y
        await walk.press("n")
        assert view.scroll_offset.y != here


async def test_what_is_nowhere_is_said_and_the_keys_stay_those_of_the_screen(kit: Kit) -> None:
    async with walking(kit) as walk:
        await WAYS["debrief"](walk)
        await sought(walk, "zebra")
        await until(walk.pilot, lambda: said(walk.app, "“zebra” is nowhere in this text."))
        await walk.press("escape")
        assert isinstance(walk.screen, HomeScreen)


async def test_escape_in_the_line_leads_back_and_help_can_be_searched(kit: Kit) -> None:
    async with walking(kit) as walk:
        await WAYS["help"](walk)
        help_screen = walk.screen
        await walk.press("slash", "x", "escape")
        assert walk.screen is help_screen
        assert not walk.screen.query(FindLine)
        await sought(walk, "switch grader")
        assert marked(walk) == "Switch grader"
        await walk.press("escape", "escape")
        assert isinstance(walk.screen, HomeScreen)


async def test_where_there_is_nothing_to_read_or_one_types_there_is_no_search(kit: Kit) -> None:
    async with walking(kit) as walk:
        for name in ("home", "drill", "chat"):
            await WAYS[name](walk)
            assert walk.app.check_action("find", ()) is False, name
            await walk.home()
