"""`questions add` field after field, `duplicate` and `restore`."""

import contextlib
import os
import pty
import select
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli.questions_ask import Questionnaire, keep_unfinished, unfinished
from tests.cli.conftest import Run

FAIRNESS = "ai-fairness-recommender"


def filled(*typed: str, fields: dict[str, Any] | None = None) -> tuple[dict[str, Any], list[str]]:
    """What a person who types these lines has given when they are done or stop, and all that was said to them."""
    lines, said = iter(typed), []

    def ask(prompt: str) -> str:
        said.append(prompt)
        try:
            return next(lines)
        except StopIteration:
            raise EOFError from None

    asking = Questionnaire(ask, said.append, fields)
    with contextlib.suppress(EOFError):
        asking.fill_in(lambda given: "it asks much the same as x" if "fair" in given["prompt"] else "")
    return asking.fields, said


ALL = ("2", "When do you retrain?", "tech", "6", "a trigger", "a cost", "", "", "Who pays?", "")


def test_fields_are_asked_one_after_another() -> None:
    fields, _ = filled(*ALL)
    assert fields == {
        "track": "ml_pm", "prompt": "When do you retrain?", "kind": "technical", "minutes": 6,
        "expects": ["a trigger", "a cost"], "pitfalls": [], "follow_ups": ["Who pays?"],
    }  # fmt: skip


def test_enter_takes_what_stands_in_brackets() -> None:
    fields, _ = filled("both", "Why?", "", "", "", "", "")
    assert (fields["track"], fields["kind"], fields["minutes"]) == ("both", "behavioural", 4)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (("4",), "track: '4' is not one of"),
        (("1", ""), "prompt: must not be empty"),
        (("1", "Why\x1b[2J?"), "prompt: holds the control character"),
        (("1", "Why?", "trivia"), "kind: 'trivia' is not one of"),
        (("1", "Why?", "?"), "behavioural, product_sense"),
        (("1", "Why?", "", "99"), "minutes: must be at most 30, not 99"),
        (("1", "Why?", "", "four"), "minutes: must be a whole number"),
        (("1", "Why?", "", "", "a\x07"), "expects: holds the control character"),
    ],
)
def test_what_is_wrong_is_said_and_asked_again(wrong: tuple[str, ...], told: str) -> None:
    right = {1: "1", 2: "Why?", 3: "", 4: "", 5: "a point"}
    fields, said = filled(*wrong, right[len(wrong)])
    assert any(told in line for line in said)
    assert (len(wrong) < 3) == ("kind" not in fields)


def test_a_question_that_is_there_already_is_told_at_once() -> None:
    _, said = filled("1", "Is it fair?")
    assert "  note: it asks much the same as x" in said


def test_what_was_typed_before_the_end_is_kept_and_asked_no_more(tmp_path: Path) -> None:
    fields, _ = filled(*ALL[:5])
    assert fields["expects"] == ["a trigger"]
    keep_unfinished(tmp_path, fields)
    assert unfinished(tmp_path) == fields
    rest, said = filled("a pitfall", "", "", fields=unfinished(tmp_path))
    assert (rest["prompt"], rest["expects"], rest["pitfalls"]) == (fields["prompt"], ["a trigger"], ["a pitfall"])
    assert not any("For which role" in line for line in said)
    keep_unfinished(tmp_path, {})
    assert unfinished(tmp_path) == {}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"track": 5}', '{"colour": "red"}'])
def test_what_is_left_and_illegible_is_as_if_it_had_never_been(tmp_path: Path, text: str) -> None:
    (tmp_path / "unfinished-question.json").write_text(text)
    assert unfinished(tmp_path) == {}


class Terminal:
    """A command on a terminal of its own; `read_until` gives everything shown up to a text."""

    def __init__(self, home: Path, *argv: str) -> None:
        self.controller, terminal = pty.openpty()
        environ = {**os.environ, "INTERVIEWER_HOME": str(home), "TERM": "dumb"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "interviewer", *argv], env=environ, stdin=terminal, stdout=terminal, stderr=terminal
        )
        os.close(terminal)
        self.shown = ""

    def read_until(self, text: str, seconds: float = 60) -> str:
        end = time.monotonic() + seconds
        seen = len(self.shown)
        while text not in self.shown[seen:] and time.monotonic() < end:
            if select.select([self.controller], [], [], 0.1)[0]:
                try:
                    self.shown += os.read(self.controller, 4096).decode(errors="replace")
                except OSError:  # the command has ended
                    break
        assert text in self.shown[seen:], self.shown
        return self.shown

    def type(self, line: str) -> None:
        os.write(self.controller, line.encode())

    def end(self) -> int:
        code = self.process.wait(60)
        os.close(self.controller)
        return code


def test_on_a_terminal_from_the_first_field_to_the_preview_with_a_break_between(run: Run, home: Path) -> None:
    terminal = Terminal(home, "questions", "add")
    for asked, typed in (
        ("role?", "2\r"),
        ("asks it: ", "Which owl is labelled worst?\r"),
        ("Kind", "\r"),
        ("Minutes", "\x04"),
    ):
        terminal.read_until(asked)
        terminal.type(typed)
    terminal.read_until("goes on with what you typed")
    assert terminal.end() == 0
    terminal = Terminal(home, "questions", "add")
    terminal.read_until("Go on with it?")
    assert "There is an unfinished question: “Which owl is labelled worst?”" in terminal.shown
    terminal.type("\r")
    for asked, typed in (
        ("Minutes", "5\r"),
        ("  1. ", "a figure\r"),
        ("  2. ", "\r"),
        ("  1. ", "\r"),
        ("  1. ", "\r"),
    ):
        terminal.read_until(asked)
        terminal.type(typed)
    terminal.read_until("Keep it?")
    assert "A strong answer" in terminal.shown
    terminal.type("y\r")
    terminal.read_until("saved in")
    assert terminal.end() == 0
    shown = run("questions", "show", "own-owl-labelled-worst", "--format", "json").json
    assert (shown["track"], shown["minutes"], shown["expects"]) == ("ml_pm", 5, ["a figure"])
    assert not (home / "unfinished-question.json").exists()


class TestDuplicate:
    def test_a_built_in_question_becomes_ones_own_and_says_where_it_came_from(self, run: Run) -> None:
        made = run("questions", "duplicate", FAIRNESS, "--prompt", "How do you keep our owls' ranking fair?")
        assert (made.code, made.out.strip()) == (0, f"own-{FAIRNESS}")
        before = run("questions", "show", FAIRNESS, "--format", "json").json
        after = run("questions", "show", f"own-{FAIRNESS}", "--format", "json").json
        assert (after["expects"], after["own"], after["source"]) == (before["expects"], True, f"own, after {FAIRNESS}")
        assert run("questions", "duplicate", FAIRNESS).out.strip() == f"own-{FAIRNESS}-2"

    def test_its_own_id_may_be_given_once(self, run: Run) -> None:
        assert run("questions", "duplicate", FAIRNESS, "--new-id", "mine").out.strip() == "mine"
        again = run("questions", "duplicate", FAIRNESS, "--new-id", "mine")
        assert (again.code, again.err.count("\n")) == (2, 1)
        assert "there is a question 'mine' already" in again.err

    def test_a_bad_change_makes_nothing(self, run: Run, home: Path) -> None:
        result = run("questions", "duplicate", FAIRNESS, "--minutes", "99")
        assert (result.code, result.out, (home / "questions" / "own.toml").exists()) == (2, "", False)


class TestRestore:
    def test_the_last_removed_comes_back_or_the_one_that_is_named(self, run: Run) -> None:
        for name in ("a", "b"):
            run("questions", "add", "--track", "ml_pm", "--prompt", f"Which owl {name}?", "--id", name)
        before = run("questions", "list", "--own", "--format", "json").lines
        for name in ("a", "b"):
            assert "(questions restore" in run("questions", "remove", name).err
        assert [line.split()[2] for line in run("questions", "restore", "--list").out.splitlines()] == ["a", "b"]
        assert run("questions", "restore", "a").out.strip() == "a"
        assert run("questions", "restore").out.strip() == "b"
        assert run("questions", "list", "--own", "--format", "json").lines == before

    def test_where_there_is_none_near_ids_are_told(self, run: Run) -> None:
        assert run("questions", "restore").code == 2
        run("questions", "add", "--track", "ml_pm", "--prompt", "Which owl?", "--id", "which-owl")
        run("questions", "remove", "which-owl")
        assert "did you mean 'which-owl'?" in run("questions", "restore", "which-owls").err


def test_a_question_like_another_is_kept_and_that_is_noted(run: Run) -> None:
    prompt = "How would you ensure the fairness of a recommender system?"
    result = run("questions", "add", "--track", "ai_pm", "--prompt", prompt)
    assert result.code == 0
    assert f"note: it asks much the same as {FAIRNESS}" in result.err
    checked = run("questions", "check")
    assert (checked.code, f"asks much the same as {FAIRNESS}" in checked.out) == (1, True)
