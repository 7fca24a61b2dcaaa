"""Reasons for and against, habits, and what to fix first: each tied to words that were said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from interviewer.domain.debriefs import Fix, HabitView, Quoted
from interviewer.domain.feedback import HABIT_WORTH, is_missed
from interviewer.domain.grades import CheckVerdict, Grade, HabitScore, SignalScore
from interviewer.domain.interviews import DEEPENING, Exchange
from interviewer.domain.rubrics import Check, Habit, Rubric, Signal
from interviewer.domain.scoring import HIGHEST, rounded
from interviewer.practice.interview_grades import followed_up
from interviewer.practice.next_practice import Choice, suggestions

MOST_REASONS = 3
MOST_FIXES = 3


@dataclass(frozen=True, slots=True)
class Scored:
    """A question with its grade, which is a score."""

    exchange: Exchange
    grade: Grade


def reasons_for(rubric: Rubric, scored: Sequence[Scored]) -> tuple[Quoted, ...]:
    """The met checks that weigh most, each with its words, no check and no question twice while others are there."""
    found: list[tuple[float, str, Quoted]] = []
    for one in scored:
        for dimension, check, verdict in _verdicts(rubric, one.grade):
            if check.polarity == "positive" and verdict.met and verdict.evidence:
                weight = _weight(dimension) * check.points
                text = f"{dimension.name}: {check.statement}"
                quote = verdict.evidence[0].quote
                found.append((weight, check.id, Quoted(text=text, quote=quote, position=one.exchange.position)))
    found.sort(key=lambda each: -each[0])
    return _spread(found)


def reasons_against(rubric: Rubric, scored: Sequence[Scored]) -> tuple[Quoted, ...]:
    """Faults that were heard, and follow-ups that nothing came of; each with its words."""
    found: list[tuple[float, str, Quoted]] = []
    for one in scored:
        position = one.exchange.position
        for dimension, check, verdict in _verdicts(rubric, one.grade):
            if check.polarity == "negative" and verdict.met and verdict.evidence:
                weight = _weight(dimension) * check.points
                text = f"{dimension.name}: {check.statement}"
                found.append((weight, check.id, Quoted(text=text, quote=verdict.evidence[0].quote, position=position)))
        found += _dead_ends(rubric, one.exchange)
    found.sort(key=lambda each: -each[0])
    return _spread(found)


def _dead_ends(rubric: Rubric, exchange: Exchange) -> Iterator[tuple[float, str, Quoted]]:
    """Follow-ups that the story did not bear, with what was replied to them."""
    for number, each in enumerate(followed_up(exchange), start=1):
        if each.held or each.probe.kind not in DEEPENING or not each.probe.check:
            continue
        dimension, check = _find(rubric, each.probe.signal, each.probe.check)
        if dimension is None or check is None:
            continue
        reply = exchange.replies[number].text.strip()
        quoted = Quoted(
            text=f"{dimension.name}: asked for it, and it did not come. {check.meaning}",
            quote=reply or "(nothing)",
            position=exchange.position,
            asked=each.probe.text,
        )
        yield _weight(dimension) * check.points, f"asked {check.id}", quoted


def _spread(found: Sequence[tuple[float, str, Quoted]]) -> tuple[Quoted, ...]:
    """The first of them, no check twice; from different questions as far as there are any."""
    kept: list[Quoted] = []
    checks: set[str] = set()
    for same_question_too in (False, True):
        for _, check_id, quoted in found:
            taken = {each.position for each in kept}
            if (
                len(kept) < MOST_REASONS
                and check_id not in checks
                and (same_question_too or quoted.position not in taken)
            ):
                kept.append(quoted)
                checks.add(check_id)
    return tuple(kept)


def habit_views(rubric: Rubric, habits: Sequence[HabitScore], scored: Sequence[Scored]) -> tuple[HabitView, ...]:
    views = []
    for habit in habits:
        dimension = rubric.dimension(habit.id)
        worst, missed_in = _most_missed(dimension, scored)
        views.append(
            HabitView(
                id=habit.id,
                name=dimension.name,
                score=habit.score,
                by_round=_by_round(habit.id, scored),
                most_missed=worst.statement if worst else "",
                missed_in=missed_in,
                advice=worst.advice if worst else "",
                quote=_words_of(dimension, worst, rubric, scored) if worst else "",
            )
        )
    return tuple(views)


def _by_round(habit_id: str, scored: Sequence[Scored]) -> tuple[float, ...]:
    rounds: dict[int, list[float]] = {}
    for one in scored:
        habit = one.grade.habit(habit_id)
        if habit:
            rounds.setdefault(one.exchange.round, []).append(habit.score)
    return tuple(rounded(fmean(rounds[number])) for number in sorted(rounds))


def _words_of(dimension: Signal | Habit, check: Check, rubric: Rubric, scored: Sequence[Scored]) -> str:
    """The words that show a fault; an omission has none."""
    for one in scored:
        for here, each, verdict in _verdicts(rubric, one.grade):
            if (here.id, each.id) == (dimension.id, check.id) and is_missed(verdict) and verdict.evidence:
                return verdict.evidence[0].quote
    return ""


def fixes(
    rubric: Rubric,
    signals: Sequence[SignalScore],
    habits: Sequence[HabitScore],
    capped_by: str | None,
    *,
    scored: Sequence[Scored],
    choice: Choice,
) -> tuple[Fix, ...]:
    """The signals and habits where one level more is worth most, each by the check that was missed most.

    What holds the vote down comes first. A habit is no part of the overall and is ranked as if it weighed 0.3.
    """

    def worth(each: SignalScore | HabitScore) -> float:
        weight = each.weight if isinstance(each, SignalScore) else HABIT_WORTH
        return weight * min(1.0, HIGHEST - each.score)

    dimensions: list[SignalScore | HabitScore] = [*signals, *habits]
    ordered = sorted(dimensions, key=lambda each: (each.id != capped_by, -worth(each)))
    used = {one.exchange.question.id for one in scored}
    found: list[Fix] = []
    for score in ordered:
        dimension = rubric.dimension(score.id)
        check, missed_in = _most_missed(dimension, scored)
        if check is None or len(found) == MOST_FIXES:
            continue
        practise = suggestions(dimension, check, choice, used)
        used |= {each.question_id for each in practise}
        found.append(
            Fix(
                name=dimension.name,
                statement=check.statement,
                advice=check.advice,
                worth=worth(score),
                lifts_cap=score.id == capped_by,
                habit=isinstance(score, HabitScore),
                missed_in=missed_in,
                answers=len(scored),
                practise=practise,
            )
        )
    return tuple(found)


def _most_missed(dimension: Signal | Habit, scored: Sequence[Scored]) -> tuple[Check | None, int]:
    """The check that cost most points over all answers, and in how many it was missed."""
    counts = {check.id: 0 for check in dimension.checks}
    for one in scored:
        for verdict in _checks_of(one.grade, dimension.id):
            if verdict.id in counts and is_missed(verdict):
                counts[verdict.id] += 1
    worst = max(dimension.checks, key=lambda check: (counts[check.id] * check.points, check.points))
    return (worst, counts[worst.id]) if counts[worst.id] else (None, 0)


def _checks_of(grade: Grade, dimension_id: str) -> Iterator[CheckVerdict]:
    dimensions: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    for each in dimensions:
        if each.id == dimension_id:
            yield from each.checks


def _verdicts(rubric: Rubric, grade: Grade) -> Iterator[tuple[Signal | Habit, Check, CheckVerdict]]:
    """Every verdict with its check; checks that the rubric no longer has are passed over."""
    for dimension in rubric.dimensions:
        checks = {check.id: check for check in dimension.checks}
        for verdict in _checks_of(grade, dimension.id):
            if verdict.id in checks:
                yield dimension, checks[verdict.id], verdict


def _find(rubric: Rubric, dimension_id: str, check_id: str) -> tuple[Signal | Habit | None, Check | None]:
    dimension = next((each for each in rubric.dimensions if each.id == dimension_id), None)
    check = next((each for each in dimension.checks if each.id == check_id), None) if dimension else None
    return dimension, check


def _weight(dimension: Signal | Habit) -> float:
    return dimension.weight if isinstance(dimension, Signal) else HABIT_WORTH
