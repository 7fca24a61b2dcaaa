"""`interviewer rubrics`: list, show and check."""

import shutil
from pathlib import Path

import pytest

from interviewer.content.data_folders import data_folder
from interviewer.content.rubrics import Rubrics
from interviewer.domain.questions import TRACKS
from tests.cli.conftest import Run


def test_list_in_text_and_json_lines(run: Run) -> None:
    assert "Market impact 45%" in run("rubrics", "list").out
    listed = {each["id"]: each for each in run("rubrics", "list", "--format", "json").lines}
    assert list(listed) == list(TRACKS)
    assert listed["ml_pm"]["sha256"] == Rubrics().rubric("ml_pm").sha256
    assert sum(each["weight"] for each in listed["ai_pm"]["signals"]) == pytest.approx(1)


@pytest.mark.parametrize("track", TRACKS)
def test_show_in_text_and_json(run: Run, track: str) -> None:
    rubric = Rubrics().rubric(track)  # type: ignore[arg-type]
    text = run("rubrics", "show", track)
    assert (text.code, text.err) == (0, "")
    assert max(map(len, text.out.splitlines())) <= 80
    flat = " ".join(text.out.split())
    assert all(check.statement in flat for each in rubric.dimensions for check in each.checks)
    assert all(level in flat for each in rubric.dimensions for level in each.levels)
    shown = run("rubrics", "show", track, "--format", "json").json
    assert [each["id"] for each in shown["signals"]] == [each.id for each in rubric.signals]


def test_an_unknown_rubric_gets_a_near_name(run: Run) -> None:
    result = run("rubrics", "show", "ai-pm")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert "did you mean 'ai_pm'" in result.err


def test_the_built_in_rubrics_are_good(run: Run) -> None:
    assert run("rubrics", "check").code == 0


def test_a_mistake_in_a_folder_of_rubrics_is_a_result_with_file_line_and_field(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "rubrics"
    shutil.copytree(data_folder("rubrics"), folder)
    path = folder / "ai_pm.toml"
    path.write_text(path.read_text("utf-8").replace("weight = 0.45", "weight = 0.55"), encoding="utf-8")
    result = run("rubrics", "check", str(folder))
    assert (result.code, result.out.count("\n")) == (1, 1)
    assert result.out.startswith("rubrics/ai_pm.toml:")
    assert ": weight: the signals' weights sum to 1.1, not to 1 (0.55 + 0.3 + 0.25)" in result.out


def test_a_folder_that_is_none_is_bad_input(run: Run, tmp_path: Path) -> None:
    assert run("rubrics", "check", str(tmp_path / "none")).code == 2
