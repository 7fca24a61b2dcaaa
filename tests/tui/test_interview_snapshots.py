"""The screens of an interview as they look; `--snapshot-update` takes them anew."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from interviewer.settings import Settings
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.screens.interview_start import InterviewStartScreen
from interviewer.tui.services import Start
from interviewer.tui.widgets.answer_editor import AnswerEditor
from tests.tui.interview_kit import Chat, answer, debriefed, grade_all, planned, played
from tests.tui.kit import OFFLINE, AppPilot, Kit, until

pytestmark = pytest.mark.long
SIZES = [(80, 24), (120, 36)]
LOOKS = [((80, 24), "ink"), ((120, 36), "paper")]
Step = Callable[[AppPilot], Awaitable[None]]


@pytest.fixture
def shot(kit: Kit, snap_compare: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Compares a screen, reached by `steps`, with how it looked."""
    for name in ("NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)
    kit.grader = lambda settings: OFFLINE

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


async def chat(pilot: AppPilot) -> Chat:
    await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ChatScreen)
    found = Chat(pilot, screen)
    await found.ready()
    return found


@pytest.mark.parametrize("size", SIZES)
def test_what_is_chosen_before(shot: Callable[..., None], size: tuple[int, int]) -> None:
    async def begin(pilot: AppPilot) -> None:
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, InterviewStartScreen) and pilot.app.screen.items)

    shot(size, begin)


@pytest.mark.parametrize(("size", "theme"), [*LOOKS, ((40, 12), "ink")])
def test_a_follow_up(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def talk(pilot: AppPilot) -> None:
        talking = await chat(pilot)
        kit.clock.pass_seconds(75)
        await talking.say(answer(0))
        talking.screen.box.editor.insert("I would have stopped at one in")
        await until(pilot, lambda: talking.screen.box._keeper is not None and talking.screen.box._keeper.all_kept)
        await until(pilot, lambda: talking.screen.box._kept == "draft kept" and talking.screen.box._words > 5)

    interview = planned(kit)
    shot(size, talk, start=Start("ai_pm", interview_id=interview.id), theme=theme)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_feedback_on_a_question(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    async def talk(pilot: AppPilot) -> None:
        talking = await chat(pilot)
        await talking.to_panel("next", "4")
        gradings = talking.screen.interviewer.gradings
        await until(pilot, lambda: not gradings.under_way(talking.screen.session.interview.id))
        await until(pilot, lambda: talking.screen.feedback and talking.screen.feedback.grades)

    interview = planned(kit, mode="coached")
    shot(size, talk, start=Start("ai_pm", interview_id=interview.id, self_scores=True), theme=theme)


@pytest.mark.parametrize(("size", "theme"), LOOKS)
def test_the_debrief(shot: Callable[..., None], kit: Kit, size: tuple[int, int], theme: str) -> None:
    session = played(kit)
    grade_all(kit, session)

    async def opened(pilot: AppPilot) -> None:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        view = await debriefed(pilot)
        while view.chosen < 0:
            await pilot.press("down")

    shot(size, opened, theme=theme)
