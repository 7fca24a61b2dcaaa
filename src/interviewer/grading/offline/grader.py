"""The offline grader: read the answer, judge the checks, look the level up, word the feedback. A pure function."""

import hashlib
import math
from collections.abc import AsyncIterator, Sequence
from copy import copy
from dataclasses import replace

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
from interviewer.domain.questions import TRACK_NAMES, TRACKS, Track
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
from interviewer.grading.offline.checks import judge, number_shown
from interviewer.grading.offline.feedback import Scores, word_feedback
from interviewer.grading.offline.gate import gate_of
from interviewer.grading.offline.knowledge import Examined, OfflineKnowledge
from interviewer.grading.offline.language import is_foreign
from interviewer.grading.offline.own_rubric import Changed
from interviewer.grading.offline.terms import TRACK_TERMS, Terms, drill_terms, eased, without_lists
from interviewer.grading.offline.why_lower import Estimated
from interviewer.grading.orders import order_notice
from interviewer.grading.sums import settle
from interviewer.ports import Done, GradeEvent, GradeRequest, QuestionBank, RubricSource, Scored, Step

OFF_QUESTION = 0.25  # what is left of a signal above 1 where the answer is about something else
DOUBTED = 0.35  # what is left of a signal above 1 where its conclusions do not follow
ESTIMATE = "An estimate, made without a model by rules calibrated on rated answers. A model grades better."
DRILL_ESTIMATE = (
    "Made without a model: the drill's signals by its checks alone, the habits by an estimate. A model grades better."
)
FOREIGN = "the answer does not read like English, and the offline grader knows no other language; a model may grade it"
MUCH_BETTER = 0.8  # levels that an answer has more for the other role, where it is told so
REF = GraderRef(kind="offline", score_by="level")


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
        gate = gate_of(request.question.prompt, examined, terms, self.knowledge)
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
