"""Two texts laid beside each other: rows that begin and end with the same sentence, and the words that differ."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from interviewer.domain.word_difference import WORD, WordChange, word_difference

SENTENCE_END = re.compile(r"[.!?]\Z")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of one text; `changed` where the other text does not have it."""

    text: str
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    before: tuple[Piece, ...]
    after: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        return any(piece.changed for piece in (*self.before, *self.after))


def rows(before: str, after: str) -> list[Row]:
    """In order; together they hold all of both texts."""
    row = _Making(before, after)
    for change in word_difference(before, after):
        if change.op != "same":
            row.take(change)
            continue
        for part, ends in _sentences(change, before, after):
            row.take(part)
            if ends:
                row.end()
    row.end(last=True)
    return row.made


class _Making:
    """Takes stretch after stretch, with what stands between them."""

    def __init__(self, before: str, after: str) -> None:
        self.made: list[Row] = []
        self._texts = before, after
        self._at = [0, 0]
        self._pieces: tuple[list[Piece], list[Piece]] = [], []

    def take(self, change: WordChange) -> None:
        spans = (change.before_start, change.before_end), (change.after_start, change.after_end)
        for side, (start, end) in enumerate(spans):
            if start < end:
                text, pieces = self._texts[side], self._pieces[side]
                pieces.append(Piece(text[self._at[side] : start], False))
                pieces.append(Piece(text[start:end], change.op != "same"))
                self._at[side] = end

    def end(self, *, last: bool = False) -> None:
        if last:
            for side, text in enumerate(self._texts):
                self._pieces[side].append(Piece(text[self._at[side] :], False))
        before, after = (tuple(piece for piece in pieces if piece.text) for pieces in self._pieces)
        if before or after:
            self.made.append(Row(before, after))
        self._pieces = [], []


def _sentences(change: WordChange, before: str, after: str) -> Iterator[tuple[WordChange, bool]]:
    """A stretch that stayed, cut after its first sentence and its last; what leads on to a change stays with it."""
    old = list(WORD.finditer(before, change.before_start, change.before_end))
    new = list(WORD.finditer(after, change.after_start, change.after_end))
    ends = [number for number, word in enumerate(old, start=1) if SENTENCE_END.search(word[0])]
    if len(old) != len(new) or not ends:
        yield change, False
        return
    cuts = sorted({0, ends[0], ends[-1], len(old)})
    for start, end in pairwise(cuts):
        yield (
            WordChange("same", old[start].start(), old[end - 1].end(), new[start].start(), new[end - 1].end()),
            end != len(old) or end == ends[-1],
        )


def plain_text(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)
