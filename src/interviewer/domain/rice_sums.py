"""Sums in a text: "(12,000 × 1.5 × 60 %) / 6 = 1,800", also in words ("12,000 times 1.5 gives 18,000")."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

ROUNDING, ABOUT = 0.02, 0.05  # how far a rounded figure, and one called rough, may lie from the right one
MOST_WORDS_BETWEEN = 7
MOST_PARTS = 40

UNITS = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6,
    "%": 0.01, "percent": 0.01, "per cent": 0.01, "cent": 0.01, "cents": 0.01, "pence": 0.01,
}  # fmt: skip
SPELT = {
    "half": 0.5, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
OPERATORS = {
    "×": "*", "*": "*", "·": "*", "x": "*", "times": "*", "multiplied by": "*",
    "÷": "/", "/": "/", "divided by": "/", "over": "/", "+": "+", "plus": "+", "−": "-", "minus": "-",
}  # fmt: skip
SIGNS = {"*": "×", "/": "/", "+": "+", "-": "−"}
RESUMING = ("×", "÷", "/", "times", "multiplied by", "divided by")  # may begin a sentence: "Divided by 4 that gives …"
LOOSE = ("is", "are", "that's")  # state a result only after several operators, or one that cannot be anything else:
CLEAR = ("×", "÷", "times", "multiplied by", "divided by")
PART_OF_EFFORT = ("labelling", "labeling", "retraining", "monitoring", "review", "build", "extra", "added", "hidden")
OTHER_SCORES = ("f1", "f", "trust", "credit", "risk", "model", "quality", "satisfaction", "churn", "health")

Factor = Literal["reach", "impact", "confidence", "effort"]
FACTORS: tuple[Factor, ...] = get_args(Factor)
NAMES: dict[str, Factor | Literal["score"]] = {"score": "score", **{factor: factor for factor in FACTORS}}

NOT_FIGURES = re.compile(  # the scales of impact and confidence, and round the clock
    r"\b0?\.25\s*(?:-|–|to)\s*3\b(?![.,]?\d)|(?<![.,\d])0(?:\.0)?\s*(?:-|–|to)\s*1(?:\.0)?\b(?![.,]?\d)|\b24/7\b"
)
SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?!\s|$)|\n(?=\s*[×÷/=+]))+[.!?]?")
TOKEN = re.compile(
    r"(?P<digits>(?:(?<![\w.,])|(?<=[\d\s]x))"
    r"(?:(?:\d{1,3}(?:[,\u00a0\u202f ]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?(?!\d)|\.\d+)"
    r"|(?:(?<=\bof )|(?<=\ba )|(?<=\bis )|(?<=\bat )|(?<=\bby )|(?<=\btimes ))(?:half|one)\b"
    r"|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
    r"(?P<unit>\s?(?:%|percent\b|per cent\b|k\b|thousand\b|m\b|million\b|cents?\b|pence\b))?"
    r"|(?P<per>/\s?(?:a |per )?(?:month|mo|week|year|quarter|day|user|person|customer)\b)"
    r"|(?P<operator>[×*·÷/+−]|(?:\b|(?<=\d))x(?=\s*[\d.(])|\b(?:times|multiplied by|divided by|over|plus|minus)\b)"
    r"|(?P<equals>=>|[=≈→⇒]|\b(?:equals|gives|makes|comes (?:out )?(?:to|at)|works out (?:to|at)|is|are|that's)\b)"
    r"|(?P<open>\()|(?P<close>\))"
    r"|(?P<reach>\breach(?:es|ed)?\b)|(?P<impact>\bimpact\b)|(?P<confidence>\bconfiden(?:ce|t)\b)"
    r"|(?P<effort>\beffort\b)|(?P<score>\b(?:scores?|rice)\b)"
    r"|(?P<rough>~|\b(?:about|roughly|around|approximately|nearly|almost)\b)"
    r"|(?P<pause>[,;|]|\b(?:and|with|so|but|while|then)\b)"
    r"|(?P<word>[^\W\d_]+)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Token:
    """A figure, an operator or a word; `value` of a figure, `step` what one of its last digit is worth (2,700: 100)."""

    kind: str
    text: str
    start: int
    end: int
    value: float = 0.0
    step: float = 0.0


@dataclass(slots=True)
class Sum:
    """Figures and operators in turn; `indices` says where in the sentence they stand.

    `factor` is the name before the first figure; `stated` the index of the result, None where none is stated.
    """

    parts: list[Token] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)
    factor: str | None = None
    stated: int | None = None
    rough: bool = False

    @property
    def operators(self) -> list[str]:
        return [OPERATORS[each.text] for each in self.parts if each.kind == "operator"]

    @property
    def wants_figure(self) -> bool:
        return not self.parts or self.parts[-1].kind in ("operator", "open")

    @property
    def open_brackets(self) -> int:
        return sum((each.kind == "open") - (each.kind == "close") for each in self.parts)

    @property
    def worked(self) -> str:
        shown = [SIGNS[OPERATORS[each.text]] if each.kind == "operator" else each.text.strip() for each in self.parts]
        return " ".join(shown).replace("( ", "(").replace(" )", ")")

    @property
    def value(self) -> float:
        """Not a number where it cannot be worked out, such as a division by 0."""
        value, rest = _added(self.parts)
        return math.nan if rest else value

    def fraction(self) -> tuple[float, float] | None:
        """What stands above and below its last division, outside brackets: (10,800, 6)."""
        depth = 0
        for index in range(len(self.parts) - 1, -1, -1):
            each = self.parts[index]
            depth += (each.kind == "close") - (each.kind == "open")
            if not depth and each.kind == "operator" and OPERATORS[each.text] == "/":
                return Sum(self.parts[:index]).value, Sum(self.parts[index + 1 :]).value
        return None


def tokens(text: str) -> Iterator[list[Token]]:
    """The tokens of a text by sentence; a line break ends a sentence unless the next line goes on with an operator."""
    plain = NOT_FIGURES.sub(lambda found: " " * len(found[0]), text)
    for sentence in SENTENCE.finditer(plain):
        yield [_token(match) for match in TOKEN.finditer(plain, sentence.start(), sentence.end())]


def _token(match: re.Match[str]) -> Token:
    if match["digits"]:
        value, step = _value(match["digits"].lower(), (match["unit"] or "").strip().lower())
        return Token("figure", match[0], match.start(), match.end(), value, step)
    return Token(match.lastgroup or "word", match[0].lower(), match.start(), match.end())


def _value(digits: str, unit: str) -> tuple[float, float]:
    worth = UNITS.get(unit, 1.0)
    if digits in SPELT:
        return SPELT[digits] * worth, worth
    plain = re.sub(r"[,\u00a0\u202f ](?=\d{3}(?!\d))", "", digits).replace(",", ".")
    plain = re.sub(r"(?<=\d\d)\.000$", "000", plain)  # 40.000 people
    decimals = len(plain.partition(".")[2])
    zeros = 0 if decimals else len(plain) - len(plain.rstrip("0"))
    return float(plain) * worth, 10.0 ** (zeros - decimals) * worth


def agrees(stated: Token, expected: float, *, rough: bool = False) -> bool:
    """Whether a figure is `expected`, rounded or cut off at the last digit shown; "about" gives a little more room."""
    room = ABOUT * abs(expected) if rough else min(stated.step, ROUNDING * abs(expected))
    return abs(stated.value - expected) <= room + 1e-9 * abs(expected)


def sums(sentence: Sequence[Token], carried: Token | None) -> list[Sum]:
    """The sums of a sentence, each with at least one operator. `carried` is the last result stated before it."""
    reader = _SumReader(sentence, carried)
    for index in range(len(sentence)):
        reader.take(index)
    reader.finish()
    return reader.found


class _SumReader:
    def __init__(self, sentence: Sequence[Token], carried: Token | None) -> None:
        self.sentence = sentence
        self.carried = carried
        self.found: list[Sum] = []
        self.skipped_to = 0
        self._begin()

    def _begin(self) -> None:
        self.sum = Sum()
        self.words = 0
        self.equals = self.paused = self.other_factor = False

    def finish(self) -> None:
        """Keeps the sum under way if it is one, and begins the next."""
        if self.sum.parts and self.sum.parts[-1].kind == "operator":
            self.sum.parts.pop()
        if self.sum.operators and not self.sum.open_brackets:
            self.found.append(self.sum)
        self._begin()

    def take(self, index: int) -> None:
        if index < self.skipped_to:
            return
        token = self.sentence[index]
        if token.kind == "figure":
            self._figure(index, token)
        elif token.kind == "operator":
            self._operator(index, token)
        elif token.kind == "equals":
            self._equals(token)
        elif token.kind in ("open", "close"):
            self._bracket(index, token)
        else:
            self._word(token)

    def _figure(self, index: int, token: Token) -> None:
        if self.equals:
            self.sum.stated = index
            self.finish()
        elif not self.sum.wants_figure:
            self.finish()
        if not self.sum.parts:
            self.sum.factor = self._factor_before(index)
        self._add(index, token)

    def _add(self, index: int, token: Token) -> None:
        self.sum.parts.append(token)
        self.sum.indices.append(index)
        self.words, self.paused, self.other_factor = 0, False, False
        if len(self.sum.parts) > MOST_PARTS:
            self._begin()

    def _factor_before(self, index: int) -> str | None:
        for each in reversed(self.sentence[:index]):
            if each.kind in FACTORS:
                return each.kind
            if each.kind in ("pause", "figure", "operator"):
                return None
        return None

    def _operator(self, index: int, token: Token) -> None:
        if not self.sum.parts and self.carried is not None and token.text in RESUMING and index <= 1:
            self.sum.parts.append(self.carried)
        if self.sum.wants_figure or (token.text == "over" and "*" not in self.sum.operators):
            return
        self.equals = False
        self._add(index, token)

    def _equals(self, token: Token) -> None:
        if self.sum.wants_figure or not self.sum.operators or self.other_factor:
            return
        clear = len(self.sum.operators) > 1 or any(each.text in CLEAR for each in self.sum.parts)
        if clear or token.text not in LOOSE:
            self.equals = True
            self.sum.rough = token.text == "≈"

    def _bracket(self, index: int, token: Token) -> None:
        if token.kind == "close":
            if self.sum.open_brackets and not self.sum.wants_figure:
                self._add(index, token)
            return
        inside = self.sentence[index + 1 : self._closing(index)]
        is_sum = any(one.kind == "figure" for one in inside) and any(one.kind == "operator" for one in inside)
        if self.sum.wants_figure and is_sum:
            self._add(index, token)
        else:
            self.skipped_to = self._closing(index) + 1  # an aside: "0.6 (60 %)"

    def _closing(self, index: int) -> int:
        depth = 0
        for at in range(index, min(index + MOST_PARTS, len(self.sentence))):
            depth += (self.sentence[at].kind == "open") - (self.sentence[at].kind == "close")
            if not depth:
                return at
        return index

    def _word(self, token: Token) -> None:
        self.words += 1
        if token.kind == "rough" and self.equals:
            self.sum.rough = True
        if token.kind == "pause":
            self.paused = True
        if token.kind in FACTORS and self.paused and not self.sum.wants_figure:
            self.other_factor = True  # "10,000 × 1.5, and the effort is 6": 6 is no result of it
        if self.words > MOST_WORDS_BETWEEN:
            self.finish()


def _added(parts: Sequence[Token]) -> tuple[float, Sequence[Token]]:
    value, parts = _multiplied(parts)
    while parts and OPERATORS.get(parts[0].text) in ("+", "-"):
        sign = 1 if OPERATORS[parts[0].text] == "+" else -1
        further, parts = _multiplied(parts[1:])
        value += sign * further
    return value, parts


def _multiplied(parts: Sequence[Token]) -> tuple[float, Sequence[Token]]:
    value, parts = _single(parts)
    while parts and OPERATORS.get(parts[0].text) in ("*", "/"):
        divides = OPERATORS[parts[0].text] == "/"
        further, parts = _single(parts[1:])
        if divides:
            value = value / further if further else math.nan
        else:
            value *= further
    return value, parts


def _single(parts: Sequence[Token]) -> tuple[float, Sequence[Token]]:
    if parts and parts[0].kind == "figure":
        return parts[0].value, parts[1:]
    if parts and parts[0].kind == "open":
        value, rest = _added(parts[1:])
        return value, rest[1:]
    return math.nan, ()


def figures_named(sentence: Sequence[Token]) -> dict[int, Factor | Literal["score"]]:
    """Which figure of a sentence is which factor, or a score: "reach is 12,000", "80 % confidence"; by index."""
    named: dict[int, Factor | Literal["score"]] = {}
    label: int | None = None  # the name that waits for its figure
    loose: int | None = None  # the figure that may get the name behind it
    for index, token in enumerate(sentence):
        if token.kind in NAMES and not _is_other(sentence, index, label):
            if loose is not None and token.kind != "score":
                named[loose], label = NAMES[token.kind], None
            else:
                label = index
            loose = None
        elif token.kind == "figure" and not _is_origin(sentence, index):
            if label is not None and _belongs(sentence, label, index):
                named[index], label = NAMES[sentence[label].kind], None
            else:
                loose = index
        elif token.kind in ("pause", "operator", "open", "close"):
            loose = None
    return named


def _is_other(sentence: Sequence[Token], index: int, label: int | None) -> bool:
    """ "The labelling effort" is not the effort, a "confidence score" or "F1 score" not the score."""
    before = sentence[index - 1].text if index else ""
    if sentence[index].kind == "effort":
        return before in PART_OF_EFFORT
    named_by_factor = label is not None and label == index - 1 and sentence[label].kind in FACTORS
    return sentence[index].kind == "score" and (before in OTHER_SCORES or named_by_factor)


def _is_origin(sentence: Sequence[Token], index: int) -> bool:
    """Whether a figure is only where something came from, or a part of a scale: "from 3 to 6", "2 out of 3", "by 2"."""
    before = [each.text for each in sentence[max(0, index - 2) : index]]
    return before[-1:] in (["from"], ["by"]) or before == ["out", "of"]


def _belongs(sentence: Sequence[Token], label: int, index: int) -> bool:
    """Whether a figure goes with a name before it: next to it, or behind "is" where other words lie between."""
    between = [each for each in sentence[label + 1 : index] if each.kind != "rough"]
    if sentence[label].kind == "score" and "%" in sentence[index].text:
        return False  # "the score is 40 % lower"
    if not between or between[-1].kind in ("equals", "open") or between[-1].text in ("of", "to", "at"):
        return True
    if sentence[label].kind == "score":
        return False
    breaks = [each for each in between if each.kind in ("pause", "operator", "figure")]
    return not breaks or len(between) == 1
