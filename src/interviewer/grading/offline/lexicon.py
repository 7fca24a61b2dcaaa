"""Which subjects a sentence touches, by the phrases of rubrics/offline/lexicon.toml."""

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from interviewer.grading.lower_case import lowered

TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)?|%")
CURLY = str.maketrans("’‘", "''")
MOST_REMEMBERED = 50_000
LONGEST_STEM = 30

Span = tuple[int, int]
Entry = tuple[tuple[str, ...], str]  # the tokens after the first, and the feature they show


class Lexicon:
    """Finds phrases of up to a few words; a trailing star in a phrase's word stands for any ending."""

    def __init__(self, phrases: Mapping[str, Iterable[str]]) -> None:
        self._exact: dict[str, list[Entry]] = defaultdict(list)
        self._stems: dict[str, list[Entry]] = defaultdict(list)
        self._starting: dict[str, tuple[tuple[str, ...], tuple[Entry, ...]]] = {}
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

    def _entries(self, word: str) -> tuple[tuple[str, ...], tuple[Entry, ...]]:
        """What a first word shows by itself, and the phrases that it may begin; remembered: texts repeat words."""
        known = self._starting.get(word)
        if known is None:
            found = list(self._exact.get(word, ()))
            for length in range(2, min(len(word), LONGEST_STEM) + 1):
                found += self._stems.get(word[:length], ())
            alone = tuple(dict.fromkeys(feature for rest, feature in found if not rest))
            known = alone, tuple(entry for entry in found if entry[0])
            if len(self._starting) > MOST_REMEMBERED:
                self._starting.clear()
            self._starting[word] = known
        return known

    def find(self, tokens: Sequence[str], spans: Sequence[Span]) -> dict[str, list[Span]]:
        """The features of a tokenised sentence, each with the spans of the phrases that show it."""
        found: dict[str, list[Span]] = {}
        for at, word in enumerate(tokens):
            alone, phrases = self._entries(word)
            for feature in alone:
                found.setdefault(feature, []).append(spans[at])
            for rest, feature in phrases:
                end = at + len(rest)
                if end < len(tokens) and all(_fits(each, tokens[at + 1 + i]) for i, each in enumerate(rest)):
                    found.setdefault(feature, []).append((spans[at][0], spans[end][1]))
        return found


def _fits(pattern: str, word: str) -> bool:
    return word.startswith(pattern[:-1]) if pattern.endswith("*") else word == pattern


def tokenise(text: str) -> tuple[list[str], list[Span]]:
    """Lower-case words and percent signs, with their offsets in `text`."""
    folded = lowered(text).translate(CURLY)
    matches = list(TOKEN.finditer(folded))
    return [match[0] for match in matches], [match.span() for match in matches]


def load_lexicon(path: Path) -> dict[str, list[str]]:
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return {feature: list(table["phrases"]) for feature, table in tables.items()}
