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
ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|vs?|etc|cf|approx|ca|incl|no|nr|dr|mr|mrs|ms|st|prof|inc|ltd|co|fig|max|min|avg)\.?"
    r"|\b[A-Z]|\b[ap]\.m)$",
    re.IGNORECASE,
)
CLAUSE_START = re.compile(
    r"(?:[,;:]\s+(?:and|but|so|because|then|which|or|while|where)\s|;\s+"
    r"|\s(?:and then|and so|and I|and we|but I|so I|so we|because I)\s)",
    re.IGNORECASE,
)
WORD = re.compile(r"\S+")

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
        if (
            stop[0].startswith(".")
            and len(stop[0]) == 1
            and ABBREVIATION.search(answer, max(begin, stop.start() - 8), stop.start())
        ):
            continue
        yield begin, stop.end()
        begin = stop.end()
    if begin < end:
        yield begin, end


def _clauses(answer: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if len(WORD.findall(answer[start:end])) <= LONG_SENTENCE_WORDS:
        yield start, end
        return
    begin = start
    for cut in CLAUSE_START.finditer(answer, start, end):
        at = cut.start() + 1
        if len(WORD.findall(answer[begin:at])) >= SHORTEST_CLAUSE_WORDS:
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
