"""Whether an answer is in English, the only language whose words the offline grader knows."""

import unicodedata
from pathlib import Path

from interviewer.grading.offline.relevance import STOP, WORD

ENOUGH_WORDS = 15
ENGLISH = 0.12  # of the words of English prose, a quarter and more are such small words
FOREIGN = 0.15
# Small words of other languages that are none in English.
SMALL_WORDS = frozenset(
    (Path(__file__).resolve().parent / "data" / "foreign_words.txt").read_text(encoding="utf-8").split()
)


def is_foreign(text: str) -> bool:
    """Whether a text of some length reads like another language; gibberish and lists of terms do not."""
    letters = [each for each in text if each.isalpha()]
    if len(letters) >= 2 * ENOUGH_WORDS and sum(map(_is_latin, letters)) < len(letters) / 2:
        return True
    words = WORD.findall(text.lower())
    if len(words) < ENOUGH_WORDS:
        return False
    english = sum(word in STOP for word in words) / len(words)
    return english < ENGLISH and sum(word in SMALL_WORDS for word in words) / len(words) >= FOREIGN


def _is_latin(letter: str) -> bool:
    return letter.isascii() or unicodedata.name(letter, "").startswith("LATIN")
