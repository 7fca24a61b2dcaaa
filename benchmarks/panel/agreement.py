"""How far grades agree with a panel: quadratic weighted kappa, rank correlation, bias, with bootstrap intervals."""

import math
import random
import statistics
from collections.abc import Callable, Sequence

LOWEST, HIGHEST = 1, 5


def level(score: float) -> int:
    return min(HIGHEST, max(LOWEST, round(score)))


def qwk(scores: Sequence[float], gold: Sequence[float]) -> float:
    """Quadratic weighted kappa (Cohen 1968) of scores and gold, both rounded to whole levels."""
    a, b = [level(each) for each in scores], [level(each) for each in gold]
    got = sum((x - y) ** 2 for x, y in zip(a, b, strict=True))
    chance = sum((x - y) ** 2 for x in a for y in b) / len(a)
    return 1 - got / chance if chance else float("nan")


def ranks(values: Sequence[float]) -> list[float]:
    order = sorted(range(len(values)), key=values.__getitem__)
    out = [0.0] * len(values)
    start = 0
    while start < len(order):
        end = start
        while end + 1 < len(order) and values[order[end + 1]] == values[order[start]]:
            end += 1
        for position in range(start, end + 1):
            out[order[position]] = (start + end) / 2
        start = end + 1
    return out


def rank_correlation(scores: Sequence[float], gold: Sequence[float]) -> float:
    """Spearman's rho; NaN where one side never varies."""
    a, b = ranks(scores), ranks(gold)
    if len(set(a)) < 2 or len(set(b)) < 2:
        return float("nan")
    return statistics.correlation(a, b)


def bias(scores: Sequence[float], gold: Sequence[float]) -> float:
    return statistics.mean(x - y for x, y in zip(scores, gold, strict=True))


def interval(
    measure: Callable[[Sequence[float], Sequence[float]], float],
    scores: Sequence[float],
    gold: Sequence[float],
    groups: Sequence[str],
    *,
    rounds: int = 400,
) -> tuple[float, float]:
    """A 90 % bootstrap interval that resamples whole questions, since answers to one question are alike."""
    rng = random.Random(20261120)
    names = sorted(set(groups))
    members = {name: [i for i, group in enumerate(groups) if group == name] for name in names}
    values = []
    for _ in range(rounds):
        drawn = [i for name in rng.choices(names, k=len(names)) for i in members[name]]
        value = measure([scores[i] for i in drawn], [gold[i] for i in drawn])
        if not math.isnan(value):
            values.append(value)
    values.sort()
    if not values:
        return float("nan"), float("nan")
    return values[int(0.05 * len(values))], values[min(len(values) - 1, int(0.95 * len(values)))]
