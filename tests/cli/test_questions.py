"""`interviewer questions`: what is listed and shown, and a person's own questions from adding to removing."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.conftest import Run

FAIRNESS = "ai-fairness-recommender"


def add(run: Run, *argv: str) -> str:
    result = run("questions", "add", *argv)
    assert result.code == 0, result.err
    return result.out.strip()


class TestListAndShow:
    def test_json_lines_hold_every_question_with_its_fields(self, run: Run) -> None:
        result = run("questions", "list", "--format", "json")
        listed = {each["id"]: each for each in result.lines}
        assert len(listed) == len(result.lines) >= 80
        assert listed[FAIRNESS]["prompt"] == "How do you ensure fairness in a recommendation system?"
        assert listed[FAIRNESS]["own"] is False
        assert isinstance(listed[FAIRNESS]["expects"], list)

    def test_text_is_one_line_a_question(self, run: Run) -> None:
        text = run("questions", "list")
        assert len(text.out.splitlines()) == len(run("questions", "list", "--format", "json").lines)
        assert any(line.startswith(FAIRNESS) for line in text.out.splitlines())

    @pytest.mark.parametrize(
        ("flags", "field", "value"),
        [
            (["--track", "ml_pm"], "track", "ml_pm"),
            (["--kind", "ethics"], "kind", "ethics"),
            (["--topic", "drift"], "topic", "drift"),
        ],
    )
    def test_flags_narrow_the_list(self, run: Run, flags: list[str], field: str, value: str) -> None:
        listed = run("questions", "list", "--format", "json", *flags).lines
        assert {each[field] for each in listed} - {"both"} == {value}
        assert len(listed) < len(run("questions", "list", "--format", "json").lines)

    @pytest.mark.parametrize(
        ("flags", "told"),
        [(["--kind", "ethic"], "did you mean 'ethics'"), (["--topic", "drif"], "did you mean 'drift'")],
    )
    def test_an_unknown_kind_or_topic_gets_near_names(self, run: Run, flags: list[str], told: str) -> None:
        result = run("questions", "list", *flags)
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert told in result.err

    def test_show_in_text_and_json(self, run: Run) -> None:
        text = run("questions", "show", FAIRNESS)
        assert text.code == 0
        assert max(map(len, text.out.splitlines())) <= 80
        shown = run("questions", "show", FAIRNESS, "--format", "json").json
        assert shown["id"] == FAIRNESS
        assert all(point.split()[0] in text.out for point in shown["expects"])

    def test_an_unknown_id_gets_near_ones(self, run: Run) -> None:
        result = run("questions", "show", "ai-fairnes-recommender")
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert f"did you mean '{FAIRNESS}'" in result.err


class TestOwn:
    def test_a_question_can_be_added_shown_changed_graded_and_removed(self, run: Run, home: Path) -> None:
        made = add(
            run, "--track", "ml_pm", "--prompt", "When do you retrain?", "--expect", "a trigger", "--expect", "a cost"
        )
        assert made == "own-retrain"
        assert (home.stat().st_mode & 0o777, (home / "questions/own.toml").stat().st_mode & 0o777) == (0o700, 0o600)
        shown = run("questions", "show", made, "--format", "json").json
        assert (shown["own"], shown["expects"], shown["track"]) == (True, ["a trigger", "a cost"], "ml_pm")
        assert [each["id"] for each in run("questions", "list", "--own", "--format", "json").lines] == [made]

        assert run("questions", "edit", made, "--minutes", "6", "--kind", "technical").code == 0
        changed = run("questions", "show", made, "--format", "json").json
        assert changed == {**shown, "minutes": 6, "kind": "technical"}

        assert run("grade", "--question", made, stdin="I retrain when recall falls below 0.8.").code == 0

        removed = run("questions", "remove", made)
        assert removed.code == 0
        assert tomllib.loads(removed.out)["questions"][0]["id"] == made
        assert run("questions", "show", made).code == 2

    def test_what_remove_prints_puts_the_question_back(self, run: Run, home: Path) -> None:
        made = add(run, "--track", "both", "--prompt", 'Line one\nline "two" \\ three?')
        before = run("questions", "show", made, "--format", "json").json
        printed = run("questions", "remove", made).out
        (home / "questions" / "back.toml").write_text(printed, encoding="utf-8")
        assert run("questions", "show", made, "--format", "json").json == before

    @pytest.mark.parametrize(
        ("argv", "told"),
        [
            (["--track", "ml_pm", "--id", "x"], "--prompt: is missing"),
            (["--minutes", "3"], "--prompt: is missing"),
            (["--prompt", "Why?"], "--track: is missing"),
            (["--track", "ml_pm", "--prompt", " "], "prompt: must not be empty"),
            (["--track", "ml_pm", "--prompt", "Why?", "--minutes", "99"], "minutes: must be at most 30"),
            (["--track", "ml_pm", "--prompt", "Why?", "--kind", "trivia"], "kind: 'trivia' is not one of"),
            (
                ["--track", "ml_pm", "--prompt", "Why?", "--signal", "market_impact"],
                "signals: 'market_impact' is no signal",
            ),
            (["--track", "ml_pm", "--prompt", "Why?", "--id", "two words"], "id: 'two words' must be one word"),
            (["--track", "ml_pm", "--prompt", "Why?", "--id", FAIRNESS], "id: 'ai-fairness-recommender' is a built-in"),
            ([], "no terminal to ask on"),
            (["--editor"], "no terminal for an editor"),
        ],
    )
    def test_a_bad_question_is_one_line_and_nothing_is_saved(
        self, run: Run, home: Path, argv: list[str], told: str
    ) -> None:
        result = run("questions", "add", *argv)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert told in result.err
        assert not (home / "questions" / "own.toml").exists()

    def test_an_id_in_use_is_refused(self, run: Run) -> None:
        add(run, "--track", "ml_pm", "--prompt", "Why?", "--id", "mine")
        again = run("questions", "add", "--track", "ml_pm", "--prompt", "Other?", "--id", "mine")
        assert (again.code, run("questions", "show", "mine", "--format", "json").json["prompt"]) == (2, "Why?")

    @pytest.mark.parametrize("action", [["edit", FAIRNESS, "--minutes", "3"], ["remove", FAIRNESS]])
    def test_a_built_in_question_stays_as_it_is(self, run: Run, action: list[str]) -> None:
        result = run("questions", *action)
        assert (result.code, result.out) == (2, "")
        assert "is a built-in question" in result.err

    def test_a_folder_that_cannot_be_written_is_told(self, run: Run, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("a file where the folder should be")
        result = run("questions", "add", "--track", "ml_pm", "--prompt", "Why?")
        assert (result.code, result.out, result.err.count("\n")) == (1, "", 1)
        assert "INTERVIEWER_HOME" in result.err


class TestCheck:
    def test_the_built_in_bank_is_good(self, run: Run) -> None:
        result = run("questions", "check")
        assert (result.code, result.out) == (0, "")
        assert "no problems" in result.err

    def test_problems_are_results_with_file_line_and_field(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "mine.toml"
        path.write_text('[[questions]]\nid = "a"\ntrack = "ai_pm"\nprompt = "Why?"\nminutes = "x"\n')
        result = run("questions", "check", str(path))
        assert result.code == 1
        assert result.out == f"{path}:5: minutes: must be a whole number, not 'x' (question 'a')\n"
        assert "0 good questions, 1 problem" in result.err

    def test_a_bad_file_of_ones_own_is_told_and_the_rest_is_used(self, run: Run, home: Path) -> None:
        (home / "questions").mkdir(parents=True)
        (home / "questions" / "bad.toml").write_text("[[questions]\n")
        assert run("questions", "check").code == 1
        listed = run("questions", "list")
        assert (listed.code, "left out: " in listed.err) == (0, True)
        assert FAIRNESS in listed.out


def in_a_terminal(home: Path, editor: str, *argv: str) -> tuple[int, str]:
    """Runs a command with a terminal of its own and an editor that is a shell script."""
    import pty

    script = home.parent / "editor.sh"
    script.write_text(f"#!/bin/sh\n{editor}\n")
    script.chmod(0o755)
    environ = {**os.environ, "INTERVIEWER_HOME": str(home), "EDITOR": str(script), "VISUAL": ""}
    controller, terminal = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "interviewer", *argv], env=environ, stdin=terminal, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    os.write(controller, b"\n\n\n")
    shown = b""
    while True:
        try:
            piece = os.read(controller, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    os.close(controller)
    return process.wait(30), shown.decode()


class TestEditor:
    def test_a_question_is_written_in_the_editor(self, run: Run, home: Path) -> None:
        editor = """sed -i 's/prompt = ""/prompt = "Why now?"/' "$1" """
        code, shown = in_a_terminal(home, editor, "questions", "add", "--editor")
        assert (code, "own-now" in shown) == (0, True)
        assert run("questions", "show", "own-now", "--format", "json").json["prompt"] == "Why now?"

    def test_an_untouched_template_adds_nothing(self, home: Path) -> None:
        code, shown = in_a_terminal(home, "true", "questions", "add", "--editor")
        assert (code, "nothing was added" in shown) == (0, True)
        assert not (home / "questions" / "own.toml").exists()

    def test_a_mistake_can_be_mended_in_the_same_text(self, run: Run, home: Path) -> None:
        editor = """grep -q 'minutes = x' "$1" && sed -i 's/minutes = x/minutes = 5/' "$1" && exit
sed -i 's/prompt = ""/prompt = "Why now?"/; s/minutes = 4/minutes = x/' "$1" """
        code, shown = in_a_terminal(home, editor, "questions", "add", "--editor")
        assert (code, "not valid TOML" in shown) == (0, True)
        assert run("questions", "show", "own-now", "--format", "json").json["minutes"] == 5

    def test_an_edit_starts_from_the_question_as_it_is(self, run: Run, home: Path) -> None:
        made = add(run, "--track", "ml_pm", "--prompt", "When?", "--minutes", "7")
        code, _ = in_a_terminal(home, """sed -i 's/minutes = 7/minutes = 8/' "$1" """, "questions", "edit", made)
        assert (code, run("questions", "show", made, "--format", "json").json["minutes"]) == (0, 8)

    def test_an_editor_that_fails_leaves_the_text_where_it_says(self, home: Path) -> None:
        code, shown = in_a_terminal(home, "exit 3", "questions", "add", "--editor")
        assert code == 2
        path = Path(shown.rpartition("the text is in ")[2].strip())
        assert path.read_text().startswith("# A question of your own")
        path.unlink()
