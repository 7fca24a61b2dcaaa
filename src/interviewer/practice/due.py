"""What is due today, and why in words. Counting reads stored dates alone: no scheduler is imported for it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, tzinfo
from typing import TYPE_CHECKING

from interviewer.domain.schedule import DueItem, ScheduleItem, count_due, day_due, due_items, local_day

if TYPE_CHECKING:
    from interviewer.domain.questions import Question, Track
    from interviewer.domain.rubrics import Check, Habit, Rubric, Signal
    from interviewer.ports import Clock, FullStore, LoopSource, QuestionBank, RubricSource

INTERVIEW_ON = "interview_on"
JUST_ASKED = 10
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def interview_on(store: FullStore) -> date | None:
    """The day of the interview that the person prepares for; None where none was given. Raises StoreError."""
    try:
        return date.fromisoformat(store.scheduled.fact(INTERVIEW_ON) or "")
    except ValueError:
        return None


def set_interview_on(store: FullStore, clock: Clock, day: date | None) -> None:
    """None takes it away. Raises StoreError."""
    store.scheduled.set_fact(INTERVIEW_ON, day.isoformat() if day else None, clock.now())


def due_count(store: FullStore, clock: Clock, zone: tzinfo | None = None) -> int:
    """How many are due today by the schedule as it is stored. Raises StoreError."""
    today = local_day(clock.now(), zone)
    return count_due(store.scheduled.waiting(), today=today, interview_on=interview_on(store), zone=zone)


def next_due(store: FullStore, clock: Clock, zone: tzinfo | None = None) -> date | None:
    """The first day after today on which something is due by the stored schedule. Raises StoreError."""
    today, interview = local_day(clock.now(), zone), interview_on(store)
    days = [day_due(each, today=today, interview_on=interview, zone=zone) for each in store.scheduled.waiting()]
    return min((day for day in days if day is not None and day > today), default=None)


def due_questions(store: FullStore, clock: Clock, track: Track, zone: tzinfo | None = None) -> list[str]:
    """The ids of the questions of a track that are due by the stored schedule, the first first. Raises StoreError."""
    return [item.id for item, _ in _due(store, clock, zone) if item.kind == "question" and item.track == track]


def _due(store: FullStore, clock: Clock, zone: tzinfo | None) -> list[tuple[ScheduleItem, date]]:
    today = local_day(clock.now(), zone)
    return due_items(store.scheduled.schedule(), today=today, interview_on=interview_on(store), zone=zone)


def due_now(
    store: FullStore,
    clock: Clock,
    bank: QuestionBank,
    rubrics: RubricSource,
    loops: LoopSource,
    *,
    track: Track | None = None,
    zone: tzinfo | None = None,
) -> list[DueItem]:
    """What to practise today, the first first, after the schedule was brought up to date.

    A check comes with a drill or question that trains it, none twice and none that was just asked. What the bank holds
    no longer is left out. Raises StoreError, ContentError.
    """
    from interviewer.practice.schedule import refresh

    refresh(store, clock)
    today, interview = local_day(clock.now(), zone), interview_on(store)
    due = [pair for pair in _due(store, clock, zone) if track in (None, pair[0].track)]
    used = {item.id for item, _ in due if item.kind == "question"}
    found = []
    for item, since in due:
        rubric = rubrics.rubric(item.track)
        if item.kind == "question":
            question, why = bank.get(item.id), question_reason(item, rubric, today, zone)
        else:
            just_asked = store.asked_questions(item.track, limit=JUST_ASKED)
            question, why = _for_check(item, rubric, bank, loops, {*used, *just_asked})
        if question is None:
            continue
        used.add(question.id)
        found.append(
            DueItem(item=item, question=question, why=why + _hurry(item, since, today, interview, zone), since=since)
        )
    return found


def _for_check(
    item: ScheduleItem, rubric: Rubric, bank: QuestionBank, loops: LoopSource, used: Collection[str]
) -> tuple[Question | None, str]:
    from interviewer.practice.next_practice import Choice, suggestions

    found = find_check(rubric, item.id)
    if found is None:
        return None, ""
    choice = Choice(track=item.track, questions=bank.questions(), loops=loops.loops())
    suggested = suggestions(*found, choice, used) or suggestions(*found, choice, ())
    question = bank.get(suggested[0].question_id) if suggested else None
    return question, check_reason(item, found[1])


def find_check(rubric: Rubric, name: str) -> tuple[Signal | Habit, Check] | None:
    """`dimension.check` in a rubric; None where it has no such check any more."""
    dimension_id, _, check_id = name.partition(".")
    return next(
        (
            (dimension, check)
            for dimension in rubric.dimensions
            for check in dimension.checks
            if (dimension.id, check.id) == (dimension_id, check_id)
        ),
        None,
    )


def question_reason(item: ScheduleItem, rubric: Rubric, today: date, zone: tzinfo | None = None) -> str:
    """`3.1 six days ago; ownership 2.0`."""
    score = f"{item.score:.1f} " if item.score is not None else "answered "
    reason = f"{score}{days_ago((today - local_day(item.reviewed_at, zone)).days)}"
    if not item.weakest or item.weakest_score is None:
        return reason
    names = {each.id: each.name for each in rubric.dimensions}
    name = names.get(item.weakest, item.weakest.replace("_", " "))
    return f"{reason}; {name.lower()} {item.weakest_score:.1f}"


def check_reason(item: ScheduleItem, check: Check) -> str:
    """`the check “…” was missed 4 of the last 5 times`; of a demerit, it counted against the answer."""
    did = "was missed" if check.polarity == "positive" else "counted against you"
    return f"the check “{check.statement.rstrip('.')}” {did} {item.missed} of the last {item.seen} times"


def _hurry(item: ScheduleItem, since: date, today: date, interview: date | None, zone: tzinfo | None) -> str:
    """Where the interview brings it forward."""
    if interview is None or interview < today or since >= local_day(item.due, zone):
        return ""
    left = (interview - today).days
    return f"; brought forward, your interview is {'tomorrow' if left == 1 else f'in {in_words(left)} days'}"


def days_ago(days: int) -> str:
    """`yesterday`, `six days ago`, `two weeks ago`, `five months ago`: a round age, in words."""
    if days <= 0:
        return "earlier today"
    if days == 1:
        return "yesterday"
    for unit, length, most in (("day", 1, 12), ("week", 7, 84), ("month", 30, 364)):
        if days <= most:
            return _ago(max(1, round(days / length)), unit)
    return _ago(round(days / 365), "year")


def _ago(number: int, unit: str) -> str:
    return f"{'a' if number == 1 else in_words(number)} {unit}{'' if number == 1 else 's'} ago"


def in_words(number: int) -> str:
    """`six`; from thirteen on `13`."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else f"{number:,}"
