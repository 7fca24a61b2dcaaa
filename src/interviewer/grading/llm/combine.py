"""From samples to a grade: majority a check, median of the levels, and domain.scoring for every sum."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain import scoring
from interviewer.domain.grades import CheckVerdict, Gate, HabitScore, OtherTrack, Overall, SignalScore
from interviewer.domain.rubrics import AnyRubric, Rubric, ScoreBy, Signal
from interviewer.grading.llm.verdicts import Reading, Sample


@dataclass(frozen=True, slots=True)
class Scores:
    """Everything of a grade that verdicts decide. `reasons` says for each dimension why it is not a level higher."""

    gate: Gate
    overall: Overall
    signals: tuple[SignalScore, ...]
    habits: tuple[HabitScore, ...]
    reasons: dict[str, str]


def scores(rubric: AnyRubric, samples: Sequence[Sample], score_by: ScoreBy, *, doubtful: bool = False) -> Scores:
    """The scores of a rubric. Every dimension has at least one reading; `doubtful` makes the confidence low."""
    gate = _gate(samples)
    readings = {dimension.id: _readings(samples, dimension.id) for dimension in rubric.dimensions}
    signals = [_signal(signal, readings[signal.id], score_by) for signal in rubric.signals]
    habits = [_habit(readings[habit.id], score_by) for habit in rubric.habits]
    levels = [[reading.level for reading in each] for each in readings.values()]
    confidence = scoring.confidence((*signals, *habits), levels)
    after_gate = [_gated(signal, gate.passed) for signal in signals]
    total = scoring.overall(after_gate, habits, gate, "low" if doubtful else confidence)
    reasons = {name: each[0].why_not_higher for name, each in readings.items()}
    return Scores(gate, total, tuple(after_gate), tuple(habits), reasons)


def other_track(rubric: Rubric, sample: Sample, score_by: ScoreBy) -> OtherTrack:
    """What the same answer would score under the other track's signals."""
    gate = _gate([sample])
    signals = [
        _gated(_signal(signal, _readings([sample], signal.id), score_by), gate.passed) for signal in rubric.signals
    ]
    return OtherTrack(track=rubric.track, score=scoring.overall_score(signals))


def _gate(samples: Sequence[Sample]) -> Gate:
    """What most replies say; an even split passes, since a failed gate needs more than a doubt."""
    passed = not scoring.majority([not sample.passed for sample in samples])
    reason = next(sample.gate_reason for sample in samples if sample.passed == passed)
    return Gate(passed=passed, reason=reason)


def gate_is_disputed(samples: Sequence[Sample]) -> bool:
    votes = Counter(sample.passed for sample in samples)
    return min(votes[True], votes[False]) * 3 > len(samples)


def _readings(samples: Sequence[Sample], dimension_id: str) -> list[Reading]:
    return [reading for sample in samples for reading in sample.readings if reading.dimension.id == dimension_id]


def _signal(signal: Signal, readings: Sequence[Reading], score_by: ScoreBy) -> SignalScore:
    checks = _merged(readings)
    level = scoring.median_level([reading.level for reading in readings])
    return SignalScore(
        id=signal.id,
        weight=signal.weight,
        score=scoring.dimension_score(level, checks, score_by),
        level=int(level),
        check_score=scoring.rounded(scoring.check_score(checks)),
        checks=checks,
    )


def _habit(readings: Sequence[Reading], score_by: ScoreBy) -> HabitScore:
    checks = _merged(readings)
    level = scoring.median_level([reading.level for reading in readings])
    return HabitScore(
        id=readings[0].dimension.id,
        score=scoring.dimension_score(level, checks, score_by),
        level=int(level),
        check_score=scoring.rounded(scoring.check_score(checks)),
        checks=checks,
    )


def _gated(signal: SignalScore, passed: bool) -> SignalScore:
    return SignalScore(
        id=signal.id,
        weight=signal.weight,
        score=scoring.gated(signal.score, passed),
        level=signal.level,
        check_score=signal.check_score,
        checks=signal.checks,
    )


def _merged(readings: Sequence[Reading]) -> tuple[CheckVerdict, ...]:
    """Each check as most samples have it, with every piece of evidence that those gave."""
    return tuple(_majority([reading.checks[index] for reading in readings]) for index in range(len(readings[0].checks)))


def _majority(verdicts: Sequence[CheckVerdict]) -> CheckVerdict:
    met = scoring.majority([verdict.met for verdict in verdicts])
    agreeing = [verdict for verdict in verdicts if verdict.met == met]
    evidence = dict.fromkeys(each for verdict in agreeing for each in verdict.evidence)
    first = agreeing[0]
    return CheckVerdict(
        id=first.id,
        polarity=first.polarity,
        verdict=first.verdict,
        points=first.points,
        reason=first.reason,
        evidence=tuple(evidence),
    )
