"""A radial basis function network (Broomhead & Lowe 1988): what an answer is worth by how near it is to kinds of rated
answers. It sees what a sum of traits cannot, such as figures that count only where somebody decides something. Fitted
by benchmarks/panel/radial_fit.py; here it is only read and asked.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from operator import mul
from pathlib import Path

FURTHEST = 3.0  # spreads from the mean: one odd trait must not make an answer unlike all others


@dataclass(frozen=True, slots=True)
class Radial:
    """`means` and `spreads` by trait; `centres` are kinds of answers, in spreads from the mean, in the traits' order.

    `constants` and `weights` (one for each centre) by what is estimated: `overall`, or the id of a habit. `sharpness`
    says how quickly a centre's say falls with the square of the distance.
    """

    traits: tuple[str, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    sharpness: float
    centres: tuple[tuple[float, ...], ...]
    constants: Mapping[str, float]
    weights: Mapping[str, tuple[float, ...]]

    def values(self, traits: Mapping[str, float]) -> dict[str, float]:
        """Every estimate for an answer with these traits; not yet held between 1 and 5."""
        # A tuple: `dist` would make one of a list for every centre.
        values = map(traits.__getitem__, self.traits)
        away = [(value - mean) / spread for value, mean, spread in zip(values, self.means, self.spreads, strict=True)]
        place = tuple([far if -FURTHEST < far < FURTHEST else math.copysign(FURTHEST, far) for far in away])
        near = [math.exp(-self.sharpness * math.dist(place, centre) ** 2) for centre in self.centres]
        return {name: self.constants[name] + sum(map(mul, weights, near)) for name, weights in self.weights.items()}


def load_radial(path: Path) -> Radial:
    table = json.loads(path.read_text(encoding="utf-8"))
    return Radial(
        traits=tuple(table["traits"]),
        means=tuple(table["means"]),
        spreads=tuple(table["spreads"]),
        sharpness=table["sharpness"],
        centres=tuple(map(tuple, table["centres"])),
        constants=table["constants"],
        weights={name: tuple(weights) for name, weights in table["weights"].items()},
    )
