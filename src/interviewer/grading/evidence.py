"""Sentences of an answer and quotes in it, always as offsets into the answer as it was typed."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from interviewer.domain.grades import Evidence

LONG_SENTENCE_WORDS = 45
SHORTEST_CLAUSE_WORDS = 12
LINE = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
SENTENCE_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|[。！？]+")
# What may stand before a full stop that ends nothing. A title is always followed by its name or example; a shortened
# word or a unit by a lower-case word or a figure; a name by those, or by more of the name.
NEVER_LAST = re.compile(r"\b(?:e\.?g|i\.?e|vs?|cf|ca|incl|excl|dr|mrs?|prof|st|fig|approx)$", re.IGNORECASE)
SHORTENED = re.compile(
    r"(?:\b(?:etc|no|nos|nr|max|min|avg|est|resp|dept|vol|pp|secs?|mins?|hrs?|km|kg|cm|mm|mg|[kmgt]b|ms|pct|jan|feb|apr|aug"
    r"|sept?|oct|nov|dec)|\d\s?[a-z]{1,3})$",
    re.IGNORECASE,
)
NAME_PART = re.compile(r"(?:\b(?i:inc|ltd|co|corp|gmbh|bros|jr|sr)|\b[ap]\.m|\b[A-Za-z]\.[A-Za-z]|\b[A-HJ-Z])$")
GOES_ON = re.compile(r"\s+(?:[^\W\d_A-ZÀ-Þ]|[€$£¥]?\d)")
OPENING = re.compile(
    r"\s+(?:After|And|As|At|Before|But|By|For|He|I|If|In|It|My|No|On|Our|She|So|That|The|Then|There|They|This|We|When"
    r"|With|You)\b"
)
LONGEST_ABBREVIATION = 12
LIST_MARK = re.compile(r"\s*\(?(?:\d{1,2}|[a-z])$", re.IGNORECASE)
CLAUSE_START = re.compile(
    r"(?:[,;:]\s+(?:and|but|so|because|then|which|or|while|where)\s|;\s+"
    r"|\s(?:and then|and so|and I|and we|but I|so I|so we|because I)\s)",
    re.IGNORECASE,
)

FOLDED = str.maketrans(
    {
        "‘": "'", "’": "'", "‚": "'", "‛": "'", "′": "'", "`": "'", "´": "'",
        "“": '"', "”": '"', "„": '"', "‟": '"', "«": '"', "»": '"', "″": '"',
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "―": "-", "−": "-",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `answer[start:end] == text`, `number` counting from 1."""

    number: int
    start: int
    end: int
    text: str


def sentences(answer: str) -> list[Sentence]:
    """The sentences of an answer, in order and without overlap; all but white space belongs to one of them.

    A line break ends a sentence. Transcribed speech has few full stops: a run of more than 45 words is cut where a
    clause begins.
    """
    found: list[Sentence] = []
    for line in LINE.finditer(answer):
        for start, end in _in_line(answer, line.start(), line.end()):
            for piece_start, piece_end in _clauses(answer, start, end):
                text = answer[piece_start:piece_end]
                lead = len(text) - len(text.lstrip())
                text = text.strip()
                if text:
                    begin = piece_start + lead
                    found.append(Sentence(len(found) + 1, begin, begin + len(text), text))
    return found


def _in_line(answer: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for stop in SENTENCE_END.finditer(answer, start, end):
        if stop.end() < end and begin == start and stop[0] == "." and LIST_MARK.match(answer, start, stop.start()):
            continue
        if stop[0] == "." and _shortens(answer, max(begin, stop.start() - LONGEST_ABBREVIATION), stop.start()):
            continue
        yield begin, stop.end()
        begin = stop.end()
    if begin < end:
        yield begin, end


def _shortens(answer: str, start: int, stop: int) -> bool:
    """Whether the full stop at `stop` belongs to a shortened word, and the sentence goes on behind it."""
    if NEVER_LAST.search(answer, start, stop):
        return True
    if GOES_ON.match(answer, stop + 1):
        return bool(SHORTENED.search(answer, start, stop) or NAME_PART.search(answer, start, stop))
    return not OPENING.match(answer, stop + 1) and bool(NAME_PART.search(answer, start, stop))


def _clauses(answer: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(answer[start:end].split()) <= LONG_SENTENCE_WORDS:
        yield start, end
        return
    begin = start
    for cut in CLAUSE_START.finditer(answer, start, end):
        at = cut.start() + 1
        if len(answer[begin:at].split()) >= SHORTEST_CLAUSE_WORDS:
            yield begin, at
            begin = at
    yield begin, end


@dataclass(frozen=True, slots=True)
class _Normal:
    """A text as it is compared, and for each of its characters the offset it came from."""

    text: str
    offsets: tuple[int, ...]


def _normal(text: str) -> _Normal:
    """NFKC, folded quotes, dashes and case, runs of white space as one blank, nothing invisible."""
    characters: list[str] = []
    offsets: list[int] = []
    for at, raw in enumerate(text):
        if unicodedata.category(raw) in ("Cf", "Mn"):
            continue
        for each in unicodedata.normalize("NFKC", raw).translate(FOLDED).casefold():
            blank = each.isspace()
            if unicodedata.category(each) in ("Cf", "Mn") or (blank and characters and characters[-1] == " "):
                continue
            characters.append(" " if blank else each)
            offsets.append(at)
    return _Normal("".join(characters), tuple(offsets))


class QuoteFinder:
    """Finds quotes in one answer, whatever a model did to their quotation marks, dashes, spaces or case."""

    def __init__(self, answer: str, numbered: Sequence[Sentence] | None = None) -> None:
        self.answer = answer
        self.sentences = list(numbered) if numbered is not None else sentences(answer)
        self._normal = _normal(answer)

    def find(self, quote: str, sentence_number: int | None = None) -> Evidence | None:
        """The place of the quote: in the cited sentence first, then anywhere; None where the answer does not hold it.

        A quote of fewer than two letters or digits, or one that begins or ends within a word, proves nothing.
        """
        wanted = _normal(quote).text.strip().strip("\"'").strip(". …").strip()
        if sum(each.isalnum() for each in wanted) < 2:
            return None
        low, high = 0, len(self.answer)
        if sentence_number is not None and 0 < sentence_number <= len(self.sentences):
            cited = self.sentences[sentence_number - 1]
            inside = self._search(wanted, cited.start, cited.end)
            if inside:
                return inside
        return self._search(wanted, low, high)

    def _search(self, wanted: str, low: int, high: int) -> Evidence | None:
        text, offsets = self._normal.text, self._normal.offsets
        at = text.find(wanted)
        while at >= 0:
            last = at + len(wanted) - 1
            start, end = offsets[at], offsets[last] + 1
            cut_word = (at > 0 and text[at - 1].isalnum() and text[at].isalnum()) or (
                last + 1 < len(text) and text[last + 1].isalnum() and text[last].isalnum()
            )
            if not cut_word and low <= start and end <= high:
                return Evidence(start, end, self.answer[start:end])
            at = text.find(wanted, at + 1)
        return None
