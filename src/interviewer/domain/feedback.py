"""What to fix first, and what to say about each check: decided by code for every grader, so that no model can."""

from collections.abc import Iterator, Sequence

from interviewer.domain.grades import CheckVerdict, Feedback, Gate, Grade, HabitScore, SignalScore
from interviewer.domain.rubrics import AnyRubric, Check, Habit, Signal
from interviewer.domain.scoring import DISAGREEMENT, HIGHEST, estimate_confidence

HABIT_WORTH = 0.3
SHOWN_STRENGTHS, SHOWN_IMPROVEMENTS = 3, 4

Missed = tuple[Signal | Habit, Check]
Scores = Sequence[SignalScore | HabitScore]


def fix_first(
    rubric: AnyRubric, signals: Sequence[SignalScore], habits: Sequence[HabitScore], capped_by: str | None
) -> Missed | None:
    """The dimension and the check to mend first; None where no check of the rubric was missed.

    A vote capped by a habit comes first. Else it is where one level more is worth most (a signal its weight, a habit
    0.3, nothing above 5), by the missed check with the most points.
    """
    return next(iter(missed_checks(rubric, signals, habits, capped_by)), None)


def missed_checks(
    rubric: AnyRubric, signals: Sequence[SignalScore], habits: Sequence[HabitScore], capped_by: str | None
) -> list[Missed]:
    """Every missed check: first one of each dimension in the order of its worth, then the second of each, and so on."""

    def worth(score: SignalScore | HabitScore) -> tuple[bool, float]:
        return score.id == capped_by, _level_worth(score)

    scores: list[SignalScore | HabitScore] = [*signals, *habits]
    ordered = [_missed_in(rubric, score) for score in sorted(scores, key=worth, reverse=True)]
    deepest = max((len(each) for each in ordered), default=0)
    return [each[depth] for depth in range(deepest) for each in ordered if depth < len(each)]


def _level_worth(score: SignalScore | HabitScore) -> float:
    """What one level more brings, at most up to 5."""
    weight = score.weight if isinstance(score, SignalScore) else HABIT_WORTH
    return weight * min(1.0, HIGHEST - score.score)


def top_level_text(rubric: AnyRubric, grade: Grade) -> str:
    """What level 5 asks where it is worth most, for a grade that misses no check and is not at 5 everywhere; else "".

    "Market impact is at 4.5. Level 5 asks: …"
    """
    scores: list[SignalScore | HabitScore] = [*grade.signals, *grade.habits]
    passed = grade.gate is None or grade.gate.passed
    known = {each.id: each for each in rubric.dimensions}
    below = [each for each in scores if each.score < HIGHEST and each.id in known]
    if not passed or not below or any(is_missed(check) for each in scores for check in each.checks):
        return ""
    most = max(below, key=_level_worth)
    dimension = known[most.id]
    return f"{dimension.name} is at {most.score:.1f}. Level 5 asks: {dimension.levels[-1]}"


def _missed_in(rubric: AnyRubric, score: SignalScore | HabitScore) -> list[Missed]:
    """The checks of one dimension that cost points, most points first."""
    dimension = rubric.dimension(score.id)
    checks = {check.id: check for check in dimension.checks}
    missed = [checks[each.id] for each in score.checks if each.id in checks and is_missed(each)]
    return [(dimension, check) for check in sorted(missed, key=lambda check: -check.points)]


def why_low(grade: Grade) -> str:
    """Why the confidence of a grade is low, for people, without a full stop."""
    scores: list[SignalScore | HabitScore] = [*grade.signals, *grade.habits]
    specificity = grade.habit("specificity")
    if grade.grader.kind == "offline" and specificity and estimate_confidence(grade.signals, grade.habits) == "low":
        return (
            f"the answer is concrete (specificity {specificity.score:.1f}), yet the estimate sees little use of that "
            "for the question. Either its facts lie beside the question, or the estimate missed what they are for"
        )
    if any(abs(each.score - each.check_score) > DISAGREEMENT for each in scores):
        return "a score and its checks are far apart"
    return "several readings of it disagree, or one was cut"


def is_missed(verdict: CheckVerdict) -> bool:
    """A positive check that is not met, or a negative one that is."""
    return verdict.met == (verdict.polarity == "negative")


def fix_first_text(missed: Missed | None, gate: Gate) -> str:
    """The one thing to fix first, for people: "Ownership: Say what you decided yourself …"."""
    if not gate.passed:
        return "Answer the question that was asked: the committee reads nothing else until you do."
    if missed is None:
        return "No check of this rubric is missed. Say it again, shorter, and from memory."
    dimension, check = missed
    return f"{dimension.name}: {check.advice}"


def feedback_from_checks(
    rubric: AnyRubric, signals: Sequence[SignalScore], habits: Sequence[HabitScore], gate: Gate, capped_by: str | None
) -> Feedback:
    """Feedback in the rubric's own words, where nothing better words it; it holds no rewrite."""
    missed = missed_checks(rubric, signals, habits, capped_by)
    first = missed[0] if missed else None
    return Feedback(
        fix_first=fix_first_text(first, gate),
        strengths=tuple(_strengths(rubric, (*signals, *habits)))[:SHOWN_STRENGTHS],
        improvements=tuple(
            f"{dimension.name}: {check.advice}" for dimension, check in missed[1 : SHOWN_IMPROVEMENTS + 1]
        ),
        stronger_version="",
        follow_up=first[1].probe if first else "",
    )


def _strengths(rubric: AnyRubric, scores: Scores) -> Iterator[str]:
    """Met checks with the words that earned them, most points first."""
    met = [
        (verdict.points, rubric.dimension(score.id).name, check.statement, verdict.evidence[0].quote)
        for score in scores
        for verdict in score.checks
        for check in rubric.dimension(score.id).checks
        if check.id == verdict.id and verdict.polarity == "positive" and verdict.met and verdict.evidence
    ]
    for _, name, statement, quote in sorted(met, key=lambda each: -each[0]):
        yield f"{name}: {statement} “{quote}”"
