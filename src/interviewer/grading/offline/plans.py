"""Answers that say what somebody would do, and how feedback is worded for them (data/plans.toml)."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path

from interviewer.domain.rubrics import Check
from interviewer.grading.offline.reading import Reading

DATA = Path(__file__).resolve().parent / "data"
FEWEST_INTENTS = 2
DONE = ("i_decides", "i_steps", "i_acts", "we_decides", "nobody_decides", "result")
ASKS_FOR_A_STORY = re.compile(
    r"\b(?:tell me about|describe|walk me through|a time|an example|have you|did you)\b", re.IGNORECASE
)
ASKS_FOR_A_PLAN = re.compile(
    r"\b(?:how|what|when|where|which|who) (?:\w+ )?(?:would|do|will|should) you\b", re.IGNORECASE
)


def asks_for_a_plan(prompt: str) -> bool:
    return bool(ASKS_FOR_A_PLAN.search(prompt)) and not ASKS_FOR_A_STORY.search(prompt)


def is_plan(reading: Reading, prompt: str) -> bool:
    """Whether more of its sentences say what the candidate would do than what was done; an answer to a question about
    the past is none."""
    intended = reading.showing("intent")
    done = reading.showing(*DONE) & ~intended
    wished = intended.bit_count()
    return wished >= FEWEST_INTENTS and wished > done.bit_count() and not ASKS_FOR_A_STORY.search(prompt)


def planned(text: str) -> str:
    """A slot, an advice or a question of ours as it sounds in a plan; a text of a person's own stays as it is."""
    return wordings().get(text, text)


def as_planned(check: Check) -> Check:
    """The check, worded for a plan."""
    return replace(check, slot=planned(check.slot), advice=planned(check.advice), probe=planned(check.probe))


@cache
def wordings() -> Mapping[str, str]:
    """What is worded for a plan, by how it is worded for a story."""
    tables = tomllib.loads((DATA / "plans.toml").read_text(encoding="utf-8"))
    return {told: text for table in tables.values() for told, text in table.items()}
