"""Which models were tried as graders, and how that went: kept in the data folder, and cheap to read."""

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from interviewer.paths import write_private

FILE = "trials.json"
RUBRIC_FILES = ("ai_pm.toml", "ml_pm.toml", "habits.toml")
UNREADABLE = (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
NOT_TRIED = "not tried yet"
PROMPT_VERSION = Path(__file__).parent / "grading" / "llm" / "prompts" / "version.txt"


@dataclass(frozen=True, slots=True)
class TrialKey:
    """What a trial speaks of: change any of it, and its result says nothing any more."""

    host: str
    model: str
    effort: str
    prompt_version: str
    rubrics: str


@dataclass(frozen=True, slots=True)
class Trial:
    """`outcomes` and `reasons` by way of scoring (level, checks, mean); an outcome is passed, failed or incomplete.

    `figures` is the report as data, for people who want to look back.
    """

    key: TrialKey
    tried_at: datetime
    outcomes: Mapping[str, str]
    reasons: Mapping[str, str]
    figures: Mapping[str, Any] = field(default_factory=dict)

    def outcome(self, score_by: str) -> str:
        return self.outcomes.get(score_by, "incomplete")

    @property
    def day(self) -> str:
        local = self.tried_at.astimezone()
        return f"{local.day} {local:%b %Y}"


def prompt_version() -> str:
    """The version of the grading prompt, read as a file: importing the grader costs more than a screen can wait."""
    return PROMPT_VERSION.read_text(encoding="utf-8").strip()


def rubrics_digest(folder: Path) -> str:
    """SHA-256 over the rubrics of both tracks and the habits. Raises OSError."""
    digest = hashlib.sha256()
    for name in RUBRIC_FILES:
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def load_trials(path: Path) -> list[Trial]:
    """Every trial that can be read, oldest first; what cannot be read is as if it had never been."""
    try:
        rows = list(json.loads(path.read_text(encoding="utf-8"))["trials"])
    except UNREADABLE:
        return []
    trials = []
    for row in rows:
        with contextlib.suppress(*UNREADABLE):
            trials.append(_trial(row))
    return sorted(trials, key=lambda each: each.tried_at)


def _trial(row: Mapping[str, Any]) -> Trial:
    tried_at = datetime.fromisoformat(row["tried_at"])
    if tried_at.tzinfo is None:
        raise ValueError("a date without its time zone")
    key = TrialKey(**{name: str(value) for name, value in row["key"].items()})
    outcomes, reasons = ({str(k): str(v) for k, v in row[name].items()} for name in ("outcomes", "reasons"))
    return Trial(key, tried_at, outcomes, reasons, dict(row["figures"]))


def remember(path: Path, trial: Trial) -> bool:
    """Keeps a trial in place of the last one of its key; one that was cut short never replaces a whole one.

    True where it was kept. Raises OSError.
    """
    known = load_trials(path)
    same = next((each for each in known if each.key == trial.key), None)
    if same is not None and _is_whole(same) and not _is_whole(trial):
        return False
    rows = [asdict(each) for each in known if each.key != trial.key] + [asdict(trial)]
    write_private(path, json.dumps({"trials": rows}, indent=1, default=_plain) + "\n")
    return True


def _is_whole(trial: Trial) -> bool:
    return "incomplete" not in trial.outcomes.values()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be kept")


def find_trial(trials: Sequence[Trial], key: TrialKey) -> Trial | None:
    return next((each for each in reversed(trials) if each.key == key), None)


def trial_note(trials: Sequence[Trial], key: TrialKey, score_by: str) -> str:
    """In a few words what is known of a model as a grader: "not tried yet", "passed on 20 Nov 2026", …"""
    trial = find_trial(trials, key)
    if trial is not None:
        outcome = trial.outcome(score_by)
        return f"tried in part on {trial.day}" if outcome == "incomplete" else f"{outcome} on {trial.day}"
    place = (key.host, key.model, key.effort)
    older = [each for each in trials if (each.key.host, each.key.model, each.key.effort) == place]
    return f"tried on {older[-1].day} with other rubrics or prompts" if older else NOT_TRIED


def trial_advice(note: str) -> str:
    """What to do about such a note; nothing where the model passed."""
    if not note or note.startswith("passed"):
        return ""
    if note.startswith("failed"):
        return "don't rely on its scores: choose another model or effort, or grade offline"
    return "interviewer rubrics try finds out whether its scores can be trusted"
