"""Files dropped into the folder of questions are picked up while the program runs, and the cache is never wrong."""

import os
import sqlite3
from pathlib import Path

import pytest

from interviewer.content.bank import Bank, Changes
from interviewer.content.question_search import Query
from tests.content.conftest import GOOD


def entry(question_id: str, prompt: str = "Why?", track: str = "ai_pm") -> str:
    return f'[[questions]]\nid = "{question_id}"\ntrack = "{track}"\nprompt = "{prompt}"\n'


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "questions").mkdir()
    return tmp_path


@pytest.fixture(params=["cached", "not cached"])
def bank(home: Path, request: pytest.FixtureRequest) -> Bank:
    return open_bank(home, cached=request.param == "cached")


def open_bank(home: Path, *, cached: bool = True) -> Bank:
    index = home / "questions-index.sqlite" if cached else None
    return Bank(home / "questions", built_in=home / "none", packs=home / "packs", index=index)


def settle(path: Path) -> None:
    """The file as one that was written an hour ago."""
    os.utime(path, (1_700_000_000, 1_700_000_000))


def test_nothing_moved_is_no_change(home: Path, bank: Bank) -> None:
    (home / "questions" / "a.toml").write_text(GOOD)
    bank.questions()
    assert not bank.refresh()
    assert bank.refresh() == Changes()


def test_a_new_file_a_changed_one_and_a_deleted_one_are_told_by_their_questions(home: Path, bank: Bank) -> None:
    folder = home / "questions"
    (folder / "a.toml").write_text(entry("one") + entry("two", "What?"))
    (folder / "b.toml").write_text(entry("three", "When?"))
    bank.questions()
    (folder / "a.toml").write_text(entry("one", "Why not?") + entry("two", "What?"))
    (folder / "b.toml").unlink()
    (folder / "c.toml").write_text(entry("four", "Where?"))
    assert bank.refresh() == Changes(added=("four",), changed=("one",), removed=("three",))
    assert [each.id for each in bank.questions()] == ["one", "two", "four"]


def test_a_broken_file_is_named_the_rest_works_and_mending_it_is_told(home: Path, bank: Bank) -> None:
    folder = home / "questions"
    (folder / "good.toml").write_text(entry("one"))
    bank.questions()
    known = len(bank.problems())
    (folder / "bad.toml").write_text(entry("two") + "minutes = x\n")
    changes = bank.refresh()
    assert [(each.file, each.line) for each in changes.problems] == [(str(folder / "bad.toml"), 5)]
    assert bank.get("one") is not None
    (folder / "bad.toml").write_text(entry("two") + "minutes = 5\n")
    changes = bank.refresh()
    assert (changes.added, changes.mended, len(bank.problems())) == (("two",), 1, known)


def test_a_change_within_one_tick_of_the_clock_is_seen(home: Path, bank: Bank) -> None:
    """Same size, same time: only the content tells."""
    path = home / "questions" / "a.toml"
    path.write_text(entry("one", "Why?"))
    before = path.stat()
    assert bank.get("one") is not None
    path.write_text(entry("one", "Who?"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    bank.refresh()
    found = bank.get("one")
    assert found is not None
    assert found.prompt == "Who?"


def test_a_cached_file_is_not_parsed_again(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = home / "questions" / "a.toml"
    path.write_text(entry("one", "Why?", "ml_pm"))
    settle(path)
    first = open_bank(home).questions()
    monkeypatch.setattr("interviewer.content.bank_parts.parse_toml", lambda *_: pytest.fail("parsed again"))
    again = open_bank(home)
    assert again.questions() == first
    assert again.find(Query(track="ml_pm", own=True)) == list(first)
    moved = path.rename(path.with_name("b.toml"))
    assert open_bank(home).own_file("one") == moved  # known by its content


@pytest.mark.parametrize("spoil", ["damaged", "empty", "cut", "rows", "older", "folder"])
def test_a_cache_that_cannot_be_used_costs_nothing_but_time(home: Path, spoil: str) -> None:
    path = home / "questions" / "a.toml"
    path.write_text(entry("one") + entry("two", "What?") + "minutes = 99\n")
    settle(path)
    before = open_bank(home)
    expected = before.questions(), before.problems()
    index = home / "questions-index.sqlite"
    if spoil == "damaged":
        index.write_bytes(b"not a database at all" * 100)
    elif spoil == "empty":
        index.write_bytes(b"")
    elif spoil == "cut":
        index.write_bytes(index.read_bytes()[:5000])
    elif spoil == "folder":
        index.unlink()
        index.mkdir()
    else:
        database = sqlite3.connect(index)
        if spoil == "rows":
            database.execute("update contents set data = replace(data, 'one', 'won')")
        else:
            database.execute("pragma user_version = 1")
        database.commit()
        database.close()
    after = open_bank(home)
    assert (after.questions(), after.problems()) == expected


def test_a_locked_cache_is_done_without_and_left_alone(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("interviewer.content.question_index.WAIT_SECONDS", 0.05)
    (home / "questions" / "a.toml").write_text(entry("one"))
    index = home / "questions-index.sqlite"
    open_bank(home).questions()
    (home / "questions" / "b.toml").write_text(entry("two"))
    other = sqlite3.connect(index)
    other.execute("begin exclusive")
    try:
        assert [each.id for each in open_bank(home).questions()] == ["one", "two"]
    finally:
        other.close()
    assert index.exists()


def test_looking_leaves_no_traces_where_there_is_no_data_folder(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert len(Bank(home / "questions", index=home / "questions-index.sqlite").questions()) > 300
    assert not home.exists()


def test_the_cache_is_private(home: Path) -> None:
    open_bank(home).questions()
    assert (home / "questions-index.sqlite").stat().st_mode & 0o777 == 0o600


def test_an_id_used_in_two_files_names_both(home: Path, bank: Bank) -> None:
    (home / "questions" / "a.toml").write_text(entry("one"))
    (home / "questions" / "b.toml").write_text(entry("two") + entry("one", "What?"))
    problem = bank.problems()[-1]
    assert (problem.file, problem.line, problem.field) == (str(home / "questions" / "b.toml"), 5, "id")
    assert "stands in a.toml:1 too" in problem.message


def test_search_wants_every_word_and_finds_parts_of_them(home: Path, bank: Bank) -> None:
    (home / "questions" / "a.toml").write_text(
        entry("one", "How do you set an ALERT threshold?") + entry("two", "What is a threshold?", "both")
    )
    assert [each.id for each in bank.find(Query(words="thresh alert"))] == ["one"]
    assert [each.id for each in bank.find(Query(words="THRESHOLD", track="ml_pm"))] == ["two"]
    assert bank.find(Query(words="threshold nothing")) == []
