"""The calibrated numbers of the offline grader: how traits make a level, and when an answer is off the question.

rubrics/offline/calibration.toml is written by benchmarks/panel/fit.py from rated answers; nothing here is set by hand.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

from interviewer.domain.scoring import clamp

SOFT_FROM = 4.3


def soft(value: float) -> float:
    """A level of 1 to 5 that bends towards 5 instead of breaking off, so that a better answer still scores more."""
    if value <= SOFT_FROM:
        return max(1.0, value)
    room = 5.0 - SOFT_FROM
    return SOFT_FROM + room * (1 - math.exp(-(value - SOFT_FROM) / room))


@dataclass(frozen=True, slots=True)
class Linear:
    """A constant and a weight for each trait that counts."""

    constant: float
    weights: Mapping[str, float]

    def value(self, traits: Mapping[str, float]) -> float:
        weighed: Iterable[float] = map(mul, self.weights.values(), map(traits.__getitem__, self.weights))
        return self.constant + sum(weighed)

    def probability(self, traits: Mapping[str, float]) -> float:
        return 1 / (1 + math.exp(-clamp(self.value(traits), -30.0, 30.0)))


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on rated answers.

    `levels` by the id of a signal or habit; `gate` gives the probability that an answer is off the question, `doubt`
    that its conclusions do not follow. Both hold above their limit.
    """

    levels: Mapping[str, Linear]
    gate: Linear
    gate_limit: float
    doubt: Linear
    doubt_limit: float

    def level(self, dimension_id: str, traits: Mapping[str, float]) -> float | None:
        """1.0-5.0, or None for a dimension of a person's own that nobody has calibrated."""
        linear = self.levels.get(dimension_id)
        return None if linear is None else soft(linear.value(traits))


def load_calibration(path: Path) -> Calibration:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        levels={name: _linear(table) for name, table in tables["levels"].items()},
        gate=_linear(tables["gate"]),
        gate_limit=tables["gate"]["limit"],
        doubt=_linear(tables["doubt"]),
        doubt_limit=tables["doubt"]["limit"],
    )


def _linear(table: Mapping[str, Any]) -> Linear:
    return Linear(table["constant"], table["weights"])
