"""Which points of a strong answer an answer does not take up, by its words and what they mean: for the feedback, never
for a score. It would rather miss one than name one wrongly.

A point counts as untouched where none of its telling words, nor another word for the same thing, stands in the answer.
Words that describe any answer ("says", "the result", "users") tell nothing. On the worked answers of the bank it names
23 % of the points for weak answers, 15 % for middling, 6 % for strong ones, some of which do leave the point out.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from interviewer.domain.questions import Question
from interviewer.grading.offline.relevance import terms

DATA = Path(__file__).resolve().parent / "data"
MOST_NAMED = 3
SHORT, MIDDLE = 4, 6  # a point of so many words is named on one telling term, or two; a longer one on three
DESCRIBING = frozenset(
    terms(
        "say name describe give gives given per least state show explain tell put find make choose decide decision pick"
        " set look watch add use take took turn keep bring happen know other theirs candidate answer question role"
        " user customer people person team business money cost number figure measure metric result model output time"
        " change thing part way case detail reason place point side back afterwards already particular particularly"
    )
)


def untouched(question: Question, answer: str) -> list[str]:
    """Points of `question.expects` that the answer seems not to touch, in their order, three at most."""
    if not question.expects:
        return []
    said = frozenset(terms(answer))
    meant = _meanings(said)
    known = frozenset(terms(question.prompt)) | DESCRIBING
    found = []
    for point in question.expects:
        telling = [term for term in dict.fromkeys(terms(point)) if term not in known]
        length = len(point.split())
        needed = 1 if length <= SHORT else 2 if length <= MIDDLE else 3
        if len(telling) >= needed and not any(term in said or _meanings((term,)) & meant for term in telling):
            found.append(point)
    return found[:MOST_NAMED]


def untouched_text(question: Question, answer: str) -> str:
    """The same as a line for the person; nothing where there is nothing to name."""
    found = [point.strip().rstrip(".") for point in untouched(question, answer)]
    if not found:
        return ""
    points = "; ".join(found)
    return f"A strong answer has this, and the words of yours don't: {points}. Pass over what you said otherwise."


def _meanings(found: frozenset[str] | tuple[str, ...]) -> frozenset[str]:
    concepts = _concepts()
    return frozenset(concept for term in found for concept in concepts.get(term, ()))


@cache
def _concepts() -> Mapping[str, tuple[str, ...]]:
    """The concepts that a term may stand for."""
    read = tomllib.loads((DATA / "concepts.toml").read_text(encoding="utf-8"))
    found: dict[str, tuple[str, ...]] = {}
    for concept, words in read.items():
        for term in terms(" ".join(words), keep_all=True):
            found[term] = (*found.get(term, ()), concept)
    return found
