"""Whether an answer is in English, the only language whose words the offline grader knows."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from interviewer.grading.offline.relevance import STOP, words_in

NOT_ASCII = re.compile(r"[^\x00-\x7f]")
ENOUGH_WORDS = 15
LONGER_STOP = frozenset(word for word in STOP if len(word) > 1)  # "a" and "i" are words of other languages too
ENGLISH = 0.12  # of the words of English prose, a quarter and more are such small words
FOREIGN = 0.15
# Small words of other languages that are none in English.
SMALL_WORDS = frozenset(
    (Path(__file__).resolve().parent / "data" / "foreign_words.txt").read_text(encoding="utf-8").split()
)


def is_foreign(tokens: Iterable[str]) -> bool:
    """Whether a text of some length, given by its words in lower case, reads like another language; gibberish and lists
    of terms do not."""
    tokens = list(tokens)
    if _is_in_another_script("".join(tokens)):
        return True
    if sum(map(LONGER_STOP.__contains__, tokens)) >= 2 * ENGLISH * len(tokens):  # a token holds two words at most
        return False
    words = [word for token in tokens for word in words_in(token)]
    if len(words) < ENOUGH_WORDS:
        return False
    english = sum(map(STOP.__contains__, words)) / len(words)
    return english < ENGLISH and sum(map(SMALL_WORDS.__contains__, words)) / len(words) >= FOREIGN


def _is_in_another_script(text: str) -> bool:
    """Whether more than half of its letters, and enough of them, are none of the Latin script."""
    if text.isascii():
        return False
    letters = sum(map(str.isalpha, text))
    other = sum(each.isalpha() and not _is_latin(each) for each in NOT_ASCII.findall(text))
    return letters >= 2 * ENOUGH_WORDS and other > letters / 2


def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")
