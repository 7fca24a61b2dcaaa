"""Conclusions that do not follow, recognised by how they sound (data/misconceptions.toml)."""

import re
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from interviewer.grading.evidence import Sentence
from interviewer.grading.lower_case import compiled, lowered
from interviewer.grading.pieces import Heads, Pieces, holds, pieces

READ_WHOLE = 5_000  # characters
ANCHOR = r"|\A"
MOST_OF_A_WINDOW = 1500  # characters; text without any full stop must not make a pattern slow
TOLERANCE = 1.7  # percentage points by which an accuracy must beat "always the usual case" to mean anything
RARE = 20.0  # a share above this is no base rate of a rare case
GOOD = 75.0  # an accuracy below this is hardly presented as good
ONES = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9}
TENS = {"seventy": 70, "eighty": 80, "ninety": 90}
DENOMINATORS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "a hundred": 100, "a thousand": 1000}
PERCENT = r" ?(?:%|percent\b|per cent\b)"
NOT_A_SHARE = "".join(f"(?<!{word} )" for word in ("small", "large", "big", "other", "second", "old", "new", "cheap"))
SHARE = re.compile(
    rf"\b(?:(?<![.,])(?:(?P<figure>\d{{1,2}}(?:[.,]\d{{1,2}})?)|(?P<word>half a|{'|'.join(ONES)})){PERCENT}"
    r"(?= (?:(?P<of>of\b)|turn(?:ed|s)? out|(?:are|were|is|was) (?:really|actually|truly|fraud|faulty|defective|fake)))"
    rf"|(?=one in ){NOT_A_SHARE}one in (?P<below>[1-9][\d,]{{1,6}}|{'|'.join(DENOMINATORS)})\b)",
    re.IGNORECASE,
)
ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|only|just|some|under|below|fewer than|less than|nearly|almost|with) $", re.IGNORECASE
)
IS_THE_CASE = re.compile(
    r"\b(?:turn(?:ed|s)? out|prove[sd]? to be|really|actually|are|were|is|was|ha[sd]|have|contain\w*|need\w*|become|"
    r"became|end(?:s|ed)? in|leads? to|led to|default\w*|fail\w*|churn\w*|cancel\w*|le(?:ave|ft)|die[sd]?|break\w*|"
    r"broke|fraud\w*|defect\w*|positive|abus\w+|late|rare|return\w*|bounce\w*)\b",
    re.IGNORECASE,
)
HIGH = rf"(?:\d{{2}}(?:[.,]\d{{1,2}})?|(?:{'|'.join(TENS)})(?:[- ](?:{'|'.join(ONES)}))?)"
ACCURACY = re.compile(
    rf"\baccura(?:cy|te)\b(?: \w+){{0,6}} (?P<after>{HIGH}){PERCENT}"
    rf"|\b(?P<before>{HIGH}){PERCENT} accura(?:cy|te)\b"
    rf"|\b(?:right|correct) (?:in|for) (?:\w+ )?(?P<right>{HIGH}){PERCENT}"
    rf"|\b(?P<correctly>{HIGH}){PERCENT} of (?:\w+ ){{1,4}}"
    r"(?:classified|predicted|decided|rated|judged|sorted|labelled) (?:right|correctly)\b"
    rf"|\b(?P<got>{HIGH}){PERCENT} (?:right|correct)\b"
    r"|\b(?:right|correct) (?:in )?(?P<times>[789]\d) (?:times |cases )?(?:in|out of) (?:100|a hundred)\b",
    re.IGNORECASE,
)
PRAISE = ("accura", "right", "correct")
POOR = re.compile(r"\b(?:only|just|merely|poor|fell|falls|dropped|not|isn't|wasn't|useless|worthless)\b", re.IGNORECASE)
KNOWS_BETTER = re.compile(
    r"precision|recall|\bmiss(?:ed|es)\b|caught|catches|sensitivity|base rate|majority|always say|says no|never flag|"
    r"\bf1\b|\bauc\b|kappa|reweight|share of the \w+ (?:it )?found"
)


# One of these stands wherever KNOWS_BETTER holds; without any of them it need not be tried.
KNOWING = (
    "precision", "recall", "missed", "misses", "caught", "catches", "sensitivity", "base rate", "majority",
    "always say", "says no", "never flag", "f1", "auc", "kappa", "reweight", "share of the",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Misconception:
    """`said` is an expression for how it sounds. `implied`, "" where there is none, looks from the beginning of a
    window for its words in any order and for others that must not be there."""

    id: str
    said: str
    implied: str
    unless: tuple[str, ...]
    needs: tuple[Pieces, ...]
    why: str

    def is_said_in(self, text: str) -> bool:
        return _compiled(self.said).search(text) is not None

    def is_implied_in(self, window: str) -> bool:
        return bool(self.implied) and _compiled(self.implied).match(window) is not None


BASE_RATE = Misconception(
    "accuracy_at_base_rate",
    "",
    "",
    (),
    (),
    "Where the case is rare, always saying no is as accurate as that; what counts is how many were found.",
)


@cache
def _compiled(expression: str) -> re.Pattern[str]:
    """Only when it is needed: all of them together take half a second."""
    return compiled(expression, re.DOTALL)


def load_misconceptions(path: Path) -> tuple[Misconception, ...]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))["misconceptions"]
    return tuple(map(_misconception, tables))


def _misconception(table: Mapping[str, Any]) -> Misconception:
    said, _, implied = table["pattern"].partition(ANCHOR)
    return Misconception(
        table["id"],
        said,
        implied,
        tuple(word.lower() for word in table.get("unless", ())),
        tuple(map(pieces, sorted(table.get("needs", ()), key=len))),  # the shortest list is the likeliest to fail
        table["why"],
    )


def find_misconceptions(
    answer: str, numbered: Sequence[Sentence], heads: Heads, known: Sequence[Misconception]
) -> list[tuple[int, Misconception]]:
    """(index of the sentence, misconception): each at most once, looked for in a sentence and the one after it. `heads`
    are those of the answer's words."""
    answer = answer.replace("’", "'")
    lower = lowered(answer)
    asked = _possible(lower, heads, known)
    found: dict[str, tuple[int, Misconception]] = {}
    for index, sentence in enumerate(numbered if asked else ()):
        last = numbered[min(index + 1, len(numbered) - 1)]
        window = lower[sentence.start : min(last.end, sentence.start + MOST_OF_A_WINDOW)]
        for each, said in asked:
            if each.id in found or not all(holds(window, needs.all) for needs in each.needs):
                continue
            if (said and each.is_said_in(window)) or each.is_implied_in(window):
                found[each.id] = (index, each)
    if (place := _accuracy_at_base_rate(answer, lower)) is not None:
        index = max(0, bisect_right(numbered, place, key=lambda sentence: sentence.start) - 1)
        found[BASE_RATE.id] = (index, BASE_RATE)
    return list(found.values())


def _possible(lower: str, heads: Heads, known: Sequence[Misconception]) -> list[tuple[Misconception, bool]]:
    """Those that an answer may hold, and whether it may say so: by plain words first, then, where it is not too long,
    by the answer as a whole. What is only implied holds for a window alone."""
    asked = []
    for each in known:
        if all(needs.are_in(lower, heads) for needs in each.needs) and not holds(lower, each.unless):
            said = len(lower) > READ_WHOLE or each.is_said_in(lower)
            if said or each.implied:
                asked.append((each, said))
    return asked


def _accuracy_at_base_rate(answer: str, lower: str) -> int | None:
    """Where an accuracy is praised that a model would have that never finds the rare case."""
    if not holds(lower, PRAISE) or (holds(lower, KNOWING) and KNOWS_BETTER.search(lower)):
        return None
    shares = [share for found in SHARE.finditer(answer) if (share := _share(answer, found)) is not None]
    if not shares:
        return None
    for found in ACCURACY.finditer(answer):
        sure = _accuracy(found)
        around = answer[max(0, found.start() - 40) : found.end() + 40]
        if GOOD <= sure < 100 - min(shares) + TOLERANCE and not POOR.search(around):
            return found.start()
    return None


def _share(answer: str, found: re.Match[str]) -> float | None:
    if below := found["below"]:
        share = 100 / (DENOMINATORS.get(below.lower()) or float(below.replace(",", "")))
        return share if share <= RARE else None
    word, figure = found["word"], found["figure"]
    share = ONES.get(word.lower(), 0.5) if word else float(figure.replace(",", "."))
    after = answer[found.end() : found.end() + 90]
    before = answer[max(0, found.start() - 14) : found.start()]
    told = not found["of"] or IS_THE_CASE.search(after) or ROUGHLY.search(before)
    return share if told and 0 < share <= RARE else None


def _accuracy(found: re.Match[str]) -> float:
    figure = next(text for text in found.groups() if text).lower().replace(",", ".")
    if figure[0].isdigit():
        return float(figure)
    tens, _, ones = figure.replace("-", " ").partition(" ")
    return float(TENS[tens] + ONES.get(ones, 0))
