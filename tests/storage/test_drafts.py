"""Drafts: nothing that was typed is lost, not by a second copy of the program either."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .samples import answer, draft

SLOT = draft().slot


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    store = open_store(tmp_path / "interviewer.db")
    yield store
    store.close()


@pytest.fixture
def other_copy(store: SqliteStore) -> Iterator[SqliteStore]:
    other = open_store(store.path)
    yield other
    other.close()


def text_of(store: SqliteStore, slot: str = SLOT) -> str | None:
    kept = store.draft(slot)
    return kept.text if kept else None


def count(store: SqliteStore) -> int:
    with store._shared.reading() as connection:
        number: int = connection.execute("SELECT count(*) FROM drafts").fetchone()[0]
        return number


def test_saving_again_replaces_the_draft_of_a_slot_and_no_other(store: SqliteStore) -> None:
    store.save_draft(draft("one", slot="a"))
    store.save_draft(draft("two", slot="b"))
    store.save_draft(draft("three", slot="a"))
    assert (text_of(store, "a"), text_of(store, "b"), text_of(store, "c")) == ("three", "two", None)
    assert count(store) == 2


def test_the_newest_draft_is_the_one_saved_last(store: SqliteStore) -> None:
    assert store.newest_draft() is None
    store.save_draft(draft("newer", slot="a", seconds=2))
    store.save_draft(draft("older", slot="b", seconds=1))
    newest = store.newest_draft()
    assert newest == draft("newer", slot="a", seconds=2)


def test_a_dropped_draft_is_gone_and_dropping_none_is_no_error(store: SqliteStore) -> None:
    store.save_draft(draft())
    store.drop_draft(SLOT)
    store.drop_draft(SLOT)
    assert (text_of(store), store.newest_draft()) == (None, None)


def test_an_answer_drops_the_draft_it_came_from_and_no_other(store: SqliteStore) -> None:
    store.save_draft(draft())
    store.save_draft(draft("elsewhere", slot="other"))
    store.save_answer(answer(), slot=SLOT)
    assert (text_of(store), text_of(store, "other")) == (None, "elsewhere")
    store.save_answer(answer())
    assert text_of(store, "other") == "elsewhere"


def test_the_next_copy_of_the_program_takes_a_draft_up_and_replaces_it(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    before = open_store(path)
    before.save_draft(draft("I cut"))
    before.close()
    store = open_store(path)
    assert text_of(store) == "I cut"
    store.save_draft(draft("I cut churn"))
    assert count(store) == 1
    store.save_answer(answer("I cut churn by 12 %"), slot=SLOT)
    assert (text_of(store), count(store)) == (None, 0)
    store.close()


def test_a_copy_that_read_no_draft_still_drops_what_it_submits_from(
    store: SqliteStore, other_copy: SqliteStore
) -> None:
    store.save_draft(draft())
    other_copy.save_answer(answer(), slot=SLOT)
    assert text_of(other_copy) is None


def test_two_copies_at_one_question_keep_both_texts(store: SqliteStore, other_copy: SqliteStore) -> None:
    store.save_draft(draft("here", seconds=1))
    other_copy.save_draft(draft("there", seconds=2))
    other_copy.save_draft(draft("there too", seconds=3))
    third = open_store(store.path)
    assert text_of(third) == "there too"
    third.drop_draft(SLOT)
    assert text_of(third) == "here"
    third.close()


def test_submitting_in_one_copy_leaves_the_draft_of_the_other(store: SqliteStore, other_copy: SqliteStore) -> None:
    store.save_draft(draft("here", seconds=1))
    assert text_of(other_copy) == "here"
    store.save_draft(draft("here and on", seconds=2))
    other_copy.save_draft(draft("there", seconds=3))
    store.save_answer(answer("here and on"), slot=SLOT)
    assert text_of(other_copy) == "there"
    assert count(store) == 1


def test_emptying_the_editor_in_one_copy_leaves_what_the_other_typed_since(
    store: SqliteStore, other_copy: SqliteStore
) -> None:
    store.save_draft(draft("here", seconds=1))
    assert text_of(other_copy) == "here"
    store.save_draft(draft("here and on", seconds=2))
    other_copy.drop_draft(SLOT)
    assert text_of(store) == "here and on"


def test_after_it_was_submitted_a_draft_of_another_copy_is_nobody_elses_to_drop(
    store: SqliteStore, other_copy: SqliteStore
) -> None:
    store.save_draft(draft("here", seconds=1))
    third = open_store(store.path)
    third.save_answer(answer("here"), slot=SLOT)
    other_copy.save_draft(draft("there", seconds=2))
    third.drop_draft(SLOT)
    third.close()
    assert text_of(store) == "there"


def test_a_failed_answer_leaves_the_draft_and_the_next_try_drops_it(store: SqliteStore) -> None:
    store.save_draft(draft("I cut churn"))
    taken = answer()
    store.save_answer(taken)
    with pytest.raises(Exception, match="stored already"):
        store.save_answer(dataclasses.replace(taken, text="I cut churn"), slot=SLOT)
    assert text_of(store) == "I cut churn"
    store.save_answer(answer("I cut churn"), slot=SLOT)
    assert count(store) == 0
