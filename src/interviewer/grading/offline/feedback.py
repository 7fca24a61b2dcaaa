"""Feedback without a model: the rubric's advice, tied to the person's words; nothing that they did not say."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain.feedback import fix_first_text, missed_checks
from interviewer.domain.grades import Feedback, Gate, HabitScore, Overall, SignalScore
from interviewer.domain.rubrics import AnyRubric, Check
from interviewer.grading.facts import keep_to_facts
from interviewer.grading.offline.reading import Reading, ReadSentence
from interviewer.grading.offline.untouched import untouched_text
from interviewer.ports import GradeRequest

MOST_STRENGTHS, MOST_IMPROVEMENTS, MOST_SENTENCES, MOST_SLOTS = 3, 4, 14, 3
MOST_SLOTS_OF_AN_OUTLINE, MOST_POINTS = 5, 4
LONGEST_QUOTE = 140
MOST_REMEMBERED = 2_000
WHOLE_SENTENCE = re.compile(r"(?:\[[^\[\]\n]{1,80}\]|[^\W\d_])(?:[^\[\]\n]|\[[^\[\]\n]{1,80}\])*[.!?]")
SPEECH_FILLER = re.compile(r"(?<![\w'’])(?:um+|uh+|erm+|hm+)(?![\w'’]),?\s*", re.IGNORECASE)
WE_DID = re.compile(
    r"\b(?:[Ww]e|[Tt]he team|[Oo]ur team)(?P<short>['’](?:d|ll|ve|re))?(?P<verb>\s+(?:were|are|have|has))?\b"
)
I_FORMS = {"were": "was", "are": "am", "has": "have", "have": "have"}
DECIDED_BY_NOBODY = re.compile(r"\b(?:it was (?:decided|agreed|chosen)|a decision was (?:made|taken))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scores:
    """All that was scored, before it is put into words."""

    signals: Sequence[SignalScore]
    habits: Sequence[HabitScore]
    overall: Overall
    gate: Gate


def word_feedback(rubric: AnyRubric, request: GradeRequest, reading: Reading, scores: Scores) -> Feedback:
    """The one thing to fix first, what was good and what was not, a stronger version, and the next question."""
    signals, habits, result, gate = scores.signals, scores.habits, scores.overall, scores.gate
    missed = missed_checks(rubric, signals, habits, result.capped_by)
    first = missed[0] if missed else None
    improvements = [
        f"{dimension.name}: {check.advice}{_contrast(check, reading)}"
        for dimension, check in missed[:MOST_IMPROVEMENTS]
    ]
    untouched = untouched_text(request.question, request.answer) if gate.passed else _where_to_begin(request)
    return Feedback(
        fix_first=fix_first_text(first, gate),
        strengths=tuple(_strengths(rubric, (*signals, *habits))),
        improvements=(*improvements, untouched) if untouched else tuple(improvements),
        stronger_version=_stronger(reading, [check for _, check in missed], gate),
        follow_up=_follow_up(request, first[1] if first else None, gate),
    )


def _strengths(rubric: AnyRubric, scores: Sequence[SignalScore | HabitScore]) -> list[str]:
    """The met checks worth most, each with other words of the answer."""
    checks = {(d.id, check.id): check for d in rubric.dimensions for check in d.checks}
    met = [
        (verdict.points, score.id, verdict)
        for score in scores
        for verdict in score.checks
        if verdict.polarity == "positive" and verdict.met and verdict.evidence
    ]
    met.sort(key=lambda each: -each[0])
    found: list[str] = []
    quoted: set[int] = set()
    for _, dimension_id, verdict in met:
        fresh = next((each for each in verdict.evidence if each.start not in quoted), None)
        if fresh is None or len(found) == MOST_STRENGTHS:
            continue
        quoted.add(fresh.start)
        check = checks[dimension_id, verdict.id]
        found.append(f"{rubric.dimension(dimension_id).name}: {check.statement} “{_short(fresh.quote)}”")
    return found


def _contrast(check: Check, reading: Reading) -> str:
    """The weak words of the answer, and what they would become: only the person's own facts, and [slots]."""
    weak = _weak_sentence(check, reading)
    if weak is None:
        return ""
    said = _short(weak.sentence.text)
    better = said
    if (
        weak.any("we_decides", "nobody_decides")
        and "i_word" not in weak.features
        and check.id
        in (
            "collective_only",
            "personal_decision",
            "decision_reason",
        )
    ):
        better = DECIDED_BY_NOBODY.sub("I decided", WE_DID.sub(_i_for_we, said), count=1)
        better = better.rstrip(".!… ") + ", because [your reason]." if better != said else said
    elif check.slot:
        better = check.slot
    return f" “{said}” → “{better}”" if better != said else ""


def _i_for_we(match: re.Match[str]) -> str:
    """The same subject in the first person, with the verb that goes with it."""
    short = (match["short"] or "").replace("re", "m")
    verb = f" {I_FORMS[match['verb'].strip()]}" if match["verb"] else ""
    return f"I{short}{verb}"


def _weak_sentence(check: Check, reading: Reading) -> ReadSentence | None:
    """The sentence of the answer that this check would have mended."""
    if check.id in ("collective_only", "personal_decision", "decision_reason"):
        wanted = reading.at(reading.showing("we_decides", "nobody_decides") & ~reading.showing("i_decides"))
    elif check.id in ("hands_over", "limit_set"):
        wanted = reading.at(reading.showing("delegates"))
    elif check.polarity == "positive":
        topics = {entry.split()[0].rstrip("~") for entry in check.find} - {"figure", "change", "limit", "reason"}
        idle = reading.at(reading.showing(*topics) & ~reading.showing("figure", "i_decides"))
        wanted = [each for each in idle if each.words >= 5]
    else:
        wanted = []
    return min(wanted, key=lambda each: (abs(each.words - 14), each.sentence.number), default=None)


def _stronger(reading: Reading, missed: Sequence[Check], gate: Gate) -> str:
    """The sentences that carry the answer, in their order, and a slot for each thing that is missing.

    The sentences are the person's own; only what the rubric adds could claim something.
    """
    slots = [check.slot for check in missed if check.slot and check.polarity == "positive"]
    if not gate.passed:  # nothing of it can stay: what an answer would be made of
        return _without_claims(slots[:MOST_SLOTS_OF_AN_OUTLINE])
    worths = [(_worth(each), each) for each in reading.read]
    best = sorted((known for known in worths if known[0] > 0), key=lambda known: -known[0])
    kept = sorted((each for _, each in best[:MOST_SENTENCES]), key=lambda each: each.sentence.number)
    own = " ".join(_clean(each.sentence.text) for each in kept)
    return f"{own} {_without_claims(slots[:MOST_SLOTS] if kept else slots)}".strip()


def _where_to_begin(request: GradeRequest) -> str:
    """For somebody who has no answer yet: some points of a strong one."""
    points = "; ".join(request.question.expects[:MOST_POINTS])
    return f"Where to begin. A strong answer to this question holds: {points}." if points else ""


def _without_claims(slots: Sequence[str]) -> str:
    """Sentences that each claim nothing claim nothing together; only others are looked at as a whole."""
    text = " ".join(slots)
    return text if all(map(_claims_nothing, slots)) else keep_to_facts(text).text


@lru_cache(maxsize=MOST_REMEMBERED)
def _claims_nothing(slot: str) -> bool:
    """Whether it is a whole sentence without a figure or name; the words of a rubric's author may be neither."""
    return bool(WHOLE_SENTENCE.fullmatch(slot)) and keep_to_facts(slot).text == slot


def _worth(each: ReadSentence) -> float:
    features = each.features
    score = (
        2.0 * ("change" in features)
        + 1.5 * ("i_decides" in features)
        + ("figure" in features)
        + 0.7 * ("reason" in features)
    )
    score += 0.7 * each.any("trade", "reject", "limit") + 0.5 * each.any("observed", "harm", "recovery", "owns_error")
    score += 0.3 * each.any("person", "business", "data", "error")
    if each.any("delegates", "nobody_decides"):
        score -= 1.5
    score += 0.2 * len(each.particulars) + each.any("i_steps", "i_acts", "owns_error", "caveat", "intent")
    return score - 0.5 * len(features.get("filler", ())) - 0.4


def _follow_up(request: GradeRequest, first: Check | None, gate: Gate) -> str:
    """What an interviewer would ask next: the question again, the largest hole, or the question's own probe."""
    if not gate.passed:
        return f"Let me ask again: {request.question.prompt}"
    if first is not None:
        return first.probe
    return request.question.follow_ups[0] if request.question.follow_ups else "What would you do differently?"


def _clean(text: str) -> str:
    """A sentence without the noises of speech, with a capital and a full stop."""
    plain = " ".join(SPEECH_FILLER.sub("", text).split()).strip(" ,;")
    if not plain:
        return ""
    plain = plain[0].upper() + plain[1:]
    return plain if plain[-1] in ".!?…\"'”’)]" else plain + "."


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: plain.rfind(" ", 0, LONGEST_QUOTE)] + " …"
