"""Nothing of a screen is kept once it was left: a day of use takes no more memory than an hour."""

import gc
from pathlib import Path

import pytest
from textual.widget import Widget

from interviewer.grading.offline.grader import OfflineGrader
from tests.tui.kit import BUILT_IN, RUBRICS, AppPilot, new_kit, pasted, until

ANSWER = "I set a gap of 5 points as the launch bar, because complaints had doubled to 40 a week."


async def drill(pilot: AppPilot) -> None:
    """A question, an answer, its grade, a retry, the lists, and back to Home."""
    app = pilot.app
    await pilot.press("a")
    await until(pilot, lambda: app.screen.query("#answer"))
    await pasted(pilot, ANSWER)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: app.screen.query("GradePage"))
    await pilot.press("down", "r")
    await until(pilot, lambda: app.screen.query("#answer"))
    await pilot.press("escape")
    for key in ("h", "b", "s"):
        await pilot.press(key)
        await pilot.pause(0.05)
        await pilot.press("escape")
    await until(pilot, lambda: app.screen.id == "home")
    await pilot.pause(0.1)


@pytest.mark.slow
async def test_no_widget_outlives_its_screen(tmp_path: Path) -> None:
    grader = OfflineGrader(RUBRICS, BUILT_IN)
    with new_kit(tmp_path / "home", lambda settings: grader) as kit:
        async with kit.run(size=(100, 36)) as pilot:
            await drill(pilot)
            gc.collect()
            widgets = [each for each in gc.get_objects() if isinstance(each, Widget)]
            assert [type(each).__name__ for each in widgets if not each.is_attached] == []
