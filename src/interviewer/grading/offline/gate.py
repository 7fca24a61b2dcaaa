"""The gate: whether an answer is one to the question at all, without a model only a guess about words."""

import re

from interviewer.domain.grades import Gate
from interviewer.grading.offline.knowledge import Examined, OfflineKnowledge
from interviewer.grading.offline.reading import Reading
from interviewer.grading.offline.relevance import terms as stems
from interviewer.grading.offline.terms import Terms

# Such a question can be answered by a story that shares no word with it.
OPEN = re.compile(r"\b(?:name|pick|choose|take|think of) (?:a|an|any|one|your|some)\b", re.IGNORECASE)
OPEN_LIMIT = 0.97
# So can one that leaves all but the kind of thing to the candidate, in few words: "a product you launched".
YOURS = re.compile(
    r"\b(?:products?|features?|projects?|something|achievements?|work) (?:that )?you(?:'ve| have| are| were)?"
    r" (?:ever )?(?:shipped|launched|built|led|owned|made|delivered|released|managed|worked on|(?:most )?proud of)\b"
    r"|\ba time (?:that |when )?you(?:'ve| have)? (?:failed|succeeded|led|shipped|launched)\W*$",
    re.IGNORECASE,
)
YOURS_LIMIT, FEW_WORDS = 0.99, 4
UNSURE, UNSURE_BY_A_WORD = 0.3, 0.15  # above it a passed gate says that it is a guess
# Of the rated answers of such length all that are worth 2.6 and more have six of their own and more.
LONG_ENOUGH_TO_NAME, FEWEST_OWN_WORDS = 60, 2
FITS_ANY = (
    "It would fit any question: it has no word that belongs to one product, person or case. Say whose story it is, and "
    "what exactly was built."
)
GUESS = "Without a model that is only a guess about words: read whether it answers what was asked."


def gate_of(prompt: str, examined: Examined, terms: Terms, knowledge: OfflineKnowledge) -> Gate:
    """Whether an answer is one to the question that was asked, and why, in words for the person."""
    if not examined.reading.read:
        return Gate(passed=False, reason="The answer is empty, or says nothing of its own.")
    if examined.reading.words < terms.too_short:
        return Gate(passed=False, reason="The answer says too little to be one.")
    if terms.gate is not None:
        return terms.gate
    if terms.on_subject and _fits_any_question(examined.reading, knowledge):
        return Gate(passed=False, reason=FITS_ANY)
    off = knowledge.calibration.gate.probability(examined.traits)
    shared = ", ".join(examined.relevance.shared[:4])
    if terms.on_subject and off > _limit(prompt, knowledge):
        close = f"only “{shared}”" if shared else "no word of substance"
        return Gate(
            passed=False,
            reason=f"By its words the answer is about something else: it shares {close} with the question. "
            "If it does answer, begin by saying how.",
        )
    reason = f"It takes up the question: {shared}." if shared else "It fits the question's subject."
    unsure = terms.on_subject and off > (UNSURE_BY_A_WORD if len(examined.relevance.shared) < 2 else UNSURE)
    return Gate(passed=True, reason=f"{reason} {GUESS}" if unsure else reason)


def _fits_any_question(reading: Reading, knowledge: OfflineKnowledge) -> bool:
    """Whether an answer of some length has next to no word that belongs to one case, as every answer has that its
    readers found worth anything."""
    own = reading.particulars - knowledge.any_case
    return reading.words >= LONG_ENOUGH_TO_NAME and len(own) < FEWEST_OWN_WORDS


def _limit(prompt: str, knowledge: OfflineKnowledge) -> float:
    """How probable it must be that an answer is off a question before it fails."""
    if YOURS.search(prompt) and len(set(stems(prompt))) <= FEW_WORDS:
        return YOURS_LIMIT
    return OPEN_LIMIT if OPEN.search(prompt) else knowledge.calibration.gate_limit
