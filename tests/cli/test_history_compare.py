"""`interviewer history compare`: words, checks and scores of two attempts."""

from contextlib import closing
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from tests.cli.conftest import Run
from tests.storage.samples import answer

from .history_kit import FIRST, SECOND, fill

A, B, C = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture(autouse=True)
def filled(home: Path) -> None:
    fill(home)


@pytest.mark.parametrize("argv", [[A, B], [B, A], [B], ["aaaaaa", "bbbbbb"]])
def test_two_attempts_are_compared_the_earlier_one_first(run: Run, argv: list[str]) -> None:
    result = run("history", "compare", *argv, "--format", "json").json
    assert (result["before"]["answer_id"], result["after"]["answer_id"]) == (A, B)
    assert (result["before"]["text"], result["after"]["text"]) == (FIRST, SECOND)
    assert (result["same_grader"], result["same_rubric"]) == (True, True)
    assert result["difference"]["before"] == result["before"]["overall"]["score"]
    moved = {each["id"]: each for each in result["moved"]}
    assert (moved["market_impact"]["before"], moved["market_impact"]["after"]) == (2.0, 4.0)
    assert moved["ownership"]["won"] == ["personal_decision", "hands_over"]
    assert [each["op"] for each in result["words"]].count("same") >= 2
    said = [(each["before"], each["after"]) for each in result["words"] if each["op"] != "same"]
    assert said[0] == ("We", "I")


def test_without_ids_it_is_the_last_two_at_one_question(run: Run) -> None:
    newest = run("history", "compare", "--format", "json").json
    assert newest["question"]["id"] == "ai-fairness"
    assert (newest["before"]["answer_id"], newest["after"]["answer_id"]) == (B, "interview-1-answer-1")
    named = run("history", "compare", "--question", "ai-fairness", "--format", "json").json
    assert named == newest


def test_the_text_marks_what_went_and_what_came(run: Run) -> None:
    result = run("history", "compare", A, B)
    assert result.code == 0
    assert "[-We-] {+I+} cut churn by" in result.out
    words = " ".join(result.out.split())
    assert "[-12 %. The team-] {+14 % in Zürich. I+} decided to hold the launch" in words
    assert "Market impact             2.0 → 4.0  +2.0" in result.out
    assert "+ The candidate takes a decision in the first person. (+3)" in words
    assert "+ no longer: Hands the decision to somebody else. (+4)" in words
    assert all(len(line) <= 79 for line in result.out.splitlines())


def test_an_answer_without_a_score_is_compared_by_its_words(run: Run, home: Path) -> None:
    with closing(open_store(home / "interviewer.db")) as store:
        store.save_answer(answer("Said again \x1b[2J.", id="d" * 32, seconds=900))
    result = run("history", "compare", "d" * 32)
    assert "There is nothing to compare but the words" in result.out
    assert "\x1b" not in result.out
    assert run("history", "compare", "d" * 32, "--format", "json").json["difference"] is None


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        ([A], "aaaaaaaa is the first attempt at its question"),
        ([A, C], "answers to different questions"),
        ([A, A], "the same answer"),
        ([A, B, C], "name at most two answers"),
        ([A, "--question", "ai-fairness"], "name at most two answers, or a question"),
        (["nobody"], "there is no answer 'nobody'"),
        (["--question", "other"], "has 1 answers: two are needed"),
        (["interview-1"], "there is no answer 'interview-1'"),
    ],
)
def test_what_cannot_be_compared_is_one_line(run: Run, argv: list[str], told: str) -> None:
    result = run("history", "compare", *argv)
    assert result.code in (1, 2)
    assert told in result.err or "several answers have an id" in result.err
    assert (result.out, result.err.count("\n")) == ("", 1)
