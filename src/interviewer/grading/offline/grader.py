"""The offline grader: read the answer, judge the checks, look the level up, word the feedback. A pure function."""

import hashlib
import math
import re
import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from interviewer.domain import lengths
from interviewer.domain.grades import (
    CheckVerdict,
    Confidence,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    OtherTrack,
    QuestionRef,
    RubricRef,
    SignalScore,
)  # fmt: skip
from interviewer.domain.questions import TRACK_NAMES, TRACKS, Question, Track
from interviewer.domain.rubrics import AnyRubric, DrillRubric, Habit, Rubric, Signal
from interviewer.domain.scoring import (
    EVIDENCE_FOR_TOP,
    ceiling_for,
    check_score,
    clamp,
    combine,
    confidence,
    estimate_confidence,
    evidence_ceiling,
    gated,
    overall,
    rounded,
    weighted,
)  # fmt: skip
from interviewer.domain.wrapping import unwrapped
from interviewer.grading.offline.actors import load_actors
from interviewer.grading.offline.calibration import Calibration, load_calibration
from interviewer.grading.offline.checks import judge, number_shown
from interviewer.grading.offline.denials import load_denials
from interviewer.grading.offline.feedback import Scores, word_feedback
from interviewer.grading.offline.language import is_foreign
from interviewer.grading.offline.lexicon import Lexicon, load_lexicon
from interviewer.grading.offline.misconceptions import load_misconceptions
from interviewer.grading.offline.own_rubric import Changed
from interviewer.grading.offline.reading import Reader, Reading
from interviewer.grading.offline.relevance import Relevance, SubjectIndex
from interviewer.grading.offline.relevance import terms as stems
from interviewer.grading.offline.shown import load_shown
from interviewer.grading.offline.terms import TRACK_TERMS, Terms, drill_terms, eased, without_lists
from interviewer.grading.offline.traits import Counted, load_counted, traits
from interviewer.grading.offline.why_lower import BestAnswers, Estimated
from interviewer.grading.orders import order_notice
from interviewer.grading.sums import settle
from interviewer.ports import Done, GradeEvent, GradeRequest, QuestionBank, RubricSource, Scored, Step

DATA = Path(__file__).resolve().parent / "data"
OFF_QUESTION = 0.25  # what is left of a signal above 1 where the answer is about something else
DOUBTED = 0.35  # what is left of a signal above 1 where its conclusions do not follow
ESTIMATE = "An estimate, made without a model by rules calibrated on rated answers. A model grades better."
DRILL_ESTIMATE = (
    "Made without a model: the drill's signals by its checks alone, the habits by an estimate. A model grades better."
)
FOREIGN = "the answer does not read like English, and the offline grader knows no other language; a model may grade it"
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
MUCH_BETTER = 0.8  # levels that an answer has more for the other role, where it is told so
# Of the rated answers of such length all that are worth 2.6 and more have six of their own and more.
LONG_ENOUGH_TO_NAME, FEWEST_OWN_WORDS = 60, 2
FITS_ANY = (
    "It would fit any question: it has no word that belongs to one product, person or case. Say whose story it is, and "
    "what exactly was built."
)
GUESS = "Without a model that is only a guess about words: read whether it answers what was asked."
REF = GraderRef(kind="offline", score_by="level")


@dataclass(frozen=True, slots=True)
class Examined:
    """All that was read out of one answer, before any score.

    What the calibration makes of it for one track: `estimates` 1.0-5.0 by dimension, and whether its conclusions are
    `doubted`; `every` has the estimates of both tracks.
    """

    reading: Reading
    relevance: Relevance
    traits: Mapping[str, float]
    every: Mapping[Track, Mapping[str, float]] = field(default_factory=dict)
    estimates: Mapping[str, float] = field(default_factory=dict)
    doubted: bool = False


class OfflineKnowledge:
    """The word lists, subjects and calibration, read once."""

    def __init__(self, bank: QuestionBank, rubrics: RubricSource) -> None:
        self.folder = DATA
        self.bank = bank
        self.rubrics = rubrics

    @cached_property
    def reader(self) -> Reader:
        common = frozenset((self.folder / "common_words.txt").read_text(encoding="utf-8").split())
        shown = load_shown(self.folder / "shown.toml")
        lexicon = Lexicon(load_lexicon(self.folder / "lexicon.toml") | shown.phrases)
        actors, denials = load_actors(self.folder / "actors.toml"), load_denials(self.folder / "denials.toml")
        misconceptions = load_misconceptions(self.folder / "misconceptions.toml")
        return Reader(lexicon, actors, denials, shown, misconceptions, common, self._words_of_rubrics())

    def _words_of_rubrics(self) -> frozenset[str]:
        """The stems of what a rubric's positive checks say that an answer does."""
        dimensions = [each for track in TRACKS for each in self.rubrics.rubric(track).dimensions]
        stated = [check.statement for each in dimensions for check in each.checks if check.polarity == "positive"]
        return frozenset(stems(" ".join(stated)))

    @cached_property
    def any_case(self) -> frozenset[str]:
        """Stems that are in no list of common words and yet tell nothing of a case: of amounts, of dates."""
        return frozenset((self.folder / "any_case_words.txt").read_text(encoding="utf-8").split())

    @cached_property
    def subjects(self) -> SubjectIndex:
        concepts = tomllib.loads((self.folder / "concepts.toml").read_text(encoding="utf-8"))
        return SubjectIndex(self.bank.built_in_questions(), self.bank.topics(), concepts)

    @cached_property
    def counted(self) -> dict[str, Counted]:
        return load_counted(self.folder / "traits.toml")

    @cached_property
    def calibration(self) -> Calibration:
        return load_calibration(self.folder)

    @cached_property
    def best(self) -> BestAnswers:
        return BestAnswers(self.calibration)

    def examine(self, question: Question, answer: str) -> Examined:
        reading = self.reader.read(answer, [question.prompt])
        relevance = self.subjects.measure(question, reading.tokens)
        found = traits(reading, self.counted)
        found |= {f"relevance_{name}": value for name, value in relevance.features().items()}
        return Examined(reading, relevance, found)

    def estimated(self, examined: Examined, track: Track) -> Examined:
        """With what the calibration makes of its traits."""
        traits, calibration = examined.traits, self.calibration
        every = examined.every or calibration.estimates(traits)
        doubted = calibration.doubt.probability(traits) > calibration.doubt_limit
        return replace(examined, every=every, estimates=every[track], doubted=doubted)


class OfflineGrader:
    """Implements ports.Grader without a model. `bank` supplies the subjects of questions."""

    def __init__(self, rubrics: RubricSource, bank: QuestionBank) -> None:
        self.rubrics = rubrics
        self.shipped: RubricSource | None = None
        self.knowledge = OfflineKnowledge(bank, rubrics)

    def under(self, rubrics: RubricSource) -> "OfflineGrader":
        """The same grader with other rubrics: changed copies of its own, on which its levels are calibrated."""
        grader = copy(self)
        grader.rubrics, grader.shipped = rubrics, self.rubrics
        return grader

    @property
    def ref(self) -> GraderRef:
        return REF

    @property
    def description(self) -> str:
        return "offline estimate; nothing is sent anywhere"

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        yield Step("reading the answer", 0, 1)
        grade = self.grade_now(request)
        yield Scored(grade)
        yield Done(grade)

    def grade_now(self, request: GradeRequest) -> Grade:
        """The grade of one answer: the same on every machine, at every time."""
        whole = unwrapped(request.answer)
        if whole == request.answer:
            return self._grade_whole(request)
        return with_quotes_of(request.answer, self._grade_whole(replace(request, answer=whole)))

    def _grade_whole(self, request: GradeRequest) -> Grade:
        drill = self.rubrics.drill(request.question.drill)
        if drill is not None:
            return self._grade_drill(drill, request)
        rubric = self.rubrics.rubric(request.track)
        changed = self._changed(rubric)
        if changed is not None and changed.unscorable:
            return _unscored(request, rubric, self.ref, changed.unscorable)
        return self._grade(rubric, request, TRACK_TERMS)

    def _changed(self, rubric: AnyRubric) -> Changed | None:
        """The rubric beside the built-in one that it was copied from; None for a built-in one."""
        if self.shipped is None or not isinstance(rubric, Rubric):
            return None
        source = self.shipped.rubric(rubric.track)
        return Changed(rubric, source) if rubric.id != source.id else None

    def _grade_drill(self, drill: DrillRubric, request: GradeRequest) -> Grade:
        """By the drill's own rubric, on its own terms; only what lies within its length counts."""
        whole, request = request.answer, replace(request, answer=lengths.heard(drill, request.answer))
        if not drill.on_subject:  # its expected points are about the form, in words that no answer repeats
            request = replace(request, question=replace(request.question, expects=()))
        grade = self._grade(drill, request, drill_terms(drill, request, whole))
        too_long = lengths.length_notice(drill, whole)
        return replace(grade, notices=(*grade.notices, too_long)) if too_long else grade

    def _grade(self, rubric: AnyRubric, request: GradeRequest, terms: Terms) -> Grade:
        examined = self.knowledge.examine(request.question, request.answer)
        examined = self.knowledge.estimated(examined, request.track)
        if is_foreign(token for each in examined.reading.read for token in each.tokens):
            return _unscored(request, rubric, self.ref, FOREIGN)
        if terms.lists_earn_nothing:
            examined = replace(examined, reading=without_lists(examined.reading))
        gate = self._gate(request.question, examined, terms)
        signals = self._signals(rubric, examined, gate, terms)
        habits = self._habits(rubric, examined, gate, terms)
        result = overall(signals, habits, gate, _confidence(signals, habits, terms))
        other_track = self._other_track(request.track, examined, gate) if terms is TRACK_TERMS else None
        made = self._made(examined, terms)
        if other_track and other_track.score - result.score > MUCH_BETTER:
            made = replace(made, better_as=TRACK_NAMES[other_track.track])
        return Grade(
            grade_id=_grade_id(request, rubric),
            id=request.id,
            status="scored",
            reason=None,
            track=request.track,
            question=QuestionRef(id=request.question.id or None, prompt=request.question.prompt),
            rubric=RubricRef(id=rubric.id, sha256=rubric.sha256),
            grader=self.ref,
            gate=gate,
            overall=result,
            signals=signals,
            habits=habits,
            other_track=other_track,
            feedback=word_feedback(rubric, request, examined.reading, Scores(signals, habits, result, gate, made)),
            notices=tuple(self._notices(rubric, request, examined)),
        )

    def _gate(self, question: Question, examined: Examined, terms: Terms) -> Gate:
        if not examined.reading.read:
            return Gate(passed=False, reason="The answer is empty, or says nothing of its own.")
        if examined.reading.words < terms.too_short:
            return Gate(passed=False, reason="The answer says too little to be one.")
        if terms.gate is not None:
            return terms.gate
        if terms.on_subject and self._fits_any_question(examined.reading):
            return Gate(passed=False, reason=FITS_ANY)
        off = self.knowledge.calibration.gate.probability(examined.traits)
        shared = ", ".join(examined.relevance.shared[:4])
        if terms.on_subject and off > self._limit(question.prompt):
            close = f"only “{shared}”" if shared else "no word of substance"
            return Gate(
                passed=False,
                reason=f"By its words the answer is about something else: it shares {close} with the question. "
                "If it does answer, begin by saying how.",
            )
        reason = f"It takes up the question: {shared}." if shared else "It fits the question's subject."
        unsure = terms.on_subject and off > (UNSURE_BY_A_WORD if len(examined.relevance.shared) < 2 else UNSURE)
        return Gate(passed=True, reason=f"{reason} {GUESS}" if unsure else reason)

    def _fits_any_question(self, reading: Reading) -> bool:
        """Whether an answer of some length has next to no word that belongs to one case, as every answer has that its
        readers found worth anything."""
        own = reading.particulars - self.knowledge.any_case
        return reading.words >= LONG_ENOUGH_TO_NAME and len(own) < FEWEST_OWN_WORDS

    def _limit(self, prompt: str) -> float:
        """How probable it must be that an answer is off a question before it fails."""
        if YOURS.search(prompt) and len(set(stems(prompt))) <= FEW_WORDS:
            return YOURS_LIMIT
        return OPEN_LIMIT if OPEN.search(prompt) else self.knowledge.calibration.gate_limit

    def _made(self, examined: Examined, terms: Terms) -> Estimated:
        """What the estimates are made of, for the feedback to explain them by."""
        return Estimated(
            best=self.knowledge.best,
            traits=examined.traits,
            known=frozenset(examined.estimates),
            doubted=examined.doubted,
            words_short=max(0, math.ceil(terms.enough_words - examined.reading.words)),
        )

    def _signals(self, rubric: AnyRubric, examined: Examined, gate: Gate, terms: Terms) -> tuple[SignalScore, ...]:
        changed = self._changed(rubric)
        scored = [(signal, *self._dimension(signal, examined, gate, terms, changed)) for signal in rubric.signals]
        return tuple(
            SignalScore(
                id=signal.id,
                weight=signal.weight,
                score=gated(score, gate.passed),
                level=level,
                check_score=rounded(check_score(verdicts)),
                checks=verdicts,
            )
            for signal, level, score, verdicts in scored
        )

    def _habits(self, rubric: AnyRubric, examined: Examined, gate: Gate, terms: Terms) -> tuple[HabitScore, ...]:
        scored = [(habit, *self._dimension(habit, examined, gate, terms)) for habit in rubric.habits]
        return tuple(
            HabitScore(
                id=habit.id, score=score, level=level, check_score=rounded(check_score(verdicts)), checks=verdicts
            )
            for habit, level, score, verdicts in scored
        )

    def _dimension(
        self, dimension: Signal | Habit, examined: Examined, gate: Gate, terms: Terms, changed: Changed | None = None
    ) -> tuple[int, float, tuple[CheckVerdict, ...]]:
        """Level, score and verdicts."""
        verdicts = judge(eased(dimension, terms), examined.reading)
        if terms.settled:
            verdicts = settle(dimension, verdicts, terms.settled)
        estimate = examined.estimates.get(dimension.id)
        from_checks = check_score(verdicts)
        if estimate is None:
            estimate = from_checks
        elif changed is not None:
            estimate = clamp(estimate + changed.shift(dimension, verdicts, lambda each: judge(each, examined.reading)))
        estimate = _lowered(estimate, dimension, examined, gate, terms)
        raw = combine(estimate, from_checks, REF.score_by)
        score = rounded(clamp(min(raw, evidence_ceiling(verdicts))))
        return math.floor(clamp(estimate) + 0.5), score, verdicts

    def _other_track(self, track: Track, examined: Examined, gate: Gate) -> OtherTrack:
        """The scores of the other track's signals as `_signals` has them, without their verdicts, which nobody sees."""
        other = next(each for each in TRACKS if each != track)
        estimates = self.knowledge.estimated(examined, other).estimates
        scores = []
        for signal in (self.shipped or self.rubrics).rubric(other).signals:
            ceiling = ceiling_for(number_shown(signal, examined.reading, EVIDENCE_FOR_TOP))
            estimate = _lowered(estimates[signal.id], signal, examined, gate, TRACK_TERMS)
            scores.append((signal.weight, gated(rounded(clamp(min(estimate, ceiling))), gate.passed)))
        return OtherTrack(track=other, score=weighted(scores))

    def _notices(self, rubric: AnyRubric, request: GradeRequest, examined: Examined) -> list[str]:
        notices = [DRILL_ESTIMATE if isinstance(rubric, DrillRubric) else ESTIMATE]
        changed = self._changed(rubric)
        if changed is not None and changed.notice:
            notices.append(changed.notice)
        order = order_notice(request.answer, list(examined.reading.orders))
        if order:
            notices.append(order)
        notices += [f"Check this conclusion. {why}" for why in examined.reading.wrong]
        return notices


def _lowered(estimate: float, dimension: Signal | Habit, examined: Examined, gate: Gate, terms: Terms) -> float:
    """What the gate and doubt leave of a signal's estimate, and shortness of any."""
    if isinstance(dimension, Signal):
        if examined.doubted:
            estimate = 1 + (estimate - 1) * DOUBTED
        if not gate.passed:
            estimate = 1 + (estimate - 1) * OFF_QUESTION
    return 1 + (estimate - 1) * min(1.0, examined.reading.words / terms.enough_words)


def _confidence(signals: Sequence[SignalScore], habits: Sequence[HabitScore], terms: Terms) -> Confidence:
    """An estimate has a measure of its own; in a drill the signals are their checks."""
    return estimate_confidence(signals, habits) if terms is TRACK_TERMS else confidence((*signals, *habits))


def _unscored(request: GradeRequest, rubric: AnyRubric, ref: GraderRef, reason: str) -> Grade:
    return Grade(
        grade_id=_grade_id(request, rubric),
        id=request.id,
        status="unscored",
        reason=reason,
        track=request.track,
        question=QuestionRef(id=request.question.id or None, prompt=request.question.prompt),
        rubric=RubricRef(id=rubric.id, sha256=rubric.sha256),
        grader=ref,
    )


def with_quotes_of(answer: str, grade: Grade) -> Grade:
    """The grade of a text of the same length, quoting the answer as it was typed."""

    def quoted(verdict: CheckVerdict) -> CheckVerdict:
        evidence = tuple(replace(each, quote=answer[each.start : each.end]) for each in verdict.evidence)
        return replace(verdict, evidence=evidence)

    return replace(
        grade,
        signals=tuple(replace(each, checks=tuple(map(quoted, each.checks))) for each in grade.signals),
        habits=tuple(replace(each, checks=tuple(map(quoted, each.checks))) for each in grade.habits),
    )


def _grade_id(request: GradeRequest, rubric: AnyRubric) -> str:
    """The same answer, question and rubric give the same id: an offline grade has no chance in it."""
    text = "\0".join((request.track, request.question.id, request.question.prompt, request.answer, rubric.sha256))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
