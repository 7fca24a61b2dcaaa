"""What a sentence shows, of what its words touch (data/shown.toml): "under" is a limit only beside a figure, and nobody
watches data where "reviewers watched a film".
"""

import re
import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path

from interviewer.grading.lower_case import compiled
from interviewer.grading.spans import Span

Features = dict[str, list[Span]]
AFTER, BEFORE = 25, 18  # characters between such a word and the figure after it, before it
LONGEST = 120  # characters of a figure or phrase
STRETCH = compiled(r"[- ](?:\w+ )?(?:days?|nights?|weeks?|months?|quarters?|years?|sprints?|seasons?|decades?)\b")
VAGUE = compiled(
    r"\s(?:about |roughly )?(?:some|several|a few|a number of|a lot of|its|their|the current|today's) (?!cases\b|circ)"
)
CUT = re.compile(r"[;:.!?()]|\bbut\b|\bbecause\b")
UNMEANT, ACTED = MARKS = "-+"
ACTORS = frozenset(("i_word", "we_word", "we_decides", "nobody_decides", "intent"))


class Shown:
    """`tables` are those of data/shown.toml, each with words by the feature that they show only in good company.

    Its `phrases` are looked for together with those of the features themselves, under names that `of` takes out again.
    """

    def __init__(self, tables: Mapping[str, Mapping[str, Sequence[str]]]) -> None:
        self._beside = {name: frozenset(words) for name, words in tables["beside_a_figure"].items()}
        self.phrases = {f"{UNMEANT}{name}": words for name, words in tables["unmeant"].items()}
        self.phrases |= {f"{ACTED}{name}": words for name, words in tables["with_an_actor"].items()}

    def of(self, features: Features, idle: Features, lower: str) -> Features:
        """Those features that a sentence, given in lower case, really shows; `idle` are the phrases found in it."""
        kept = dict(features)
        nobody = ACTORS.isdisjoint(features)
        for mark, spans in idle.items():
            name = mark[1:]
            if name in kept and (nobody or mark[0] == UNMEANT):
                kept[name] = _outside(kept[name], spans)
        for name, words in self._beside.items():
            if name in kept:
                kept[name] = _bounding(kept[name], words, lower, features.get("figure", ()))
        if _is_only_support(kept):
            del kept["i_steps"]
        return {name: found for name, found in kept.items() if found}


def _is_only_support(features: Features) -> bool:
    """Whether the step is no step but the "I would" of "I would work closely with"."""
    steps, supports = features.get("i_steps", []), features.get("i_supports", [])
    return bool(steps) and bool(supports) and steps[0][0] == supports[0][0]


def taken_out(features: Features) -> Features:
    """Takes the phrases of `Shown` out of what was found with them."""
    return {name: features.pop(name) for name in [name for name in features if name[0] in MARKS]}


def _bounding(spans: Sequence[Span], words: frozenset[str], lower: str, figures: Sequence[Span]) -> list[Span]:
    """The spans of words that mean a limit or comparison by themselves, or beside a figure."""
    in_order = sorted(figures)
    return [
        span for span in spans if lower[span[0] : span[1]] not in words or _has_figure_beside(span, lower, in_order)
    ]


def _outside(spans: Sequence[Span], idle: Sequence[Span]) -> list[Span]:
    """The spans that lie within none of the idle ones."""
    in_order = sorted(idle)
    kept = []
    for span in spans:
        near = _around(in_order, span[0] - LONGEST, span[0])
        if not any(start <= span[0] and span[1] <= end for start, end in near):
            kept.append(span)
    return kept


def _around(in_order: Sequence[Span], first: int, last: int) -> Sequence[Span]:
    """The spans that begin between two places: in a very long sentence nobody goes through all of them."""
    return in_order[bisect_left(in_order, (first, 0)) : bisect_right(in_order, (last, last + LONGEST))]


def _has_figure_beside(span: Span, lower: str, figures: Sequence[Span]) -> bool:
    """Whether a figure, or a quantity that is told without one, stands beside a word; `figures` are in order."""
    if VAGUE.match(lower, span[1]):
        return True
    for start, end in _around(figures, span[0] - BEFORE - LONGEST, span[1] + AFTER):
        if start < span[1] and span[0] < end:  # "half" is a figure, and none to compare itself with
            continue
        between = lower[span[1] : start] if start >= span[1] else lower[end : span[0]]
        near = len(between) <= (AFTER if start >= span[1] else BEFORE)
        if near and not CUT.search(between) and not STRETCH.match(lower, end):
            return True
    return False


def load_shown(path: Path) -> Shown:
    return Shown(tomllib.loads(path.read_text(encoding="utf-8")))
