"""`interviewer history list` and `search`: filters as flags, any text, JSON Lines."""

from contextlib import closing
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from tests.cli.conftest import Run
from tests.storage.interview_samples import hold

from .history_kit import fill


@pytest.fixture(autouse=True)
def filled(home: Path) -> None:
    fill(home)


def ids(run: Run, *argv: str) -> list[str]:
    result = run("history", *argv, "--format", "json")
    assert (result.code, result.err) == (0, "")
    return [each["id"][:6] for each in result.lines]


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ([], ["interv", "cccccc", "bbbbbb", "aaaaaa"]),
        (["--show", "interviews"], ["interv"]),
        (["--show", "drills", "--limit", "2"], ["cccccc", "bbbbbb"]),
        (["--drill", "career_story"], ["cccccc"]),
        (["--interview", "interview-1"], ["interv", "interv"]),
        (["--interview", "nobody"], []),
        (["--question", "ai-fairness"], ["interv", "bbbbbb", "aaaaaa"]),
        (["--kind", "ethics", "--track", "ai_pm"], ["cccccc", "bbbbbb", "aaaaaa"]),
        (["--round", "executive"], ["interv"]),
        (["--min-score", "3.0", "--show", "drills"], ["bbbbbb"]),
        (["--max-score", "2.9"], ["interv", "aaaaaa"]),
        (["--ownership-below", "2"], ["aaaaaa"]),
        (["--specificity-below", "1.5"], []),
        (["--grader", "offline", "--show", "drills"], ["bbbbbb", "aaaaaa"]),
        (["--since", "2026-11-20"], ["interv", "cccccc", "bbbbbb", "aaaaaa"]),
        (["--since", "2026-11-22"], []),
        (["--until", "2026-11-18"], []),
        (["--until", "2026-11-21"], ["interv", "cccccc", "bbbbbb", "aaaaaa"]),
        (["--tag", "nobody"], []),
        (["--deleted"], []),
    ],
)
def test_filters_are_flags(run: Run, flags: list[str], found: list[str]) -> None:
    assert ids(run, "list", *flags) == found


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["zurich"], ["interv", "bbbbbb"]),
        (["hold", "the", "laun*"], ["bbbbbb", "aaaaaa"]),
        (['"I decided"'], ["bbbbbb"]),
        (["weekly holdout"], ["interv"]),
        (["weekly", "--show", "answers"], ["interv"]),
        (["churn", "--min-score", "3"], ["bbbbbb"]),
        (["--", "-12", '"'], ["aaaaaa"]),
        (["((("], []),
        (["x" * 10_000], []),
        (["NEAR(a b) OR *"], []),
    ],
)
def test_search_finds_words_phrases_and_prefixes(run: Run, words: list[str], found: list[str]) -> None:
    flags = ["search", "--format", "json", *words] if "--" in words else ["search", *words, "--format", "json"]
    result = run("history", *flags)
    assert (result.code, result.err) == (0, "")
    assert [each["id"][:6] for each in result.lines] == found


def test_what_was_found_is_shown_under_the_line(run: Run) -> None:
    result = run("history", "search", "zurich", "--show", "drills")
    line, excerpt = result.out.splitlines()
    assert line.startswith("bbbbbbbb  2026-11-20")
    assert "in Zürich. I decided" in excerpt
    assert run("history", "search", "nowhere").err == "nothing was found\n"


def test_lines_of_json_tell_answers_from_interviews(run: Run) -> None:
    interview, _, graded, _ = run("history", "list", "--format", "json").lines
    assert (interview["type"], interview["answer_id"], interview["prompt"]) == ("interview", None, None)
    assert (interview["title"], interview["answers"], interview["open"]) == ("Two rounds", 2, False)
    assert (graded["type"], graded["answer_id"], graded["id"]) == ("answer", "b" * 32, "b" * 32)
    assert (graded["question_id"], graded["tries"], graded["words"]) == ("ai-fairness", 2, 14)
    assert graded["name"] is graded["note"] is graded["deleted_at"] is graded["interview_id"] is None


def test_a_line_of_text_shows_name_and_tags_and_no_escapes(run: Run) -> None:
    run("history", "rename", "cccccc", "My \x1b[2J best")
    run("history", "tag", "cccccc", "dream job")
    _, line, *_ = run("history", "list").out.splitlines()
    assert "My \\x1b[2J best · Another?  #dream job" in line
    interview, *_ = run("history", "list").out.splitlines()
    assert "Interview: Two rounds (2 answers)" in interview


@pytest.mark.parametrize(
    "flags",
    [
        ["--kind", "singing"],
        ["--since", "yesterday"],
        ["--until", "2026-13-01"],
        ["--until", "9999-12-31"],
        ["--min-score", "7"],
        ["--min-score", "nan"],
        ["--round", "lunch"],
        ["--show", "me"],
        ["--limit", "0"],
    ],
)
def test_a_filter_that_is_none_is_one_line(run: Run, flags: list[str]) -> None:
    result = run("history", "list", *flags)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


def test_an_interview_is_named_by_the_beginning_of_its_id(run: Run, home: Path) -> None:
    with closing(open_store(home / "interviewer.db")) as store:
        hold(store, "f" * 32, seconds=700)
    assert len(ids(run, "list", "--interview", "ffffff")) == 2


def test_show_tells_an_interview_word_by_word(run: Run) -> None:
    result = run("history", "show", "interview-1")
    assert result.code == 0
    assert "I measured the gap in Zürich." in result.out
    assert "Who decided the threshold?" in result.out
    as_json = run("history", "show", "interview-1", "--format", "json").json
    assert as_json["interview"]["title"] == "Two rounds"
    assert [each["kind"] for each in as_json["events"]][:3] == ["RoundBegan", "Asked", "Clarified"]
    assert [each["answer"]["position"] for each in as_json["answers"]] == [0, 1]
    assert run("history", "show", "interview").code == 1  # several ids begin so
