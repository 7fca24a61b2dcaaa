"""Clauses that say that something was not done: what their words name is not shown (data/denials.toml)."""

import tomllib
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from interviewer.grading.lower_case import compiled
from interviewer.grading.pieces import holds
from interviewer.grading.spans import Span, merged

# A denial holds one of these; looking for them first is quicker than the expressions where there is none.
SIGNS = (
    "n't", "cannot", "never", "without", "lack", "absence", "neither", "forgot", "failed", "neglected", "omitted",
    "should", "ought", "could",
)  # fmt: skip
NO = compiled(r"\bno(?:t|r|ne|body)?\b")
STRAIGHT = str.maketrans("’‘", "''")
BLANK = "\N{MIDDLE DOT}"


class Denials:
    """Finds the denied parts of a sentence. `words` are the lists of data/denials.toml."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        def listed(name: str, joint: str = "|") -> str:
            text = joint.join(words[name])
            for part in ("NOT", "ACTS", "SETS", "THING", "A"):
                if f"{{{part}}}" in text:
                    text = text.replace(f"{{{part}}}", f"(?:{listed(part)})")
            return text

        self._clauses = compiled(rf"(?<![^\W_])(?:{listed('clauses')})")
        self._onward = compiled(rf"(?<![^\W_])(?:{listed('onward')})")
        self._anyway = compiled(listed("counts_anyway"))
        self._boundary = compiled(listed("boundaries"))
        self.unshown = frozenset(words["unshown"])
        self._unsaid = compiled(rf"\b(?:{listed('unsaid')})")
        self._unsaid_ends = compiled(words["unsaid_ends"])
        self.said_anyway = frozenset(words["said_anyway"])

    def find(self, lower: str) -> tuple[list[Span], list[Span]]:
        """The spans of a sentence, given in lower case, in which what they name is denied, and those that say that
        nothing can be said; both in order."""
        if not lower.isascii():
            lower = lower.translate(STRAIGHT)
        if not _may_deny(lower):
            return [], []
        return self._denied(lower), self._left_unsaid(lower)

    def _left_unsaid(self, lower: str) -> list[Span]:
        found: list[Span] = []
        for match in self._unsaid.finditer(lower):
            if not found or match.start() >= found[-1][1]:
                ends = self._unsaid_ends.search(lower, match.end())
                found.append((match.start(), ends.start() if ends else len(lower)))
        return found

    def _denied(self, lower: str) -> list[Span]:
        found = [(*match.span(), True) for match in self._clauses.finditer(lower)]
        found += [(*match.span(), False) for match in self._onward.finditer(lower)]
        if not found:
            return []
        cuts = [cut.span() for cut in self._boundary.finditer(lower)]
        begins, ends = [cut[0] for cut in cuts], [cut[1] for cut in cuts]
        denied: list[Span] = []
        counts: dict[str, bool] = {}  # what stands around it, where one clause holds many
        for start, end, whole in sorted(found):
            before, after = bisect_right(ends, start), bisect_left(begins, end)
            first = ends[before - 1] if before else 0
            last = begins[after] if after < len(begins) else len(lower)
            beyond = lower.find(" but ", end, end + 60)
            around = lower[first : max(last, beyond + 12 if beyond >= 0 else 0, min(len(lower), last + 15))]
            if around not in counts:
                counts[around] = self._anyway.search(around) is not None
            if not counts[around]:
                denied.append((first if whole else start, last))
        return denied


def _may_deny(lower: str) -> bool:
    return holds(lower, SIGNS) or ("no" in lower and NO.search(lower) is not None)


def load_denials(path: Path) -> Denials:
    return Denials(tomllib.loads(path.read_text(encoding="utf-8")))


def outside(spans: Sequence[Span], denied: Sequence[Span]) -> list[Span]:
    """The spans that begin in no denied part."""
    if not denied:
        return list(spans)
    apart = merged(denied)
    begins = [start for start, _ in apart]

    def is_denied(at: int) -> bool:
        place = bisect_right(begins, at)
        return place > 0 and at < apart[place - 1][1]

    return [span for span in spans if not is_denied(span[0])]


def without(text: str, denied: Sequence[Span]) -> str:
    """The text, of the same length, with its denied parts made unreadable."""
    pieces, at = list[str](), 0
    for start, end in merged(denied):
        pieces += (text[at:start], BLANK * (end - start))
        at = end
    return "".join((*pieces, text[at:]))
