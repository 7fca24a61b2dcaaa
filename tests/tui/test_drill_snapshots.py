"""The screens of the drills as they look; `--snapshot-update` takes them anew."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from interviewer.settings import Settings
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.services import Start
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.statement_view import StatementView
from tests.tui.kit import OFFLINE, AppPilot, Kit, graded, until, written
from tests.tui.test_drills import BETTER, OFFER, OFFERS, REWRITE, listed, negotiating, say

pytestmark = pytest.mark.long
Step = Callable[[AppPilot], Awaitable[None]]
LOOKS = [((80, 24), "ink"), ((120, 36), "paper")]


@pytest.fixture
def shot(kit: Kit, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Compares a screen, reached by `steps`, with how it looked."""
    for name in ("NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    kit.grader = lambda settings: OFFLINE
    # Which of its wordings the other side uses is chosen by the talk's id.
    monkeypatch.setattr("interviewer.practice.negotiation.new_id", lambda: "negotiation-1")

    def compare(size: tuple[int, int], steps: Step, *, start: Start | None = None, theme: str = "ink") -> None:
        kit.settings = Settings(theme=theme)
        app = kit.app(start)

        async def before(pilot: AppPilot) -> None:
            await steps(pilot)
            for editor in app.screen.query(AnswerEditor):
                editor.cursor_blink = False
            await pilot.pause()

        assert snap_compare(app, terminal_size=size, run_before=before)

    return compare


@pytest.mark.parametrize(("size", "theme"), [*LOOKS, ((40, 12), "ink")])
def test_the_list_of_drills(shot: Callable[..., None], size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        screen = await listed(pilot)
        screen.query_one(RowList).cursor = 3

    shot(size, steps, theme=theme)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_a_weak_statement_and_a_better_one(
    shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str
) -> None:
    async def steps(pilot: AppPilot) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        written(pilot.app, BETTER)
        await pilot.press("ctrl+s")
        await graded(pilot)
        await until(pilot, lambda: pilot.app.screen.query(StatementView))

    shot(size, steps, start=kit.start("ai_pm", REWRITE), theme=theme)


@pytest.mark.parametrize("size", [(80, 24), (40, 12)])
def test_an_offer(shot: Callable[..., None], kit: Kit, size: tuple[int, int]) -> None:
    async def steps(pilot: AppPilot) -> None:
        await negotiating(pilot)

    shot(size, steps, start=kit.start("ai_pm", OFFER))


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_end_of_a_talk(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        screen = await negotiating(pilot)
        for text in OFFERS:
            await say(pilot, text)
        await until(pilot, lambda: screen.panel.is_open and screen.feedback.grades)

    shot(size, steps, start=kit.start("ai_pm", OFFER), theme=theme)
