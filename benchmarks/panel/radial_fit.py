"""Fits the offline grader's radial basis function network: centres by k-means, their weights by ridge regression.

The centres are means of several answers each, so that no rated answer is kept as it is.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from interviewer.grading.offline.radial import FURTHEST, Radial

Matrix = NDArray[np.float64]
Vector = NDArray[np.float64]
# Round numbers; the agreement on unseen questions changes little when any of them is halved or doubled.
CENTRES, SHARPNESS, RIDGE, ROUNDS = 250, 0.004, 0.3, 15
STRETCH = 1.15  # gives back part of the spread that the ridge takes away
CENTRE_DECIMALS, WEIGHT_DECIMALS, TRAIT_DECIMALS = 2, 4, 5


@dataclass(frozen=True)
class Network:
    """The centres among the traits, with one set of weights for each estimate."""

    means: Vector
    spreads: Vector
    centres: Matrix
    constants: dict[str, float]
    weights: dict[str, Vector]

    def near(self, x: Matrix) -> Matrix:
        """Rows by centres: 1 at the centre, towards 0 far from it."""
        return np.exp(-SHARPNESS * squared_distances(self.place(x), self.centres))

    def place(self, x: Matrix) -> Matrix:
        return np.clip((x - self.means) / self.spreads, -FURTHEST, FURTHEST)

    def __call__(self, name: str, x: Matrix) -> Vector:
        return np.asarray(self.constants[name] + self.near(x) @ self.weights[name])

    def shipped(self, traits: list[str]) -> Radial:
        return Radial(
            traits=tuple(traits),
            means=tuple(self.means.tolist()),
            spreads=tuple(self.spreads.tolist()),
            sharpness=SHARPNESS,
            centres=tuple(map(tuple, self.centres.tolist())),
            constants=self.constants,
            weights={name: tuple(weights.tolist()) for name, weights in self.weights.items()},
        )


Rows = tuple[Matrix, Vector, Vector]  # traits, levels, how much each row counts


def fit_network(x: Matrix, rows: Mapping[str, Rows]) -> Network:
    """Centres of `x`, and weights for each estimate of `rows`. Numbers are rounded first, so that what is written to a
    file is what was fitted."""
    means, spreads = x.mean(0).round(TRAIT_DECIMALS), (x.std(0) + 1e-3).round(TRAIT_DECIMALS)
    found = Network(means, spreads, np.empty((0, x.shape[1])), {}, {})
    found = Network(means, spreads, k_means(found.place(x)).round(CENTRE_DECIMALS), {}, {})
    between = np.exp(-SHARPNESS * squared_distances(found.centres, found.centres))
    for name, (of, levels, counts) in rows.items():
        near, middle = found.near(of), float(np.average(levels, weights=counts))
        weighted = near * counts[:, None]
        gram = weighted.T @ near + RIDGE * between + 1e-6 * np.eye(len(between))
        solved = STRETCH * np.linalg.solve(gram, weighted.T @ (levels - middle))
        found.constants[name] = round(middle, WEIGHT_DECIMALS)
        found.weights[name] = np.asarray(solved.round(WEIGHT_DECIMALS), np.float64)
    return found


def k_means(z: Matrix) -> Matrix:
    centres = z[np.random.default_rng(0).choice(len(z), CENTRES, replace=False)]
    for _ in range(ROUNDS):
        nearest = squared_distances(z, centres).argmin(1)
        centres = np.array([z[nearest == at].mean(0) if (nearest == at).any() else c for at, c in enumerate(centres)])
    return centres


def squared_distances(a: Matrix, b: Matrix) -> Matrix:
    return np.asarray(np.maximum((a**2).sum(1)[:, None] + (b**2).sum(1) - 2 * a @ b.T, 0.0))
