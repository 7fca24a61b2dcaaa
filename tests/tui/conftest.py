import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from tests.tui.kit import RUBRICS, Kit, new_kit
from tests.tui.scripted_grader import Script, ScriptedGrader

os.environ["TZ"] = "UTC"
os.environ["COLORTERM"] = "truecolor"  # else the theme would depend on the terminal the tests were started in
for name in ("NO_COLOR", "COLORFGBG", "TMUX", "STY", "DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"):
    os.environ.pop(name, None)
time.tzset()


class Grading:
    """The grader of a test: set `scripts` before the first answer is graded."""

    def __init__(self) -> None:
        self.grader = ScriptedGrader(RUBRICS.rubric, [Script()])

    def follow(self, scripts: Sequence[Script]) -> ScriptedGrader:
        self.grader.scripts = list(scripts)
        return self.grader


@pytest.fixture
def grading() -> Grading:
    return Grading()


@pytest.fixture
def kit(tmp_path: Path, grading: Grading) -> Iterator[Kit]:
    with new_kit(tmp_path / "home", lambda settings: grading.grader) as made:
        yield made
