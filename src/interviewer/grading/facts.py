"""Whether a rewrite keeps to the facts of an answer: every number and name in it stands there, or becomes a [slot]."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources

FIGURE_SLOT, NAME_SLOT = "[your figure]", "[name]"
SCALES = {
    "k": (1e3,), "thousand": (1e3,), "m": (1.0, 1e6), "mn": (1e6,), "million": (1e6,), "b": (1.0, 1e9), "bn": (1e9,),
    "billion": (1e9,),
}  # fmt: skip
SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
UNITS = {word: float(value) for value, word in enumerate(SMALL)}
UNITS |= {word: 10.0 * value for value, word in enumerate(TENS, start=2)}
MULTIPLIERS = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9}
QUANTITIES = (
    ("half", r"half|halves|halved?|halving"),
    ("double", r"twice|doubl(?:e|es|ed|ing)"),
    ("triple", r"tripl(?:e|es|ed|ing)|threefold"),
    ("quarter", r"quarters?"),
    ("dozen", r"dozens?"),
    ("many", r"hundreds|thousands|millions|billions"),
    ("part", r"(?:a|an|one|two|three|four) (?:third|fifth|sixth|eighth|tenth)s?"),
)

DIGITS = re.compile(
    r"(?<!\w)(?:[€$£¥]\s?)?(?P<numeral>\d+(?:[.,'’\u00a0\u202f ]\d{3}(?!\d))*(?:[.,]\d+)?)"
    r"(?:\s?(?P<scale>thousand|million|billion|mn|bn|k|m|b)\b|\s?%|\s(?:percent|per cent)\b)?(?P<unit>[^\W\d_]*)",
    re.IGNORECASE,
)
FRACTION_SIGN = re.compile(r"[\u00bc-\u00be\u2150-\u215e]")
CODE = re.compile(r"(?<!\w)[^\W\d_]+\d\w*")
NUMBER_WORD = "|".join(sorted((*UNITS, *MULTIPLIERS), key=len, reverse=True))
WORDED = re.compile(
    rf"\b(?:{NUMBER_WORD})(?:(?:[ -]|(?<=hundred) and |(?<=thousand) and )(?:{NUMBER_WORD})\b)*\b", re.IGNORECASE
)
QUANTITY = re.compile("|".join(rf"\b(?P<{name}>{pattern})\b" for name, pattern in QUANTITIES), re.IGNORECASE)
WORD = re.compile(r"(?<!\w)[^\W\d_]+(?:['’][^\W\d_]+)*(?!\w)")
SLOT = re.compile(r"\[[^\[\]\n]{0,80}\]")
LIST_MARK = re.compile(r"^\s*(?:\d{1,2}[.)]|[-*•–])\s", re.MULTILINE)
BEFORE_OPENING = " \t\"'“”‘’«»()[]{}*_#>"
ENDS_SENTENCE = ".!?:;…。！？\n\r"

# Capitals that are no names; codes that are words of the trade.
NOT_NAMES = frozenset(
    ("i", "ai", "ml", "pm", "pms", "llm", "llms", "kpi", "kpis", "ux", "qa", "api", "apis", "ok", "okay", "a", "the")
)
NOT_CODES = frozenset(("f1", "b2b", "b2c"))

Key = tuple[str, str | float]


@dataclass(frozen=True, slots=True)
class _Fact:
    """A number or name in a text, with every reading it allows ("1.200" may be 1200 or 1.2)."""

    start: int
    end: int
    slot: str
    keys: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Checked:
    """A text in which every unknown fact became a slot; `replaced` are the words that were taken out."""

    text: str
    replaced: tuple[str, ...]


def keep_to_facts(text: str, *sources: str, names: bool = True, words: bool = True) -> Checked:
    """`text` with each number and, where `names`, each proper name that stands in none of the sources made a [slot].

    Without `words` only numbers written in digits are looked at.

    Values count, not spelling: "three" and 3, 1,200 and 1.2k agree. What already is a [slot] stays, unless it holds a
    figure of its own. A capital at the start of a sentence is a name where the word is not a common one.
    """
    known = _known(sources)
    pieces: list[str] = []
    replaced: list[str] = []
    at = 0
    for fact in _facts(text, names=names, words=words):
        if fact.keys & known:
            continue
        between = text[at : fact.start]
        if not (pieces and pieces[-1] == fact.slot == NAME_SLOT and not between.strip(" .-&")):
            pieces += [between, fact.slot]
        replaced.append(text[fact.start : fact.end])
        at = fact.end
    return Checked("".join(pieces) + text[at:], tuple(replaced))


def _known(sources: tuple[str, ...]) -> frozenset[Key]:
    keys: set[Key] = set()
    for source in sources:
        for fact in (*_digits(source), *_worded(source), *_codes(source)):
            keys |= fact.keys
        keys |= {("word", _plain(word[0])) for word in WORD.finditer(source)}
        keys |= {("slot", slot[0]) for slot in SLOT.finditer(source)}
    return frozenset(keys)


def _facts(text: str, *, names: bool, words: bool) -> list[_Fact]:
    """What in a text claims something, in order and without overlap; list marks and slots without figures do not."""
    exempt = [mark.span() for mark in LIST_MARK.finditer(text)]
    found: list[_Fact] = []
    for slot in SLOT.finditer(text):
        exempt.append(slot.span())
        if any(character.isnumeric() for character in slot[0]):
            found.append(_Fact(*slot.span(), FIGURE_SLOT, frozenset({("slot", slot[0])})))
    candidates = list(_codes(text)) if names else []
    candidates += _digits(text)
    if words:
        candidates += (fact for fact in _worded(text) if fact.keys != {("number", 1.0)})  # "one" is seldom a number
    if names:
        candidates += _names(text)
    taken = list(exempt)
    for fact in candidates:
        if not any(start < fact.end and fact.start < end for start, end in taken):
            found.append(fact)
            taken.append((fact.start, fact.end))
    return sorted(found, key=lambda fact: fact.start)


def _digits(text: str) -> Iterator[_Fact]:
    for match in DIGITS.finditer(text):
        scales = SCALES.get((match["scale"] or "").casefold(), (1.0,))
        values = {("number", round(value * scale, 6)) for value in _readings(match["numeral"]) for scale in scales}
        yield _Fact(*match.span(), FIGURE_SLOT, frozenset(values))
    for match in FRACTION_SIGN.finditer(text):
        yield _Fact(*match.span(), FIGURE_SLOT, frozenset({("sign", match[0])}))


def _worded(text: str) -> Iterator[_Fact]:
    for match in QUANTITY.finditer(text):
        kind = match.lastgroup or ""
        key = match[0].casefold() if kind in ("many", "part") else kind
        yield _Fact(*match.span(), FIGURE_SLOT, frozenset({("quantity", key)}))
    for match in WORDED.finditer(text):
        yield _Fact(*match.span(), FIGURE_SLOT, frozenset({("number", _worded_value(match[0]))}))


def _readings(numeral: str) -> set[float]:
    """1,200 -> 1200 and 1.2; 1,200.5 -> 1200.5; 3,5 -> 3.5. The last separator may be a decimal point, never two."""
    digits = re.sub(r"['’\u00a0\u202f ]", "", numeral)
    separators = [character for character in digits if character in ".,"]
    if not separators:
        return {float(digits)}
    whole, _, fraction = digits.rpartition(separators[-1])
    decimal = float(f"{re.sub('[.,]', '', whole)}.{fraction}")
    thousands = float(re.sub("[.,]", "", digits))
    if len(set(separators)) > 1:
        return {decimal}
    if len(separators) > 1:
        return {thousands}
    return {decimal, thousands} if len(fraction) == 3 else {decimal}


def _worded_value(words: str) -> float:
    """The value of "two hundred and fifty thousand"."""
    total = group = 0.0
    for word in re.findall(r"[a-z]+", words.casefold()):
        if word in UNITS:
            group += UNITS[word]
        elif word == "hundred":
            group = max(group, 1) * 100
        elif word in MULTIPLIERS:
            total += max(group, 1) * MULTIPLIERS[word]
            group = 0.0
    return total + group


def _codes(text: str) -> Iterator[_Fact]:
    for match in CODE.finditer(text):
        if match[0].casefold() not in NOT_CODES:
            yield _Fact(*match.span(), NAME_SLOT, frozenset({("code", match[0].casefold())}))


def _names(text: str) -> Iterator[_Fact]:
    for match in WORD.finditer(text):
        word = match[0]
        plain = _plain(word)
        if len(word) == 1 or plain in NOT_NAMES or not any(character.isupper() for character in word):
            continue
        if (
            word[0].isupper()
            and not any(map(str.isupper, word[1:]))
            and _opens(text, match.start())
            and _is_common(plain)
        ):
            continue
        yield _Fact(*match.span(), NAME_SLOT, frozenset({("word", plain)}))


def _opens(text: str, at: int) -> bool:
    """Whether a word at this offset begins a sentence, a line, a list entry or a quotation."""
    before = text[max(0, at - 80) : at].rstrip(BEFORE_OPENING)
    mark = LIST_MARK.match(text, text.rfind("\n", 0, at) + 1)
    quoted = text[at - 1 : at] in ('"', "“", "‘", "«")
    return not before or before[-1] in ENDS_SENTENCE or quoted or bool(mark and mark.end() == at)


def _plain(word: str) -> str:
    """In lower case, without a possessive or contracted ending: Google's -> google, I'd -> i."""
    return re.split("['’]", word.casefold())[0]


def _is_common(word: str) -> bool:
    words = _common_words()
    if word in words:
        return True
    for ending, instead in (
        ("s", ""),
        ("es", ""),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
        ("ies", "y"),
        ("d", ""),
    ):
        if word.endswith(ending) and word[: -len(ending)] + instead in words:
            return True
    return False


@cache
def _common_words() -> frozenset[str]:
    """Common words of English and of the trade, in lower case; a capital on any other word is taken for a name."""
    text = (
        resources.files(__package__ or "interviewer.grading").joinpath("common_words.txt").read_text(encoding="utf-8")
    )
    return frozenset(text.split())
