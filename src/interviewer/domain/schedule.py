"""What comes up for practice again, and when: cards of the FSRS scheduler for questions and for checks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from typing import Literal, NamedTuple

from interviewer.domain.questions import TRACKS, Question, Track

ItemKind = Literal["question", "check"]

DAY = timedelta(days=1)
CHECKS_AT_ONCE = 3  # of each track
SHARE_OF_DAYS_LEFT = 3  # before an interview nothing waits longer than a third of the days that are left


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleItem:
    """One card. `id` is a question's id, or `dimension.check`.

    `stability` (days) and `difficulty` (1-10) are FSRS's own; `due` is its date, before any interview is thought of. It
    stands on `reviews` graded answers, the newest of whose grades was made at `graded_at`. Of a question, `score` is
    the newest grade and `weakest` the lowest signal or habit in it; of a check, `missed` is how many of the last `seen`
    answers missed it.
    """

    kind: ItemKind
    track: Track
    id: str
    due: datetime
    reviewed_at: datetime
    graded_at: datetime
    reviews: int
    stability: float
    difficulty: float
    score: float | None = None
    weakest: str = ""
    weakest_score: float | None = None
    missed: int = 0
    seen: int = 0


class Waiting(NamedTuple):
    """As little of a card as it takes to count what is due: cheap enough for the first screen."""

    kind: ItemKind
    track: Track
    due: datetime
    reviewed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many graded answers a question has in a track, and when the newest of their counting grades was made.

    What differs from the schedule tells which cards are out of date, whatever happened: a grade, an import, a delete.
    """

    track: Track
    question_id: str
    answers: int
    graded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DueItem:
    """Something to practise today: the question to answer, and in words why. `since` is the day it became due."""

    item: ScheduleItem
    question: Question
    why: str
    since: date


def local_day(moment: datetime, zone: tzinfo | None = None) -> date:
    """The calendar day of a moment; None is the computer's own time zone."""
    return moment.astimezone(zone).date()


def day_due(
    item: ScheduleItem | Waiting, *, today: date, interview_on: date | None = None, zone: tzinfo | None = None
) -> date | None:
    """The local day on which an item is due; None where that would be after the last day before an interview.

    Until an interview nothing waits longer than a third of the days that were left when it was last practised, nor past
    the day before the interview. Once the interview is over FSRS's own date holds again.
    """
    due, last = local_day(item.due, zone), local_day(item.reviewed_at, zone)
    if interview_on is None or interview_on < today:
        return due
    eve = interview_on - DAY
    if today > eve or last >= eve:
        return None
    third = max(1, (interview_on - last).days // SHARE_OF_DAYS_LEFT)
    return min(due, last + third * DAY, eve)


def due_items(
    items: Sequence[ScheduleItem], *, today: date, interview_on: date | None = None, zone: tzinfo | None = None
) -> list[tuple[ScheduleItem, date]]:
    """What is due on a local day, and since when: weak checks, then questions, the longest due and the lowest first.

    Of the weak checks of a track only the three that are missed most come up: nobody mends ten at once. They are first
    because an answer to anything reviews all of them, so that they never keep the questions waiting.
    """
    dated = [(each, day_due(each, today=today, interview_on=interview_on, zone=zone)) for each in items]
    due = [(each, since) for each, since in dated if since is not None and since <= today]
    kept = []
    for track in TRACKS:
        checks = [pair for pair in due if pair[0].kind == "check" and pair[0].track == track]
        checks.sort(key=lambda pair: (-pair[0].missed / max(1, pair[0].seen), pair[1], pair[0].id))
        kept += checks[:CHECKS_AT_ONCE]
    questions = [pair for pair in due if pair[0].kind == "question"]
    return kept + sorted(questions, key=lambda pair: (pair[1], pair[0].score or 0.0, pair[0].track, pair[0].id))


def count_due(
    waiting: Sequence[Waiting], *, today: date, interview_on: date | None = None, zone: tzinfo | None = None
) -> int:
    """How many `due_items` would give."""
    dates = [(each, day_due(each, today=today, interview_on=interview_on, zone=zone)) for each in waiting]
    due = [each for each, since in dates if since is not None and since <= today]
    checks = [sum(1 for each in due if (each.kind, each.track) == ("check", track)) for track in TRACKS]
    return sum(1 for each in due if each.kind == "question") + sum(min(each, CHECKS_AT_ONCE) for each in checks)
