"""Answers that say what somebody would do, and how the slots of a stronger version sound in them."""

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


def as_planned(check: Check) -> Check:
    """The check with its slot as it sounds in a plan; a slot of a person's own stays as it is."""
    return replace(check, slot=planned_slots().get(check.slot, check.slot))


@cache
def planned_slots() -> Mapping[str, str]:
    """The slots of the built-in rubrics as they sound in a plan, by how they sound in a story."""
    found: Mapping[str, str] = tomllib.loads((DATA / "slots_of_plans.toml").read_text(encoding="utf-8"))["planned"]
    return found
