"""Spaced repetition, held against the fsrs package used directly."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import fsrs
import pytest

from interviewer.domain.grades import Vote
from interviewer.practice.due import due_count, interview_on, set_interview_on
from interviewer.practice.schedule import RATINGS, rating_of, refresh
from tests.practice.schedule_kit import MONDAY, Practice, practising

WEEK = (
    # day of the week, (which question, its vote), in the order of practice
    (0, ((0, "no"), (1, "mixed"), (2, "yes"), (3, "strong_yes"))),
    (1, ((0, "mixed"),)),
    (2, ((0, "yes"), (1, "yes"), (2, "mixed"))),
    (3, ()),
    (4, ((2, "strong_no"), (2, "mixed"), (0, "strong_yes"))),
    (5, ((2, "yes"),)),
    (6, ((1, "strong_yes"),)),
)
BY_HAND: dict[str, fsrs.Rating] = {
    "strong_no": fsrs.Rating.Again, "no": fsrs.Rating.Again, "mixed": fsrs.Rating.Hard, "yes": fsrs.Rating.Good,
    "strong_yes": fsrs.Rating.Easy,
}  # fmt: skip


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    with practising(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def ids() -> tuple[str, ...]:
    """Four AI PM questions of the bank."""
    from tests.practice.kit import BANK

    return tuple(each.id for each in BANK.questions() if each.track == "ai_pm" and each.drill is None)[:4]


def test_a_week_of_practice_is_due_as_the_fsrs_package_says(practice: Practice, ids: tuple[str, ...]) -> None:
    scheduler = fsrs.Scheduler(learning_steps=[], relearning_steps=[], enable_fuzzing=False)
    cards: dict[str, fsrs.Card] = {}
    seen: list[list[str]] = []
    for day, answers in WEEK:
        practice.to_day(day)
        for index, vote in answers:
            at = practice.clock.now()
            card = cards.get(ids[index]) or fsrs.Card(card_id=index, due=at)
            cards[ids[index]], _ = scheduler.review_card(card, BY_HAND[vote], at)
            practice.answer(ids[index], vote)
        practice.to_day(day, hour=22)
        today = practice.clock.now().date()
        expected = {name for name, card in cards.items() if card.due.date() <= today}
        assert set(practice.due_ids()) == expected, day
        for item in practice.store.scheduled.schedule():
            card = cards[item.id]
            assert (item.due, item.stability, item.difficulty) == (card.due, card.stability, card.difficulty)
        practice.to_day(day + 1, hour=1)
        tomorrow = practice.clock.now().date()
        expected = {name for name, card in cards.items() if card.due.date() <= tomorrow}
        assert set(practice.due_ids()) == expected, f"the morning after {day}"
        seen.append(sorted(expected))
    assert len({tuple(each) for each in seen}) > 3, "the week must tell days apart"


@pytest.mark.parametrize(("vote", "days"), [("strong_no", 1), ("no", 1), ("mixed", 1), ("yes", 2), ("strong_yes", 8)])
def test_a_first_answer_comes_back_after_days_that_its_vote_decides(
    practice: Practice, ids: tuple[str, ...], vote: str, days: int
) -> None:
    practice.answer(ids[0], vote)
    practice.to_day(days - 1, hour=23)
    assert practice.due_ids() == []
    practice.to_day(days, hour=0)
    assert practice.due_ids() == [ids[0]]


def test_every_vote_has_a_rating_and_a_better_vote_never_a_worse_one() -> None:
    votes: tuple[Vote, ...] = ("strong_no", "no", "mixed", "yes", "strong_yes")
    assert list(RATINGS) == list(votes)
    ratings = [rating_of(vote) for vote in votes]
    assert ratings == sorted(ratings)
    assert ratings[1] < ratings[2] < ratings[3] < ratings[4]


def test_the_newest_grade_of_an_answer_counts(practice: Practice, ids: tuple[str, ...]) -> None:
    answer = practice.answer(ids[0], "strong_yes")
    practice.to_day(1)
    assert practice.due_ids() == []
    practice.graded(answer, "no")
    assert practice.due_ids() == [ids[0]]
    (item,) = practice.store.scheduled.schedule()
    assert (item.reviews, item.score) == (1, 2.2)


def test_a_deleted_answer_takes_its_card_along_and_brings_it_back(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "no")
    second = practice.answer(ids[1], "no")
    practice.to_day(1)
    assert set(practice.due_ids()) == {ids[0], ids[1]}
    practice.store.history.delete(second, practice.clock.now())
    assert practice.due_ids() == [ids[0]]
    assert len(practice.store.scheduled.schedule()) == 1
    practice.store.history.restore(second)
    assert set(practice.due_ids()) == {ids[0], ids[1]}


def test_answers_of_the_past_that_are_imported_later_deal_the_card_anew(tmp_path: Path, ids: tuple[str, ...]) -> None:
    def play(folder: Path, order: tuple[int, ...]) -> list[object]:
        folder.mkdir()
        with practising(folder) as practice:
            for day in order:
                practice.to_day(day)
                practice.answer(ids[0], ("mixed", "yes", "strong_yes")[day // 3])
                refresh(practice.store, practice.clock)
            (item,) = practice.store.scheduled.schedule()
            return [item.due, item.stability, item.difficulty, item.reviews, item.reviewed_at]

    assert play(tmp_path / "in-order", (0, 3, 6)) == play(tmp_path / "later", (6, 0, 3))


def test_what_is_up_to_date_is_left_alone(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "no")
    assert refresh(practice.store, practice.clock)
    assert not refresh(practice.store, practice.clock)


def test_both_tracks_of_a_question_have_cards_of_their_own(practice: Practice) -> None:
    from tests.practice.kit import BANK

    both = next(each.id for each in BANK.questions() if each.track == "both")
    practice.answer(both, "strong_yes", track="ai_pm")
    practice.answer(both, "no", track="ml_pm")
    practice.to_day(1)
    assert [(each.item.track, each.question.id) for each in practice.due()] == [("ml_pm", both)]
    assert [each.question.id for each in practice.due("ai_pm")] == []


def test_a_question_that_has_left_the_bank_is_not_due(practice: Practice) -> None:
    practice.answer("no-longer-there", "no")
    practice.to_day(3)
    assert practice.due_ids() == []


def test_nothing_waits_past_the_day_before_the_interview(practice: Practice, ids: tuple[str, ...]) -> None:
    interview = date(2026, 3, 15)  # Sunday
    set_interview_on(practice.store, practice.clock, interview)
    practice.answer(ids[0], "strong_yes")
    days = []
    for day in range(8):
        practice.to_day(day, hour=8)
        if ids[0] in practice.due_ids():
            days.append(day)
            practice.to_day(day)
            practice.answer(ids[0], "strong_yes")
    # Six days are left on Monday: a third is two days. Then four are left: one day. From then on every day to Saturday.
    assert days == [2, 3, 4, 5]
    practice.to_day(6, hour=8)
    assert practice.due_ids() == []


def test_after_the_interview_the_dates_are_those_of_fsrs_again(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "strong_yes")
    set_interview_on(practice.store, practice.clock, date(2026, 3, 12))
    due_with = []
    for day in range(12):
        practice.to_day(day, hour=8)
        due_with.append(bool(practice.due_ids()))
    assert due_with == [day in (1, 2) or day >= 8 for day in range(12)]
    set_interview_on(practice.store, practice.clock, None)
    assert interview_on(practice.store) is None


def test_counting_what_is_due_agrees_with_the_list(practice: Practice, ids: tuple[str, ...]) -> None:
    for index, vote in enumerate(("no", "mixed", "yes", "strong_yes")):
        practice.answer(ids[index], vote, met=())
    for day in range(9):
        practice.to_day(day)
        listed = practice.due_ids()
        assert due_count(practice.store, practice.clock, UTC) == len(listed)
    assert len(listed) >= 4


def test_fsrs_is_used_without_chance(practice: Practice, ids: tuple[str, ...]) -> None:
    at = MONDAY
    for _ in range(12):
        practice.clock.time = at
        practice.answer(ids[0], "yes")
        at += timedelta(days=30)
    refresh(practice.store, practice.clock)
    (first,) = practice.store.scheduled.schedule()
    practice.store.scheduled.drop_schedule([first])
    refresh(practice.store, practice.clock)
    (second,) = practice.store.scheduled.schedule()
    assert first.due == second.due
    assert first.due > datetime(2027, 6, 1, tzinfo=UTC), "so far ahead that chance would have moved it"
