"""What progress is read from: scores beside the grades, judge by judge, streamed; and the schedule."""

from contextlib import closing
from dataclasses import replace

import pytest

from interviewer.domain.graded import DimensionScore
from interviewer.domain.grades import GraderRef
from interviewer.domain.history import HistoryQuery
from interviewer.domain.schedule import ScheduleItem, Tally
from interviewer.practice.debrief import debrief
from interviewer.practice.interview import replay
from interviewer.storage import scores
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore
from tests.practice.kit import LOOPS_FILE, RUBRICS

from .interview_samples import hold
from .samples import answer, at, scored, unscored


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    """Three answers: one graded by two judges, one of them twice; one graded once; one not scored."""
    for number in range(3):
        store.save_answer(answer(id=f"answer-{number}", seconds=number, track="ml_pm" if number == 1 else "ai_pm"))
    store.add_grade("answer-0", scored(2.0), at(10))
    store.add_grade("answer-0", scored(3.0, model="m-1"), at(11))
    store.add_grade("answer-0", scored(2.4), at(12))
    store.add_grade("answer-1", scored(4.0), at(13))
    store.add_grade("answer-2", unscored("no reply"), at(14))
    return store


def test_of_each_judge_the_newest_score_counts(filled: SqliteStore) -> None:
    graded = sorted(filled.progress.graded_answers(), key=lambda each: each.graded_at)
    assert [(each.answer_id, each.score, each.judge.model, each.graded_at) for each in graded] == [
        ("answer-0", 3.0, "m-1", at(11)), ("answer-0", 2.4, None, at(12)), ("answer-1", 4.0, None, at(13)),
    ]  # fmt: skip
    first = graded[0]
    assert (first.answered_at, first.track, first.question_id, first.vote) == (at(0), "ai_pm", "ai-fairness", "mixed")
    assert first.scores == (
        DimensionScore("market_impact", 0.45, 4.0), DimensionScore("specificity", None, 3.5),
        DimensionScore("ownership", None, 2.0),
    )  # fmt: skip
    assert [each.answer_id for each in filled.progress.graded_answers("ml_pm")] == ["answer-1"]
    assert list(filled.progress.graded_answers(question_id="another")) == []


def test_graders_that_differ_in_any_way_are_different_judges(store: SqliteStore) -> None:
    store.save_answer(answer(id="answer-0"))
    base = GraderRef(kind="llm", model="m", effort="quick", prompt_version="1")
    others = [
        base, replace(base, model="n"), replace(base, effort="standard"), replace(base, score_by="mean"),
        replace(base, prompt_version="2"),
    ]  # fmt: skip
    for number, ref in enumerate(others):
        store.add_grade("answer-0", replace(scored(3.0), grader=ref), at(number))
    assert len({each.judge for each in store.progress.graded_answers()}) == 5


@pytest.mark.parametrize("page", [3, 4, 2000])
def test_pages_change_nothing(filled: SqliteStore, monkeypatch: pytest.MonkeyPatch, page: int) -> None:
    whole = (list(filled.progress.graded_answers()), list(filled.progress.practised()))
    monkeypatch.setattr(scores, "PAGE", page)
    assert (list(filled.progress.graded_answers()), list(filled.progress.practised())) == whole
    assert [each.answered_at for each in whole[1]] == [at(0), at(1), at(2)]


def test_others_may_write_while_it_is_read(filled: SqliteStore) -> None:
    reading = filled.progress.practised()
    next(reading)
    filled.save_answer(answer(id="answer-9", seconds=9))
    assert len(list(reading)) in (2, 3)


def test_checks_are_told_apart_by_what_they_cost(filled: SqliteStore) -> None:
    (newest,) = filled.progress.graded_checks("ai_pm", limit=5)
    assert (newest.answer_id, newest.graded_at) == ("answer-0", at(12))
    assert newest.passed == ("market_impact.names-a-metric", "ownership.names-a-metric")
    assert newest.missed == ()


def test_tallies_count_graded_answers_and_follow_a_delete(filled: SqliteStore) -> None:
    tally = Tally(track="ai_pm", question_id="ai-fairness", answers=1, graded_at=at(12))
    assert set(filled.progress.tallies()) == {tally, replace(tally, track="ml_pm", graded_at=at(13))}
    filled.history.delete("answer-1", at(900))
    assert list(filled.progress.tallies()) == [tally]


def test_the_result_of_an_interview_is_that_of_its_debrief(store: SqliteStore) -> None:
    """On grades under the real rubric, the arithmetic of the list and of the debrief agree."""
    from benchmarks.generated_history import GeneratedHistory

    held = [each for each in GeneratedHistory(250, seed=3).sittings() if each.interview is not None]
    assert held
    for sitting in held:
        assert sitting.interview is not None
        store.begin_interview(sitting.interview)
        store.add_events(sitting.interview.id, 0, sitting.events, is_open=False)
        for given in sitting.given:
            store.save_answer(given.answer)
            for created_at, grade in given.grades:
                store.add_grade(given.answer.id, grade, created_at)
        row = store.history.row(sitting.interview.id)
        assert row is not None
        grades = {
            number: transcript.latest
            for number, given in enumerate(sitting.given)
            if (transcript := store.transcript(given.answer.id)) and transcript.latest
        }
        track = sitting.interview.track
        other = RUBRICS.rubric("ml_pm" if track == "ai_pm" else "ai_pm")
        state = replay(sitting.interview, sitting.events)
        found = debrief(state, grades, RUBRICS.rubric(track), other, loops=LOOPS_FILE.loops(), questions=())
        assert (row.score, row.vote) == (found.score, found.vote)
        assert {each.id: each.score for each in found.habits} == {
            "specificity": row.specificity, "ownership": row.ownership,
        }  # fmt: skip


def test_an_interview_waits_is_unscored_then_scored(store: SqliteStore) -> None:
    first, second = hold(store)

    def status() -> tuple[str, float | None, str | None]:
        (row,) = store.history.rows(HistoryQuery(shows="interviews"), limit=2)
        return row.status, row.score, row.grader

    assert status() == ("waiting", None, None)
    store.add_grade(first, unscored("no reply"), at(300))
    assert status() == ("unscored", None, None)
    store.add_grade(first, scored(3.0), at(301))
    assert status() == ("scored", 1.8, "offline")
    store.add_grade(second, scored(3.0, model="m-1"), at(302))
    assert status() == ("scored", 1.8, "mixed")


# the schedule

ITEM = ScheduleItem(
    kind="question", track="ai_pm", id="ai-fairness", due=at(9000), reviewed_at=at(10), graded_at=at(10), reviews=2,
    stability=3.5, difficulty=5.1, score=3.3, weakest="ownership", weakest_score=2.0,
)  # fmt: skip


def test_the_schedule_is_kept_by_due_date_and_survives_a_restart(store: SqliteStore) -> None:
    check = replace(ITEM, kind="check", id="ownership.decides", due=at(100), missed=3, seen=7)
    other = replace(ITEM, track="ml_pm", due=at(5000))
    store.scheduled.save_schedule([ITEM, check, other], at(20))
    assert list(store.scheduled.schedule()) == [check, other, ITEM]
    assert list(store.scheduled.schedule("ml_pm")) == [other]
    later = replace(check, due=at(99_000), reviews=3)
    store.scheduled.save_schedule([later], at(30))
    store.scheduled.drop_schedule([other])
    with closing(open_store(store.path)) as again:
        assert list(again.scheduled.schedule()) == [ITEM, later]


def test_a_fact_is_kept_until_it_is_taken_away(store: SqliteStore) -> None:
    assert store.scheduled.fact("interview_on") is None
    store.scheduled.set_fact("interview_on", "2026-12-01", at(1))
    store.scheduled.set_fact("interview_on", "2026-12-24", at(2))
    assert store.scheduled.fact("interview_on") == "2026-12-24"
    store.scheduled.set_fact("interview_on", None, at(3))
    assert store.scheduled.fact("interview_on") is None
