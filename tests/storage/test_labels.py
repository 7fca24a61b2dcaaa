"""Names, notes and tags: kept, listed, searched, and gone with their entry."""

import pytest

from interviewer.domain.history import HistoryQuery
from interviewer.ports import StoreError
from interviewer.storage.store import SqliteStore

from .interview_samples import hold
from .samples import answer, at


@pytest.fixture
def two(store: SqliteStore) -> SqliteStore:
    store.save_answer(answer("One.", id="answer-1", seconds=1))
    store.save_answer(answer("Two.", id="answer-2", seconds=2))
    hold(store)
    return store


def test_tags_are_kept_in_lower_case_once_each(two: SqliteStore) -> None:
    two.history.add_tags("answer-1", ["Dream  Job", "GOOGLE", "google"])
    two.history.add_tags("interview-1", ["google"])
    assert two.history.tags() == [("dream job", 1), ("google", 2)]
    row = two.history.row("answer-1")
    assert row is not None
    assert row.tags == ("dream job", "google")
    assert [row.id for row in two.history.rows(HistoryQuery(tag="google"), limit=9)] == ["interview-1", "answer-1"]
    two.history.remove_tags("answer-1", ["Google", "never there"])
    assert [row.id for row in two.history.rows(HistoryQuery(tag="google"), limit=9)] == ["interview-1"]


@pytest.mark.parametrize("tag", ["", "   ", "x" * 61])
def test_an_unusable_tag_changes_nothing(two: SqliteStore, tag: str) -> None:
    with pytest.raises(StoreError, match="nothing was changed"):
        two.history.add_tags("answer-1", ["good", tag])
    assert two.history.tags() == []


def test_a_name_and_a_note_are_shown_searched_and_taken_away(two: SqliteStore) -> None:
    two.history.set_name("answer-1", "  My best\nstory ")
    two.history.set_note("answer-1", "Say the number\nearlier.\n")
    two.history.set_name("interview-1", "The dry run")
    row = two.history.row("answer-1")
    assert row is not None
    assert (row.name, row.note) == ("My best story", "Say the number\nearlier.")

    def found(text: str) -> list[str]:
        return [row.id for row in two.history.rows(HistoryQuery(text=text), limit=9)]

    assert found("best number") == ["answer-1"]
    assert found("dry run") == ["interview-1"]
    two.history.set_name("answer-1", "")
    assert found("best") == []
    assert found("number") == ["answer-1"]
    two.history.set_note("answer-1", "")
    assert found("number") == []


def test_text_of_any_kind_comes_back_as_it_was(two: SqliteStore) -> None:
    two.history.set_note("answer-1", "a lone \ud800 surrogate, \0 and \x1b[2J")
    two.history.add_tags("answer-1", ["\ud800 tag"])
    row = two.history.row("answer-1")
    assert row is not None
    assert row.note == "a lone \ud800 surrogate, \0 and \x1b[2J"
    assert row.tags == ("\ud800 tag",)


def test_a_name_that_is_too_long_is_refused(two: SqliteStore) -> None:
    with pytest.raises(StoreError, match="at most 200 letters"):
        two.history.set_name("answer-1", "x" * 201)


def test_labels_of_what_is_not_there_are_refused(two: SqliteStore) -> None:
    for change in (two.history.add_tags, two.history.remove_tags):
        with pytest.raises(StoreError, match="there is no answer or interview 'nobody'"):
            change("nobody", ["tag"])
    with pytest.raises(StoreError, match="there is no answer or interview"):
        two.history.set_note("nobody", "note")


def test_a_deleted_entry_keeps_its_labels_until_it_is_removed(two: SqliteStore) -> None:
    two.history.add_tags("answer-1", ["mine"])
    two.history.set_note("answer-1", "noted")
    two.history.delete("answer-1", at(900))
    assert two.history.tags() == []
    two.history.restore("answer-1")
    assert two.history.tags() == [("mine", 1)]
    two.history.delete("answer-1", at(901))
    two.history.tidy()
    two.save_answer(answer("Another of that name.", id="answer-1", seconds=9))
    row = two.history.row("answer-1")
    assert row is not None
    assert (row.tags, row.note) == ((), "")
