"""What is kept of trials, and the few words that the app and doctor say beside a model."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from interviewer.content.data_folders import data_folder
from interviewer.trials import (
    NOT_TRIED,
    Trial,
    TrialKey,
    find_trial,
    load_trials,
    prompt_version,
    remember,
    rubrics_digest,
    trial_advice,
    trial_note,
)

KEY = TrialKey("models.example", "m", "standard", "3", "ab" * 32)
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


def trial(outcome: str, *, key: TrialKey = KEY, at: datetime = NOON) -> Trial:
    return Trial(key, at, {"level": outcome, "checks": "failed", "mean": outcome}, {"level": "why"}, {"a": [1]})


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "trials.json"


def test_what_is_kept_comes_back_whole_and_private(path: Path) -> None:
    assert load_trials(path) == []
    assert remember(path, trial("passed"))
    assert load_trials(path) == [trial("passed")]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_new_trial_of_the_same_key_replaces_the_old_one(path: Path) -> None:
    other = TrialKey("models.example", "other", "standard", "3", "ab" * 32)
    remember(path, trial("passed", key=other))
    remember(path, trial("passed"))
    remember(path, trial("failed", at=NOON.replace(hour=13)))
    assert [(each.key.model, each.outcome("level")) for each in load_trials(path)] == [
        ("other", "passed"),
        ("m", "failed"),
    ]


def test_a_part_never_replaces_a_whole(path: Path) -> None:
    assert remember(path, trial("incomplete"))
    assert remember(path, trial("passed"))
    assert not remember(path, trial("incomplete"))
    assert [each.outcome("level") for each in load_trials(path)] == ["passed"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "{}", '{"trials": 3}', '{"trials": [1, {"key": {}}, null]}', "[" * 5000]
)
def test_what_cannot_be_read_is_as_if_it_had_never_been(path: Path, text: str) -> None:
    path.write_text(text)
    assert load_trials(path) == []
    assert remember(path, trial("passed"))
    assert len(load_trials(path)) == 1


def test_one_bad_row_spoils_no_other(path: Path) -> None:
    remember(path, trial("passed"))
    rows = json.loads(path.read_text())["trials"]
    path.write_text(json.dumps({"trials": [{**rows[0], "tried_at": "yesterday"}, *rows]}))
    assert load_trials(path) == [trial("passed")]


def test_the_note_says_what_is_known(path: Path) -> None:
    other_prompt = TrialKey("models.example", "m", "standard", "4", "ab" * 32)
    assert trial_note([], KEY, "level") == NOT_TRIED
    assert trial_note([trial("passed")], KEY, "level") == "passed on 20 Nov 2026"
    assert trial_note([trial("passed")], KEY, "checks") == "failed on 20 Nov 2026"
    assert trial_note([trial("incomplete")], KEY, "level") == "tried in part on 20 Nov 2026"
    assert trial_note([trial("passed")], other_prompt, "level") == "tried on 20 Nov 2026 with other rubrics or prompts"
    assert find_trial([trial("passed")], other_prompt) is None


def test_there_is_advice_unless_it_passed() -> None:
    assert trial_advice("") == trial_advice("passed on 20 Nov 2026") == ""
    assert "interviewer rubrics try" in trial_advice(NOT_TRIED)
    assert "don't rely on its scores" in trial_advice("failed on 20 Nov 2026")


def test_the_version_is_that_of_the_prompt() -> None:
    from interviewer.grading.llm.prompt import prompt_version as of_the_grader

    assert prompt_version() == of_the_grader()


def test_a_change_in_any_rubric_file_changes_the_digest(tmp_path: Path) -> None:
    for name in ("ai_pm.toml", "ml_pm.toml", "habits.toml"):
        (tmp_path / name).write_bytes((data_folder("rubrics") / name).read_bytes())
    digests = {rubrics_digest(tmp_path), rubrics_digest(data_folder("rubrics"))}
    assert len(digests) == 1
    for name in ("ai_pm.toml", "ml_pm.toml", "habits.toml"):
        (tmp_path / name).write_text((tmp_path / name).read_text("utf-8") + "\n# a word more\n", encoding="utf-8")
        digests.add(rubrics_digest(tmp_path))
    assert len(digests) == 4
