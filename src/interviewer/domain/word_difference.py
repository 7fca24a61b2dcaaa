"""Two texts word by word: what stayed, what went, what came.

First whole sentences are matched, then words within what is left between them, so that two long answers take
milliseconds and a word that merely occurs in both far apart matches nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Op = Literal["same", "removed", "added", "replaced"]

WORD = re.compile(r"\w+(?:['’.,]\w+)*|[^\w\s]")
SENTENCE_END = re.compile(r"[.!?;:]\Z")
LONGEST_BLOCK = 9_000_000  # words times words; beyond that a block is said to be replaced
FEWEST_KEPT = 2  # words that stayed between two changes; fewer are noise


@dataclass(frozen=True, slots=True)
class WordChange:
    """A stretch of both texts, as offsets in characters: `before[before_start:before_end]` and the same of `after`.

    Of "same" the words are equal (the blanks between them need not be), of "removed" the stretch of `after` is empty,
    of "added" that of `before`.
    """

    op: Op
    before_start: int
    before_end: int
    after_start: int
    after_end: int


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Words of `before` from number `a` to `b`, and of `after` from `c` to `d`."""

    same: bool
    a: int
    b: int
    c: int
    d: int


def word_difference(before: str, after: str) -> tuple[WordChange, ...]:
    """Stretches in order; together they cover every word of both texts. Equal texts give one "same" or, empty, none."""
    old, new = _words(before), _words(after)
    blocks = _joined(list(_blocks(old, new)))
    return tuple(_change(each, old, new) for each in _joined(_without_noise(blocks, old)))


def _words(text: str) -> list[_Word]:
    return [_Word(found[0], found.start(), found.end()) for found in WORD.finditer(text)]


def _blocks(old: Sequence[_Word], new: Sequence[_Word]) -> Iterator[_Block]:
    """Equal sentences, and between them words."""
    one, other = _sentences(old), _sentences(new)
    keys = [[tuple(word.text for word in words[start:end]) for start, end in ends] for words, ends in
            ((old, one), (new, other))]  # fmt: skip
    matcher: SequenceMatcher[tuple[str, ...]] = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        block = _Block(op == "equal", _start(one, i, old), _start(one, j, old), _start(other, k, new),
                       _start(other, m, new))  # fmt: skip
        if op == "replace":
            yield from _by_words(block, old, new)
        else:
            yield block


def _sentences(words: Sequence[_Word]) -> list[tuple[int, int]]:
    """From which word to which."""
    found, start = [], 0
    for number, word in enumerate(words, start=1):
        if SENTENCE_END.search(word.text) or number == len(words):
            found.append((start, number))
            start = number
    return found


def _start(sentences: Sequence[tuple[int, int]], number: int, words: Sequence[_Word]) -> int:
    return sentences[number][0] if number < len(sentences) else len(words)


def _by_words(block: _Block, old: Sequence[_Word], new: Sequence[_Word]) -> Iterator[_Block]:
    one = [word.text for word in old[block.a : block.b]]
    other = [word.text for word in new[block.c : block.d]]
    if len(one) * len(other) > LONGEST_BLOCK:
        yield block
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for op, i, j, k, m in matcher.get_opcodes():
        yield _Block(op == "equal", block.a + i, block.a + j, block.c + k, block.c + m)


def _without_noise(blocks: Sequence[_Block], old: Sequence[_Word]) -> list[_Block]:
    """A full stop, or a word that stayed between two longer changes, would only tear both apart."""
    found = []
    for at, block in enumerate(blocks):
        if block.same and 0 < at < len(blocks) - 1:
            kept = sum(word.text[0].isalnum() for word in old[block.a : block.b])
            around = min(max(each.b - each.a, each.d - each.c) for each in (blocks[at - 1], blocks[at + 1]))
            if kept == 0 or (kept < FEWEST_KEPT and around > kept):
                block = _Block(False, block.a, block.b, block.c, block.d)  # noqa: PLW2901 - another kind of it
        found.append(block)
    return found


def _joined(blocks: Sequence[_Block]) -> list[_Block]:
    """Neighbours of a kind made one."""
    found: list[_Block] = []
    for block in blocks:
        if found and found[-1].same == block.same:
            last = found.pop()
            block = _Block(block.same, last.a, block.b, last.c, block.d)  # noqa: PLW2901 - it grows
        found.append(block)
    return found


def _change(block: _Block, old: Sequence[_Word], new: Sequence[_Word]) -> WordChange:
    op: Op = "same" if block.same else "replaced"
    if not block.same and block.a == block.b:
        op = "added"
    elif not block.same and block.c == block.d:
        op = "removed"
    return WordChange(op, *_span(old, block.a, block.b), *_span(new, block.c, block.d))


def _span(words: Sequence[_Word], start: int, end: int) -> tuple[int, int]:
    """From the first character of one word to the last of another; an empty stretch lies after the word before it."""
    if start < end:
        return words[start].start, words[end - 1].end
    at = words[start - 1].end if start else 0
    return at, at
