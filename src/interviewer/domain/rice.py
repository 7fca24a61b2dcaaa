"""The arithmetic of a RICE score (reach × impact × confidence / effort), as a person writes or says it in an answer.

Two ways of stating a score are read. A sum in the open: "12,000 × 1.5 × 60 % / 6 = 1,800", step by step or in words.
Or factors by name, in any order, and then a score: "effort is 6 person-months … so the score is 1,800".
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain.rice_sums import (
    FACTORS,
    ROUNDING,
    Factor,
    Sum,
    Token,
    agrees,
    figures_named,
    sums,
    tokens,
)

MOST_MISSING = 2  # of the four factors, before a score is taken for another kind of score
MOST_UNNAMED = 60
MOST_EARLIER = 5  # scores that a later one may vary
HIGHEST: dict[Factor, float] = {"reach": 1e12, "impact": 100, "confidence": 1, "effort": 1000}


@dataclass(frozen=True, slots=True)
class StatedSum:
    """A result that an answer states: `answer[start:end]` is the figure, `stated` its value.

    `expected` is what the figures named in the answer give, `worked` that sum as text, `right` whether the two agree up
    to rounding. Where it cannot be checked from the answer, `expected` and `right` are None, and `missing` says which
    factors the answer does not name. `is_score` is False for a step on the way, such as the sum of the effort.
    """

    start: int
    end: int
    stated: float
    expected: float | None
    right: bool | None
    worked: str
    is_score: bool
    missing: tuple[Factor, ...] = ()


def rice_score(reach: float, impact: float, confidence: float, effort: float) -> float:
    """Reach a month, impact 0.25-3, confidence 0-1, effort above 0 in person-months with the hidden costs in it."""
    return reach * impact * confidence / effort


def read_rice(answer: str) -> tuple[StatedSum, ...]:
    """Every product, sum and score that the answer states, in order, each checked; () where it states none."""
    reader = _Reader()
    for sentence in tokens(answer):
        reader.read(sentence)
    return tuple(sorted(reader.found, key=lambda each: each.start))


def right_scores(expects: Iterable[str]) -> tuple[tuple[str, float], ...]:
    """The expected points of a question that work a score out ("12,000 × 1.5 × 0.6 / 6 = 1,800"), each with it."""
    return tuple((point, each.stated) for point in expects for each in read_rice(point) if each.is_score)


def reaches(stated: Iterable[StatedSum], score: float) -> bool:
    """Whether one of the scores that an answer states is this one, up to rounding."""
    return any(each.is_score and abs(each.stated - score) <= ROUNDING * abs(score) for each in stated)


class _Reader:
    """Goes through an answer sentence by sentence and remembers the factors that were named last."""

    def __init__(self) -> None:
        self.found: list[StatedSum] = []
        self.factors: dict[Factor, float] = {}
        self.top: float | None = None  # reach × impact × confidence, where only the product was stated
        self.changed = False  # whether a factor was named since the last score
        self.unnamed: list[float] = []
        self.new: list[float] = []  # figures of this sentence and factors named since the last score
        self.scored: list[dict[Factor, float]] = []  # the factors of the scores so far
        self.carried: Token | None = None

    def read(self, sentence: Sequence[Token]) -> None:
        found = sums(sentence, self.carried)
        results = {each.stated: each for each in found if each.stated is not None}
        parts = {index: each for each in found for index in each.indices}
        names = figures_named(sentence)
        waiting: list[tuple[Token, bool]] = []
        self.new = [token.value for token in sentence if token.kind == "figure"]
        for index, token in enumerate(sentence):
            name = names.get(index)
            if index in results:
                self._result(results[index], token)
            if token.kind == "figure" and name is None and index not in parts:
                self.unnamed.append(token.value)
            if name == "score":
                if index not in results and index not in parts:
                    waiting = self._settle([*waiting, (token, sentence[index - 1].kind == "rough")], at_once=True)
            elif name is not None and not (index in parts and "+" in parts[index].operators):
                self._name(name, token.value)
            if index in parts and index == parts[index].indices[-1] and parts[index].stated is None:
                self._unstated(parts[index])
        self._settle(waiting, at_once=False)

    def _name(self, factor: Factor, value: float) -> None:
        if factor == "confidence" and 1 < value <= 100:
            value /= 100  # "a confidence of 60"
        if 0 < value <= HIGHEST[factor]:
            self.factors[factor] = value
            self.changed = True
            if factor != "effort":
                self.top = None

    def _result(self, each: Sum, stated: Token) -> None:
        """A sum that states its result; the next step goes on from what was stated, right or not."""
        self.carried = stated
        fraction = each.fraction()
        expected = each.value if math.isfinite(each.value) else None
        self.found.append(
            StatedSum(
                start=stated.start,
                end=stated.end,
                stated=stated.value,
                expected=expected,
                right=None if expected is None else agrees(stated, expected, rough=each.rough),
                worked=each.worked,
                is_score=fraction is not None,
            )
        )
        if fraction is not None:
            self.top, self.factors["effort"] = fraction
            self._remember()
            self.changed = False
        elif set(each.operators) == {"*"}:
            self.top, self.changed = stated.value, True
        elif each.factor == "effort":
            self._name("effort", stated.value)

    def _unstated(self, each: Sum) -> None:
        """ "effort is 3 + 1.5 + 0.5", or "12,000 × 1.5 × 0.6 / 6" with the score in the next sentence."""
        fraction = each.fraction()
        if fraction is not None and all(map(math.isfinite, fraction)):
            self.top, self.factors["effort"] = fraction
            self.changed = True
        elif each.factor == "effort" and set(each.operators) == {"+"}:
            self._name("effort", each.value)

    def _settle(self, waiting: list[tuple[Token, bool]], *, at_once: bool) -> list[tuple[Token, bool]]:
        """Checks the scores that were named; those before their factors wait for the end of the sentence."""
        for position, (token, rough) in enumerate(waiting):
            if at_once and not (self.changed and not self._missing()):
                return waiting[position:]
            self._score(token, rough=rough)
        return []

    def _missing(self) -> tuple[Factor, ...]:
        needed = FACTORS if self.top is None else ("effort",)
        return tuple(factor for factor in needed if factor not in self.factors)

    def _score(self, token: Token, *, rough: bool) -> None:
        said_before = any(each.is_score and agrees(token, each.stated) for each in self.found)
        missing = self._missing()
        if not self.changed and said_before:
            return
        expected, worked = None, ""
        if self.changed and not missing:
            ways = self._ways(token, rough=rough)
            expected, worked = next(ways)
            fitting = next(((value, sum_) for value, sum_ in ways if agrees(token, value, rough=rough)), None)
            if not agrees(token, expected, rough=rough) and fitting:
                expected, worked = fitting
        elif len(missing) > MOST_MISSING:
            return  # hardly a word of RICE: some other score
        right = None if expected is None else agrees(token, expected, rough=rough)
        self.found.append(StatedSum(token.start, token.end, token.value, expected, right, worked, True, missing))
        if right:
            self._remember()
        self.changed = False

    def _remember(self) -> None:
        self.scored = [*self.scored[-MOST_EARLIER:], dict(self.factors)]

    def _ways(self, token: Token, *, rough: bool) -> Iterator[tuple[float, str]]:
        """The score from the factors named last; then with a figure that has no name in place of one of them, since
        people name a factor in more ways than are read here ("and it then becomes 6"); then an earlier score with one
        of its factors at a figure of this sentence ("at 0.3 it would fall to 900")."""
        yield self._from(self.factors)
        for factor in FACTORS:
            if self.top is not None and factor != "effort":
                continue
            for value in dict.fromkeys(self.unnamed[-MOST_UNNAMED:]):
                if 0 < value <= HIGHEST[factor]:
                    yield self._from({**self.factors, factor: value})
        for earlier in reversed(self.scored):
            if all(factor in earlier for factor in FACTORS):
                for factor in FACTORS:
                    for value in dict.fromkeys(self.new):
                        if 0 < value <= HIGHEST[factor]:
                            yield self._from({**earlier, factor: value}, whole=True)

    def _from(self, factors: dict[Factor, float], *, whole: bool = False) -> tuple[float, str]:
        effort = factors["effort"]
        if self.top is not None and not whole:
            return self.top / effort, f"{_shown(self.top)} / {_shown(effort)}"
        above = [factors[each] for each in FACTORS[:3]]
        return math.prod(above) / effort, f"{' × '.join(map(_shown, above))} / {_shown(effort)}"


def _shown(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".")
