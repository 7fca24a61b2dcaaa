"""What is due today: in which order, with which question, and why in words."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from interviewer.domain.schedule import CHECKS_AT_ONCE
from interviewer.practice.due import days_ago, due_questions, interview_on, set_interview_on
from tests.practice.kit import BANK, RUBRICS, all_met
from tests.practice.schedule_kit import Practice, practising

RUBRIC = RUBRICS.rubric("ai_pm")
BASELINE = "baseline_or_limit"


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[Practice]:
    with practising(tmp_path) as found:
        yield found


@pytest.fixture(scope="module")
def ids() -> tuple[str, ...]:
    return tuple(each.id for each in BANK.questions() if each.track == "ai_pm" and each.drill is None)[:6]


def all_but(*missed: str) -> list[str]:
    return [each for each in all_met(RUBRIC) if each not in missed]


def test_a_question_says_its_score_its_age_and_its_weakest_side(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "mixed", habit=2.0)
    practice.to_day(6)
    (item,) = practice.due()
    assert item.why == "3.0 six days ago; ownership 2.0"
    assert item.since == date(2026, 3, 10)


def test_a_good_answer_has_no_weakest_side(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "yes")
    practice.to_day(2)
    assert [each.why for each in practice.due()] == ["3.8 two days ago"]


def test_a_weak_check_says_how_often_it_was_missed(practice: Practice, ids: tuple[str, ...]) -> None:
    for index, met in enumerate((False, True, False, False, False)):
        practice.answer(ids[index], "strong_yes", met=all_met(RUBRIC) if met else all_but(BASELINE))
    practice.to_day(1)
    (item,) = practice.due()
    assert item.item.id == f"specificity.{BASELINE}"
    statement = "Figures have something to compare with: a baseline, a target or a limit"
    assert item.why == f"the check “{statement}” was missed 4 of the last 5 times"
    assert BANK.get(item.question.id) == item.question


def test_a_check_that_is_met_again_is_weak_no_more(practice: Practice, ids: tuple[str, ...]) -> None:
    for _ in range(2):
        practice.answer(ids[0], "strong_yes", met=all_but(BASELINE))
    practice.to_day(1)
    assert len(practice.due()) == 1
    for index in range(4):
        practice.answer(ids[index], "strong_yes")
    practice.to_day(2)
    assert practice.due() == []
    assert all(each.kind == "question" for each in practice.store.scheduled.schedule())


def test_a_check_that_was_missed_once_is_not_weak(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "strong_yes", met=all_but(BASELINE))
    practice.answer(ids[1], "strong_yes")
    practice.to_day(1)
    assert practice.due() == []


def test_the_worst_checks_come_up_and_never_more_than_a_few(practice: Practice, ids: tuple[str, ...]) -> None:
    worst = [check.id for check in RUBRIC.signals[0].checks if check.polarity == "positive"][:CHECKS_AT_ONCE]
    practice.answer(ids[0], "strong_yes", met=all_but(*worst))
    for index in (1, 2):
        practice.answer(ids[index], "strong_yes", met=())
    practice.to_day(1)
    due = practice.due()
    assert {each.item.id for each in due} == {f"{RUBRIC.signals[0].id}.{check}" for check in worst}
    assert len({each.question.id for each in due}) == len(due), "no question twice"


def test_a_demerit_that_counted_against_the_answer_says_so(practice: Practice, ids: tuple[str, ...]) -> None:
    demerit = next(check for check in RUBRIC.signals[0].checks if check.polarity == "negative")
    for index in (0, 1):
        practice.answer(ids[index], "strong_yes", met=[*all_met(RUBRIC), demerit.id])
    practice.to_day(1)
    (item,) = practice.due()
    assert item.why.endswith("counted against you 2 of the last 2 times")


def test_the_question_for_a_check_was_not_just_asked(practice: Practice, ids: tuple[str, ...]) -> None:
    for index in (0, 1):
        practice.answer(ids[index], "strong_yes", met=all_but(BASELINE))
    practice.to_day(1)
    (first,) = practice.due()
    practice.answer(first.question.id, "strong_yes", met=all_but(BASELINE))
    practice.to_day(2)
    (second,) = practice.due()
    assert second.question.id not in (first.question.id, ids[0], ids[1])


def test_the_longest_due_comes_first_then_the_lowest_score(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "yes")
    practice.answer(ids[1], "mixed")
    practice.answer(ids[2], "no")
    practice.to_day(2)
    assert practice.due_ids() == [ids[2], ids[1], ids[0]]
    assert due_questions(practice.store, practice.clock, "ai_pm") == [ids[2], ids[1], ids[0]]
    assert due_questions(practice.store, practice.clock, "ml_pm") == []


def test_weak_checks_come_before_questions_and_any_answer_settles_them(
    practice: Practice, ids: tuple[str, ...]
) -> None:
    practice.answer(ids[0], "no", met=all_but(BASELINE))
    practice.answer(ids[1], "no", met=all_but(BASELINE))
    practice.to_day(3)
    assert [each.item.kind for each in practice.due()] == ["check", "question", "question"]
    practice.answer(ids[2], "yes", met=all_but(BASELINE))
    assert [each.item.kind for each in practice.due()] == ["question", "question"]


def test_what_the_interview_brings_forward_says_so(practice: Practice, ids: tuple[str, ...]) -> None:
    practice.answer(ids[0], "strong_yes")
    set_interview_on(practice.store, practice.clock, date(2026, 3, 15))
    practice.to_day(2)
    assert [each.why for each in practice.due()] == [
        "4.6 two days ago; brought forward, your interview is in four days"
    ]
    practice.to_day(5)
    assert practice.due()[0].why.endswith("your interview is tomorrow")


def test_an_interview_date_that_is_none_is_none(practice: Practice) -> None:
    practice.store.scheduled.set_fact("interview_on", "soon", practice.clock.now())
    assert interview_on(practice.store) is None


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "earlier today"), (0, "earlier today"), (1, "yesterday"), (6, "six days ago"),
                        (12, "twelve days ago"), (13, "two weeks ago"), (30, "four weeks ago"),
                        (85, "three months ago"), (364, "twelve months ago"), (365, "a year ago"),
                        (1400, "four years ago"), (9000, "25 years ago")],
)  # fmt: skip
def test_ages_in_words(days: int, words: str) -> None:
    assert days_ago(days) == words
