"""History, transcript, comparison and progress as they look; `--snapshot-update` takes them anew."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from interviewer.settings import Settings
from interviewer.tui.screens.compare import CompareScreen
from interviewer.tui.screens.history_filters import FilterDialog
from interviewer.tui.screens.text_dialog import TextDialog
from interviewer.tui.screens.transcript import TranscriptScreen
from interviewer.tui.widgets.quick_text_area import QuickTextArea
from tests.tui.history_kit import FIRST, MODEL, given, history, scored, settled, two_tries
from tests.tui.interview_kit import grade_all, played
from tests.tui.kit import OFFLINE, AppPilot, Kit, said, until
from tests.tui.test_progress_screen import practised, shown

pytestmark = pytest.mark.long
LOOKS = [((80, 24), "ink"), ((80, 24), "paper"), ((120, 36), "ink"), ((120, 36), "paper")]
BOTH = [((80, 24), "ink"), ((120, 36), "paper")]
Step = Callable[[AppPilot], Awaitable[object]]


@pytest.fixture
def shot(kit: Kit, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Compares a screen, reached by `steps`, with how it looked."""
    for name in ("NO_COLOR", "VISUAL", "EDITOR", "PAGER"):
        monkeypatch.delenv(name, raising=False)
    kit.grader = lambda settings: OFFLINE

    def compare(size: tuple[int, int], theme: str, steps: Step) -> None:
        kit.settings = Settings(theme=theme)
        app = kit.app()

        async def before(pilot: AppPilot) -> None:
            await steps(pilot)
            for area in app.screen.query(QuickTextArea):
                area.cursor_blink = False
            for box in app.screen.query("Input"):
                box.cursor_blink = False  # type: ignore[attr-defined]
            await pilot.pause()

        assert snap_compare(app, terminal_size=size, run_before=before)

    return compare


def kept(kit: Kit) -> None:
    """Two tries, one of another track, one that waits, an interview, a name and tags."""
    two_tries(kit)
    other = given(kit, FIRST, 30, track="ml_pm", question_id="ml-contract-kilos-for-pounds")
    scored(kit, other.id, 1.6, track="ml_pm", grader=MODEL)
    given(kit, "I don't know.", 70, question_id="ai-fairness-disparate-impact")
    grade_all(kit, played(kit))
    kit.clock.pass_seconds(1800)
    kit.store.history.set_name("00000005", "The fair one")
    kit.store.history.set_note("00000005", "Say the number first.")
    kit.store.history.add_tags("00000005", ["keep", "onsite"])


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_history(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        await history(pilot)
        await pilot.press("down", "space", "down")

    kept(kit)
    shot(size, theme, steps)


@pytest.mark.parametrize(("size", "theme"), BOTH)
def test_a_search(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        await history(pilot)
        await pilot.press("2", "slash", *"complain")
        await settled(pilot)

    kept(kit)
    shot(size, theme, steps)


@pytest.mark.parametrize(("size", "theme"), [*BOTH, ((40, 12), "ink")])
def test_the_filters(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        await history(pilot)
        await pilot.press("5", "f", "9")
        await until(pilot, lambda: isinstance(pilot.app.screen, FilterDialog) and said(pilot.app, "0 of 5"))

    kept(kit)
    shot(size, theme, steps)


def test_a_note(shot: Callable[..., None], kit: Kit) -> None:
    async def steps(pilot: AppPilot) -> None:
        await history(pilot)
        await pilot.press("down", "down", "N")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextDialog) and said(pilot.app, "For yourself"))

    kept(kit)
    shot((80, 24), "ink", steps)


@pytest.mark.parametrize(("size", "theme"), BOTH)
def test_a_walk_through_the_evidence(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        await history(pilot)
        await pilot.press("down", "down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen) and said(pilot.app, "The fair one"))
        await until(pilot, lambda: said(pilot.app, "Fix first"))
        await pilot.press("n", "n")
        await until(pilot, lambda: said(pilot.app, "2 of 2"))

    kept(kit)
    shot(size, theme, steps)


@pytest.mark.parametrize(("size", "theme"), [*LOOKS, ((40, 12), "ink")])
def test_compare(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        await history(pilot)
        await pilot.press("down", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen) and pilot.app.screen.pair is not None)
        await pilot.pause()
        if size == (80, 24) and theme == "paper":
            await pilot.press("n")

    kept(kit)
    shot(size, theme, steps)


@pytest.mark.parametrize(("size", "theme"), [*LOOKS, ((40, 12), "ink")])
def test_progress(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def steps(pilot: AppPilot) -> None:
        await shown(pilot)
        if theme == "paper":
            await pilot.press("t")

    practised(kit, 30)
    for number in range(2):
        answer = given(kit, FIRST, 3 + number, track="ml_pm", question_id="ml-contract-kilos-for-pounds")
        scored(kit, answer.id, 2.4 + number, track="ml_pm", grader=MODEL)
    shot(size, theme, steps)
