"""Deleting: out of sight everywhere, back on request, gone when the app closes, and erased to the last byte."""

import dataclasses
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.domain.grades import Feedback
from interviewer.domain.history import HistoryQuery
from interviewer.ports import StoreError
from interviewer.storage.connection import SharedConnection
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

from .interview_samples import hold
from .samples import answer, at, draft, scored

ALL = HistoryQuery(shows="answers")


@pytest.fixture
def filled(store: SqliteStore) -> SqliteStore:
    for number in range(4):
        store.save_answer(answer(f"Answer number {number}.", id=f"answer-{number}", seconds=number))
        store.add_grade(f"answer-{number}", scored(3.0 + number / 10), at(number + 0.5))
    hold(store)
    return store


def shown(store: SqliteStore) -> set[str]:
    """What any list, count or stream still tells of."""
    listed = {row.answer_id for row in store.answers(limit=50)}
    assert store.count_answers() == len(listed)
    assert {row.id for row in store.history.rows(ALL, limit=50)} == listed
    assert len(list(store.progress.practised())) == len(listed)
    assert {each.answer_id for each in store.progress.graded_answers()} <= listed
    return listed | {row.id for row in store.interviews(limit=50)}


EVERYTHING = {
    "answer-0", "answer-1", "answer-2", "answer-3", "interview-1", "interview-1-answer-1", "interview-1-answer-2",
}  # fmt: skip


def test_what_is_deleted_is_out_of_sight_and_comes_back(filled: SqliteStore) -> None:
    assert shown(filled) == EVERYTHING
    before = filled.history.row("answer-1")
    filled.history.delete("answer-1", at(900))
    assert shown(filled) == EVERYTHING - {"answer-1"}
    (row,) = filled.history.rows(HistoryQuery(deleted=True), limit=9)
    assert (row.id, row.deleted_at) == ("answer-1", at(900))
    assert filled.history.count(HistoryQuery(deleted=True)) == 1
    assert [row.id for row in filled.history.rows(HistoryQuery(deleted=True, text="number"), limit=9)] == ["answer-1"]
    filled.history.delete("answer-1", at(950))
    filled.history.restore("answer-1")
    assert shown(filled) == EVERYTHING
    assert filled.history.row("answer-1") == before


def test_an_interview_goes_and_comes_with_its_answers(filled: SqliteStore) -> None:
    filled.history.delete("interview-1", at(900))
    assert shown(filled) == {"answer-0", "answer-1", "answer-2", "answer-3"}
    assert [row.id for row in filled.history.rows(HistoryQuery(deleted=True), limit=9)] == ["interview-1"]
    assert filled.asked_questions("ai_pm", limit=9) == ["ai-fairness"] * 4
    assert filled.progress.self_scores() == {}
    filled.history.restore("interview-1")
    assert shown(filled) == EVERYTHING
    assert filled.progress.self_scores() == {"interview-1-answer-1": 4}


def test_one_answer_of_an_interview_cannot_be_deleted_alone(filled: SqliteStore) -> None:
    for remove in (lambda: filled.history.delete("interview-1-answer-1", at(9)),
                   lambda: filled.archive.purge(["interview-1-answer-1"])):  # fmt: skip
        with pytest.raises(StoreError, match="is part of the interview 'interview-1', which would still tell it"):
            remove()
    assert shown(filled) == EVERYTHING


def test_everything_can_be_deleted_and_brought_back_at_once(filled: SqliteStore) -> None:
    assert filled.history.delete_all(at(900)) == 5
    assert shown(filled) == set()
    assert filled.history.delete_all(at(901)) == 0
    assert filled.history.restore_all() == 5
    assert shown(filled) == EVERYTHING


def test_tidying_removes_what_was_deleted_and_nothing_else(filled: SqliteStore) -> None:
    filled.history.delete("answer-1", at(900))
    filled.history.delete("interview-1", at(900))
    assert filled.history.tidy() == 2
    assert filled.history.tidy() == 0
    assert shown(filled) == {"answer-0", "answer-2", "answer-3"}
    assert filled.transcript("answer-1") is None
    assert filled.interview("interview-1") is None
    with pytest.raises(StoreError, match="there is no answer or interview"):
        filled.history.restore("answer-1")
    rows = filled.history.attempts("ai-fairness", limit=9)
    assert [(row.id, row.tries) for row in rows] == [("answer-3", 3), ("answer-2", 2), ("answer-0", 1)]
    with closing(sqlite3.connect(filled.path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        left = {
            table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608
            for table in ("answers", "answer_texts", "grades", "scores", "answer_words", "interview_words",
                          "interview_events", "interviews")
        }  # fmt: skip
    assert left == {"answers": 3, "answer_texts": 3, "grades": 3, "scores": 3, "answer_words": 3,
                    "interview_words": 0, "interview_events": 0, "interviews": 0}  # fmt: skip


def test_what_is_said_in_an_interview_after_it_was_deleted_goes_with_it(filled: SqliteStore) -> None:
    filled.history.delete("interview-1", at(900))
    filled.save_answer(answer("Said by another copy.", session_id="interview-1", seconds=901, id="late-answer"))
    filled.history.tidy()
    assert filled.transcript("late-answer") is None


# erased for good

SECRETS = ("zanzibar-quux", "verbotenwort", "geheimnisvoll", "drafted-plover", "tagged-wombat", "noted-axolotl")


def secret_store(path: Path) -> SqliteStore:
    """Secrets in every place that holds text, each as a word that stands nowhere else, among many other answers."""
    store = open_store(path)
    for number in range(40):
        store.save_answer(answer(f"Harmless words number {number}, said in passing. " * 20, id=f"harmless-{number:02}"))
    for number in range(12):  # each draft leaves its page behind
        store.save_draft(draft(f"drafted-plover {number} " * 300))
    store.drop_draft(draft("").slot)
    store.save_answer(answer("It was zanzibar-quux. " * 200, id="secret-1"))
    store.add_grade("secret-1", dataclasses.replace(scored(3.0), feedback=Feedback(fix_first="verbotenwort!")), at(1))
    store.add_grade("secret-1", dataclasses.replace(scored(3.1), feedback=Feedback(fix_first="geheimnisvoll!")), at(2))
    store.history.add_tags("secret-1", ["tagged-wombat"])
    store.history.set_note("secret-1", "noted-axolotl")
    return store


def holding(folder: Path, words: Sequence[str]) -> dict[str, list[str]]:
    """The words that can be read in the bytes of each file."""
    found = {file.name: [word for word in words if word.encode() in file.read_bytes()] for file in folder.iterdir()}
    return {name: words for name, words in found.items() if words}


def test_nothing_readable_of_a_purged_answer_is_left(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    store = secret_store(path)
    (tmp_path / "interviewer.db.schema-2.backup").write_bytes(b"zanzibar-quux")
    assert set(holding(tmp_path, SECRETS)["interviewer.db-wal"]) == set(SECRETS)
    assert store.archive.purge(["secret-1"]) == []
    assert holding(tmp_path, SECRETS) == {}
    assert not (tmp_path / "interviewer.db.schema-2.backup").exists()
    with store._shared.reading() as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, answer_words, row)")
        terms = {term for (term,) in connection.execute("SELECT term FROM temp.terms")}
    assert not terms & {"zanzibar", "quux", "verbotenwort", "geheimnisvoll", "wombat", "axolotl"}
    assert store.count_answers() == 40
    assert store.history.count(HistoryQuery(text="harmless passing")) == 40
    store.close()
    assert holding(tmp_path, SECRETS) == {}
    with closing(open_store(path)) as again, again._shared.reading() as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_nothing_readable_of_a_purged_interview_is_left(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "interviewer.db")) as store:
        hold(store)
        store.save_draft(draft("drafted-plover", slot="interview:interview-1"))
        store.save_answer(answer("Harmless.", id="harmless"))
        store.archive.purge(["interview-1"])
        assert holding(tmp_path, ("Zürich", "For which users", "weekly holdout", "Two rounds", "drafted-plover")) == {}
        assert shown(store) == {"harmless"}


def test_a_set_aside_file_is_named_and_left(tmp_path: Path) -> None:
    with closing(secret_store(tmp_path / "interviewer.db")) as store:
        aside = tmp_path / "interviewer.db.damaged-20261120-130405"
        aside.write_bytes(b"zanzibar-quux")
        assert store.archive.purge(["secret-1"]) == [aside]
        assert holding(tmp_path, SECRETS) == {aside.name: ["zanzibar-quux"]}


def test_purging_all_leaves_a_database_that_holds_nothing(tmp_path: Path) -> None:
    store = secret_store(tmp_path / "interviewer.db")
    hold(store)
    store.save_draft(draft("drafted-plover once more"))
    store.scheduled.set_fact("interview_on", "2026-12-24 zanzibar-quux", at(1))
    for name in ("interviewer.db.damaged-1", "interviewer.db.damaged-1-wal", "interviewer.db.schema-1.backup-2"):
        (tmp_path / name).write_bytes(b"zanzibar-quux")
    store.archive.purge_all()
    assert holding(tmp_path, (*SECRETS, "Harmless", "Zürich", "ai-fairness")) == {}
    assert shown(store) == set()
    assert store.newest_draft() is None
    store.save_answer(answer("A new beginning.", id="answer-1"))
    assert [row.id for row in store.history.rows(HistoryQuery(text="beginning"), limit=9)] == ["answer-1"]
    store.close()
    assert holding(tmp_path, SECRETS) == {}


def test_a_purge_that_names_an_unknown_id_erases_nothing(filled: SqliteStore) -> None:
    with pytest.raises(StoreError, match="there is no answer or interview 'nobody'"):
        filled.archive.purge(["answer-1", "nobody"])
    assert shown(filled) == EVERYTHING


def test_a_purge_while_another_program_reads_erases_nothing(tmp_path: Path) -> None:
    path = tmp_path / "interviewer.db"
    secret_store(path).close()
    store = SqliteStore(SharedConnection(path, busy_seconds=0.1))
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM answers").fetchone()
        store.save_answer(answer("Written meanwhile.", id="answer-1"))
        with pytest.raises(StoreError, match="nothing was erased: another program is reading the database"):
            store.archive.purge(["secret-1"])
        assert store.transcript("secret-1") is not None
    store.archive.purge(["secret-1"])
    assert holding(tmp_path, SECRETS) == {}
    store.close()
