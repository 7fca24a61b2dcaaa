"""Lists, counts and tries of answers, and finding one by its id."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.domain.questions import custom_question
from interviewer.domain.transcripts import AnswerRow
from interviewer.ports import Store, StoreError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .samples import QUESTION, answer, at, scored

OTHER = dataclasses.replace(QUESTION, id="ml-drift", prompt="How do you notice drift?", kind="evaluation")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "interviewer.db")
    yield store
    store.close()


def test_it_is_a_store(store: SqliteStore) -> None:
    port: Store = store
    assert port.count_answers() == 0
    assert list(port.answers(limit=5)) == []


def test_a_row_says_what_a_list_shows(store: SqliteStore) -> None:
    sample = answer("I cut  churn\nby 12 %.", seconds=3)
    store.save_answer(sample)
    assert list(store.answers(limit=5)) == [
        AnswerRow(
            answer_id=sample.id, session_id="sitting-1", created_at=at(3), track="ai_pm", question_id="ai-fairness",
            prompt="How do you ensure fairness?", kind="ethics", words=6, tries=1, status="waiting", score=None,
            vote=None, specificity=None, ownership=None, grader=None,
        )
    ]  # fmt: skip


def test_answers_come_newest_first_in_pages(store: SqliteStore) -> None:
    for seconds in (3, 1, 2, 5, 4):
        store.save_answer(answer(str(seconds), seconds=seconds))
    assert [row.created_at for row in store.answers(limit=2)] == [at(5), at(4)]
    assert [row.created_at for row in store.answers(limit=2, offset=2)] == [at(3), at(2)]
    assert [row.created_at for row in store.answers(limit=2, offset=4)] == [at(1)]
    assert store.count_answers() == 5


def test_of_answers_of_one_moment_the_one_stored_last_comes_first(store: SqliteStore) -> None:
    samples = [answer(str(number)) for number in range(3)]
    for sample in samples:
        store.save_answer(sample)
    assert [row.answer_id for row in store.answers(limit=5)] == [sample.id for sample in reversed(samples)]


def test_answers_are_picked_by_track_and_question(store: SqliteStore) -> None:
    store.save_answer(answer("1", seconds=1))
    store.save_answer(answer("2", seconds=2, track="ml_pm"))
    store.save_answer(answer("3", seconds=3, track="ml_pm", question=OTHER))

    def picked(**wanted: str) -> list[float]:
        return [(row.created_at - at(0)).total_seconds() for row in store.answers(limit=5, **wanted)]  # type: ignore[arg-type]

    assert picked(track="ml_pm") == [3, 2]
    assert picked(question_id=QUESTION.id) == [2, 1]
    assert picked(track="ml_pm", question_id=QUESTION.id) == [2]
    assert picked(track="ai_pm", question_id=OTHER.id) == []


def test_tries_count_the_answers_to_the_same_question(store: SqliteStore) -> None:
    for number, question in enumerate((QUESTION, OTHER, QUESTION, QUESTION)):
        store.save_answer(answer(seconds=number, question=question, session_id=f"sitting-{number}"))
    assert [row.tries for row in store.answers(limit=5)] == [3, 2, 1, 1]


def test_questions_typed_on_the_spot_are_the_same_when_their_prompts_are(store: SqliteStore) -> None:
    for number, prompt in enumerate(("Why us?", "Why you?", "Why us?")):
        store.save_answer(answer(seconds=number, question=custom_question("ai_pm", prompt)))
    assert [(row.prompt, row.tries) for row in store.answers(limit=5)] == [
        ("Why us?", 2),
        ("Why you?", 1),
        ("Why us?", 1),
    ]


@settings(max_examples=25, deadline=None)
@given(dates=st.lists(st.integers(0, 6), min_size=1, max_size=8))
def test_tries_are_right_in_whatever_order_answers_are_stored(
    tmp_path_factory: pytest.TempPathFactory, dates: list[int]
) -> None:
    store = open_store(tmp_path_factory.mktemp("tries") / "interviewer.db")
    for seconds in dates:
        store.save_answer(answer(seconds=seconds))
    rows = store.answers(limit=10)
    store.close()
    assert [row.tries for row in rows] == list(range(len(dates), 0, -1))


def test_an_answer_is_found_by_the_beginning_of_its_id(store: SqliteStore) -> None:
    for answer_id in ("abcdef-1", "abcdeg-1", "abcdeg-12"):
        store.save_answer(answer(id=answer_id))
    found = {wanted: store.transcript(wanted) for wanted in ("abcdef", "abcdeg-1", "abcde", "abcdex", "", "%%%%%%%")}
    assert {wanted: each and each.answer.id for wanted, each in found.items()} == {
        "abcdef": "abcdef-1", "abcdeg-1": "abcdeg-1", "abcde": None, "abcdex": None, "": None, "%%%%%%%": None,
    }  # fmt: skip
    with pytest.raises(StoreError, match="several answers have an id that begins with 'abcdeg': give more of it"):
        store.transcript("abcdeg")


def test_a_second_answer_with_the_same_id_replaces_nothing(store: SqliteStore) -> None:
    first = answer("the first")
    store.save_answer(first)
    with pytest.raises(StoreError, match="stored already"):
        store.save_answer(dataclasses.replace(first, text="the second"))
    transcript = store.transcript(first.id)
    assert transcript is not None
    assert transcript.answer == first
    assert [row.tries for row in store.answers(limit=5)] == [1]


def test_a_list_reads_no_grade(store: SqliteStore) -> None:
    sample = answer()
    store.save_answer(sample)
    store.add_grade(sample.id, scored(3.3), at(1))
    with sqlite3.connect(store.path) as connection:
        connection.execute("UPDATE grades SET grade = 'no JSON'")
    connection.close()
    assert [row.score for row in store.answers(limit=5)] == [3.3]
    with pytest.raises(StoreError, match="a grade in the database cannot be read"):
        store.transcript(sample.id)


@pytest.mark.parametrize(
    ("wanted", "index"),
    [
        ({}, "answers_newest"),
        ({"track": "ai_pm"}, "answers_of_track"),
        ({"question_id": "q"}, "answers_of_question"),
        ({"track": "ai_pm", "question_id": "q"}, "answers_of_question"),
    ],
)
def test_every_list_walks_an_index_and_sorts_nothing(store: SqliteStore, wanted: dict[str, str], index: str) -> None:
    with store._shared.reading() as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
        store.answers(limit=50, offset=100, **wanted)  # type: ignore[arg-type]
        connection.set_trace_callback(None)
        plan = " / ".join(row[-1] for row in connection.execute(f"EXPLAIN QUERY PLAN {statements[-1]}"))
    assert f"USING INDEX {index}" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.parametrize("question", [QUESTION, custom_question("ai_pm", "Why us?")])
def test_counting_a_try_walks_an_index(store: SqliteStore, question: object) -> None:
    with store._shared.reading() as connection:
        statements: list[str] = []
        connection.set_trace_callback(statements.append)
    store.save_answer(answer(question=question))
    with store._shared.reading() as connection:
        connection.set_trace_callback(None)
        plans = [
            row[-1]
            for statement in statements
            if "tries" in statement and not statement.startswith("INSERT")
            for row in connection.execute(f"EXPLAIN QUERY PLAN {statement}")
        ]
    assert len(plans) == 2
    assert all("SEARCH answers USING INDEX answers_of_" in plan for plan in plans)
