"""What changed from one grade of a question to the next."""

from collections.abc import Iterator
from dataclasses import dataclass

from interviewer.domain.feedback import is_missed
from interviewer.domain.grades import CheckVerdict, Grade, HabitScore, SignalScore, Vote


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """The score of a signal or habit, 1.0-5.0, before and after."""

    id: str
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Difference:
    """`won` and `lost` are (dimension id, check id): checks that cost points before and don't now, and the reverse."""

    before: float
    after: float
    vote_before: Vote
    vote_after: Vote
    scores: tuple[ScoreChange, ...]
    won: tuple[tuple[str, str], ...]
    lost: tuple[tuple[str, str], ...]
    same_grader: bool


def difference(before: Grade, after: Grade) -> Difference | None:
    """None where one of the two is not a score. Dimensions and checks that only one of them has are left out."""
    if before.overall is None or after.overall is None:
        return None
    old_scores = {score.id: score.score for score in _dimensions(before)}
    old_checks = dict(_checks(before))
    changed = [
        (key, is_missed(old_checks[key]), is_missed(check))
        for key, check in _checks(after)
        if key in old_checks and is_missed(old_checks[key]) != is_missed(check)
    ]
    return Difference(
        before=before.overall.score,
        after=after.overall.score,
        vote_before=before.overall.vote,
        vote_after=after.overall.vote,
        scores=tuple(
            ScoreChange(score.id, old_scores[score.id], score.score)
            for score in _dimensions(after)
            if score.id in old_scores
        ),
        won=tuple(key for key, was_missed, _ in changed if was_missed),
        lost=tuple(key for key, was_missed, _ in changed if not was_missed),
        same_grader=before.grader == after.grader,
    )


def _dimensions(grade: Grade) -> tuple[SignalScore | HabitScore, ...]:
    return (*grade.signals, *grade.habits)


def _checks(grade: Grade) -> Iterator[tuple[tuple[str, str], CheckVerdict]]:
    for dimension in _dimensions(grade):
        for check in dimension.checks:
            yield (dimension.id, check.id), check
