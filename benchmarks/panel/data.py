"""The rated answers, and what is made of them: answers with a known change, and answers under other questions."""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from benchmarks.robustness.relations import as_we, handed_over, padded, without_figures, without_outcome
from interviewer.domain.questions import Track
from interviewer.grading.evidence import sentences

HERE = Path(__file__).resolve().parent
SIGNALS: dict[Track, tuple[str, str, str]] = {
    "ai_pm": ("market_impact", "user_empathy", "technical_fluency"),
    "ml_pm": ("model_rigor", "data_pipeline_ownership", "product_integration"),
}
WEIGHTS: dict[Track, tuple[float, float, float]] = {"ai_pm": (0.45, 0.30, 0.25), "ml_pm": (0.50, 0.30, 0.20)}
HABITS = ("specificity", "ownership")
FULL_PANEL = 3


@dataclass(frozen=True, slots=True)
class Rated:
    """An answer and its gold levels by dimension; `set` is dev, mid, own, or of a made answer numbers, we, swap."""

    id: str
    set: str
    track: Track
    question: str
    answer: str
    kind: str
    gold: dict[str, float]
    weight: float = 1.0  # how much it counts in a fit: less where only two raters read it


def load(name: str, label: str) -> list[Rated]:
    rows = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [
        Rated(
            row["id"],
            label,
            row["track"],
            row["question"],
            row["answer"],
            row["kind"],
            row["gold"],
            1.0 if len(row["ratings"]) >= FULL_PANEL else 0.3,
        )
        for row in rows
    ]


def rated() -> list[Rated]:
    return load("panel-dev.jsonl", "dev") + load("panel-dev-mid.jsonl", "mid") + load("own.jsonl", "own")


OUTCOME_SIGNAL: dict[Track, str] = {"ai_pm": "market_impact", "ml_pm": "product_integration"}


def changed(rows: list[Rated]) -> list[Rated]:
    """Answers with a known change; their gold holds only what the change is about."""
    made = []
    for turn, row in enumerate(rows):
        habits = {name: row.gold[name] for name in HABITS}
        vague = {**habits, "specificity": min(habits["specificity"], 2.0)}
        made.append(
            Rated(row.id, "numbers", row.track, row.question, without_figures(row.answer, turn), row.kind, vague)
        )
        if len(re.findall(r"\bI\b", row.answer)) >= 3:
            shared = {**habits, "ownership": min(habits["ownership"], 2.0)}
            made.append(Rated(row.id, "we", row.track, row.question, as_we(row.answer), row.kind, shared))
        handed = handed_over(row.answer)
        if handed != row.answer and habits["ownership"] >= 3:
            made.append(Rated(row.id, "handed", row.track, row.question, handed, row.kind, {"ownership": 1.0}))
        cut = without_outcome(row.answer)
        if len(cut) < 0.95 * len(row.answer) and row.kind not in ("off_topic", "confused"):
            signal = OUTCOME_SIGNAL[row.track]
            fallen = {signal: max(1.0, row.gold[signal] - 1)}
            weight = dict(zip(SIGNALS[row.track], WEIGHTS[row.track], strict=True))[signal]
            fallen["overall"] = row.gold["overall"] - weight * (row.gold[signal] - fallen[signal])
            made.append(Rated(row.id, "outcome", row.track, row.question, cut, row.kind, fallen))
    return made + lengthened(rows)


def lengthened(rows: list[Rated]) -> list[Rated]:
    """Answers with filler, or with idle figures, behind them: as a whole they are worth what they were."""
    figures = [
        (row.question, [each.text for each in sentences(row.answer)[:2]])
        for row in rows
        if row.kind == "number_stuffed"
    ]
    made = []
    for turn, row in enumerate(rows):
        same = {"overall": row.gold["overall"]}
        made.append(Rated(row.id, "padded", row.track, row.question, padded(row.answer), row.kind, same))
        question, idle = figures[turn % len(figures)]
        if question != row.question:
            stuffed = f"{row.answer} {' '.join(idle)}"
            made.append(Rated(row.id, "stuffed", row.track, row.question, stuffed, row.kind, same))
    return made


def swapped(rows: list[Rated], each: int = 2) -> list[Rated]:
    """Answers put under other questions of their track: off the question, nearly always."""
    rng = random.Random(1)
    questions: dict[Track, list[str]] = {}
    for row in rows:
        known = questions.setdefault(row.track, [])
        if row.question not in known:
            known.append(row.question)
    made = []
    for row in rows:
        if row.kind == "off_topic":
            continue
        others = [question for question in questions[row.track] if question != row.question]
        made += [
            Rated(row.id, "swap", row.track, question, row.answer, "swap", {}) for question in rng.sample(others, each)
        ]
    return made
