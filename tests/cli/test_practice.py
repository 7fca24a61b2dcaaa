"""`interviewer practice --plain`: a drill line by line."""

import sys
from pathlib import Path

import pytest

from interviewer.cli.program import Program
from interviewer.content.rubrics import Rubrics
from interviewer.domain.transcripts import Draft
from interviewer.paths import Paths
from interviewer.storage.database import open_store
from tests.cli.conftest import Run
from tests.cli.stand_in import StandInGrader

FAIRNESS = "ai-fairness-recommender"
PROMPT = "How do you ensure fairness in a recommendation system?"


def history(run: Run) -> list[dict[str, object]]:
    lines: list[dict[str, object]] = run("history", "list", "--format", "json").lines
    return lines


@pytest.mark.parametrize("argv", [["practice", "--plain"], ["practice"], []])
def test_where_the_input_ends_at_once_it_shows_a_question_and_how_to_answer(run: Run, argv: list[str]) -> None:
    result = run(*argv)
    assert result.code == 0
    assert "minutes spoken" in result.out
    assert "a single ." in result.err
    assert history(run) == []


def test_an_answer_ends_with_a_dot_and_is_graded_and_kept(run: Run) -> None:
    result = run(
        "practice", "--plain", "--question", FAIRNESS, stdin="I set a gap of 5 points.\nI check it weekly.\n.\n"
    )
    assert result.code == 0
    assert PROMPT in result.out
    assert "Overall" in result.out
    (row,) = history(run)
    assert (row["question_id"], row["status"]) == (FAIRNESS, "scored")
    shown = run("history", "show", str(row["answer_id"]), "--format", "json").json
    assert shown["answer"]["text"] == "I set a gap of 5 points.\nI check it weekly."


def test_how_far_the_grading_has_come_is_said_to_a_terminal_and_to_no_pipe(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    argv = ("practice", "--plain", "--question", FAIRNESS)
    piped = run(*argv, stdin="I set a gap of 5 points.\n.\n")
    assert "reading the answer" not in piped.err + piped.out
    monkeypatch.setattr("interviewer.cli.output.is_terminal", lambda stream: stream is sys.stderr)
    seen = run(*argv, stdin="I set a gap of 5 points.\n.\n")
    assert "reading the answer (0 of 1)" in seen.err
    assert "reading the answer" not in seen.out


def test_an_answer_ends_with_the_input_too(run: Run) -> None:
    assert run("practice", "--plain", "--question", FAIRNESS, stdin="I set a gap of 5 points.").code == 0
    assert len(history(run)) == 1


def test_a_second_answer_is_compared_with_the_first(run: Run) -> None:
    stdin = "We look at it.\n.\nI set a gap of 5 points, because complaints had doubled to 40 a week.\n.\n"
    result = run("practice", "--plain", "--question", FAIRNESS, stdin=stdin)
    assert result.out.count("of 5, vote") == 2
    assert result.out.count("Your answer before this one: ") == 1
    assert [row["tries"] for row in history(run)] == [2, 1]


def test_an_empty_answer_is_asked_for_again(run: Run) -> None:
    result = run("practice", "--plain", "--question", FAIRNESS, stdin=".\n  \n.\nI set a gap.\n.\n")
    assert result.err.count("Nothing was typed yet") == 2
    assert len(history(run)) == 1


def test_bytes_that_are_no_utf8_lose_only_themselves(run: Run) -> None:
    run("practice", "--plain", "--question", FAIRNESS, stdin=b"I set caf\xe9 bars\0 weekly.\n")
    (row,) = history(run)
    text = run("history", "show", str(row["answer_id"]), "--format", "json").json["answer"]["text"]
    assert text == "I set caf\ufffd bars\ufffd weekly."


def test_a_file_that_is_no_text_is_refused_and_nothing_of_it_kept(run: Run) -> None:
    result = run("practice", "--plain", "--question", FAIRNESS, stdin=bytes(range(128, 256)) * 4 + b"\n")
    assert result.code == 2
    assert "line 1 of standard input is no UTF-8 text" in result.err
    assert history(run) == []


def test_an_answer_that_could_not_be_graded_is_kept(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    grader = StandInGrader(Rubrics(), fails=lambda request: True)
    monkeypatch.setattr(Program, "grader", lambda self, settings, record=None, replay=None: grader)
    result = run("practice", "--plain", "--question", FAIRNESS, stdin="I set a gap of 5 points.")
    assert result.code == 0
    assert "the server is away: try again later" in result.out
    assert [row["status"] for row in history(run)] == ["unscored"]


def test_a_draft_of_the_app_survives_a_piped_answer(run: Run, home: Path) -> None:
    Paths(home).create()
    question = Program({"INTERVIEWER_HOME": str(home)}).bank.get(FAIRNESS)
    assert question is not None
    slot = f"drill:ai_pm:{FAIRNESS}"
    with_draft = open_store(home / "interviewer.db")
    draft = Draft(
        slot=slot, track="ai_pm", question=question, text="half a thought", typing_seconds=5.0,
        updated_at=Program().clock.now(),
    )  # fmt: skip
    with_draft.save_draft(draft)
    with_draft.close()
    run("practice", "--plain", "--question", FAIRNESS, stdin="I set a gap of 5 points.")
    after = open_store(home / "interviewer.db")
    kept = after.draft(slot)
    after.close()
    assert kept is not None
    assert (kept.text, kept.question) == ("half a thought", question)


def test_the_same_seed_picks_the_same_question_and_the_track_holds(run: Run) -> None:
    first = [run("practice", "--plain", "--seed", str(seed), "--track", "ml_pm").out for seed in range(4)]
    again = [run("practice", "--plain", "--seed", str(seed), "--track", "ml_pm").out for seed in range(4)]
    assert first == again
    assert len(set(first)) > 1
    assert all(text.startswith("ML PM question") for text in first)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--question", "ai-fairness-recomender"], f"did you mean '{FAIRNESS}'"),
        (["--question", FAIRNESS, "--track", "ml_pm"], "is a question for AI PMs"),
    ],
)
def test_an_unknown_question_is_one_line(run: Run, argv: list[str], told: str) -> None:
    result = run("practice", "--plain", *argv)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err


def test_a_data_folder_that_cannot_be_used_is_told(run: Run, home: Path) -> None:
    home.write_text("a file")
    result = run("practice", "--plain", "--question", FAIRNESS, stdin="I set a gap.")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert str(home) in result.err


def test_no_escape_of_an_answer_reaches_the_terminal(run: Run) -> None:
    result = run("practice", "--plain", "--question", FAIRNESS, stdin="I set \x1b[2J a gap of 5 points.\n.\n")
    assert "\x1b" not in result.out + result.err
