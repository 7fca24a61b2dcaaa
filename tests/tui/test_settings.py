from dataclasses import replace

import pytest

from interviewer.settings import Settings, load_settings
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.settings import SettingsScreen
from tests.tui.kit import AppPilot, Kit, pasted, said, until

pytestmark = pytest.mark.long
TALL = (80, 40)


async def in_settings(pilot: AppPilot) -> None:
    await pilot.press("s")
    await until(pilot, lambda: isinstance(pilot.app.screen, SettingsScreen))
    await pilot.pause()


async def test_choosing_a_model_says_exactly_what_would_be_sent_where_before_it_is_saved(kit: Kit) -> None:
    kit.environ["OPENAI_API_KEY"] = "sk-secret"
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        assert said(pilot.app, "Nothing is sent.")
        assert said(pilot.app, "for api.openai.com: found in OPENAI_API_KEY")
        await pilot.press("right")
        await until(pilot, lambda: said(pilot.app, "Sent to api.openai.com (https://api.openai.com/v1)"))
        assert said(pilot.app, "the rubric, the question and your answer")
        assert said(pilot.app, "not your name, not your other answers")
        assert not said(pilot.app, "sk-secret")
        assert not kit.paths.settings.exists()
        await pilot.press("ctrl+s")
        await until(pilot, kit.paths.settings.exists)
        assert load_settings(kit.paths.settings) == Settings(grader="llm")
        assert pilot.app.settings.grader == "llm"  # type: ignore[attr-defined]
        assert "sk-secret" not in kit.paths.settings.read_text(encoding="utf-8")


async def test_an_address_is_checked_as_it_is_typed(kit: Kit) -> None:
    kit.environ["OPENAI_API_KEY"] = "sk-secret"
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await pilot.press("right", "tab", "tab")
        await pasted(pilot, "localhost")
        await until(pilot, lambda: said(pilot.app, "write it as http://host:port/v1"))
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert not kit.paths.settings.exists()
        await pilot.press("home")
        await pasted(pilot, "http://")
        await pilot.press("end")
        await pasted(pilot, ":8080/v1")
        await until(pilot, lambda: said(pilot.app, "Sent to localhost:8080 (http://localhost:8080/v1)"))
        assert said(pilot.app, "Key none (a placeholder is sent)")
        assert said(pilot.app, "Name the model that localhost:8080 is to use.")
        await pilot.press("shift+tab")
        await pasted(pilot, "llama")
        await pilot.press("ctrl+s")
        await until(pilot, kit.paths.settings.exists)
        assert load_settings(kit.paths.settings) == Settings(
            grader="llm", model="llama", base_url="http://localhost:8080/v1"
        )


async def test_without_a_key_it_says_what_to_do(kit: Kit) -> None:
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await pilot.press("right")
        await until(pilot, lambda: said(pilot.app, "Key none found"))
        assert said(pilot.app, "Set OPENAI_API_KEY (for api.openai.com) and start again")


async def test_an_emptied_field_goes_back_to_its_default(kit: Kit) -> None:
    kit.settings = Settings(model="old-model")
    kit.paths.settings.write_text('# mine\nmodel = "old-model"\ntimeout = 60\n', encoding="utf-8")
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await pilot.press("tab", "ctrl+u", "ctrl+s")
        await until(pilot, lambda: "old-model" not in kit.paths.settings.read_text(encoding="utf-8"))
        assert kit.paths.settings.read_text(encoding="utf-8") == "# mine\ntimeout = 60\n"
        assert pilot.app.settings.model == ""  # type: ignore[attr-defined]


async def test_leaving_with_changes_asks_and_saves_or_not(kit: Kit) -> None:
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await pilot.press("tab")
        await pasted(pilot, "gpt-x")
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, "Save the settings?"))
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert not kit.paths.settings.exists()
        await in_settings(pilot)
        await pilot.press("tab")
        await pasted(pilot, "gpt-x")
        await pilot.press("escape")
        await until(pilot, lambda: said(pilot.app, "Save the settings?"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        assert load_settings(kit.paths.settings).model == "gpt-x"


async def test_settings_that_cannot_be_saved_hold_until_the_end_and_that_is_said(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(*args: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr("tests.tui.kit.save_settings", read_only)
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await pilot.press("tab")
        await pasted(pilot, "gpt-x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "Read-only file system"))
        assert said(pilot.app, "They hold until you quit.")
        assert pilot.app.settings.model == "gpt-x"  # type: ignore[attr-defined]


async def test_every_theme_can_be_chosen_and_looks_at_once(kit: Kit) -> None:
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await pilot.press("tab", "tab", "tab", "tab", "tab", "right")
        await until(pilot, kit.paths.settings.exists)
        assert pilot.app.theme == "paper"
        assert load_settings(kit.paths.settings).theme == "paper"
        for _ in range(3):
            await pilot.press("right")
            await pilot.pause()
        assert pilot.app.theme in pilot.app.available_themes


async def test_where_everything_lies_is_shown(kit: Kit) -> None:
    async with kit.run(size=(160, 40)) as pilot:
        await in_settings(pilot)
        shown = "".join(str(pilot.app.screen.query_one("#where").render()).split())
        assert f"Settings{kit.paths.settings}Answers{kit.paths.database}" in shown


async def test_a_rubric_of_ones_own_is_chosen_and_kept_and_the_built_in_one_comes_first(kit: Kit) -> None:
    services = replace(kit.services(), own_rubrics=lambda: [("acme", "acme (PM at Acme, AI PM)"), ("zeta", "zeta (…)")])
    async with InterviewerApp(services).run_test(size=TALL, notifications=True) as pilot:
        await in_settings(pilot)
        await until(pilot, lambda: said(pilot.app, "‹ the built-in one › 1 of 3"))
        assert said(pilot.app, "the other role keeps its own")
        pilot.app.screen.query_one("#rubric Choice").focus()
        await pilot.press("right")
        await until(pilot, lambda: said(pilot.app, "acme (PM at Acme, AI PM)"))
        await pilot.press("ctrl+s")
        await until(pilot, kit.paths.settings.exists)
        assert load_settings(kit.paths.settings) == Settings(rubric="acme")
        await pilot.press("left", "ctrl+s")
        await until(pilot, lambda: load_settings(kit.paths.settings) == Settings())


async def test_without_one_of_ones_own_settings_says_how_to_make_it(kit: Kit) -> None:
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await until(pilot, lambda: said(pilot.app, "● the built-in one"))
        assert said(pilot.app, "interviewer rubrics copy ai_pm --to NAME")


async def test_a_rubric_that_is_no_longer_there_is_said_and_stays_chosen_until_another_is(kit: Kit) -> None:
    kit.settings = Settings(rubric="gone")
    async with kit.run(size=TALL) as pilot:
        await in_settings(pilot)
        await until(pilot, lambda: said(pilot.app, "● gone (not there)"))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
