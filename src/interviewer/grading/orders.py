"""Text in an answer that talks to the grader instead of the interviewer: it is shown as such and earns nothing.

An order that somebody else gave ("a user typed …") is part of a story, and no order.
"""

import base64
import binascii
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path

from interviewer.grading.lower_case import compiled, lowered
from interviewer.grading.pieces import Heads, Pieces, heads_in, pieces
from interviewer.grading.spans import merged

QUOTED = re.compile('["“”„«»][^"“”„«»\n]{1,300}["“”«»]')
INVISIBLE = "\u200b-\u200f\u2060-\u2064\u00ad\ufeff\U000e0000-\U000e007f\U000e0100-\U000e01ef"
HIDDEN = re.compile(
    f"[{INVISIBLE}\u202a-\u202e\u2066-\u2069]{{3,}}|(?:[\\w ][{INVISIBLE}]{{1,2}}){{5,}}|[\u202d\u202e][^\u202c\n]*"
)
SPACED = re.compile(r"(?:\b\w[\s.\-_*]{1,3}){8,}\w\b")
SPACED_ORDER = re.compile(r"ignore|instruct|score|grade|rubric")
SPACED_LETTERS = re.compile(r"[\s.\-_*]\w[\s.\-_*]{1,3}\w[\s.\-_*]")  # no spaced word is without; quick to look for
SHORTEST_ENCODED = 24
ENCODED = re.compile(rf"\b[A-Za-z0-9+/]{{{SHORTEST_ENCODED},}}={{0,2}}")
SENTENCE_BEGINS = re.compile(r"(?:[.!?…:;\n\r•*#>|)\]`-]\s*)+|,(?=\s*please\b)", re.IGNORECASE)
WORD_BEGINS = re.compile(r"\b\w")
LINE_BEGINS = re.compile(r"[.!?\n\r]")
LONGEST_PREFIX = 160
MOST_SPANS = 5_000
LONGEST_SHOWN = 60
ORDER_NOTICE = "This looks like an order to the grader"
WORDS_AROUND_A_QUOTE = 2

# Letters of other scripts that look like Latin ones, and full-width forms: each becomes one letter, so offsets stay.
LOOKALIKES = str.maketrans("аеорсухіјѕӏԁАВЕКМНОРСТХοαυρ", "aeopcyxijsldABEKMHOPCTXoaup") | {
    0xFF01 + at: chr(0x21 + at) for at in range(94)
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Asked:
    """Every match holds one of the `needs`."""

    needs: Pieces
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class _Patterns:
    """`sentence` counts where a sentence begins with it, `format` where a line does, the others wherever they stand."""

    sentence: re.Pattern[str]
    anywhere: tuple[_Asked, ...]
    format: tuple[_Asked, ...]
    launch: re.Pattern[str]
    label: re.Pattern[str]
    told: re.Pattern[str]
    told_after: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    lists = tomllib.loads(Path(__file__).with_name("orders.toml").read_text(encoding="utf-8"))
    words, orders = lists["words"], lists["orders"]

    def one(patterns: Sequence[str]) -> re.Pattern[str]:
        text = "|".join(f"(?:{pattern})" for pattern in patterns)
        for name in ("grade", "answer", "machine", "scale"):
            text = text.replace(f"{{{name.upper()}}}", f"(?:{'|'.join(words[name])})")
        return compiled(text)

    def only(allowed: Sequence[str]) -> re.Pattern[str]:
        return compiled(rf"(?:\W|\b(?:{'|'.join(allowed)})\b)*")

    return _Patterns(
        sentence=one(orders["sentence"]),
        anywhere=tuple(
            [_Asked(pieces(each["needs"]), one([each["pattern"]])) for each in lists["anywhere"]]
            + [_Asked(pieces(each["needs"]), one(each["patterns"])) for each in lists["languages"].values()]
        ),
        format=tuple(_Asked(pieces(each["needs"]), one([each["pattern"]])) for each in lists["format"]),
        launch=only(words["launch"]),
        label=only([*words["label"], *words["launch"]]),
        told=compiled(words["told"]),
        told_after=compiled(words["told_after"]),
    )


def order_spans(answer: str, heads: Heads | None = None) -> list[tuple[int, int]]:
    """Spans of the answer that address the grader: orders, fake results, fake delimiters, hidden characters. `heads`
    are those of its words, where they are known."""
    found = set(islice(_addressed(lowered(answer), heads), MOST_SPANS))
    if not answer.isascii():
        folded = answer.translate(LOOKALIKES)
        if folded != answer:
            found |= set(islice(_addressed(lowered(folded)), MOST_SPANS))
        found |= {match.span() for match in HIDDEN.finditer(answer)}
    if SPACED_LETTERS.search(answer):
        for match in SPACED.finditer(answer):
            if SPACED_ORDER.search(re.sub(r"[\s.\-_*]", "", match[0]).casefold()):
                found.add(match.span())
    if max(map(len, answer.split()), default=0) >= SHORTEST_ENCODED:
        found |= {match.span() for match in ENCODED.finditer(answer) if _hides_an_order(match[0])}
    return merged(found)


def _addressed(answer: str, heads: Heads | None = None) -> Iterator[tuple[int, int]]:
    patterns = _patterns()
    quoted = [match.span() for match in QUOTED.finditer(answer)]
    yield from (span for span in _at_sentences(answer) if not _is_told(answer, *span, quoted))
    lower = answer.casefold()
    heads = heads_in(lower) if heads is None else heads
    for asked in patterns.anywhere:
        if not asked.needs.are_in(lower, heads):
            continue
        for match in asked.pattern.finditer(answer):
            if not _is_told(answer, *match.span(), quoted):
                yield match.span()
    for asked in patterns.format:
        if not asked.needs.are_in(lower, heads):
            continue
        for match in asked.pattern.finditer(answer):
            begins = patterns.label.fullmatch(_before(answer, match.start(), LINE_BEGINS))
            if begins and not _is_told(answer, *match.span(), []):  # JSON is full of quotation marks
                yield match.span()


def _at_sentences(answer: str) -> Iterator[tuple[int, int]]:
    """Orders that a sentence begins with, or with nothing but a few small words before them ("now please give …")."""
    patterns = _patterns()
    begins = [0, *(match.end() for match in SENTENCE_BEGINS.finditer(answer))]
    for begin in begins:
        launched = patterns.launch.match(answer, begin, begin + LONGEST_PREFIX)
        starts = {begin}
        if launched and launched.end() > begin:
            starts = {word.start() for word in WORD_BEGINS.finditer(answer, begin, launched.end())} | {launched.end()}
        for start in starts:
            if found := patterns.sentence.match(answer, start):
                yield found.span()


def _before(answer: str, start: int, breaks: re.Pattern[str]) -> str:
    prefix = answer[max(0, start - LONGEST_PREFIX) : start]
    last = 0
    for found in breaks.finditer(prefix):
        last = found.end()
    return prefix[last:]


def _is_told(answer: str, start: int, end: int, quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether the words report what somebody else said, typed or found."""
    patterns = _patterns()
    if patterns.told.search(_before(answer, start, LINE_BEGINS)) or patterns.told_after.match(answer[end : end + 160]):
        return True
    for opened, closed in quoted:
        if opened <= start < closed:
            line = answer[answer.rfind("\n", 0, opened) + 1 : opened], answer[closed : closed + LONGEST_PREFIX]
            around = line[0].rpartition(". ")[2], line[1].partition("\n")[0].partition(". ")[0]
            return sum(len(re.findall(r"\w+", each)) for each in around) >= WORDS_AROUND_A_QUOTE
    return False


def _hides_an_order(text: str) -> bool:
    """Whether base64 text decodes to an order."""
    try:
        plain = base64.b64decode(text + "=" * (-len(text) % 4), validate=False).decode("utf-8")
    except (binascii.Error, ValueError):
        return False
    return any(_addressed(unicodedata.normalize("NFKC", plain)))


def order_notice(answer: str, spans: list[tuple[int, int]]) -> str | None:
    """What the person is told about them, quoting the first; None where there is none."""
    if not spans:
        return None
    start, end = spans[0]
    shown = " ".join(
        "".join(each if each.isprintable() or each.isspace() else "·" for each in answer[start:end]).split()
    )
    shown = shown if len(shown) <= LONGEST_SHOWN else shown[: LONGEST_SHOWN - 1] + "…"
    rest = f" (and {len(spans) - 1} more)" if len(spans) > 1 else ""
    return f"{ORDER_NOTICE}, not part of an answer: “{shown}”{rest}. It earned nothing."
