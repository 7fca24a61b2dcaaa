"""What the app says beside a model that was not tried as a grader, passed or failed."""

import dataclasses
from collections.abc import Callable

import pytest

from interviewer.settings import Settings
from interviewer.tui.app import InterviewerApp
from tests.tui.kit import Kit, said, until

MODEL = Settings(grader="llm", model="some-model", base_url="http://localhost:11434/v1")


def app_with(kit: Kit, note: Callable[[Settings], str], settings: Settings = MODEL) -> InterviewerApp:
    kit.settings = settings
    return InterviewerApp(dataclasses.replace(kit.services(), trial_note=note))


@pytest.mark.parametrize("note", ["not tried yet", "failed on 20 Nov 2026"])
async def test_home_and_settings_say_that_a_model_has_not_passed(kit: Kit, note: str) -> None:
    app = app_with(kit, lambda settings: note)
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: said(app, f"some-model at localhost:11434 ({note})"))
        app.action_open("settings")
        await until(pilot, lambda: said(app, f"Trial {note}; "))


async def test_a_model_that_passed_is_not_doubted(kit: Kit) -> None:
    app = app_with(kit, lambda settings: "passed on 20 Nov 2026")
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: said(app, "some-model at localhost:11434, answers are sent there"))
        app.action_open("settings")
        await until(pilot, lambda: said(app, "Trial passed on 20 Nov 2026"))


async def test_the_note_is_about_the_model_that_is_typed(kit: Kit) -> None:
    app = app_with(kit, lambda settings: f"{settings.model} is unknown")
    async with app.run_test(size=(100, 40)) as pilot:
        app.action_open("settings")
        await until(pilot, lambda: said(app, "some-model is unknown"))
        app.screen.query_one("#model Input").value = "other"  # type: ignore[attr-defined]
        await until(pilot, lambda: said(app, "other is unknown"))


async def test_offline_nothing_is_said_of_a_model(kit: Kit) -> None:
    app = app_with(kit, lambda settings: "not tried yet", Settings())
    async with app.run_test(size=(100, 40)) as pilot:
        await until(pilot, lambda: said(app, "offline estimate"))
        assert not said(app, "not tried yet")
        app.action_open("settings")
        await until(pilot, lambda: said(app, "What is sent where"))
        assert not said(app, "not tried yet")
