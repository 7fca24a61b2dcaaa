"""The rated answers, and what is made of them: answers with a known change, and answers under a question not their own."""

import json
import random
import re
from dataclasses import dataclass
from pathlib import Path

from interviewer.domain.questions import Track
from interviewer.grading.offline.quantities import FIGURE

HERE = Path(__file__).resolve().parent
SIGNALS: dict[Track, tuple[str, str, str]] = {
    "ai_pm": ("market_impact", "user_empathy", "technical_fluency"),
    "ml_pm": ("model_rigor", "data_pipeline_ownership", "product_integration"),
}
WEIGHTS: dict[Track, tuple[float, float, float]] = {"ai_pm": (0.45, 0.30, 0.25), "ml_pm": (0.50, 0.30, 0.20)}
HABITS = ("specificity", "ownership")
VAGUE_FIGURES = ("some", "several", "a number of", "a lot of", "")
FIRST_PERSON = (
    (r"\bI['’]?m\b|\bI am\b", "we are"), (r"\bI was\b", "we were"), (r"\bI\b", "we"), (r"\bmy\b", "our"),
    (r"\bMy\b", "Our"), (r"\bme\b", "us"), (r"\bmine\b", "ours"), (r"\bmyself\b", "ourselves"),
)  # fmt: skip


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


def load(name: str, label: str) -> list[Rated]:
    rows = [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [
        Rated(row["id"], label, row["track"], row["question"], row["answer"], row["kind"], row["gold"]) for row in rows
    ]


def rated() -> list[Rated]:
    return load("panel-dev.jsonl", "dev") + load("panel-dev-mid.jsonl", "mid") + load("own.jsonl", "own")


def without_figures(text: str, turn: int = 0) -> str:
    """The same answer with every figure made vague: specificity must fall, ownership must not."""
    vague = FIGURE.sub(lambda match: VAGUE_FIGURES[(turn + match.start()) % len(VAGUE_FIGURES)], text)
    return re.sub(r"[^\S\n]+", " ", vague)


def as_we(text: str) -> str:
    """The same answer told by 'we': ownership must fall, specificity must not."""
    for pattern, other in FIRST_PERSON:
        text = re.sub(pattern, other, text)
    return text


def changed(rows: list[Rated]) -> list[Rated]:
    """Answers with a known change; their gold holds the habits alone."""
    made = []
    for turn, row in enumerate(rows):
        habits = {name: row.gold[name] for name in HABITS}
        vague = {**habits, "specificity": min(habits["specificity"], 2.0)}
        made.append(Rated(row.id, "numbers", row.track, row.question, without_figures(row.answer, turn), row.kind, vague))
        if len(re.findall(r"\bI\b", row.answer)) >= 3:
            shared = {**habits, "ownership": min(habits["ownership"], 2.0)}
            made.append(Rated(row.id, "we", row.track, row.question, as_we(row.answer), row.kind, shared))
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
        made += [Rated(row.id, "swap", row.track, question, row.answer, "swap", {}) for question in rng.sample(others, each)]
    return made
