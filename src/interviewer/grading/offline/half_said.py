"""Advice on a missed check where the answer has half of what it asks for (data/half_said.toml): nobody is asked for
what they said. Where the check's words were not found, the sentence that comes nearest is quoted, and what it lacks.
"""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from interviewer.grading.lower_case import compiled, lowered
from interviewer.grading.offline.find_entries import wanted_and_barred
from interviewer.grading.offline.reading import Reading, ReadSentence
from interviewer.grading.spans import Span

DATA = Path(__file__).resolve().parent / "data"
LONGEST_WORDS = 90  # characters of a sentence that an advice quotes
LEAD = 25  # characters of it before what was found
DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Half:
    """One way in which a check can be half met. `find` are (features wanted, features barred)."""

    advice: str
    find: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    words: re.Pattern[str] | None
    from_score: float
    ask: str

    def nearest(self, reading: Reading, passed: Collection[int]) -> tuple[ReadSentence, Span] | None:
        """The first of the sentences that fit best, with the place in it to quote from: of features the sentence's
        beginning. None of those `passed`, by number."""
        for each in self._candidates(reading):
            if each.sentence.number in passed:
                continue
            if self.words is None:
                return each, (0, 0)
            if match := self.words.search(lowered(each.sentence.text)):
                return each, match.span()
        return None

    def _candidates(self, reading: Reading) -> Iterator[ReadSentence]:
        if not self.find:
            yield from reading.read
        for wanted, barred in self.find:
            places = reading.everywhere & ~reading.showing(*barred)
            for name in wanted:
                places &= reading.places.get(name, 0)
            for each in reading.at(places):
                if "figure" not in wanted or DIGIT.search(each.sentence.text):
                    yield each


@dataclass(frozen=True, slots=True)
class HalfSaid:
    """The advice, the question to ask next ("" for the check's own), and the number of the sentence that it quotes."""

    advice: str
    ask: str
    sentence: int


@cache
def halves() -> Mapping[str, tuple[Half, ...]]:
    """The ways in which each check can be half met, by its id."""
    tables = tomllib.loads((DATA / "half_said.toml").read_text(encoding="utf-8"))
    return {check: tuple(map(_half, entries)) for check, entries in tables.items()}


def _half(table: Mapping[str, Any]) -> Half:
    return Half(
        advice=table["advice"],
        find=tuple(map(wanted_and_barred, table.get("find", ()))),
        words=compiled(table["words"]) if "words" in table else None,
        from_score=table.get("from_score", 0.0),
        ask=table.get("ask", ""),
    )


def half_said(
    check_id: str, score: float, reading: Reading, quoted: Collection[int], worded: Callable[[str], str] = str
) -> HalfSaid | None:
    """What to say instead of the rubric's advice, `worded` as the answer needs it; None where the answer has nothing of
    it. The sentences quoted so far, by number, are passed over."""
    for half in halves().get(check_id, ()):
        if score < half.from_score:
            continue
        nearest = half.nearest(reading, quoted)
        if nearest is not None:
            each, span = nearest
            advice = worded(half.advice).replace("{words}", around(each.sentence.text, span))
            return HalfSaid(advice, worded(half.ask), each.sentence.number)
    return None


def around(text: str, span: Span, longest: int = LONGEST_WORDS) -> str:
    """A sentence without its full stop, or of a long one the words about a place in it, cut at blanks."""
    text = text.rstrip(".,;: ")
    if len(text) <= longest:
        return " ".join(text.split())
    first = 0 if span[1] <= longest else max(0, span[0] - LEAD)
    first = text.rfind(" ", 0, first) + 1 if first else 0
    last = min(len(text), first + longest)
    if last < len(text):
        last = max(text.rfind(" ", first, last), first + longest // 2)
    middle = " ".join(text[first:last].split()).rstrip(",;:")
    return f"{'… ' if first else ''}{middle}{' …' if last < len(text) else ''}"
