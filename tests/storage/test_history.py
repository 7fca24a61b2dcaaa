"""The history: windows of answers and interviews, newest first, narrowed by what a person looks for."""

import dataclasses
from datetime import timedelta
from typing import Any

import pytest

from interviewer.domain.grades import OtherTrack
from interviewer.domain.history import HistoryQuery
from interviewer.domain.questions import custom_question
from interviewer.ports import StoreError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .interview_samples import hold
from .samples import QUESTION, answer, at, scored, unscored

PITCH = dataclasses.replace(
    QUESTION, id="pitch", prompt="Tell me your story.", kind="behavioural", drill="career_story", rounds=("executive",)
)


def ids(store: SqliteStore, **wanted: Any) -> list[str]:
    query = HistoryQuery(**wanted)
    rows = [row.id for row in store.history.rows(query, limit=100)]
    assert store.history.count(query) == len(rows)
    return rows


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    """Five drill answers around an interview, not stored in the order of their dates."""
    store.save_answer(answer("I cut churn by 12 % in Zürich.", id="drill-a", seconds=10))
    store.save_answer(answer("The threshold is mine.", id="drill-e", seconds=500, track="ml_pm"))
    store.save_answer(answer("My story begins in sales.", id="drill-c", seconds=50, question=PITCH))
    store.save_answer(answer("An older one.", id="drill-b", seconds=20, question=custom_question("ai_pm", "Why us?")))
    store.save_answer(answer("The same moment.", id="drill-d", seconds=50))
    store.add_grade("drill-a", scored(3.3), at(11))
    store.add_grade("drill-c", scored(4.4, model="m-1", specificity=2.0, ownership=4.0), at(51))
    store.add_grade("drill-b", unscored("the server is away"), at(21))
    first, second = hold(store)
    store.add_grade(first, scored(2.0), at(200))
    store.add_grade(second, dataclasses.replace(scored(2.8), other_track=OtherTrack(track="ml_pm", score=2)), at(201))
    return store


DRILLS = ["drill-e", "drill-d", "drill-c", "drill-b", "drill-a"]
OF_INTERVIEW = ["interview-1-answer-2", "interview-1-answer-1"]


def test_all_is_drills_and_each_interview_once_newest_first(filled: SqliteStore) -> None:
    assert ids(filled) == ["drill-e", "interview-1", "drill-d", "drill-c", "drill-b", "drill-a"]
    assert ids(filled, shows="drills") == DRILLS
    assert ids(filled, shows="interviews") == ["interview-1"]
    assert ids(filled, shows="answers") == ["drill-e", *OF_INTERVIEW, "drill-d", "drill-c", "drill-b", "drill-a"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"track": "ml_pm"}, ["drill-e"]),
        ({"kind": "metrics"}, []),
        ({"kind": "metrics", "shows": "answers"}, ["interview-1-answer-2"]),
        ({"round": "executive"}, ["interview-1", "drill-c"]),
        ({"round": "executive", "shows": "answers"}, ["interview-1-answer-2", "drill-c"]),
        ({"round": "phone_screen", "shows": "answers"}, ["interview-1-answer-1"]),
        ({"drill": "career_story"}, ["drill-c"]),
        ({"question_id": "pitch"}, ["drill-c"]),
        ({"question_id": "ai-fairness", "shows": "answers"}, ["drill-e", "interview-1-answer-1", "drill-d", "drill-a"]),
        ({"question_id": "", "prompt": "Why us?"}, ["drill-b"]),
        ({"interview_id": "interview-1", "shows": "answers"}, OF_INTERVIEW),
        ({"min_score": 3.3}, ["drill-c", "drill-a"]),
        ({"max_score": 3.3}, ["interview-1", "drill-a"]),
        ({"min_score": 3.4, "max_score": 4.4}, ["drill-c"]),
        ({"specificity_below": 3.5}, ["drill-c"]),
        ({"ownership_below": 2.1, "shows": "drills"}, ["drill-a"]),
        ({"grader": "llm"}, ["drill-c"]),
        ({"grader": "offline"}, ["interview-1", "drill-a"]),
        ({"since": at(50)}, ["drill-e", "interview-1", "drill-d", "drill-c"]),
        ({"until": at(50)}, ["drill-b", "drill-a"]),
        ({"since": at(20), "until": at(50)}, ["drill-b"]),
        ({"track": "ai_pm", "text": "story", "min_score": 4.0}, ["drill-c"]),
        ({"deleted": True}, []),
    ],
)
def test_every_filter_narrows(filled: SqliteStore, wanted: dict[str, Any], found: list[str]) -> None:
    assert ids(filled, **wanted) == found


def test_windows_lie_side_by_side_without_gap_or_overlap(filled: SqliteStore) -> None:
    everything = [row.id for row in filled.history.rows(HistoryQuery(), limit=50)]
    for size in (1, 2, 4):
        windows = [filled.history.rows(HistoryQuery(), limit=size, offset=at) for at in range(0, 8, size)]
        assert [row.id for window in windows for row in window] == everything


def test_a_row_says_what_a_line_of_the_list_shows(filled: SqliteStore) -> None:
    rows = {row.id: row for row in filled.history.rows(HistoryQuery(shows="answers"), limit=50)}
    graded, waiting, failed = rows["drill-c"], rows["drill-e"], rows["drill-b"]
    assert (graded.entry, graded.title, graded.drill, graded.question_kind) == (
        "answer", PITCH.prompt, "career_story", "behavioural",
    )  # fmt: skip
    assert (graded.status, graded.score, graded.vote, graded.grader) == ("scored", 4.4, "mixed", "llm")
    assert (graded.specificity, graded.ownership, graded.words, graded.tries, graded.answers) == (2.0, 4.0, 5, 1, 1)
    assert (waiting.status, waiting.score, waiting.vote, waiting.interview_id) == ("waiting", None, None, None)
    assert (failed.status, failed.question_id) == ("unscored", "")
    part = rows["interview-1-answer-1"]
    assert (part.interview_id, part.session_id) == ("interview-1", "interview-1")
    whole = filled.history.row("interview-1")
    assert whole is not None
    assert (whole.entry, whole.title, whole.answers, whole.open, whole.session_id) == (
        "interview", "Two rounds", 2, False, "interview-1",
    )  # fmt: skip
    assert (whole.question_id, whole.drill, whole.tries) == ("", "", 0)


def test_tries_count_along_the_dates_however_they_came_in(filled: SqliteStore) -> None:
    rows = filled.history.attempts("ai-fairness", limit=10)
    assert [(row.id, row.tries) for row in rows] == [
        ("drill-e", 4), ("interview-1-answer-1", 3), ("drill-d", 2), ("drill-a", 1),
    ]  # fmt: skip
    assert [row.id for row in filled.history.attempts("", prompt="Why us?", limit=10)] == ["drill-b"]
    assert filled.history.attempts("", prompt="Why them?", limit=10) == []


def test_an_entry_is_found_by_the_beginning_of_its_id(filled: SqliteStore) -> None:
    row = filled.history.row("interview-1-answer-2")
    assert row is not None
    assert row.id == "interview-1-answer-2"
    exact = filled.history.row("interview-1")
    assert exact is not None
    assert exact.entry == "interview"
    for several in ("drill-", "interview-1-", "interv"):
        with pytest.raises(StoreError, match="several answers or interviews have an id that begins with"):
            filled.history.row(several)
    for nothing in ("drill", "", "%", "drill-x", "\ud800drill-"):
        assert filled.history.row(nothing) is None


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "COVERING INDEX answers_drilled"),
        ({"shows": "answers"}, "COVERING INDEX answers_shown"),
        ({"track": "ai_pm", "min_score": 3.0, "ownership_below": 3.0}, "COVERING INDEX answers_shown"),
        (
            {"kind": "ethics", "drill": "x", "round": "onsite", "grader": "llm", "tag": "x"},
            "COVERING INDEX answers_shown",
        ),
        ({"question_id": "q"}, "answers_of_question"),
        ({"text": "x"}, "VIRTUAL TABLE INDEX"),
    ],
)
def test_every_window_walks_an_index_and_sorts_nothing(store: SqliteStore, wanted: Any, index: str) -> None:
    with store._shared.reading() as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        store.history.rows(HistoryQuery(**wanted), limit=50, offset=100)
        connection.set_trace_callback(None)
        asked = next(each for each in statements if "UNION ALL" in each or "'answers' FROM" in each)
        plan = " / ".join(row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked}"))
    assert index in plan
    assert "TEMP B-TREE" not in plan


def test_answers_of_one_moment_stay_in_the_order_in_which_they_were_stored(store: SqliteStore) -> None:
    for number in range(30):
        moment = at(0) + timedelta(microseconds=number % 3)
        store.save_answer(answer(id=f"answer-{number:02}", created_at=moment))
    rows = store.history.rows(HistoryQuery(), limit=50)
    assert len({row.id for row in rows}) == 30
    same = [row.id for row in rows if row.created_at == at(0)]
    assert same == sorted(same, reverse=True)


def test_the_history_is_the_same_after_a_restart(filled: SqliteStore) -> None:
    before = filled.history.rows(HistoryQuery(shows="answers"), limit=50)
    again = open_store(filled.path)
    assert again.history.rows(HistoryQuery(shows="answers"), limit=50) == before
    again.close()
