"""`interviewer history`: what is listed and shown of the answers that were given."""

import os
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli.history import all_rows
from interviewer.cli.program import Program
from interviewer.domain.history import HistoryRow
from interviewer.domain.questions import Track
from interviewer.domain.transcripts import Answer
from interviewer.paths import Paths
from interviewer.ports import GradeRequest
from interviewer.storage.database import open_store
from tests.cli.conftest import Run

BEGAN = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
QUESTIONS: dict[Track, str] = {"ai_pm": "ai-fairness-recommender", "ml_pm": "ml-contract-shared-feature-owner"}


@pytest.fixture
def answers(home: Path) -> list[Answer]:
    """Six answers, AI PM and ML PM in turn, a minute apart; all but the last are graded."""
    program = Program({"INTERVIEWER_HOME": str(home)})
    grader = program.grader(program.settings())
    Paths(home).create()
    store = open_store(home / "interviewer.db")
    given = []
    for number in range(6):
        track: Track = "ai_pm" if number % 2 == 0 else "ml_pm"
        question = program.bank.get(QUESTIONS[track])
        assert question is not None
        answer = Answer(
            id=f"{number}abcdef{number:025}", session_id="s", position=number, track=track, question=question,
            text=f"I set bar number {number}, because 40 % of users left in March.\x1b[2J", typing_seconds=60.0,
            created_at=BEGAN + timedelta(minutes=number),
        )  # fmt: skip
        store.save_answer(answer)
        if number < 5:
            grade = grader.grade_now(GradeRequest(track=track, question=question, answer=answer.text))  # type: ignore[attr-defined]
            store.add_grade(answer.id, grade, answer.created_at)
        given.append(answer)
    store.close()
    return given


def test_list_is_newest_first_in_json_lines(run: Run, answers: list[Answer]) -> None:
    result = run("history", "list", "--format", "json")
    assert (result.code, result.err) == (0, "")
    assert [each["answer_id"] for each in result.lines] == [each.id for each in reversed(answers)]
    newest, graded = result.lines[:2]
    assert (newest["status"], newest["score"]) == ("waiting", None)
    assert graded["status"] == "scored"
    assert 1 <= graded["score"] <= 5
    assert datetime.fromisoformat(newest["created_at"]) == answers[-1].created_at


@pytest.mark.parametrize("columns", [60, 80])
def test_on_a_terminal_each_line_of_the_list_fits_its_width(
    run: Run, answers: list[Answer], monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setattr("interviewer.cli.history.all_rows", _with_long_titles)
    assert max(map(len, run("history", "list").out.splitlines())) > columns
    monkeypatch.setattr("interviewer.cli.fitting.is_terminal", lambda stream: True)
    monkeypatch.setattr("os.get_terminal_size", lambda *_: os.terminal_size((columns, 24)))
    monkeypatch.setattr(sys.stdout, "fileno", lambda: 1, raising=False)
    lines = run("history", "list").out.splitlines()
    assert len(lines) == len(answers)
    assert max(map(len, lines)) == columns


def _with_long_titles(*arguments: Any) -> Iterator[HistoryRow]:
    for row in all_rows(*arguments):
        yield replace(row, title=row.title * 3)


def test_list_in_text_is_one_line_an_answer(run: Run, answers: list[Answer]) -> None:
    lines = run("history", "list").out.splitlines()
    assert [line[:8] for line in lines] == [each.id[:8] for each in reversed(answers)]
    assert "waiting" in lines[0]


@pytest.mark.parametrize(
    ("flags", "numbers"),
    [
        (["--track", "ml_pm"], [5, 3, 1]),
        (["--question", "ai-fairness-recommender"], [4, 2, 0]),
        (["--limit", "2"], [5, 4]),
        (["--track", "ai_pm", "--limit", "1"], [4]),
        (["--question", "unknown"], []),
    ],
)
def test_flags_narrow_the_list(run: Run, answers: list[Answer], flags: list[str], numbers: list[int]) -> None:
    listed = run("history", "list", "--format", "json", *flags)
    assert listed.code == 0
    assert [each["answer_id"] for each in listed.lines] == [answers[number].id for number in numbers]


def test_more_answers_than_a_page_are_all_listed(
    run: Run, answers: list[Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.cli.history.PAGE", 2)
    assert len(run("history", "list", "--format", "json").lines) == len(answers)
    assert len(run("history", "list", "--format", "json", "--limit", "3").lines) == 3


def test_show_by_the_beginning_of_an_id(run: Run, answers: list[Answer]) -> None:
    result = run("history", "show", answers[2].id[:8], "--format", "json")
    assert result.code == 0
    assert result.json["answer"]["id"] == answers[2].id
    assert result.json["answer"]["text"] == answers[2].text
    (stored,) = result.json["grades"]
    assert stored["grade"]["schema_version"] == 1
    assert stored["grade"]["status"] == "scored"


def test_show_in_text_has_the_answer_and_its_grade_and_no_escapes(run: Run, answers: list[Answer]) -> None:
    result = run("history", "show", answers[2].id)
    assert "I set bar number 2, because 40 % of users left in March.\\x1b[2J" in result.out
    assert "Overall" in result.out
    assert "\x1b" not in result.out
    assert "Not graded yet." in run("history", "show", answers[5].id).out


@pytest.mark.parametrize("wanted", ["nothing", "2abc", "", "%", "2abcdef'"])
@pytest.mark.usefixtures("answers")
def test_an_unknown_id_is_one_line(run: Run, wanted: str) -> None:
    result = run("history", "show", wanted)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


def test_without_any_answers_it_says_how_to_begin(run: Run, home: Path) -> None:
    result = run("history", "list")
    assert (result.code, result.out) == (0, "")
    assert "interviewer practice" in result.err
    assert run("history", "show", "abcdef123").code == 2
    assert not home.exists()


def test_a_damaged_database_is_one_line_and_stays_as_it_is(run: Run, home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "interviewer.db").write_bytes(b"this is no database" * 100)
    result = run("history", "list")
    assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
    assert (home / "interviewer.db").read_bytes() == b"this is no database" * 100
