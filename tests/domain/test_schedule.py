"""On which local day something is due, by FSRS's date and by the interview."""

from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.schedule import CHECKS_AT_ONCE, ScheduleItem, day_due, due_items

NOON = datetime(2026, 3, 9, 12, tzinfo=UTC)
LAST = NOON.date()


def item(due_in: float = 5.0, name: str = "q", **changes: object) -> ScheduleItem:
    fields = {
        "kind": "question", "track": "ai_pm", "id": name, "due": NOON + timedelta(days=due_in), "reviewed_at": NOON,
        "graded_at": NOON, "reviews": 1, "stability": 5.0, "difficulty": 5.0,
    }  # fmt: skip
    return ScheduleItem(**(fields | changes))  # type: ignore[arg-type]


def test_the_day_is_that_of_the_persons_own_calendar() -> None:
    late = item(due=datetime(2026, 3, 12, 22, 30, tzinfo=UTC))
    east, west = timezone(timedelta(hours=3)), timezone(timedelta(hours=-9))
    today = date(2026, 3, 1)
    assert [day_due(late, today=today, zone=zone) for zone in (UTC, east, west)] == [
        date(2026, 3, 12), date(2026, 3, 13), date(2026, 3, 12),
    ]  # fmt: skip


@given(st.integers(0, 400), st.integers(0, 60), st.integers(0, 60))
def test_before_an_interview_nothing_is_later_than_its_eve_and_a_third_of_the_days_left(
    due_in: int, interview_in: int, today_in: int
) -> None:
    interview, today = LAST + timedelta(days=interview_in), LAST + timedelta(days=today_in)
    found = day_due(item(due_in), today=today, interview_on=interview, zone=UTC)
    plain = LAST + timedelta(days=due_in)
    if today > interview:
        assert found == plain, "the interview is over"
    elif found is None:
        assert today == interview or interview_in <= 1, "no day is left before it"
    else:
        assert found <= plain
        assert found < interview
        assert (found - LAST).days <= max(1, interview_in / 3)


def test_the_nearer_the_interview_the_shorter_the_wait() -> None:
    waits = []
    for days_left in (30, 12, 6, 3, 2):
        found = day_due(item(300), today=LAST, interview_on=LAST + timedelta(days=days_left), zone=UTC)
        assert found is not None
        waits.append((found - LAST).days)
    assert waits == [10, 4, 2, 1, 1]


def test_what_is_due_later_is_not_due() -> None:
    items = [item(0, "today"), item(-4, "overdue"), item(1, "tomorrow")]
    assert [(each.id, since) for each, since in due_items(items, today=LAST, zone=UTC)] == [
        ("overdue", LAST - timedelta(days=4)), ("today", LAST),
    ]  # fmt: skip


def test_only_the_most_missed_checks_come_up_in_each_track() -> None:
    checks = [item(0, f"d.c{each}", kind="check", missed=each, seen=5) for each in range(1, 6)]
    others = [item(0, "d.other", kind="check", track="ml_pm", missed=2, seen=5)]
    found = [each.id for each, _ in due_items([*checks, *others, item(0)], today=LAST, zone=UTC)]
    assert set(found) == {"q", "d.other", "d.c5", "d.c4", "d.c3"}
    assert len(found) == CHECKS_AT_ONCE + 2
