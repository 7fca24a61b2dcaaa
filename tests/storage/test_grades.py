"""Grades are added, never replaced; the newest scored one stands in the list."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.domain.transcripts import AnswerRow
from interviewer.ports import StoreError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .samples import answer, at, scored, unscored

ANSWER = answer(id="answer-1")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "interviewer.db")
    store.save_answer(ANSWER)
    yield store
    store.close()


def row(store: SqliteStore) -> AnswerRow:
    return store.answers(limit=1)[0]


def test_a_scored_grade_stands_in_the_list(store: SqliteStore) -> None:
    store.add_grade(ANSWER.id, scored(3.3, model="m-1", specificity=3.5, ownership=2.0), at(1))
    shown = row(store)
    assert (shown.status, shown.score, shown.vote) == ("scored", 3.3, "mixed")
    assert (shown.specificity, shown.ownership, shown.grader) == (3.5, 2.0, "llm")


def test_a_failed_grade_is_no_score(store: SqliteStore) -> None:
    store.add_grade(ANSWER.id, unscored("the model timed out"), at(1))
    assert (row(store).status, row(store).score, row(store).grader) == ("unscored", None, None)


def test_a_failed_grade_takes_no_score_away(store: SqliteStore) -> None:
    store.add_grade(ANSWER.id, scored(3.3), at(1))
    store.add_grade(ANSWER.id, unscored("the model timed out"), at(2))
    assert (row(store).status, row(store).score) == ("scored", 3.3)


def test_the_newest_scored_grade_stands_in_the_list_in_whatever_order_they_were_stored(store: SqliteStore) -> None:
    store.add_grade(ANSWER.id, unscored("no network"), at(1))
    store.add_grade(ANSWER.id, scored(2.0), at(5))
    store.add_grade(ANSWER.id, scored(4.0), at(3))
    assert row(store).score == 2.0
    store.add_grade(ANSWER.id, scored(3.0), at(5))
    assert row(store).score == 3.0
    transcript = store.transcript(ANSWER.id)
    assert transcript is not None
    assert transcript.latest is not None
    assert transcript.latest.overall is not None
    assert transcript.latest.overall.score == row(store).score


def test_every_grade_is_kept_oldest_first(store: SqliteStore) -> None:
    grades = {seconds: scored(float(seconds)) for seconds in (3, 1, 2)}
    for seconds, grade in grades.items():
        store.add_grade(ANSWER.id, grade, at(seconds))
    stored = store.grades_of(ANSWER.id)
    assert [each.created_at for each in stored] == [at(1), at(2), at(3)]
    assert [each.grade for each in stored] == [grades[1], grades[2], grades[3]]
    transcript = store.transcript(ANSWER.id)
    assert transcript is not None
    assert list(transcript.grades) == list(stored)


def test_a_grade_of_no_answer_is_refused(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="has no answer 'nobody': its grade was not stored"):
        store.add_grade("nobody", scored(), at(1))
    assert list(store.grades_of("nobody")) == []


def test_a_grade_is_given_to_no_answer_by_the_beginning_of_its_id(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="has no answer 'answer'"):
        store.add_grade("answer", scored(), at(1))
