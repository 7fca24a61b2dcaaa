"""Days and weeks of practice, by the calendar of the person."""

from collections.abc import Iterable, Sequence, Set
from datetime import date, timedelta, tzinfo

from interviewer.domain.graded import Practised
from interviewer.domain.progress import Week
from interviewer.domain.schedule import local_day

DAY = timedelta(days=1)
WEEKS_SHOWN = 12


def days_of(practised: Iterable[Practised], zone: tzinfo | None = None) -> set[date]:
    """The local days with an answer."""
    return {local_day(each.answered_at, zone) for each in practised}


def streak(days: Set[date], today: date) -> int:
    """Days in a row with an answer. One that ended yesterday still stands: today is not over."""
    day = today if today in days else today - DAY
    count = 0
    while day in days:
        count += 1
        day -= DAY
    return count


def longest_streak(days: Set[date]) -> int:
    longest = 0
    for day in days:
        if day - DAY not in days:
            count = 1
            while day + count * DAY in days:
                count += 1
            longest = max(longest, count)
    return longest


def weeks(practised: Sequence[Practised], today: date, zone: tzinfo | None = None) -> tuple[Week, ...]:
    """The last twelve weeks up to this one, oldest first; weeks begin on Monday."""
    this_week = today - today.weekday() * DAY
    firsts = [this_week - number * 7 * DAY for number in reversed(range(WEEKS_SHOWN))]
    answers, seconds = dict.fromkeys(firsts, 0), dict.fromkeys(firsts, 0.0)
    for each in practised:
        day = local_day(each.answered_at, zone)
        first = day - day.weekday() * DAY
        if first in answers:
            answers[first] += 1
            seconds[first] += each.typing_seconds
    return tuple(Week(first=each, answers=answers[each], typing_seconds=seconds[each]) for each in firsts)
