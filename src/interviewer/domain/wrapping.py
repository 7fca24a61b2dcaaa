"""Text whose lines were broken at a width, as mail programs, terminals and careful typists do."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

NARROWEST = 45  # characters; shorter lines were broken on purpose
ROUGHLY_FULL = 0.7  # of the width, where lines were broken by hand
RUNS_ON = 0.5  # of the lines after the first begin in the middle of a sentence
LIST_ITEM = re.compile(r"\s*(?:[-*•·–—>]|\(?\d{1,2}[.)]|\(?[A-Za-z][.)]|[#|])\s")


def unwrapped(text: str) -> str:
    """The same text, of the same length, in which a line break within a paragraph is a blank.

    A paragraph was broken at a width where no line could have taken the first word of the next, or where lines of about
    the same length run on in the middle of a sentence. Lines that were ended on purpose, such as those of a list, stay.
    """
    if "\n" not in text:
        return text
    done: list[str] = []
    block: list[str] = []  # lines without an empty one between them
    for line in text.split("\n"):
        if line.strip():
            block.append(line)
        else:
            done += [*_joined(block), line]
            block = []
    return "\n".join([*done, *_joined(block)])


def _joined(lines: Sequence[str]) -> Iterator[str]:
    if len(lines) < 2:
        yield from lines
        return
    width = max(len(line.rstrip()) for line in lines)
    for paragraph in _paragraphs(lines):
        if width >= NARROWEST and (_is_filled(paragraph, width) or _runs_on(paragraph, width)):
            yield " ".join(paragraph)
        else:
            yield from paragraph


def _paragraphs(lines: Sequence[str]) -> Iterator[list[str]]:
    """An item of a list begins a new one."""
    current = [lines[0]]
    for line in lines[1:]:
        if LIST_ITEM.match(line):
            yield current
            current = []
        current.append(line)
    yield current


def _is_filled(lines: Sequence[str], width: int) -> bool:
    """Whether nowhere the first word of the next line had room in a line; two long lines prove nothing."""
    return len(lines) > 2 and all(
        len(line.rstrip()) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in pairwise(lines)
    )


def _runs_on(lines: Sequence[str], width: int) -> bool:
    going_on = sum(line.lstrip()[:1].islower() or line.lstrip()[:1].isdigit() for line in lines[1:])
    full = all(len(line.rstrip()) >= ROUGHLY_FULL * width for line in lines[:-1])
    return len(lines) > 1 and full and going_on >= RUNS_ON * (len(lines) - 1)
