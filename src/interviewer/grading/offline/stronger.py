"""A stronger version of an answer: its own sentences, and a [slot] where something is missing; no claim of ours.

Every sentence that carries a fact, a decision or a reason stays, in its order and in the person's words; what is left
out is named. A slot stands behind the sentence that comes nearest to what its check asks for.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain.rubrics import Check
from interviewer.grading.facts import keep_to_facts
from interviewer.grading.offline.find_entries import wanted_and_barred
from interviewer.grading.offline.reading import Reading, ReadSentence

MOST_SLOTS, MOST_SLOTS_OF_AN_OUTLINE = 3, 5
MOST_REMEMBERED = 2_000
# One of these may be a fact, a decision, or the reason for one.
CARRYING = frozenset((
    "figure", "change", "time", "limit", "reason", "cause", "i_decides", "i_steps", "i_acts", "we_decides",
    "nobody_decides", "delegates", "reject", "trade", "observed", "complaint", "pain", "harm", "owns_error", "caveat",
    "recovery", "result", "scene",
))  # fmt: skip
MUCH_JARGON = 3
# Where a slot stands that no sentence comes near to: these open a story, all others close it.
OPENING = frozenset(("user_problem", "named_things", "data_origin"))
DECIDING = ("i_decides", "i_steps", "i_acts", "we_decides", "nobody_decides", "delegates")
OF_DECISIONS = frozenset(("personal_decision", "decision_reason", "limit_set", "hands_over", "collective_only"))
# Faults that a sentence of one's own mends; a rubric gives slots only for what was missing.
MENDING = {
    "hands_over": "I would set [what you would set] myself, once they have told me [what you need from them].",
    "collective_only": "My own part in that was [what you decided].",
}
BRACKET = re.compile(r"\[[^\[\]\n]{1,80}\]")
WHOLE_SENTENCE = re.compile(r"(?:\[[^\[\]\n]{1,80}\]|[^\W\d_])(?:[^\[\]\n]|\[[^\[\]\n]{1,80}\])*[.!?]")
# Not after "and": "a thousand and, uh, two quarters" would become a number.
SPEECH_FILLER = re.compile(r"(?<![\w'’])(?<!and )(?:um+|uh+|erm+|hm+)(?![\w'’]),?\s*", re.IGNORECASE)
# What a sentence begins with that cannot stand without the one before it.
GOING_ON = frozenset(
    ("so", "it", "its", "they", "their", "he", "she", "but", "and", "or", "which", "because", "then", "there")
)
REFERRING = frozenset(("that", "this", "those", "these", "them", "it's", "that's"))
FEW_WORDS = 4
NOISE = re.compile(r"\b(?:[Uu][mh]|[Ee]rm|[Hh]m)")  # a quick look whether there may be any
ENDS = ".!?…\"'”’)]"


@dataclass(frozen=True, slots=True)
class Stronger:
    """`left_out` are the sentences of the answer that `text` does not hold; those addressed to the grader apart."""

    text: str
    left_out: tuple[ReadSentence, ...] = ()


def outline(missed: Sequence[Check]) -> str:
    """What an answer would be made of where nothing of the given one can stay."""
    return _without_claims([slot for _, slot in _slots(missed, MOST_SLOTS_OF_AN_OUTLINE)])


def stronger(reading: Reading, missed: Sequence[Check], near: Mapping[str, int]) -> Stronger:
    """`missed` in the order of their worth; `near` is the number of the sentence that comes nearest to a check, by the
    check's id, where that is known."""
    kept = [each for each in reading.read if carries(each)]
    if not kept:
        return Stronger(outline(missed), reading.read)
    behind: dict[int, list[str]] = {}
    opening_first = sorted(_slots(missed, MOST_SLOTS), key=lambda one: one[0].id not in OPENING)
    for check, slot in opening_first:
        behind.setdefault(_place(check, kept, near, behind), []).append(_without_claims([slot]))
    left_out = () if len(kept) == len(reading.read) else tuple(each for each in reading.read if not carries(each))
    return Stronger(_joined(reading.answer, kept, behind), left_out)


def carries(each: ReadSentence) -> bool:
    """Whether a sentence says something of the case; only filler says nothing."""
    if not CARRYING.isdisjoint(each.features):
        return True
    return "filler" not in each.features and len(each.features.get("jargon", ())) < MUCH_JARGON


def _slots(missed: Sequence[Check], most: int) -> list[tuple[Check, str]]:
    """The slots of the first checks that have one; none that asks for what another one asks for already."""
    found: list[tuple[Check, str]] = []
    asked: set[str] = set()
    ids = {check.id for check in missed}
    for check in missed:
        if len(found) == most:
            break
        if check.id == "collective_only" and "personal_decision" in ids:
            continue
        slot, brackets = _each_once(check.slot if check.polarity == "positive" else MENDING.get(check.id, ""))
        if slot and asked.isdisjoint(brackets):
            asked |= brackets
            found.append((check, slot))
    return found


@lru_cache(maxsize=MOST_REMEMBERED)
def _each_once(slot: str) -> tuple[str, frozenset[str]]:
    """A slot with no bracket twice (before [value], after [other value]), and its brackets."""
    seen: set[str] = set()

    def named(match: re.Match[str]) -> str:
        bracket = f"[other {match[0][1:]}" if match[0] in seen else match[0]
        seen.add(bracket)
        return bracket

    return BRACKET.sub(named, slot), frozenset(seen)


def _place(
    check: Check, kept: Sequence[ReadSentence], near: Mapping[str, int], taken: Mapping[int, Sequence[str]]
) -> int:
    """Behind which of the sentences a slot stands: the nearest to its check that has none yet."""
    known = next((at for at, each in enumerate(kept) if each.sentence.number == near.get(check.id)), None)
    wanted = known if known is not None else _nearest(check, kept, taken)
    free = [at for at in range(len(kept)) if at not in taken and not _runs_on(kept, at)]
    return min(free, key=lambda at: (abs(at - wanted), -at), default=wanted)


def _runs_on(kept: Sequence[ReadSentence], at: int) -> bool:
    """Whether the next sentence goes on with this one: it was cut for its length, or the next refers back to it."""
    if at + 1 == len(kept):
        return False
    following = kept[at + 1].tokens[:FEW_WORDS]
    refers = bool(following) and (following[0] in GOING_ON or not REFERRING.isdisjoint(following))
    return kept[at].sentence.text[-1] not in ENDS or refers


def _nearest(check: Check, kept: Sequence[ReadSentence], taken: Mapping[int, Sequence[str]]) -> int:
    if check.id in OPENING:
        return 0
    if check.id in OF_DECISIONS:
        deciding = [at for at, each in enumerate(kept) if each.any(*DECIDING) and at not in taken]
        return deciding[0] if deciding else len(kept) - 1
    wanted = _wanted(check.find)
    most, place = 1, len(kept) - 1
    for at, each in enumerate(kept):
        shown = len(wanted & each.features.keys())
        if shown >= most and at not in taken:
            most, place = shown, at
    return place


@lru_cache(maxsize=MOST_REMEMBERED)
def _wanted(find: tuple[str, ...]) -> frozenset[str]:
    """All features that one of the entries asks for."""
    return frozenset(name for entry in find if ":" not in entry for name in wanted_and_barred(entry)[0])


def _joined(answer: str, kept: Sequence[ReadSentence], behind: Mapping[int, Sequence[str]]) -> str:
    """The sentences with their slots; a long one that was cut into clauses is whole again."""
    pieces: list[str] = []
    spoken = bool(NOISE.search(answer))
    open_end = 0  # where the sentence before went on, in the answer; 0 where it had ended
    for at, each in enumerate(kept):
        text, start = each.sentence.text, each.sentence.start
        goes_on = bool(open_end) and not answer[open_end:start].strip() and "\n" not in answer[open_end:start]
        plain = _tidied(text, spoken)
        if pieces and not goes_on:
            pieces[-1] = _ended(pieces[-1])
        if plain:
            pieces.append(plain if goes_on else _begun(plain))
        open_end = 0 if text[-1] in ENDS else each.sentence.end
        if slots := behind.get(at):
            pieces[-1:] = [_ended(pieces[-1]), *slots] if pieces else list(slots)
            open_end = 0
    if pieces:
        pieces[-1] = _ended(pieces[-1])
    return " ".join(pieces)


def _tidied(text: str, spoken: bool) -> str:
    """In one line, and where the answer was `spoken` without its noises."""
    return " ".join((SPEECH_FILLER.sub("", text) if spoken else text).split()).lstrip(" ,;")


def _begun(text: str) -> str:
    return text[0].upper() + text[1:]


def _ended(text: str) -> str:
    text = text.rstrip(" ,;:")
    return text if not text or text[-1] in ENDS else text + "."


def _without_claims(slots: Sequence[str]) -> str:
    """Sentences that each claim nothing claim nothing together; only others are looked at as a whole."""
    text = " ".join(slots)
    return text if all(map(_claims_nothing, slots)) else keep_to_facts(text).text


@lru_cache(maxsize=MOST_REMEMBERED)
def _claims_nothing(slot: str) -> bool:
    """Whether it is a whole sentence without a figure or name; the words of a rubric's author may be neither."""
    return bool(WHOLE_SENTENCE.fullmatch(slot)) and keep_to_facts(slot).text == slot
