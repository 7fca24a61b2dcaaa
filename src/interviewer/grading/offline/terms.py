"""What an answer is held to besides its rubric: how short it may be, whether its subject must be the question's."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from interviewer.domain.grades import CheckVerdict, Gate
from interviewer.domain.lengths import target_words
from interviewer.domain.rubrics import DrillRubric, Habit, Signal
from interviewer.grading.offline.lexicon import Lexicon, tokenise
from interviewer.grading.offline.reading import Reading
from interviewer.grading.sums import Key, settled
from interviewer.ports import GradeRequest

ENOUGH_WORDS = 60  # an answer of fewer words shows less, however good they are
TOO_SHORT = 12  # words; fewer are no answer
ENOUGH_IN_A_DRILL = 30  # its checks ask for the parts of an answer one by one
SHARE_ENOUGH, SHARE_TOO_SHORT = 0.6, 0.1  # of the target of a drill that is short itself
FEW_WORDS, MANY_TIMES = 100, 3  # a line or a statement of three times its length is something else
LIST_FROM, LIST_SHARE = 20, 0.18  # so many words with so few that join them are a list of terms

ALPHABETIC = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
JOINING = frozenset(
    """a about after all an and any are as at be been before below between but by can could did do does each every for
    from had has have he her his how i if in into is it its me more most my no nobody none not of off on one only or our
    out over per she so some than that the their them then there they this those through to under until up was we were
    what when where which while who whose why will with within without would you your""".split()  # noqa: SIM905
)


@dataclass(frozen=True, slots=True)
class Terms:
    """`most_needed` is how many sentences a check may ask for at most. `settled` are verdicts that code knows better
    than any reading of words. With `lists_earn_nothing` a sentence that only lists terms is passed over. `gate` is
    given where it failed for the form of the answer alone."""

    enough_words: float = ENOUGH_WORDS
    too_short: float = TOO_SHORT
    most_needed: int | None = None
    on_subject: bool = True
    lists_earn_nothing: bool = False
    gate: Gate | None = None
    settled: Mapping[Key, CheckVerdict] = field(default_factory=dict)


TRACK_TERMS = Terms()


def drill_terms(drill: DrillRubric, request: GradeRequest, whole: str) -> Terms:
    """`request` has the part of the answer that is graded, `whole` is all of it."""
    target = target_words(drill)
    return Terms(
        enough_words=min(ENOUGH_IN_A_DRILL, target * SHARE_ENOUGH),
        too_short=min(TOO_SHORT, target * SHARE_TOO_SHORT),
        most_needed=1 if target <= FEW_WORDS else None,
        on_subject=drill.on_subject,
        lists_earn_nothing=True,
        gate=_form(drill, whole),
        settled=settled(drill, request.question, request.answer),
    )


D = TypeVar("D", bound=Signal | Habit)


def eased(dimension: D, terms: Terms) -> D:
    """The dimension with no check that asks for more sentences than such an answer has."""
    most = terms.most_needed
    if most is None or all(check.need <= most for check in dimension.checks):
        return dimension
    return replace(dimension, checks=tuple(replace(each, need=min(each.need, most)) for each in dimension.checks))


def _form(drill: DrillRubric, whole: str) -> Gate | None:
    """Whether an answer is of the kind that the drill asks for, by its length and its terms; None where it may be."""
    count = len(whole.split())
    if drill.words and drill.words <= FEW_WORDS and count > MANY_TIMES * drill.words:
        return Gate(passed=False, reason=f"{drill.gate} With {count} words it is not: the target is {drill.words}.")
    if drill.gate_words:
        tokens, spans = tokenise(whole)
        found = Lexicon({"gate": drill.gate_words}).find(tokens, spans).get("gate", [])
        if len({whole[start:end].casefold() for start, end in found}) < drill.gate_need:
            return Gate(passed=False, reason=f"{drill.gate} It uses none of the words that this takes.")
    return None


def without_lists(reading: Reading) -> Reading:
    """The reading with nothing left of sentences, or of a whole answer, that only list terms."""
    kept = tuple(each for each in reading.all_sentences if not _lists_terms(each.sentence.text))
    if _lists_terms(" ".join(each.sentence.text for each in kept)):
        kept = ()
    return reading if len(kept) == len(reading.all_sentences) else replace(reading, all_sentences=kept)


def _lists_terms(text: str) -> bool:
    words = ALPHABETIC.findall(text.casefold())
    joining = sum(word.replace("’", "'").partition("'")[0] in JOINING for word in words)
    return len(words) >= LIST_FROM and joining < LIST_SHARE * len(words)
