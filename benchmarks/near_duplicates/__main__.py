"""How well near-duplicates are told from questions that only look alike, on pairs judged by hand.

    python -m benchmarks.near_duplicates

Prints what each threshold finds and what it takes for a duplicate wrongly, then every pair that the one in use gets
wrong, and how near the bank's own questions come to one another. It judges nothing.
"""

import tomllib
from collections import defaultdict
from pathlib import Path
from typing import Any

from interviewer.content.bank import Bank
from interviewer.content.near_duplicates import NEAR, NearDuplicates
from interviewer.domain.questions import Question

PAIRS = Path(__file__).with_name("pairs.toml")
THRESHOLDS = [number / 100 for number in range(30, 75, 5)]


def load_pairs() -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = tomllib.loads(PAIRS.read_text(encoding="utf-8"))["pairs"]
    return pairs


def scored(known: NearDuplicates, pair: dict[str, Any]) -> float:
    """The nearness of a pair, with words as rare as they are in the bank."""
    one, other = (Question(id=name, track="both", prompt=pair[name]) for name in ("one", "other"))
    return known.nearness(one, other)


def main() -> None:
    bank = Bank()
    known = NearDuplicates(bank.questions())
    pairs = [(scored(known, pair), pair) for pair in load_pairs()]
    found: dict[str, list[float]] = defaultdict(list)
    for score, pair in pairs:
        found[pair["how"]].append(score)
    print("threshold   " + "   ".join(f"{how} ({len(scores)})" for how, scores in found.items()))
    for least in THRESHOLDS:
        shares = [
            f"{sum(score >= least for score in scores) / len(scores):>{len(how) + 4}.0%}"
            for how, scores in found.items()
        ]
        print(f"{least:<9.2f}   " + "   ".join(shares) + ("   in use" if least == NEAR else ""))
    print("\nwrong at the threshold in use (pairs in other words apart):")
    for score, pair in sorted(pairs, key=lambda each: each[0]):
        if (score >= NEAR) != pair["same"] and pair["how"] != "other words":
            print(f"  {score:.2f} {'same' if pair['same'] else 'not the same'}: {pair['one']} / {pair['other']}")
    print("\nnearest in the bank:")
    for near in sorted(known.pairs(0.35), key=lambda each: -each.score)[:12]:
        print(f"  {near.score:.2f} {near.one.id} / {near.other.id}")


if __name__ == "__main__":
    main()
