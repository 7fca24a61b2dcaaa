"""The offline grader: read the answer, judge the checks, look the level up, word the feedback. A pure function."""

import hashlib
import math
import tomllib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from interviewer.domain.grades import (
    CheckVerdict,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    OtherTrack,
    QuestionRef,
    RubricRef,
    SignalScore,
)  # fmt: skip
from interviewer.domain.questions import TRACKS, Question, Track
from interviewer.domain.rubrics import Habit, Rubric, Signal
from interviewer.domain.scoring import (
    check_score,
    clamp,
    combine,
    confidence,
    evidence_ceiling,
    gated,
    overall,
    overall_score,
    rounded,
)  # fmt: skip
from interviewer.grading.offline.actors import load_actors
from interviewer.grading.offline.calibration import Calibration, load_calibration
from interviewer.grading.offline.checks import judge
from interviewer.grading.offline.feedback import Scores, word_feedback
from interviewer.grading.offline.lexicon import Lexicon, load_lexicon
from interviewer.grading.offline.misconceptions import load_misconceptions
from interviewer.grading.offline.reading import Reader, Reading
from interviewer.grading.offline.relevance import Relevance, SubjectIndex
from interviewer.grading.offline.traits import Counted, load_counted, traits
from interviewer.grading.orders import order_notice
from interviewer.ports import Done, GradeEvent, GradeRequest, QuestionBank, RubricSource, Scored, Step

DATA = Path(__file__).resolve().parent / "data"
ENOUGH_WORDS = 60
TOO_SHORT = 12
OFF_QUESTION = 0.25  # what is left of a signal above 1 where the answer is about something else
DOUBTED = 0.35  # what is left of a signal above 1 where its conclusions do not follow
ESTIMATE = "An estimate, made without a model by rules calibrated on rated answers. A model grades better."


@dataclass(frozen=True, slots=True)
class Examined:
    """All that was read out of one answer, before any score."""

    reading: Reading
    relevance: Relevance
    traits: Mapping[str, float]


class OfflineKnowledge:
    """The word lists, subjects and calibration, read once."""

    def __init__(self, bank: QuestionBank) -> None:
        self.folder = DATA
        self.bank = bank

    @cached_property
    def reader(self) -> Reader:
        common = frozenset((self.folder / "common_words.txt").read_text(encoding="utf-8").split())
        lexicon = Lexicon(load_lexicon(self.folder / "lexicon.toml"))
        actors = load_actors(self.folder / "actors.toml")
        return Reader(lexicon, actors, load_misconceptions(self.folder / "misconceptions.toml"), common)

    @cached_property
    def subjects(self) -> SubjectIndex:
        concepts = tomllib.loads((self.folder / "concepts.toml").read_text(encoding="utf-8"))
        built_in = [question for question in self.bank.questions() if not self.bank.is_own(question.id)]
        return SubjectIndex(built_in, self.bank.topics(), concepts)

    @cached_property
    def counted(self) -> dict[str, Counted]:
        return load_counted(self.folder / "traits.toml")

    @cached_property
    def calibration(self) -> Calibration:
        return load_calibration(self.folder / "calibration.toml")

    def examine(self, question: Question, answer: str) -> Examined:
        reading = self.reader.read(answer, [question.prompt])
        relevance = self.subjects.measure(question, answer)
        found = traits(reading, self.counted)
        found |= {f"relevance_{name}": value for name, value in relevance.features().items()}
        return Examined(reading, relevance, found)


class OfflineGrader:
    """Implements ports.Grader without a model. `bank` supplies the subjects of questions."""

    def __init__(self, rubrics: RubricSource, bank: QuestionBank) -> None:
        self.rubrics = rubrics
        self.knowledge = OfflineKnowledge(bank)

    @property
    def ref(self) -> GraderRef:
        return GraderRef(kind="offline", score_by="level")

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
        rubric = self.rubrics.rubric(request.track)
        examined = self.knowledge.examine(request.question, request.answer)
        gate = self._gate(request.question, examined)
        signals, habits = self._signals(rubric, examined, gate), self._habits(rubric, examined, gate)
        result = overall(signals, habits, gate, confidence((*signals, *habits)))
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
            other_track=self._other_track(request.track, examined, gate),
            feedback=word_feedback(rubric, request, examined.reading, Scores(signals, habits, result, gate)),
            notices=tuple(self._notices(request, examined)),
        )

    def _gate(self, question: Question, examined: Examined) -> Gate:
        if not examined.reading.read:
            return Gate(passed=False, reason="The answer is empty, or says nothing of its own.")
        if examined.reading.words < TOO_SHORT:
            return Gate(passed=False, reason="The answer says too little to be one.")
        calibration = self.knowledge.calibration
        off = calibration.gate.probability(examined.traits)
        shared = ", ".join(examined.relevance.shared[:4])
        if off > calibration.gate_limit:
            close = (
                f" It shares only “{shared}” with the question."
                if shared
                else " It shares no word of substance with it."
            )
            return Gate(passed=False, reason="The answer seems to be about something else." + close)
        return Gate(
            passed=True, reason=f"It takes up the question: {shared}." if shared else "It fits the question's subject."
        )

    def _signals(self, rubric: Rubric, examined: Examined, gate: Gate) -> tuple[SignalScore, ...]:
        scored = [(signal, *self._dimension(signal, examined, gate)) for signal in rubric.signals]
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

    def _habits(self, rubric: Rubric, examined: Examined, gate: Gate) -> tuple[HabitScore, ...]:
        scored = [(habit, *self._dimension(habit, examined, gate)) for habit in rubric.habits]
        return tuple(
            HabitScore(
                id=habit.id, score=score, level=level, check_score=rounded(check_score(verdicts)), checks=verdicts
            )
            for habit, level, score, verdicts in scored
        )

    def _dimension(
        self, dimension: Signal | Habit, examined: Examined, gate: Gate
    ) -> tuple[int, float, tuple[CheckVerdict, ...]]:
        """Level, score and verdicts; the gate and doubt touch signals alone."""
        verdicts = judge(dimension, examined.reading)
        calibration = self.knowledge.calibration
        estimate = calibration.level(dimension.id, examined.traits)
        from_checks = check_score(verdicts)
        if estimate is None:
            estimate = from_checks
        if isinstance(dimension, Signal):
            if calibration.doubt.probability(examined.traits) > calibration.doubt_limit:
                estimate = 1 + (estimate - 1) * DOUBTED
            if not gate.passed:
                estimate = 1 + (estimate - 1) * OFF_QUESTION
        estimate = 1 + (estimate - 1) * min(1.0, examined.reading.words / ENOUGH_WORDS)
        raw = combine(estimate, from_checks, self.ref.score_by)
        score = rounded(clamp(min(raw, evidence_ceiling(verdicts))))
        return math.floor(clamp(estimate) + 0.5), score, verdicts

    def _other_track(self, track: Track, examined: Examined, gate: Gate) -> OtherTrack:
        other = next(each for each in TRACKS if each != track)
        return OtherTrack(track=other, score=overall_score(self._signals(self.rubrics.rubric(other), examined, gate)))

    def _notices(self, request: GradeRequest, examined: Examined) -> list[str]:
        notices = [ESTIMATE]
        order = order_notice(request.answer, list(examined.reading.orders))
        if order:
            notices.append(order)
        notices += [f"Check this conclusion. {why}" for why in examined.reading.wrong]
        return notices


def _grade_id(request: GradeRequest, rubric: Rubric) -> str:
    """The same answer, question and rubric give the same id: an offline grade has no chance in it."""
    text = "\0".join((request.track, request.question.id, request.question.prompt, request.answer, rubric.sha256))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]
