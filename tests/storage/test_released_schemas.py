"""Databases of every schema that was ever released open, and nothing in them is lost.

`fixtures/schema-N.sql` was written by the program of that time and is never written again; with a new schema comes one
more file.
"""

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.domain.history import HistoryQuery
from interviewer.domain.interviews import Answered, SelfScored
from interviewer.storage.database import open_store
from interviewer.storage.migrations import MIGRATIONS

from .samples import at, scored

FIXTURES = Path(__file__).parent / "fixtures"
VERSIONS = sorted(int(path.stem.partition("-")[2]) for path in FIXTURES.glob("schema-*.sql"))


@pytest.fixture
def old(tmp_path: Path, version: int) -> Path:
    path = tmp_path / "interviewer.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript((FIXTURES / f"schema-{version}.sql").read_text(encoding="utf-8"))
    return path


def test_there_is_a_database_of_every_schema_before_the_present_one() -> None:
    assert VERSIONS[: len(MIGRATIONS) - 1] == list(range(1, len(MIGRATIONS)))


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_database_opens_with_all_that_it_had(old: Path, version: int) -> None:
    with closing(open_store(old)) as store:
        assert [row.answer_id for row in store.answers(limit=4, offset=2 * (version > 1))] == [
            "answer-4", "answer-2", "answer-1", "answer-3",
        ]  # fmt: skip
        newest = store.transcript("answer-1")
        assert newest is not None
        assert [each.created_at for each in newest.grades] == [at(11), at(50), at(60)]
        assert newest.latest == newest.grades[1].grade
        strange = store.transcript("answer-2")
        assert strange is not None
        assert strange.answer.text == "The same moment, and a lone \ud800 surrogate, a \0 too."
        draft = store.newest_draft()
        assert draft is not None
        assert draft.text == "still here"
        store.add_grade("answer-4", scored(2.0), at(200))
    with closing(sqlite3.connect(old)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize("version", VERSIONS)
def test_an_old_database_is_searched_and_laid_side_by_side_like_a_new_one(old: Path) -> None:
    with closing(open_store(old)) as store:
        drills = HistoryQuery(shows="drills")
        assert [row.id for row in store.history.rows(drills, limit=9)] == [
            "answer-4", "answer-2", "answer-1", "answer-3",
        ]  # fmt: skip
        assert store.history.count(drills) == 4

        def found(**wanted: object) -> list[str]:
            return [row.id for row in store.history.rows(HistoryQuery(**wanted), limit=9)]  # type: ignore[arg-type]

        assert found(text="zurich churn", shows="drills") == ["answer-1"]
        assert found(text='"say what you decided"', shows="drills") == ["answer-1"]
        assert found(drill="career_story") == ["answer-2"]
        assert found(round="executive") == ["answer-2"]
        graded = list(store.progress.graded_answers())[:2]
        assert [(each.answer_id, each.score, each.judge.model) for each in graded] == [
            ("answer-1", 3.3, None), ("answer-1", 4.1, "m-1"),
        ]  # fmt: skip
        store.add_grade("answer-1", scored(3.5), at(300))  # by the same judge as the first
        again = [each.score for each in store.progress.graded_answers() if each.answer_id == "answer-1"]
        assert sorted(again) == [3.5, 4.1]


@pytest.mark.parametrize("version", [each for each in VERSIONS if each > 1])
def test_an_interview_of_old_is_found_and_reckoned_up(old: Path) -> None:
    with closing(open_store(old)) as store:
        (row,) = store.history.rows(HistoryQuery(shows="interviews"), limit=9)
        assert (row.id, row.answers, row.open, row.status, row.score) == ("interview-1", 2, False, "scored", 1.8)
        assert row.ownership == 2.5
        events = store.events("interview-1")
        assert [type(each) for each in events].count(Answered) == 3
        assert any(isinstance(each, SelfScored) for each in events)
        assert store.progress.self_scores() == {"answer-5": 4}

        def found(text: str, shows: str) -> list[str]:
            return [row.id for row in store.history.rows(HistoryQuery(text=text, shows=shows), limit=9)]  # type: ignore[arg-type]

        assert found("łodz", "all") == ["interview-1"]
        assert found("łodz", "answers") == ["answer-5"]
        assert found("who decided the threshold", "all") == ["interview-1"]
        assert [row.id for row in store.history.rows(HistoryQuery(shows="answers", round="onsite"), limit=9)] == [
            "answer-6", "answer-1", "answer-3",
        ]  # fmt: skip


@pytest.mark.parametrize("version", VERSIONS)
def test_a_copy_of_the_old_database_stays_beside_it(old: Path, version: int) -> None:
    open_store(old).close()
    copy = old.with_name(f"interviewer.db.schema-{version}.backup")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)
        assert connection.execute("SELECT count(*) FROM answers").fetchone() == (4 if version == 1 else 6,)
