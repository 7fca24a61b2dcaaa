"""Questions as they come out of a list, before they are checked: names and values of fields, and the line of each."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, fields
from typing import Any

from interviewer.domain.questions import Question
from interviewer.ports import Problem

LIST_FIELDS = ("rounds", "contexts", "signals", "expects", "pitfalls", "follow_ups")
NAME_LISTS = ("rounds", "contexts", "signals")
NUMBER_FIELDS = ("difficulty", "minutes")
FIELDS = frozenset(each.name for each in fields(Question))
OTHER_NAMES = {
    "question": "prompt", "questions": "prompt", "text": "prompt", "role": "track", "type": "kind", "category": "kind",
    "round": "rounds", "context": "contexts", "signal": "signals", "expect": "expects", "point": "expects",
    "points": "expects", "strong_answer": "expects", "a_strong_answer": "expects", "pitfall": "pitfalls",
    "follow_up": "follow_ups", "followup": "follow_ups", "followups": "follow_ups", "length": "minutes",
    "level": "difficulty",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RawEntry:
    """`line` is where the entry begins; `line_of` gives that of a field, where fields have lines of their own."""

    line: int
    fields: dict[str, Any]
    line_of: Callable[[str], int] | None = None

    def at(self, name: str) -> int:
        return self.line_of(name.partition("[")[0]) if self.line_of else self.line


@dataclass(slots=True)
class ReadEntries:
    """`left_out` counts lines of text that are no entries and no problem either (a list's introduction)."""

    entries: list[RawEntry] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    left_out: int = 0


def field_named(name: str) -> str:
    """The field of a question that a column or label means; "" for none."""
    plain = re.sub(r"[\s-]+", "_", name.strip().strip("\ufeff").lower())
    return plain if plain in FIELDS else OTHER_NAMES.get(plain, "")


def as_list(name: str, text: str) -> list[str]:
    """The entries of a list that was written into one cell: as JSON, one a line, or parted by bars.

    Names (rounds, contexts, signals) may be parted by commas and semicolons too.
    """
    plain = text.strip()
    if plain.startswith("["):
        try:
            found = json.loads(plain)
        except ValueError:
            found = None
        if isinstance(found, list) and all(isinstance(each, str) for each in found):
            return found
    parts = re.split(r"[\n|,;]" if name in NAME_LISTS else r"\n" if "\n" in plain else r"\|", plain)
    return [each.strip() for each in parts if each.strip()]


def as_cell(entries: "tuple[str, ...] | list[str]") -> str:
    """A list as one cell, from which `as_list` makes the same list again."""
    risky = any(each != each.strip() or not each or re.search(r"[\n\r|,;]", each) for each in entries)
    if not entries:
        return ""
    if risky or len(entries) == 1 or entries[0].startswith("["):
        simple = len(entries) == 1 and not risky and not entries[0].startswith("[")
        return entries[0] if simple else json.dumps(list(entries), ensure_ascii=False)
    return "\n".join(entries)
