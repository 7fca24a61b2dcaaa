"""What `doctor` says of a model as a grader."""

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interviewer.cli.program import Program
from interviewer.settings import Settings
from interviewer.trials import Trial, TrialKey, remember
from tests.cli.conftest import Run

URL = "http://127.0.0.1:9/v1"
FLAGS = ("--grader", "llm", "--model", "m", "--base-url", URL)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def kept(home: Path, outcome: str, reason: str = "", prompt_version: str | None = None) -> None:
    program = Program({"INTERVIEWER_HOME": str(home)})
    program.create_home()
    key = program.trial_key(Settings(grader="llm", model="m", base_url=URL))
    assert isinstance(key, TrialKey)
    if prompt_version:
        key = dataclasses.replace(key, prompt_version=prompt_version)
    remember(program.trials, Trial(key, NOON, {"level": outcome}, {"level": reason}))


def finding(run: Run, *argv: str) -> dict[str, str]:
    checks = run("doctor", "--format", "json", *argv).json["checks"]
    return next((each for each in checks if each["name"] == "grader trial"), {})


def test_a_model_that_was_not_tried_is_noted_with_what_to_do(run: Run) -> None:
    found = finding(run, *FLAGS)
    assert (found["status"], found["detail"]) == ("note", "not tried yet")
    assert "interviewer rubrics try" in found["mend"]


def test_a_model_that_passed_is_well(run: Run, home: Path) -> None:
    kept(home, "passed")
    assert finding(run, *FLAGS) == {
        "name": "grader trial", "status": "ok", "detail": "passed on 20 Nov 2026", "mend": "",
    }  # fmt: skip


def test_a_model_that_failed_is_noted_with_the_reason(run: Run, home: Path) -> None:
    kept(home, "failed", "it can be talked up: order")
    found = finding(run, *FLAGS)
    assert (found["status"], found["detail"]) == ("note", "failed on 20 Nov 2026: it can be talked up: order")
    assert "don't rely on its scores" in found["mend"]


def test_another_prompt_makes_it_an_old_trial(run: Run, home: Path) -> None:
    kept(home, "passed", prompt_version="older")
    assert finding(run, *FLAGS)["detail"] == "tried on 20 Nov 2026 with other rubrics or prompts"


@pytest.mark.parametrize("argv", [(), ("--grader", "llm", "--base-url", URL)], ids=["offline", "no model named"])
def test_where_there_is_no_model_nothing_is_said(run: Run, argv: tuple[str, ...]) -> None:
    assert finding(run, *argv) == {}
