"""Conclusions that do not follow, recognised by how they sound (rubrics/offline/misconceptions.toml)."""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from interviewer.grading.evidence import Sentence


@dataclass(frozen=True, slots=True)
class Misconception:
    id: str
    pattern: re.Pattern[str]
    unless: tuple[str, ...]
    needs: tuple[str, ...]
    why: str


def load_misconceptions(path: Path) -> tuple[Misconception, ...]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["misconceptions"]
    return tuple(
        Misconception(
            each["id"],
            re.compile(each["pattern"], re.IGNORECASE | re.DOTALL),
            tuple(word.lower() for word in each.get("unless", ())),
            tuple(word.lower() for word in each.get("needs", ("",))),
            each["why"],
        )
        for each in tables
    )


def find_misconceptions(
    answer: str, numbered: Sequence[Sentence], known: Sequence[Misconception]
) -> list[tuple[int, Misconception]]:
    """(index of the sentence, misconception): each at most once, looked for in a sentence and the one after it."""
    lower = answer.lower()
    asked = [each for each in known if _possible(each, lower) and not any(word in lower for word in each.unless)]
    found: dict[str, tuple[int, Misconception]] = {}
    for index, sentence in enumerate(numbered):
        last = numbered[min(index + 1, len(numbered) - 1)]
        window = answer[sentence.start : last.end]
        plain = window.lower()
        for each in asked:
            if each.id not in found and _possible(each, plain) and each.pattern.search(window):
                found[each.id] = (index, each)
    return list(found.values())


def _possible(misconception: Misconception, lower: str) -> bool:
    return any(word in lower for word in misconception.needs)
