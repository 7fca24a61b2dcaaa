"""From verdicts to a grade. All arithmetic of the program stands here; no model does sums."""

import statistics
from collections.abc import Iterable, Sequence

from interviewer.domain.grades import CheckVerdict, Confidence, Gate, HabitScore, Overall, SignalScore, Vote
from interviewer.domain.rubrics import ScoreBy

LOWEST, HIGHEST = 1.0, 5.0
GATE_CEILING = 2.0
OWNERSHIP_CAP_BELOW = 2.6
EVIDENCE_FOR_MIDDLE, EVIDENCE_FOR_TOP = 1, 3
CEILING_WITHOUT_EVIDENCE, CEILING_WITH_LITTLE = 2.0, 4.0
DISAGREEMENT = 1.5
CONCRETE_BEYOND = 0.7
VOTE_BANDS: tuple[tuple[float, Vote], ...] = ((1.8, "strong_no"), (2.6, "no"), (3.4, "mixed"), (4.2, "yes"))
VOTES: tuple[Vote, ...] = ("strong_no", "no", "mixed", "yes", "strong_yes")


def clamp(value: float, low: float = LOWEST, high: float = HIGHEST) -> float:
    return max(low, min(high, value))


def rounded(value: float) -> float:
    """One decimal, halves up, so that what is shown is what is summed (2.25 -> 2.3, never 2.2)."""
    return int(value * 10 + 0.5 + 1e-9) / 10


def check_score(checks: Iterable[CheckVerdict]) -> float:
    """1 + 4 x (met positive points - met negative points) / all positive points, between 1 and 5."""
    available = earned = lost = 0
    for check in checks:
        if check.polarity == "negative":
            lost += check.points if check.met else 0
        else:
            available += check.points
            earned += check.points if check.met else 0
    return clamp(1 + 4 * (earned - lost) / available) if available else LOWEST


def evidence_ceiling(checks: Iterable[CheckVerdict]) -> float:
    """The highest score that the quoted evidence holds up: 3 and more needs one met positive check, 5 needs three."""
    return ceiling_for(sum(1 for check in checks if check.polarity == "positive" and check.met and check.evidence))


def ceiling_for(quoted: int) -> float:
    """The same, by how many positive checks are met and quoted."""
    if quoted < EVIDENCE_FOR_MIDDLE:
        return CEILING_WITHOUT_EVIDENCE
    return CEILING_WITH_LITTLE if quoted < EVIDENCE_FOR_TOP else HIGHEST


def combine(level: float, from_checks: float, score_by: ScoreBy) -> float:
    if score_by == "level":
        return level
    return from_checks if score_by == "checks" else (level + from_checks) / 2


def dimension_score(level: float, checks: Sequence[CheckVerdict], score_by: ScoreBy = "level") -> float:
    """The score of a signal or habit, 1.0-5.0 with one decimal, before the gate."""
    raw = combine(level, check_score(checks), score_by)
    return rounded(clamp(min(raw, evidence_ceiling(checks))))


def gated(score: float, passed: bool) -> float:
    return score if passed else min(score, GATE_CEILING)


def overall_score(signals: Iterable[SignalScore]) -> float:
    return weighted((signal.weight, signal.score) for signal in signals)


def weighted(scores: Iterable[tuple[float, float]]) -> float:
    """The sum of scores times their weights, with one decimal."""
    return rounded(sum([weight * score for weight, score in scores]))


def vote_for(score: float) -> Vote:
    for below, vote in VOTE_BANDS:
        if score < below:
            return vote
    return "strong_yes"


def overall(
    signals: Sequence[SignalScore], habits: Sequence[HabitScore], gate: Gate, confidence: Confidence
) -> Overall:
    """The committee's vote: the bands, a failed gate, and the one cap: ownership below 2.6 allows mixed at most."""
    score = overall_score(signals)
    vote, capped_by = vote_for(score), None
    ownership = next((habit.score for habit in habits if habit.id == "ownership"), HIGHEST)
    if not gate.passed:
        capped_by = "gate" if vote != "strong_no" else None
        vote = "strong_no"
    elif ownership < OWNERSHIP_CAP_BELOW and VOTES.index(vote) > VOTES.index("mixed"):
        vote, capped_by = "mixed", "ownership"
    return Overall(score=score, vote=vote, capped_by=capped_by, confidence=confidence)


def median_level(levels: Sequence[float]) -> float:
    return statistics.median(levels)


def confidence(dimensions: Iterable[SignalScore | HabitScore], samples: Iterable[Sequence[int]] = ()) -> Confidence:
    """Low where a score and its checks differ by more than 1.5, or samples of a level by 2 or more."""
    if any(abs(dimension.score - dimension.check_score) > DISAGREEMENT for dimension in dimensions):
        return "low"
    return "low" if any(max(levels) - min(levels) >= 2 for levels in samples if levels) else "high"


def estimate_confidence(signals: Sequence[SignalScore], habits: Iterable[HabitScore]) -> Confidence:
    """Of an offline estimate: low where specificity lies more than 0.7 above the overall score.

    Such an answer holds facts of which the reading sees little use for the question: they may be beside it, or the
    reading missed what they are for. On answers to unseen questions that tells estimates that are far off from others;
    how far a score is from its checks does not.
    """
    specificity = next((each.score for each in habits if each.id == "specificity"), LOWEST)
    return "low" if specificity - overall_score(signals) > CONCRETE_BEYOND + 1e-9 else "high"


def arithmetic(signals: Sequence[SignalScore], score: float) -> str:
    """The sum as it is shown: `0.45 × 4.0 + 0.30 × 2.5 + 0.25 × 3.0 = 3.3`."""
    return " + ".join(f"{signal.weight:.2f} × {signal.score:.1f}" for signal in signals) + f" = {score:.1f}"


def majority(votes: Sequence[bool]) -> bool:
    """Whether more than half say yes: an even split is no."""
    return 2 * sum(votes) > len(votes)
