"""What goes out comes in again, field by field: labels, drafts, schedule, strange text and a generated history."""

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields, replace
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from benchmarks.generated_history import GeneratedHistory, fill
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.grades import Grade
from interviewer.domain.history import HistoryQuery
from interviewer.domain.interviews import EVENTS, Event, Interview
from interviewer.domain.questions import Question
from interviewer.domain.schedule import ScheduleItem
from interviewer.domain.transcripts import Answer, Draft
from interviewer.ports import FullStore
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .interview_samples import hold
from .samples import QUESTION, answer, at, draft, records, scored, unscored
from .transfer import exported, imported

ITEM = ScheduleItem(
    kind="question", track="ai_pm", id="ai-fairness", due=at(9000), reviewed_at=at(10), reviews=2, stability=3.5,
    difficulty=5.1, graded_at=at(10), score=3.3, weakest="ownership", weakest_score=2.0,
)  # fmt: skip


def everything(store: FullStore, *, transcripts: bool = True) -> Iterator[Any]:
    """All that the ports give, one thing at a time, so that two long histories can be laid side by side."""
    query = HistoryQuery(shows="answers")
    for offset in range(0, store.history.count(query), 500):
        for row in store.history.rows(query, limit=500, offset=offset):
            yield row
            if transcripts:
                yield store.transcript(row.id)
    for interview in store.interviews(limit=100_000):
        yield interview
        yield store.history.row(interview.id)
        yield store.interview(interview.id)
        yield store.events(interview.id)
    yield from store.progress.graded_answers()
    yield from store.progress.practised()
    yield store.progress.self_scores()
    yield store.history.tags()
    yield store.scheduled.schedule()
    yield store.scheduled.fact("interview_on")
    yield store.newest_draft()


def assert_same(one: FullStore, other: FullStore, *, transcripts: bool = True) -> int:
    """Field by field; how many things were compared."""
    count = 0
    both = (everything(each, transcripts=transcripts) for each in (one, other))
    for left, right in zip_longest(*both):
        if left != right:
            assert type(left) is type(right)
            for each in fields(left):
                assert getattr(left, each.name) == getattr(right, each.name), each.name
            assert left == right
        count += 1
    return count


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    store.save_answer(answer("I cut churn by 12 % in Zürich.", id="drill-a", seconds=10))
    store.save_answer(answer("A lone \ud800 surrogate, \0, \u2028 and \x1b[2J.", id="drill-b", seconds=12))
    store.save_answer(answer("On the spot.", id="drill-c", question=replace(QUESTION, id=""), seconds=5))
    store.add_grade("drill-a", scored(3.3), at(11))
    store.add_grade("drill-a", scored(4.1, model="m-\ud8001"), at(12))
    store.add_grade("drill-a", unscored("the server\nis away"), at(13))
    store.add_grade("drill-b", unscored("no reply"), at(13))
    first, second = hold(store)
    store.add_grade(first, scored(2.0), at(300))
    store.add_grade(second, scored(2.8), at(301))
    store.history.add_tags("drill-a", ["dream job", "google"])
    store.history.set_name("drill-a", "my best")
    store.history.set_note("interview-1", "a note of\ntwo lines")
    store.history.add_tags(first, ["in an interview"])
    store.save_draft(draft("still here"))
    store.save_draft(draft("a lone \ud800 draft", slot="drill:ml_pm:x"))
    store.scheduled.save_schedule([ITEM, replace(ITEM, kind="check", id="ownership.decides", missed=3, seen=7)], at(20))
    store.scheduled.set_fact("interview_on", "2026-12-01", at(21))
    return store


def test_everything_comes_back_as_it_was(filled: SqliteStore, tmp_path: Path) -> None:
    lines = exported(filled)
    result, elsewhere = imported(tmp_path / "other.db", lines)
    assert result.added == {"drill": 3, "interview": 1, "draft": 2, "schedule": 2, "fact": 1}
    assert (result.completed, result.there, result.bad, elsewhere.settled) == ({}, {}, 0, True)
    with closing(open_store(tmp_path / "other.db")) as other:
        assert assert_same(filled, other) > 20
        assert exported(other) == lines
        for text in ("zurich", "two lines", "dream", "threshold", '"say what you decided"'):
            found = [
                [row.id for row in each.history.rows(HistoryQuery(text=text), limit=9)] for each in (filled, other)
            ]
            assert found[0] == found[1] != [], text


def test_a_second_time_changes_nothing(filled: SqliteStore, tmp_path: Path) -> None:
    lines = exported(filled)
    for path in (filled.path, tmp_path / "other.db", tmp_path / "other.db"):
        result, _ = imported(path, lines)
    assert (result.added, result.completed) == ({}, {})
    assert result.there == {"drill": 3, "interview": 1, "draft": 2, "schedule": 2, "fact": 1}
    assert exported(filled) == lines


def test_lines_in_any_order_make_the_same_history(filled: SqliteStore, tmp_path: Path) -> None:
    head, *records_, end = exported(filled)
    imported(tmp_path / "other.db", [head, *reversed(records_), end])
    with closing(open_store(tmp_path / "other.db")) as other:
        rows = [
            [(row.id, row.tries) for row in each.history.rows(HistoryQuery(shows="answers"), limit=20)]
            for each in (filled, other)
        ]
        assert sorted(rows[0]) == sorted(rows[1])


def test_what_is_deleted_is_not_exported(filled: SqliteStore) -> None:
    filled.history.delete("interview-1", at(900))
    filled.history.delete("drill-a", at(900))
    text = b"".join(exported(filled))
    assert b"drill-a" not in text
    assert b"interview-1" not in text
    assert b"drill-b" in text


def test_questions_and_rubrics_go_where_they_belong(store: SqliteStore, tmp_path: Path) -> None:
    rubric = ("mine.toml", 'name = "für mich"\n')
    lines = exported(store, questions=[QUESTION], rubrics=[rubric])
    result, elsewhere = imported(tmp_path / "other.db", lines)
    assert result.added == {"question": 1, "rubric": 1}
    assert (elsewhere.questions, elsewhere.rubrics) == ([QUESTION], [rubric])


strange = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@strange
@given(sample=records(Answer), grade=records(Grade), question=records(Question))
def test_any_answer_and_grade_come_back(
    tmp_path_factory: pytest.TempPathFactory, sample: Answer, grade: Grade, question: Question
) -> None:
    folder = tmp_path_factory.mktemp("any")
    sample = replace(sample, position=sample.position % 1000)
    with closing(open_store(folder / "one.db")) as one:
        one.save_answer(sample)
        one.add_grade(sample.id, grade, at(1))
        one.save_draft(Draft(slot="s", track="ai_pm", question=question, text="x", typing_seconds=1, updated_at=at(2)))
        lines = exported(one, questions=[question])
        _, elsewhere = imported(folder / "other.db", lines)
        assert elsewhere.questions == [question]
        with closing(open_store(folder / "other.db")) as other:
            assert other.transcript(sample.id) == one.transcript(sample.id)
            assert other.draft("s") == one.draft("s")
            again = exported(other, questions=[question])
            assert list(map(json.loads, again)) == list(map(json.loads, lines))  # 1e-05 and 1e-5 are one number


@strange
@given(sample=records(Interview), events=st.lists(st.one_of(*map(records, EVENTS)), max_size=5))
def test_any_interview_comes_back(
    tmp_path_factory: pytest.TempPathFactory, sample: Interview, events: list[Event]
) -> None:
    folder = tmp_path_factory.mktemp("any")
    sample = replace(sample, title="not refused")
    with closing(open_store(folder / "one.db")) as one:
        one.begin_interview(sample)
        one.add_events(sample.id, 0, events)
        imported(folder / "other.db", exported(one))
        with closing(open_store(folder / "other.db")) as other:
            assert other.interview(sample.id) == sample
            assert list(other.events(sample.id)) == events
            assert other.interviews(limit=9) == one.interviews(limit=9)


def _generated_round_trip(folder: Path, answers: int) -> None:
    fill(folder / "one.db", answers)
    with closing(open_store(folder / "one.db")) as one:
        lines = (f"{line}\n".encode() for line in one.archive.export_lines(program="0.1.0", now=at(0)))
        with (folder / "export.jsonl").open("wb") as file:
            file.writelines(lines)
        with (folder / "export.jsonl").open("rb") as file:
            result, _ = imported(folder / "other.db", file)
        interviews = result.added.get("interview", 0)
        assert result.added["drill"] + interviews > answers / 2
        with closing(open_store(folder / "other.db")) as other:
            assert other.count_answers() == answers
            assert_same(one, other, transcripts=False)  # those are held against the generator, below
            again = other.archive.export_lines(program="0.1.0", now=at(0))
            with (folder / "export.jsonl").open(encoding="utf-8") as before:
                assert all(line == f"{mine}\n" for line, mine in zip_longest(before, again))
        _compare_with_what_was_generated(folder / "other.db", answers)


def _compare_with_what_was_generated(path: Path, answers: int) -> None:
    """Not with another database alone: both could lack the same."""
    with closing(open_store(path)) as store:
        for sitting in GeneratedHistory(answers).sittings():
            if sitting.interview is not None:
                assert store.interview(sitting.interview.id) == sitting.interview
                assert tuple(store.events(sitting.interview.id)) == sitting.events
            for given_answer in sitting.given:
                transcript = store.transcript(given_answer.answer.id)
                assert transcript is not None
                assert transcript.answer == given_answer.answer
                assert tuple((each.created_at, each.grade) for each in transcript.grades) == given_answer.grades


def test_a_generated_history_of_300_answers_comes_back_field_by_field(tmp_path: Path) -> None:
    _generated_round_trip(tmp_path, 300)


@pytest.mark.slow
def test_a_generated_history_of_100_000_answers_comes_back_field_by_field(tmp_path: Path) -> None:
    _generated_round_trip(tmp_path, 100_000)
