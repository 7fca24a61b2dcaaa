"""A model that grades by a rule over the answer's text, and proves what it says with quotes from it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.grading_llm.fake_model import FEEDBACK, NEGATIVE, content, is_feedback, wanted

ANSWER = re.compile(r"^# The answer[^\n]*\n(.*)$", re.MULTILINE)
MET_BY_LEVEL = {1: 0, 2: 1, 3: 2, 4: 3, 5: 9}


def answer_of(body: Mapping[str, Any]) -> str:
    """The answer as the request carries it, its sentences joined by blanks."""
    found = ANSWER.search(content(body))
    assert found is not None
    return " ".join(json.loads(found[1]).values())


@dataclass
class JudgingModel:
    """`level` gives the level for an answer (the same for every signal and habit); `quote` what it quotes of it."""

    level: Callable[[str], int]
    quote: Callable[[str], str] = lambda answer: " ".join(answer.split()[:4])
    seen: list[dict[str, Any]] = field(default_factory=list)

    def reply(self, body: dict[str, Any]) -> str:
        self.seen.append(body)
        return json.dumps(FEEDBACK if is_feedback(body) else self._grade(body))

    def _grade(self, body: Mapping[str, Any]) -> dict[str, Any]:
        answer = answer_of(body)
        level = self.level(answer)
        dimensions = []
        for name, checks in wanted(body).items():
            met = [check for check in checks if check not in NEGATIVE][: MET_BY_LEVEL[level]]
            verdicts = [self._check(check, answer, met=check in met) for check in checks]
            dimensions.append({"id": name, "checks": verdicts, "why_not_higher": "No more.", "level": level})
        return {"gate": {"reason": "It is about it.", "passed": True}, "dimensions": dimensions}

    def _check(self, check: str, answer: str, *, met: bool) -> dict[str, Any]:
        return {
            "id": check,
            "sentence": 1 if met else 0,
            "quote": self.quote(answer) if met else "",
            "reason": "It says so." if met else "Nothing of it is said.",
            "verdict": "met" if met else "not_met",
        }
