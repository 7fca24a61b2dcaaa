"""The calibrated numbers of the offline grader: how traits make a level, and when an answer is off the question.

data/calibration.toml and data/radial.json are written by benchmarks/panel/fit.py from rated answers; nothing there is
set by hand.
"""

import math
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import mul
from pathlib import Path
from typing import Any

from interviewer.domain.questions import Track
from interviewer.domain.scoring import clamp
from interviewer.grading.offline.radial import Radial, load_radial

SOFT_FROM = 4.3
OVERALL = "overall"


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
class OtherRole:
    """An answer that would do better for the other role by more than `margin` levels was meant for that one: it loses
    `cost` of what lies above, for what is fitted to good answers of a role praises it for the wrong things."""

    margin: float
    cost: float

    def loss(self, here: float, there: float) -> float:
        """`here` and `there` are what its traits are worth for its own role and for the other."""
        return self.cost * max(0.0, there - here - self.margin)


@dataclass(frozen=True, slots=True)
class LowEnd:
    """What is fitted shies away from the lowest ratings: below `below` an estimate falls `factor` times as fast."""

    below: float
    factor: float

    def lowered(self, value: float) -> float:
        return value if value >= self.below else self.below - self.factor * (self.below - value)


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was fitted on rated answers.

    `levels` by the id of a signal or habit; `radial` estimates the habits, and the overall; `shares` 0-1 by the same
    names: how much of the estimate is the network's; `signals` the ids of each track's signals with their weights;
    `gate` gives the probability that an answer is off the question, `doubt` that its conclusions do not follow. Both
    hold above their limit.
    """

    levels: Mapping[str, Linear]
    radial: Radial
    shares: Mapping[str, float]
    signals: Mapping[Track, Mapping[str, float]]
    other_role: OtherRole
    low_end: LowEnd
    gate: Linear
    gate_limit: float
    doubt: Linear
    doubt_limit: float

    def estimates(self, traits: Mapping[str, float]) -> dict[Track, dict[str, float]]:
        """For each track 1.0-5.0 by the id of each of its signals and each habit; a dimension of a person's own has
        none.

        A signal is its own sum of traits, moved with the other two towards what the network makes of the whole answer:
        how good an answer is shows in both tracks' ratings alike, so that the network learns from twice as many.
        """
        sums = {name: level.value(traits) for name, level in self.levels.items()}
        near = self.radial.values(traits)
        habits = {}
        for name, value in near.items():
            if name != OVERALL:
                share = self.shares[name]
                habits[name] = soft((1 - share) * sums[name] + share * value)
        worth = {
            track: sum([weight * soft(sums[name]) for name, weight in weights.items()])
            for track, weights in self.signals.items()
        }
        found = {}
        for track, weights in self.signals.items():
            whole = sum([weight * sums[name] for name, weight in weights.items()])
            there = max(other for each, other in worth.items() if each != track)
            towards = self.shares[OVERALL] * (near[OVERALL] - whole) - self.other_role.loss(worth[track], there)
            found[track] = {name: soft(self.low_end.lowered(sums[name] + towards)) for name in weights} | habits
        return found


def load_calibration(folder: Path) -> Calibration:
    tables = tomllib.loads((folder / "calibration.toml").read_text(encoding="utf-8"))
    return Calibration(
        levels={name: _linear(table) for name, table in tables["levels"].items()},
        radial=load_radial(folder / "radial.json"),
        shares=tables["shares"],
        signals=tables["signals"],
        other_role=OtherRole(**tables["other_role"]),
        low_end=LowEnd(**tables["low_end"]),
        gate=_linear(tables["gate"]),
        gate_limit=tables["gate"]["limit"],
        doubt=_linear(tables["doubt"]),
        doubt_limit=tables["doubt"]["limit"],
    )


def _linear(table: Mapping[str, Any]) -> Linear:
    return Linear(table["constant"], table["weights"])
