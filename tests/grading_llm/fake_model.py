"""A model that answers from the request alone, by rules that a test can set."""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

GOOD_ANSWER = (
    "At a payroll company clerks dismissed 78 percent of our warnings. I watched five of them work. "
    "I decided to drop the warnings on bonuses, because those were right but useless, and set a limit: at most "
    "one warning "
    "in ten may be dismissed. It cost us two missed errors a month, which I accepted. After two months 31 percent were "
    "dismissed and support calls fell by 12 percent."
)
QUOTES = (
    "I watched five of them work",
    "I decided to drop the warnings on bonuses",
    "support calls fell by 12 percent",
)

NEGATIVE = frozenset(
    (
        "model_metric_headline", "user_absent", "mechanics_only", "unsound_inference", "data_assumed", "stops_at_model",
        "meaningless_figures", "hands_over", "collective_only",
    )
)  # fmt: skip

FEEDBACK: dict[str, Any] = {
    "strengths": [{"sentence": 2, "quote": "I watched five of them work", "text": "You went and looked."}],
    "improvements": [
        {
            "sentence": 5,
            "quote": "support calls fell by 12 percent",
            "text": "Say from what level they fell, and when.",
        },
        {"sentence": 1, "quote": "words that nobody said", "text": "This one hangs on nothing."},
    ],
    "stronger_version": "I watched five clerks. I dropped the warnings on bonuses. Calls fell by 12 percent from "
    "[your baseline].",
    "follow_up": "What would you have done at two warnings in ten?",
}


def content(body: Mapping[str, Any], role: str = "user") -> str:
    """The first message of a role."""
    return str(next(message["content"] for message in body["messages"] if message["role"] == role))


def wanted(body: Mapping[str, Any]) -> dict[str, list[str]]:
    """The dimensions and checks that a grading request asks for, in its order."""
    section = content(body).rpartition("# What to grade")[2]
    lines = re.findall(r"^(\w+): (.+)$", section, re.MULTILINE)
    return {name: checks.split(", ") for name, checks in lines}


def is_feedback(body: Mapping[str, Any]) -> bool:
    return "# What the committee found" in content(body)


def is_repair(body: Mapping[str, Any]) -> bool:
    return len(body["messages"]) > 2


@dataclass
class FakeModel:
    """Replies to grading and feedback requests. `level` is one for all, or by dimension; `met` says which checks are.

    Negative checks are met only where `met` names them.
    """

    level: int | Mapping[str, int] = 4
    met: Callable[[str, str], bool] = lambda dimension, check: check not in NEGATIVE
    quote: Callable[[str, str], str] = lambda dimension, check: QUOTES[len(check) % len(QUOTES)]
    passed: bool = True
    feedback: Mapping[str, Any] = field(default_factory=lambda: FEEDBACK)
    seen: list[dict[str, Any]] = field(default_factory=list)

    def reply(self, body: dict[str, Any]) -> str:
        self.seen.append(body)
        return json.dumps(self.feedback if is_feedback(body) else self.grade(body))

    def grade(self, body: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "gate": {"reason": "It tells of such a feature.", "passed": self.passed},
            "dimensions": [self._dimension(name, checks) for name, checks in wanted(body).items()],
        }

    def _dimension(self, name: str, checks: Iterable[str]) -> dict[str, Any]:
        level = self.level if isinstance(self.level, int) else self.level[name]
        return {
            "id": name,
            "checks": [self._check(name, check) for check in checks],
            "why_not_higher": "No alternative is turned down.",
            "level": level,
        }

    def _check(self, dimension: str, check: str) -> dict[str, Any]:
        met = self.met(dimension, check)
        return {
            "id": check,
            "sentence": 2 if met else 0,
            "quote": self.quote(dimension, check) if met and check not in NEGATIVE else "",
            "reason": "The words say so." if met else "Nothing of it is said.",
            "verdict": "met" if met else "not_met",
        }
