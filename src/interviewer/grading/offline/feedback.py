"""Feedback without a model: the rubric's advice, tied to the person's words; nothing that they did not say."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from interviewer.domain.feedback import Missed, fix_first_text, is_missed, missed_checks
from interviewer.domain.grades import CheckVerdict, Evidence, Feedback, Gate, HabitScore, Overall, SignalScore
from interviewer.domain.rubrics import AnyRubric, Check
from interviewer.grading.offline.half_said import around, half_said
from interviewer.grading.offline.plans import as_planned, asks_for_a_plan, is_plan, planned
from interviewer.grading.offline.reading import Reading, ReadSentence
from interviewer.grading.offline.stronger import Stronger, carries, outline, stronger
from interviewer.grading.offline.untouched import untouched_text
from interviewer.grading.offline.why_lower import Estimated, why_lower
from interviewer.ports import GradeRequest

MOST_STRENGTHS, MOST_IMPROVEMENTS, MOST_POINTS, MOST_LEFT_OUT = 3, 4, 4, 2
STRENGTH_FROM, HOLD_FROM = 2.5, 1.5  # a signal or habit below shows no strength; of a weak answer the best one may
LONGEST_QUOTE, LONGEST_LEFT_OUT = 140, 60
# A check that is no question of every answer: it comes last where neither the answer nor the question speaks of it.
ONLY_WITH = {"label_quality": ("label", re.compile(r"\b(?:label|annotat)", re.IGNORECASE))}
OF_WHO_DECIDED = ("collective_only", "personal_decision", "decision_reason")
WE_DID = re.compile(
    r"\b(?:[Ww]e|[Tt]he team|[Oo]ur team)(?P<short>['’](?:d|ll|ve|re))?(?P<verb>\s+(?:were|are|have|has))?\b"
)
I_FORMS = {"were": "was", "are": "am", "has": "have", "have": "have"}
DECIDED_BY_NOBODY = re.compile(r"\b(?:it was (?:decided|agreed|chosen)|a decision was (?:made|taken))\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Scores:
    """All that was scored, before it is put into words. `made` is what the estimates were made of, where there are
    any."""

    signals: Sequence[SignalScore]
    habits: Sequence[HabitScore]
    overall: Overall
    gate: Gate
    made: Estimated | None = None

    @property
    def all(self) -> tuple[SignalScore | HabitScore, ...]:
        return (*self.signals, *self.habits)


def word_feedback(rubric: AnyRubric, request: GradeRequest, reading: Reading, scores: Scores) -> Feedback:
    """The one thing to fix first, what was good and what was not, a stronger version, and the next question."""
    gate = scores.gate
    missed = _in_place(missed_checks(rubric, scores.signals, scores.habits, scores.overall.capped_by), request, reading)
    prompt = request.question.prompt
    worded: Callable[[str], str] = str
    if is_plan(reading, prompt) if gate.passed else asks_for_a_plan(prompt):
        worded = planned
        missed = [(dimension, as_planned(check)) for dimension, check in missed]
    advised, near = _advised(missed, reading, scores, worded) if gate.passed else (missed[:MOST_IMPROVEMENTS], {})
    checks = [check for _, check in missed]
    version = stronger(reading, checks, near) if gate.passed else Stronger(outline(checks))
    first = advised[0] if advised else None
    return Feedback(
        fix_first=fix_first_text(first, gate),
        strengths=tuple(_strengths(rubric, scores.all)),
        improvements=(
            *_improvements(advised, frozenset(near), reading, gate),
            *_why_lower(rubric, advised, scores),
            *_more_to_say(request, version, gate),
        ),
        stronger_version=version.text,
        follow_up=_follow_up(request, first[1] if first else None, gate),
    )


def _in_place(missed: list[Missed], request: GradeRequest, reading: Reading) -> list[Missed]:
    """The missed checks, those last that this question does not ask for."""

    def idle(one: Missed) -> bool:
        feature, words = ONLY_WITH.get(one[1].id, ("", None))
        return words is not None and feature not in reading.places and not words.search(request.question.prompt)

    return [one for one in missed if not idle(one)] + [one for one in missed if idle(one)]


def _advised(
    missed: Sequence[Missed], reading: Reading, scores: Scores, worded: Callable[[str], str]
) -> tuple[list[Missed], dict[str, int]]:
    """The checks to speak of, each with advice that asks only for what was not said; and the number of the sentence
    that each advice quotes, by check."""
    levels = {each.id: each.score for each in scores.all}
    found: list[Missed] = []
    near: dict[str, int] = {}
    for dimension, check in missed[:MOST_IMPROVEMENTS]:
        half = half_said(check.id, levels[dimension.id], reading, frozenset(near.values()), worded)
        if half is not None:
            near[check.id] = half.sentence
        found.append((dimension, replace(check, advice=half.advice, probe=half.ask or check.probe) if half else check))
    return found, near


def _improvements(advised: Sequence[Missed], quoting: frozenset[str], reading: Reading, gate: Gate) -> list[str]:
    """One line for each; the first is what to fix first, and only adds words of the answer to that. `quoting` are the
    checks whose advice has such words already."""
    lines, shown = [], set[int]()
    for at, (dimension, check) in enumerate(advised):
        contrast = "" if check.id in quoting else _contrast(check, reading, shown)
        if at or not gate.passed:
            lines.append(f"{dimension.name}: {check.advice}{contrast}")
        elif contrast:
            lines.append(f"{dimension.name}, in your own words.{contrast}")
    return lines


def _why_lower(rubric: AnyRubric, advised: Sequence[Missed], scores: Scores) -> list[str]:
    if scores.made is None or not scores.gate.passed:
        return []
    names = {dimension.id: dimension.name for dimension in rubric.dimensions}
    return why_lower(scores.all, names, frozenset(dimension.id for dimension, _ in advised), scores.made)


def _more_to_say(request: GradeRequest, version: Stronger, gate: Gate) -> list[str]:
    """The points of a strong answer that are not there, and what the stronger version leaves out."""
    points = untouched_text(request.question, request.answer) if gate.passed else _where_to_begin(request)
    return [line for line in (points, _left_out(version.left_out)) if line]


def _left_out(sentences: Sequence[ReadSentence]) -> str:
    if not sentences:
        return ""
    quotes = [f"“{around(each.sentence.text, (0, 0), LONGEST_LEFT_OUT)}”" for each in sentences[:MOST_LEFT_OUT]]
    rest = len(sentences) - len(quotes)
    more = f" and {rest} more" if rest else ""
    return f"Left out of the stronger version, as no fact, decision or reason is in it: {', '.join(quotes)}{more}."


def _strengths(rubric: AnyRubric, scores: Sequence[SignalScore | HabitScore]) -> list[str]:
    """The met check worth most of each signal and habit that does well, the best first; then the next of each. Each
    has other words of the answer."""
    checks = {(d.id, check.id): check for d in rubric.dimensions for check in d.checks}
    best_first = sorted(scores, key=lambda each: -each.score)
    good = [each for each in best_first if each.score >= STRENGTH_FROM]
    ranked = [(depth, score.id, verdict) for score in good for depth, verdict in enumerate(_shown(score))]
    if not good:  # of a weak answer the one thing to build on
        hold = [each for each in best_first if each.score >= HOLD_FROM and _shown(each)][:1]
        ranked = [(0, each.id, _shown(each)[0]) for each in hold]
    found: list[str] = []
    quoted: set[int] = set()
    for _, dimension_id, verdict in sorted(ranked, key=lambda each: each[0]):
        if len(found) == MOST_STRENGTHS:
            break
        fresh = [each for each in verdict.evidence if each.start not in quoted]
        if not fresh:
            continue
        quote = max(fresh, key=_figures)
        quoted.add(quote.start)
        check = checks[dimension_id, verdict.id]
        found.append(f"{rubric.dimension(dimension_id).name}: {check.statement} “{_short(quote.quote)}”")
    return found


def _shown(score: SignalScore | HabitScore) -> list[CheckVerdict]:
    """The positive checks that the answer's words met, most points first."""
    met = [each for each in score.checks if each.polarity == "positive" and not is_missed(each) and each.evidence]
    return sorted(met, key=lambda each: -each.points)


def _figures(quote: Evidence) -> int:
    return len(re.findall(r"\d+", quote.quote))


def _contrast(check: Check, reading: Reading, shown: set[int]) -> str:
    """The weak words of the answer, and what they would become: only the person's own facts, and [slots]. No sentence
    is taken twice (`shown`), and none that has something to lose."""
    if check.id in OF_WHO_DECIDED:
        others = ~reading.showing("i_decides", "i_word")
        by_us, by_nobody = (reading.at(reading.showing(name) & others) for name in ("we_decides", "nobody_decides"))
        decided = (*_middling_first(by_us, shown), *_middling_first(by_nobody, shown))
        return next((text for each in decided if (text := _as_i(each, shown))), "")
    if check.polarity == "negative" or not check.slot:
        return ""
    topics = {entry.split()[0].rstrip("~") for entry in check.find} - {"figure", "change", "limit", "reason"}
    idle = [each for each in reading.at(reading.showing(*topics)) if each.words >= 5 and not carries(each)]
    weak = next(iter(_middling_first(idle, shown)), None)
    if weak is None:
        return ""
    shown.add(weak.sentence.number)
    return f" “{_short(weak.sentence.text)}” → “{check.slot}”"


def _as_i(weak: ReadSentence, shown: set[int]) -> str:
    """A decision of "we" or of nobody in the first person, for the person to judge whether it is true."""
    text = weak.sentence.text
    better = DECIDED_BY_NOBODY.sub("I decided", text, count=1)
    if "we_decides" in weak.features:
        start, end = weak.features["we_decides"][0]
        better = text[:start] + WE_DID.sub(_i_for_we, text[start:end], count=1) + text[end:]
    if better == text:
        return ""
    shown.add(weak.sentence.number)
    reason = "" if "reason" in weak.features else ", because [your reason]"
    better = better.rstrip(".!…,; ")
    better = _short(better) if len(better) > LONGEST_QUOTE else f"{better}{reason}."
    return f" If it was you: “{_short(text)}” → “{better}”"


def _middling_first(sentences: Sequence[ReadSentence], shown: set[int]) -> list[ReadSentence]:
    """Those not shown yet, first the ones that are neither short nor long."""
    fresh = [each for each in sentences if each.sentence.number not in shown]
    return sorted(fresh, key=lambda each: (abs(each.words - 14), each.sentence.number))


def _i_for_we(match: re.Match[str]) -> str:
    """The same subject in the first person, with the verb that goes with it."""
    short = (match["short"] or "").replace("re", "m")
    verb = f" {I_FORMS[match['verb'].strip()]}" if match["verb"] else ""
    return f"I{short}{verb}"


def _where_to_begin(request: GradeRequest) -> str:
    """For somebody who has no answer yet: some points of a strong one."""
    points = "; ".join(request.question.expects[:MOST_POINTS])
    return f"Where to begin. A strong answer to this question holds: {points}." if points else ""


def _follow_up(request: GradeRequest, first: Check | None, gate: Gate) -> str:
    """What an interviewer would ask next: the question again, the largest hole, or the question's own probe."""
    if not gate.passed:
        return f"Let me ask again: {request.question.prompt}"
    if first is not None:
        return first.probe
    return request.question.follow_ups[0] if request.question.follow_ups else "What would you do differently?"


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST_QUOTE else plain[: plain.rfind(" ", 0, LONGEST_QUOTE)] + " …"
