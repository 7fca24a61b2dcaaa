"""Whatever was typed or graded comes back exactly as it was."""

import dataclasses
import json
from collections.abc import Iterator
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question
from interviewer.domain.transcripts import Answer, Draft
from interviewer.ports import StoreError
from interviewer.storage.database import open_store
from interviewer.storage.rows import from_json, microseconds, to_json
from interviewer.storage.store import SqliteStore

from .samples import QUESTION, answer, at, draft, records, scored, values

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ODD_TEXTS = {
    "empty": "",
    "a lone surrogate": "before \ud800 after",
    "two lone surrogates side by side": "\ud83d\ude00",
    "NUL": "one\0two\0",
    "a byte order mark and both line ends": "\ufeffone\r\ntwo\rthree\n",
    "decomposed and composed": "e\u0301 é",
    "1 MB": "ünïcödé and plain. " * 55_000,
    "1 MB with a surrogate": "x" * 1_000_000 + "\udfff",
}


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqliteStore]:
    store = open_store(tmp_path_factory.mktemp("round_trip") / "interviewer.db")
    yield store
    store.close()


@QUICK
@given(sample=records(Answer))
def test_any_answer_comes_back_as_it_was(store: SqliteStore, sample: Answer) -> None:
    sample = dataclasses.replace(answer(), **{
        field.name: getattr(sample, field.name) for field in dataclasses.fields(sample) if field.name != "id"
    })  # fmt: skip
    store.save_answer(sample)
    transcript = store.transcript(sample.id)
    assert transcript is not None
    assert transcript.answer == sample
    row = next(
        row
        for row in store.answers(limit=10_000, track=sample.track, question_id=sample.question.id)
        if row.answer_id == sample.id
    )
    assert (row.prompt, row.kind, row.session_id) == (sample.question.prompt, sample.question.kind, sample.session_id)
    assert row.created_at == sample.created_at


@QUICK
@given(sample=records(Draft))
def test_any_draft_comes_back_as_it_was(store: SqliteStore, sample: Draft) -> None:
    store.save_draft(sample)
    assert store.draft(sample.slot) == sample
    store.drop_draft(sample.slot)
    assert store.draft(sample.slot) is None


@QUICK
@given(grade=records(Grade), created_at=values(datetime))
def test_any_grade_comes_back_as_it_was(store: SqliteStore, grade: Grade, created_at: datetime) -> None:
    graded = answer()
    store.save_answer(graded)
    store.add_grade(graded.id, grade, created_at)
    (stored,) = store.grades_of(graded.id)
    assert (stored.answer_id, stored.created_at, stored.grade) == (graded.id, created_at, grade)


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS)
def test_odd_text_survives_as_answer_draft_and_prompt(store: SqliteStore, text: str) -> None:
    sample = answer(text, question=dataclasses.replace(QUESTION, prompt=text))
    store.save_answer(sample)
    transcript = store.transcript(sample.id)
    assert transcript is not None
    assert transcript.answer == sample
    store.save_draft(draft(text))
    kept = store.draft(draft().slot)
    assert kept is not None
    assert kept.text == text


def test_an_id_with_a_lone_surrogate_is_found(store: SqliteStore) -> None:
    sample = answer(id="imported-\udc80-1", question=dataclasses.replace(QUESTION, id="own-\udc80"))
    store.save_answer(sample)
    store.add_grade(sample.id, scored(), at(1))
    (row,) = store.answers(limit=5, question_id="own-\udc80")
    assert (row.answer_id, row.status) == (sample.id, "scored")


def test_a_date_from_another_time_zone_comes_back_as_the_same_moment_in_utc(store: SqliteStore) -> None:
    there = at(0).astimezone(timezone(timedelta(hours=5, minutes=45)))
    sample = answer(created_at=there)
    store.save_answer(sample)
    transcript = store.transcript(sample.id)
    assert transcript is not None
    assert transcript.answer.created_at == there
    assert transcript.answer.created_at.utcoffset() == timedelta(0)


def test_a_date_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        microseconds(datetime(2026, 11, 20, 9, 0))  # noqa: DTZ001


@given(before=st.datetimes(), gap=st.timedeltas(timedelta(microseconds=1), timedelta(days=1)))
def test_dates_are_stored_in_their_order(before: datetime, gap: timedelta) -> None:
    before = before.replace(year=min(before.year, 9998), tzinfo=at(0).tzinfo)
    assert microseconds(before) < microseconds(before + gap)


def test_fields_of_a_newer_version_are_passed_over() -> None:
    written = json.loads(to_json(QUESTION))
    newer = {**written, "mood": "stern", "panel": [{"name": "A"}]}
    assert from_json(Question, json.dumps(newer)) == QUESTION


def test_fields_that_an_older_version_did_not_write_get_their_defaults() -> None:
    assert from_json(Question, '{"id": "q", "track": "ai_pm", "prompt": "Why?"}') == Question(
        id="q", track="ai_pm", prompt="Why?"
    )


@pytest.mark.parametrize(
    "damaged",
    ["", "{", "[]", "null", '{"id": "q"}', '{"id": "q", "track": "ai_pm", "prompt": "?", "rounds": "onsite"}'],
)
def test_a_damaged_record_is_an_error_for_people(damaged: Any) -> None:
    with pytest.raises(StoreError, match=r"^a question in the database cannot be read \(.*\): put a backup .*$"):
        from_json(Question, damaged)
