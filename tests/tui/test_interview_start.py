"""What is chosen before an interview, by keys alone."""

import pytest

from interviewer.storage.store import SqliteStore
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.interview_start import InterviewStartScreen
from tests.tui.kit import OFFLINE, AppPilot, Kit, said, until


async def opened(pilot: AppPilot) -> InterviewStartScreen:
    await pilot.press("i")
    await until(pilot, lambda: isinstance(pilot.app.screen, InterviewStartScreen))
    screen = pilot.app.screen
    assert isinstance(screen, InterviewStartScreen)
    await until(pilot, lambda: screen.items, "the rounds")
    await pilot.pause()
    return screen


async def begun(pilot: AppPilot) -> ChatScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ChatScreen)
    await until(pilot, lambda: screen.step is not None and not screen.step.is_running)
    return screen


async def test_enter_twice_begins_a_phone_screen_and_the_choices_are_remembered(kit: Kit) -> None:
    kit.grader = lambda settings: OFFLINE
    async with kit.run() as pilot:
        await opened(pilot)
        assert said(pilot.app, "With the hiring manager")
        await pilot.press("t", "c", "f", "o", "enter")
        screen = await begun(pilot)
        interview = screen.session.interview
        assert [each.id for each in interview.rounds] == ["phone_screen"]
        assert (interview.track, interview.context, interview.mode) == ("ml_pm", "startup", "coached")
        assert screen.self_scores
        await pilot.press("escape", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        again = await opened(pilot)
        choices = again.choices
        assert (choices.track, choices.context, choices.mode) == ("ml_pm", "startup", "coached")
        assert choices.self_scores
        assert said(pilot.app, "● after each question")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.press("r")
        assert (await begun(pilot)).self_scores


async def test_rounds_are_mixed_in_the_order_in_which_they_are_marked(kit: Kit) -> None:
    async with kit.run(size=(100, 40)) as pilot:
        await opened(pilot)
        await pilot.press("down", "down", "space", "up", "up", "space", "down", "space", "space")
        assert said(pilot.app, "On-site: models and data → Phone screen")
        assert said(pilot.app, "[1] On-site: models and data")
        await pilot.press("ctrl+s")
        screen = await begun(pilot)
        assert [each.id for each in screen.session.interview.rounds] == ["onsite_technical", "phone_screen"]


async def test_a_whole_loop_brings_its_company_along(kit: Kit) -> None:
    async with kit.run(size=(100, 40)) as pilot:
        screen = await opened(pilot)
        await pilot.press("end", "up", "up")
        assert screen.choices.name == "startup"
        assert said(pilot.app, "as at a start-up")
        await pilot.press("enter")
        chat = await begun(pilot)
        assert chat.session.interview.context == "startup"
        assert len(chat.session.interview.rounds) == 4


async def test_what_cannot_be_stored_is_said_and_can_be_begun_again(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    begin = SqliteStore.begin_interview
    broken = True

    def begin_interview(self: SqliteStore, interview: object) -> None:
        if broken:
            raise OSError(28, "No space left on device")
        begin(self, interview)  # type: ignore[arg-type]

    monkeypatch.setattr(SqliteStore, "begin_interview", begin_interview)
    async with kit.run() as pilot:
        await opened(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "could not be begun: No space left"))
        broken = False
        await pilot.press("enter")
        await begun(pilot)
