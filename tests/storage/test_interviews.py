"""Interviews in the database: events come back as they were, in order, all or none of them."""

import dataclasses
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.interviews import (
    EVENTS,
    Answered,
    Asked,
    Event,
    Interview,
    MovedOn,
    Paused,
    Resumed,
)
from interviewer.ports import StoreError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore
from tests.practice.kit import interview as planned

from .samples import QUESTION, answer, at, draft, records


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    opened = open_store(tmp_path / "interviewer.db")
    yield opened
    opened.close()


def interview(name: str = "interview-1", **changes: Any) -> Interview:
    return planned(id=name, **changes)


def asked(question_id: str, seconds: float = 0) -> Asked:
    return Asked(at=at(seconds), question_id=question_id, text="Why?")


def answered(text: str = "I cut churn.", seconds: float = 0) -> Answered:
    return Answered(at=at(seconds), text=text, typing_seconds=1.5, said="answer")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=st.lists(st.one_of(*map(records, EVENTS)), max_size=6))
def test_any_event_comes_back_as_it_was(store: SqliteStore, events: list[Event]) -> None:
    sample = interview(f"interview-{store.interviews(limit=1_000).__len__()}")
    store.begin_interview(sample)
    store.add_events(sample.id, 0, events)
    assert list(store.events(sample.id)) == events


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sample=records(Interview))
def test_any_plan_comes_back_as_it_was(store: SqliteStore, sample: Interview) -> None:
    sample = dataclasses.replace(sample, id=f"{sample.id} {store.interviews(limit=1_000).__len__()}")
    store.begin_interview(sample)
    assert store.interview(sample.id) == sample


def test_events_are_added_in_order_and_survive_a_restart(store: SqliteStore) -> None:
    store.begin_interview(interview())
    store.add_events("interview-1", 0, [asked("q1"), answered()])
    store.add_events("interview-1", 2, [Paused(at=at(5))])
    again = open_store(store.path)
    assert list(again.events("interview-1")) == [asked("q1"), answered(), Paused(at=at(5))]
    again.close()


@pytest.mark.parametrize("position", [0, 1, 3])
def test_events_that_do_not_go_on_from_the_last_are_refused_whole(store: SqliteStore, position: int) -> None:
    store.begin_interview(interview())
    store.add_events("interview-1", 0, [asked("q1"), answered()])
    sample = answer(id="answer-1")
    with pytest.raises(StoreError, match="has gone on in another copy of interviewer"):
        store.add_events("interview-1", position, [Paused(at=at(9)), Resumed(at=at(10))], answer=sample)
    assert len(store.events("interview-1")) == 2
    assert store.transcript("answer-1") is None


def test_events_the_answer_and_the_end_of_the_draft_are_stored_together(store: SqliteStore) -> None:
    slot = "interview:interview-1"
    store.begin_interview(interview())
    store.save_draft(draft(slot=slot))
    moved = MovedOn(at=at(3), text="", reason="answered", answer_id="answer-1", step=None)
    store.add_events("interview-1", 0, [moved], answer=answer(id="answer-1", session_id="interview-1"), slot=slot)
    transcript = store.transcript("answer-1")
    assert transcript is not None
    assert transcript.answer.session_id == "interview-1"
    assert store.draft(slot) is None


def test_where_the_answer_cannot_be_stored_nothing_is(store: SqliteStore) -> None:
    slot = "interview:interview-1"
    store.begin_interview(interview())
    store.save_answer(answer(id="answer-1"))
    store.save_draft(draft("typed", slot=slot))
    with pytest.raises(StoreError, match="is stored already"):
        store.add_events("interview-1", 0, [answered()], answer=answer(id="answer-1"), slot=slot)
    assert store.events("interview-1") == []
    kept = store.draft(slot)
    assert kept is not None
    assert kept.text == "typed"


def test_events_of_no_interview_are_refused(store: SqliteStore) -> None:
    with pytest.raises(StoreError, match="has no interview 'nowhere'"):
        store.add_events("nowhere", 0, [answered()])
    assert store.interview("nowhere") is None
    assert store.events("nowhere") == []


def test_an_interview_is_stored_once(store: SqliteStore) -> None:
    store.begin_interview(interview())
    with pytest.raises(StoreError, match="an interview with the id 'interview-1' is stored already"):
        store.begin_interview(interview(title="another"))
    assert store.interview("interview-1") == interview()


def test_an_interview_is_found_by_the_beginning_of_its_id_where_that_is_one(store: SqliteStore) -> None:
    store.begin_interview(interview("abcdef-1"))
    store.begin_interview(interview("abcdef-2"))
    found = store.interview("abcdef-2")
    assert found is not None
    assert found.id == "abcdef-2"
    assert store.interview("abcde") is None
    with pytest.raises(StoreError, match="several interviews have an id that begins with 'abcdef'"):
        store.interview("abcdef")


def test_the_list_shows_the_one_that_was_gone_on_with_last_first(store: SqliteStore) -> None:
    for number in range(3):
        store.begin_interview(interview(f"interview-{number}", created_at=at(number)))
    store.add_events("interview-0", 0, [asked("q1", 60)])
    store.add_events("interview-1", 0, [asked("q1", 30)], is_open=False)
    rows = store.interviews(limit=10)
    assert [row.id for row in rows] == ["interview-0", "interview-1", "interview-2"]
    assert [row.open for row in rows] == [True, False, True]
    assert (rows[0].created_at, rows[0].updated_at) == (at(0), at(60))
    assert [row.id for row in store.interviews(limit=10, open_only=True)] == ["interview-0", "interview-2"]
    assert [row.id for row in store.interviews(limit=1, offset=1)] == ["interview-1"]


def test_a_clock_that_jumped_back_does_not_hide_an_interview(store: SqliteStore) -> None:
    store.begin_interview(interview("interview-0", created_at=at(100)))
    store.begin_interview(interview("interview-1", created_at=at(50)))
    store.add_events("interview-0", 0, [asked("q1", -90_000)])
    assert store.interviews(limit=1)[0].id == "interview-0"


def test_what_was_asked_is_known_newest_first_from_drills_and_interviews_alike(store: SqliteStore) -> None:
    store.save_answer(answer(id="drill-1", seconds=10, question=dataclasses.replace(QUESTION, id="drilled")))
    store.begin_interview(interview())
    store.add_events("interview-1", 0, [asked("first", 5), asked("second", 20)])
    store.begin_interview(interview("interview-2", track="ml_pm"))
    store.add_events("interview-2", 0, [asked("ml", 30)])
    assert store.asked_questions("ai_pm", limit=10) == ["second", "drilled", "first"]
    assert store.asked_questions("ai_pm", limit=2) == ["second", "drilled"]
    assert store.asked_questions("ml_pm", limit=10) == ["ml"]


def test_an_interviews_answer_counts_when_its_question_was_asked_and_not_again(store: SqliteStore) -> None:
    store.begin_interview(interview())
    store.add_events("interview-1", 0, [asked("first", 5)], answer=answer(id="a", session_id="interview-1", seconds=9))
    assert store.asked_questions("ai_pm", limit=10) == ["first"]


def test_a_draft_of_an_interview_is_not_offered_as_a_drills(store: SqliteStore) -> None:
    store.save_draft(draft("of a drill"))
    store.save_draft(draft("of an interview", seconds=60, slot="interview:interview-1"))
    newest = store.newest_draft()
    assert newest is not None
    assert newest.text == "of a drill"


def test_an_event_of_a_newer_program_is_told(store: SqliteStore) -> None:
    store.begin_interview(interview())
    store.add_events("interview-1", 0, [answered()])
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE interview_events SET kind = 'Sang'")
        connection.commit()
    with pytest.raises(StoreError, match="holds an event 'Sang' that is not known: upgrade interviewer"):
        store.events("interview-1")


def test_a_damaged_event_is_told(store: SqliteStore) -> None:
    store.begin_interview(interview())
    store.add_events("interview-1", 0, [answered()])
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("UPDATE interview_events SET event = '{}'")
        connection.commit()
    with pytest.raises(StoreError, match=r"cannot be read \(its event Answered is damaged\): put a backup"):
        store.events("interview-1")
