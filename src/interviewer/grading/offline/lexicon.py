"""Which subjects a sentence touches, by the phrases of rubrics/offline/lexicon.toml."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from interviewer.grading.evidence import sentences
from interviewer.grading.lower_case import lowered
from interviewer.grading.spans import Span

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|%")
CURLY = str.maketrans("’‘", "''")
MOST_REMEMBERED = 20_000
MOST_TEXTS_REMEMBERED = 64
LONGEST_STEM = 30

Entry = tuple[tuple[str, ...], str]  # the tokens after the first, and the feature they show


@dataclass(frozen=True, slots=True)
class _Starting:
    """What a first word shows by itself, and the phrases that it may begin: by their second word, or by its stem."""

    alone: tuple[str, ...]
    exact: dict[str, list[Entry]]
    stems: list[tuple[str, Entry]]

    def going_on(self, word: str) -> Sequence[Entry]:
        """The phrases whose second word this is."""
        known = self.exact.get(word, ())
        if self.stems:
            return [*known, *(entry for begin, entry in self.stems if word.startswith(begin))]
        return known


class Lexicon:
    """Finds phrases of up to a few words; a trailing star in a phrase's word stands for any ending."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._stems: dict[str, list[Entry]] = defaultdict(list)
        self._begun_by = lru_cache(MOST_REMEMBERED)(self._look_up)  # texts repeat words
        for feature, entries in phrases.items():
            for phrase in entries:
                words = phrase.lower().translate(CURLY).split()
                tokens = [token + ("*" if word.endswith("*") and token == parts[-1] else "")
                          for word in words if (parts := TOKEN.findall(word)) for token in parts]  # fmt: skip
                if not tokens:
                    raise ValueError(f"{feature}: {phrase!r} holds no word")
                first, rest = tokens[0], tuple(tokens[1:])
                if first.endswith("*"):
                    self._stems[first[:-1]].append((rest, feature))
                else:
                    self._exact[first].append((rest, feature))

    def _look_up(self, word: str) -> _Starting | None:
        """What a word begins; most begin nothing."""
        found = list(self._exact.get(word, ()))
        for length in range(2, min(len(word), LONGEST_STEM) + 1):
            found += self._stems.get(word[:length], ())
        return _starting(found) if found else None

    def find(self, tokens: Sequence[str], spans: Sequence[Span]) -> dict[str, list[Span]]:
        """The features of a tokenised sentence, each with the spans of the phrases that show it."""
        found: dict[str, list[Span]] = {}
        last = len(tokens) - 1
        for at, begun in enumerate(map(self._begun_by, tokens)):
            if begun is None:
                continue
            for feature in begun.alone:
                found.setdefault(feature, []).append(spans[at])
            if at == last or not (begun.exact or begun.stems):
                continue
            for rest, feature in begun.going_on(tokens[at + 1]):
                end = at + len(rest)
                if end <= last and (end == at + 1 or all(map(_fits, rest[1:], tokens[at + 2 : end + 1]))):
                    found.setdefault(feature, []).append((spans[at][0], spans[end][1]))
        return found


def _starting(found: Iterable[Entry]) -> _Starting:
    alone: dict[str, None] = {}
    exact: dict[str, list[Entry]] = defaultdict(list)
    stems: list[tuple[str, Entry]] = []
    for rest, feature in found:
        if not rest:
            alone[feature] = None
        elif rest[0].endswith("*"):
            stems.append((rest[0][:-1], (rest, feature)))
        else:
            exact[rest[0]].append((rest, feature))
    return _Starting(tuple(alone), dict(exact), stems)


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def tokenise(text: str) -> tuple[list[str], list[Span]]:
    """Lower-case words and percent signs, with their offsets in `text`."""
    folded = lowered(text)
    if not folded.isascii():
        folded = folded.translate(CURLY)
    matches = list(TOKEN.finditer(folded))
    return [match[0] for match in matches], [match.span() for match in matches]


@lru_cache(maxsize=MOST_TEXTS_REMEMBERED)
def sets_of_words(text: str) -> frozenset[frozenset[str]]:
    """The words of each sentence of a text that many answers are compared with."""
    return frozenset(frozenset(tokenise(sentence.text)[0]) for sentence in sentences(text))


def load_lexicon(path: Path) -> dict[str, Sequence[str]]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {feature: list(table["phrases"]) for feature, table in tables.items()}
