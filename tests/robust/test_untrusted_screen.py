"""Whatever an answer, a question, a setting or a model says is text on every screen, and is stored as it was."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.domain.questions import Question
from interviewer.grading.llm import LlmGrader
from interviewer.ports import StoreError
from interviewer.settings import Settings
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.services import Start
from tests.grading_llm.fake_model import FEEDBACK, FakeModel
from tests.grading_llm.support import chunks, endpoint
from tests.robust.nasty import ALL, check_screen, nasty
from tests.tui.kit import RUBRICS, AppPilot, Kit, new_kit, pasted, until

pytestmark = pytest.mark.long
sizes = st.sampled_from([(80, 24), (120, 36), (40, 12)])
LONG = settings(max_examples=60, deadline=None, print_blob=True)


class NastyModel(FakeModel):
    """A model that puts a text wherever it may put one."""

    def __init__(self, text: str) -> None:
        words = dict.fromkeys(("stronger_version", "follow_up"), text)
        hints = [{"sentence": 1, "quote": text, "text": text}]
        super().__init__(feedback={**FEEDBACK, **words, "strengths": hints, "improvements": hints})
        self.text = text

    def grade(self, body: Any) -> dict[str, Any]:
        found = super().grade(body)
        found["gate"]["reason"] = self.text
        for dimension in found["dimensions"]:
            dimension["why_not_higher"] = self.text
            for check in dimension["checks"]:
                check["reason"] = self.text
                check["quote"] = self.text if check["verdict"] == "met" else ""
        return found


class NastyClient:
    """Replies as a server streams them; or fails with a text."""

    sends = True

    def __init__(self, text: str, *, broken: bool) -> None:
        self.model, self.broken = NastyModel(text), broken

    async def stream(self, body: Any) -> AsyncIterator[dict[str, Any]]:
        reply = self.model.reply(dict(body))
        for each in chunks(self.model.text if self.broken else reply):
            yield json.loads(json.dumps(each))

    async def close(self) -> None: ...


def question_of(text: str) -> Question:
    lists = (text, "x")
    return Question(
        id="own-nasty",
        track="ai_pm",
        prompt=text,
        topic=text,
        source=text,
        expects=lists,
        pitfalls=lists,
        follow_ups=lists,
    )


async def session(text: str, size: tuple[int, int], *, broken: bool) -> None:
    """A drill in which everything is that text, then the history of it."""

    def grader(chosen: Settings) -> LlmGrader:
        return LlmGrader(chosen, endpoint(), RUBRICS, client=NastyClient(text, broken=broken))

    with tempfile.TemporaryDirectory() as folder, new_kit(Path(folder) / "home", grader) as kit:
        kit.settings = Settings(grader="llm", model=text, base_url="http://models.example/v1", effort="quick")
        async with kit.run(Start("ai_pm", question_of(text)), size=size) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
            check_screen(pilot.app)
            await answer(pilot, kit, text)
            await look_back(pilot)


async def answer(pilot: AppPilot, kit: Kit, text: str) -> None:
    await pasted(pilot, f"words {text} words")
    check_screen(pilot.app)
    screen = pilot.app.screen
    assert isinstance(screen, DrillScreen)
    typed = screen.editor.text
    await pilot.press("ctrl+s")
    await until(pilot, lambda: [each for each in kit.store.answers(limit=1) if each.status != "waiting"])
    await until(pilot, lambda: not pilot.app.screen.query("#grading-view"))
    await pilot.pause()
    (row,) = kit.store.answers(limit=1)
    kept = kit.store.transcript(row.answer_id)
    assert kept is not None
    assert (kept.answer.text, kept.answer.question.prompt) == (typed, text)
    check_screen(pilot.app)
    for key in ("down", "down", "pagedown", "v", "escape"):
        await pilot.press(key)
        check_screen(pilot.app)


async def look_back(pilot: AppPilot) -> None:
    """Every screen that shows something of it."""
    await pilot.press("r")
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
    check_screen(pilot.app)
    for keys in (["escape"], ["h"], ["enter"], ["escape", "escape"], ["s"], ["escape"], ["b"], ["escape"]):
        await pilot.press(*keys)
        await pilot.pause(0.05)
        check_screen(pilot.app)


async def test_all_that_is_nasty_at_once_stays_text_everywhere() -> None:
    await session(ALL, (80, 24), broken=False)


@pytest.mark.slow
@given(text=nasty, size=sizes, broken=st.booleans())
@LONG
def test_many_texts_stay_text_everywhere(text: str, size: tuple[int, int], broken: bool) -> None:
    asyncio.run(session(text, size, broken=broken))


async def complained(text: str) -> None:
    """Errors, settings and keys that quote it."""
    with tempfile.TemporaryDirectory() as folder, new_kit(Path(folder) / "home", _failing(text)) as kit:
        kit.settings = replace(Settings(), theme=text, keys={text: text, "drill.submit": "ctrl+s"}, currency=text)
        async with kit.run(kit.start(), size=(100, 30)) as pilot:
            await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
            check_screen(pilot.app)
            await pasted(pilot, "words")
            await pilot.press("ctrl+s")
            await until(pilot, lambda: pilot.app.screen.query("#not-scored"))
            check_screen(pilot.app)
            pilot.app.say(text, "error")  # type: ignore[attr-defined]
            await pilot.press("f1")
            await pilot.pause()
            check_screen(pilot.app)


def _failing(text: str) -> Any:
    def grader(chosen: Settings) -> LlmGrader:
        raise StoreError(text)

    return grader


async def test_complaints_and_settings_that_are_nasty_stay_text() -> None:
    await complained(ALL)


@pytest.mark.slow
@given(text=nasty)
@LONG
def test_many_complaints_and_settings_stay_text(text: str) -> None:
    asyncio.run(complained(text))
