"""Progress: what is laid side by side, what is kept apart, and what is not claimed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from statistics import median
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.rubrics import Rubrics
from interviewer.domain.graded import Practised
from interviewer.practice.progress_days import days_of, longest_streak, streak, weeks
from interviewer.practice.progress_points import FEWEST_IN_A_GROUP, MOST_POINTS, change_of, points
from tests.practice.kit import BANK, RUBRICS
from tests.practice.progress_kit import NOON, TODAY, answer, judge, reckoned


def at(count: int) -> list[datetime]:
    return [NOON + timedelta(hours=number) for number in range(count)]


@given(st.lists(st.floats(1, 5), max_size=400))
def test_every_answer_is_in_one_point_and_points_are_alike_in_size(scores: list[float]) -> None:
    found = points(at(len(scores)), scores)
    assert sum(point.answers for point in found) == len(scores)
    assert len(found) <= MOST_POINTS
    sizes = {point.answers for point in found}
    assert max(sizes, default=0) - min(sizes, default=0) <= 1
    assert all(one.last < two.first for one, two in pairwise(found))
    for point in found:
        assert (point.low is None) == (point.answers < FEWEST_IN_A_GROUP)
        if point.low is not None and point.high is not None:
            assert 1 <= point.low <= point.median <= point.high <= 5


def test_few_answers_are_a_point_each_and_claim_neither_spread_nor_change() -> None:
    found = points(at(9), [1.0, 5.0] * 4 + [3.0])
    assert [point.median for point in found] == [1.0, 5.0] * 4 + [3.0]
    assert {point.low for point in found} == {None}
    assert change_of(found) == "too_few"


def test_a_point_is_the_median_and_one_stray_score_does_not_move_it() -> None:
    steady, stray = [3.0] * 10, [3.0] * 9 + [1.0]
    assert [point.median for point in points(at(10), steady)] == [3.0, 3.0]
    assert [point.median for point in points(at(10), stray)] == [3.0, 3.0]


def test_the_middle_half_lies_between_the_quartiles() -> None:
    (first, _) = points(at(10), [1.0, 2.0, 3.0, 4.0, 5.0, *[3.0] * 5])
    assert (first.low, first.median, first.high) == (2.0, 3.0, 4.0)


@pytest.mark.parametrize(
    ("first", "last", "change"),
    [
        ((2.0, 2.1, 2.2, 2.3, 2.4), (3.0, 3.1, 3.2, 3.3, 3.4), "up"),
        ((3.0, 3.1, 3.2, 3.3, 3.4), (2.0, 2.1, 2.2, 2.3, 2.4), "down"),
        ((1.0, 2.0, 3.0, 4.0, 5.0), (1.5, 2.5, 3.5, 4.5, 5.0), "within_spread"),
        ((3.0, 3.0, 3.0, 3.0, 3.0), (1.0, 2.0, 3.5, 4.0, 5.0), "within_spread"),
    ],
)
def test_a_change_is_one_only_where_it_leaves_the_spread(
    first: tuple[float, ...], last: tuple[float, ...], change: str
) -> None:
    assert change_of(points(at(10), [*first, *last])) == change


def test_two_graders_are_never_averaged_and_the_newest_comes_first() -> None:
    model = judge(kind="llm", model="gpt-5-mini", effort="standard", prompt_version="3")
    graded = [answer(number, 2.0, days_ago=20 - number) for number in range(12)]
    graded += [answer(number, 4.0, days_ago=20 - number, by=model, graded_later=30) for number in range(12)]
    (track, _) = reckoned(graded).tracks
    assert [each.name for each in track.judged] == [
        "gpt-5-mini, standard effort", "the offline grader (an estimate)",
    ]  # fmt: skip
    assert [{point.median for point in each.overall.points} for each in track.judged] == [{4.0}, {2.0}]
    assert track.answers == 12


def test_the_same_model_with_another_rubric_effort_or_prompt_is_another_grader() -> None:
    base: dict[str, Any] = {"kind": "llm", "model": "m", "effort": "standard", "prompt_version": "3"}
    others = [{}, {"effort": "quick"}, {"prompt_version": "4"}, {"score_by": "checks"}, {"rubric_sha256": "other"}]
    graded = [answer(number, by=judge(**(base | changes))) for number, changes in enumerate(others)]
    names = [each.name for each in reckoned(graded).tracks[0].judged]
    assert len(set(names)) == len(others), names
    assert any("an earlier rubric" in name for name in names)


def test_a_drill_has_its_own_scores_after_those_of_the_track() -> None:
    drill = RUBRICS.drill("career_story")
    assert drill is not None
    by = judge(rubric_id=drill.id, rubric_sha256=drill.sha256)
    graded = [answer(1, days_ago=5), answer(2, by=by)]
    judged = reckoned(graded).tracks[0].judged
    assert [each.name for each in judged] == [
        "the offline grader (an estimate)", f"the offline grader (an estimate), drill: {drill.name}",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "told"),
    [("PM at Acme", "PM at Acme"), (RUBRICS.rubric("ai_pm").name, "acme"), (None, "Acme, an earlier rubric")],
)
def test_a_rubric_of_ones_own_is_told_by_its_name(title: str | None, told: str) -> None:
    """By its id where the copy kept the name of the original, or is gone."""
    rubrics = Rubrics()
    own = replace(rubrics.rubric("ai_pm"), id="acme", name=title, sha256="own") if title else None
    rubrics.named = lambda name: own if name == "acme" else None
    graded = [answer(1, days_ago=5), answer(2, by=judge(rubric_id="acme", rubric_sha256="own"))]
    names = [each.name for each in reckoned(graded, rubrics=rubrics).tracks[0].judged]
    assert names[0] == "the offline grader (an estimate)"
    assert names[1].casefold() == f"the offline grader (an estimate), rubric: {told}".casefold()


def test_the_newest_grade_of_one_grader_counts_and_none_twice() -> None:
    graded = [answer(1, 2.0), answer(1, 4.0, graded_later=1), answer(1, 3.0, graded_later=0.5)]
    (judged,) = reckoned(graded).tracks[0].judged
    assert judged.answers == 1
    assert [point.median for point in judged.overall.points] == [4.0]


def test_every_signal_and_habit_has_its_course_with_its_weight() -> None:
    graded = [answer(number, 3.0, days_ago=9 - number, ownership=1.0 + number / 4) for number in range(10)]
    (judged,) = reckoned(graded).tracks[0].judged
    rubric = RUBRICS.rubric("ai_pm")
    assert [(each.id, each.name, each.weight) for each in judged.signals] == [
        (each.id, each.name, each.weight) for each in rubric.signals
    ]
    ownership = next(each for each in judged.habits if each.id == "ownership")
    assert ownership.change == "up"
    assert ownership.difference == pytest.approx(1.25)
    assert {each.change for each in judged.signals} == {"within_spread"}


def test_self_scores_are_held_against_the_grades_of_the_same_answers() -> None:
    graded = [answer(number, score) for number, score in enumerate((2.0, 3.0, 4.0, 5.0))]
    own = {"answer-0": 4, "answer-1": 3, "answer-2": 3, "never-graded": 5}
    (judged,) = reckoned(graded, own).tracks[0].judged
    assert judged.calibration is not None
    assert sorted(judged.calibration.pairs) == [(3, 3.0), (3, 4.0), (4, 2.0)]
    assert judged.calibration.bias == pytest.approx((2 + 0 - 1) / 3, abs=0.01)
    assert judged.calibration.error == pytest.approx((2 + 0 + 1) / 3, abs=0.01)
    assert reckoned(graded).tracks[0].judged[0].calibration is None


def test_topics_are_those_of_the_bank_covered_or_not() -> None:
    question = next(each for each in BANK.questions() if each.track == "ai_pm" and each.drill is None)
    drill = next(each for each in BANK.questions() if each.drill is not None)
    graded = [answer(1, question_id=question.id), answer(2, question_id=question.id), answer(3, question_id=drill.id)]
    topics = reckoned(graded).tracks[0].topics
    assert [(each.id, each.practised, each.answers) for each in topics if each.practised] == [(question.topic, 1, 2)]
    assert {each.id for each in topics} <= {each.id for each in BANK.topics() if each.track in ("ai_pm", "both")}
    assert len(topics) > 20


def test_one_track_alone_leaves_the_other_out_of_everything() -> None:
    graded = [answer(1), answer(2, track="ml_pm", by=judge("ml_pm"))]
    both, one = reckoned(graded), reckoned(graded, only="ml_pm")
    assert (both.answers, both.graded, [each.track for each in both.tracks]) == (2, 2, ["ai_pm", "ml_pm"])
    assert (one.answers, one.graded, [each.track for each in one.tracks]) == (1, 1, ["ml_pm"])


@given(st.sets(st.integers(0, 40), max_size=40))
def test_a_streak_is_the_longest_run_of_days_up_to_today_or_yesterday(offsets: set[int]) -> None:
    days = {TODAY - timedelta(days=each) for each in offsets}
    start = 0 if 0 in offsets else 1
    run = next(number for number in range(start, 60) if number not in offsets) - start
    assert streak(days, TODAY) == run
    runs = [next(length for length in range(42) if each + length not in offsets) for each in range(41)]
    assert longest_streak(days) == max(runs)


def test_days_are_those_of_the_persons_own_calendar() -> None:
    late = datetime(2026, 11, 19, 22, 30, tzinfo=UTC)
    entry = Practised(answered_at=late, track="ai_pm", question_id="q", typing_seconds=90.0)
    assert days_of([entry], UTC) == {date(2026, 11, 19)}
    assert days_of([entry], timezone(timedelta(hours=2))) == {date(2026, 11, 20)}


def test_weeks_begin_on_monday_and_the_last_is_this_one() -> None:
    sunday = datetime(2026, 11, 15, 12, tzinfo=UTC)
    entries = [
        Practised(answered_at=moment, track="ai_pm", question_id="q", typing_seconds=30.0)
        for moment in (sunday, sunday + timedelta(days=1), NOON, NOON - timedelta(days=400))
    ]
    found = weeks(entries, TODAY, UTC)
    assert len(found) == 12
    assert [(week.first, week.answers, week.typing_seconds) for week in found[-2:]] == [
        (date(2026, 11, 9), 1, 30.0), (date(2026, 11, 16), 2, 60.0),
    ]  # fmt: skip


def test_a_hundred_thousand_answers_become_twenty_points() -> None:
    scores = [1 + (number % 41) / 10 for number in range(100_000)]
    found = points([NOON + timedelta(minutes=number) for number in range(100_000)], scores)
    assert [point.answers for point in found] == [5000] * 20
    assert {point.median for point in found} == {median(scores[:5000])}
