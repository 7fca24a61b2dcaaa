"""`questions import` and `export`: a look before anything is done, all or nothing, and one line for what is wrong."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

MB = 1024 * 1024
GOOD = "prompt,track\nWhich ten zoos do you ring first?,ai_pm\nWhich owl is labelled worst?,ml_pm\n"


@pytest.fixture
def file(tmp_path: Path) -> Callable[..., Path]:
    def write(content: str | bytes, name: str = "list.csv") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def own(run: Run) -> list[str]:
    return [each["prompt"] for each in run("questions", "list", "--own", "--format", "json").lines]


def test_what_will_be_added_is_shown_and_then_added(run: Run, home: Path, file: Callable[..., Path]) -> None:
    result = run("questions", "import", str(file(GOOD)))
    assert result.code == 0, result.err
    assert result.out.splitlines()[0] == "2 questions to add"
    assert "  + line 3  own-owl-labelled-worst  ml_pm  Which owl is labelled worst?" in result.out
    assert own(run) == ["Which ten zoos do you ring first?", "Which owl is labelled worst?"]
    assert f"2 added, in {home / 'questions' / 'list.toml'}" in result.err


def test_a_dry_run_adds_nothing(run: Run, home: Path, file: Callable[..., Path]) -> None:
    result = run("questions", "import", str(file(GOOD)), "--dry-run")
    assert (result.code, "2 questions to add" in result.out, "nothing was added" in result.err) == (0, True, True)
    assert not home.exists()


def test_importing_twice_adds_nothing_the_second_time(run: Run, file: Callable[..., Path]) -> None:
    path = str(file(GOOD))
    run("questions", "import", path)
    again = run("questions", "import", path)
    assert (again.code, again.out.splitlines()[:2]) == (0, ["0 questions to add", "2 there already, left out"])
    assert len(own(run)) == 2


def test_one_bad_line_and_nothing_is_added_unless_the_good_ones_are_wanted(
    run: Run, home: Path, file: Callable[..., Path]
) -> None:
    path = file(GOOD + "Why?,nobody\nWhat?,\n")
    refused = run("questions", "import", str(path))
    assert (refused.code, refused.err.count("\n")) == (2, 1)
    assert f"{path}:4: track: 'nobody' is not one of" in refused.err
    assert "(and 1 more): nothing was added; --keep-good adds the other 2" in refused.err
    assert f"  ! {path}:5: track: is missing: name it, or give --track" in refused.out
    assert not home.exists()
    kept = run("questions", "import", str(path), "--keep-good", "--track", "both")
    assert (kept.code, len(own(run))) == (1, 3)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", GOOD.encode("latin-1") + b"caf\xe9,ai_pm\n", ":4: not UTF-8 text"),
        ("a.csv", 'prompt,track\n"Why?,ai_pm\n', ":2: not a valid table: a quote is opened here and never closed"),
        ("a.csv", 'prompt,track\n"Why"x,ai_pm\n', ":2: not a valid table"),
        ("a.csv", "Why?,ai_pm\n", ":1: prompt: the first line must name the columns"),
        ("a.csv", "", ":1: prompt: the first line must name the columns"),
        ("a.csv", "prompt,track,expcts\nWhy?,ai_pm,\n", ":1: expcts: is not a known column: did you mean 'expects'?"),
        ("a.csv", "prompt,question,track\nWhy?,Why?,ai_pm\n", ":1: prompt: is the name of two columns"),
        ("a.csv", "prompt,track\nWhy?,ai_pm,5\n", ":2: has 3 cells, and the first line names 2 columns"),
        ("a.csv", "prompt;track;minutes\nWhy?;ai_pm;four\n", ":2: minutes: must be a whole number, not 'four'"),
        ("a.csv", f"prompt,track\n{'x' * 200_000},ai_pm\n", ":2: not a valid table: field larger than field limit"),
        ("a.csv", "prompt,track\nWhy \x1b[2J?,ai_pm\n", ":2: prompt: holds the control character '\\x1b'"),
        ("a.csv", "prompt,track\nWhy\0?,ai_pm\n", ":2: not text (it holds zero bytes)"),
        ("a.jsonl", '{"prompt": "Why?", "track": "both"\n', ":1: not valid JSON"),
        ("a.jsonl", "\n[1]\n", ":2: must be an object"),
        ("a.jsonl", '{"type": "interview"}\n', ":1: type: is a record of type 'interview', not a question"),
        ("a.jsonl", '{"prompt": "Why?", "track": "both", "colour": 1}\n', ":1: colour: is not a known field"),
        ("a.jsonl", '{"prompt": ["Why?"], "track": "both"}\n', ":1: prompt: must be text"),
        ("a.jsonl", '{"prompt": "\\ud800", "track": "both"}\n', ":1:"),
        ("a.jsonl", "[" * 100_000 + "\n", ":1: not valid JSON"),
        ("a.toml", '[[questions]]\nprompt = "Why?\n', ":2: not valid TOML"),
        ("a.toml", 'questions = ["a"]\n', ":1: questions: must be a list: write [[questions]]"),
        ("a.toml", '[[questions]]\nprompt = "Why?"\ntrack = "both"\nminutes = true\n', ":4: minutes: must be a whole"),
        ("a.toml", '[[questions]]\nid = "a b"\nprompt = "Why?"\ntrack = "both"\n', ":2: id: must be one word"),
        ("a.md", "- Why?\n", ":1: track: is missing"),
        ("a.md", "# AI PM\n- Why?\n  - because\n", ":3: stands under a question: say what it is"),
        ("a.txt", "Why?\n", ": its name does not tell what it is: give --format"),
    ],
)
def test_bad_input_is_one_line_with_its_place_and_nothing_is_imported(
    run: Run, home: Path, file: Callable[..., Path], *, name: str, content: str | bytes, told: str
) -> None:
    path = file(content, name)
    result = run("questions", "import", str(path))
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert f"{path}{told}" in result.err
    assert result.out.replace("\n", "").isprintable()
    assert result.err.replace("\n", "").isprintable()
    assert not home.exists()


def test_what_is_no_file_to_read_is_one_line(run: Run, tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as opened:
        opened.truncate(100 * MB)
    (tmp_path / "folder.csv").mkdir()
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "pack.toml").write_text("")
    for name, told in (
        ("huge.csv", "larger than 8 MB"),
        ("folder.csv", "is a folder"),
        ("none.csv", "there is no such file"),
        ("pack", "is a pack: interviewer questions packs add"),
    ):
        result = run("questions", "import", str(tmp_path / name))
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1), name
        assert told in result.err


def test_the_list_may_come_in_through_a_pipe(run: Run, home: Path) -> None:
    result = run("questions", "import", "-", "--format", "md", "--track", "ml_pm", stdin="- Which owl?\n")
    assert (result.code, own(run)) == (0, ["Which owl?"])
    assert (home / "questions" / "imported.toml").exists()


class TestExport:
    @pytest.fixture(autouse=True)
    def added(self, run: Run, file: Callable[..., Path]) -> None:
        run("questions", "import", str(file(GOOD)))

    @pytest.mark.parametrize("form", ["toml", "csv", "jsonl", "md"])
    def test_a_file_is_read_back_on_another_computer(
        self, run: Run, tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / f"out.{form}"
        before = run("questions", "list", "--own", "--format", "json").lines
        assert run("questions", "export", "--own", "--out", str(path)).code == 0
        other = {"INTERVIEWER_HOME": str(tmp_path / "other")}
        assert run("questions", "import", str(path), **other).code == 0
        assert run("questions", "list", "--own", "--format", "json", **other).lines == before

    def test_a_list_of_json_lines_is_read_too(self, run: Run, file: Callable[..., Path], tmp_path: Path) -> None:
        path = file(run("questions", "list", "--own", "--format", "json").out, "list.jsonl")
        other = {"INTERVIEWER_HOME": str(tmp_path / "other")}
        assert run("questions", "import", str(path), **other).code == 0

    def test_filters_say_what_is_written(self, run: Run, tmp_path: Path) -> None:
        path = tmp_path / "out.jsonl"
        run("questions", "export", "--track", "ml_pm", "--topic", "drift", "--out", str(path))
        rows = [json.loads(line) for line in path.read_text().splitlines()]
        assert {(row["track"], row["topic"]) for row in rows} == {("ml_pm", "drift")}

    @pytest.mark.parametrize(
        ("argv", "told"),
        [
            ((), "name a FILE with --out, or a folder for a pack with --to"),
            (("--out", "x", "--to", "y"), "name a FILE with --out, or a folder"),
            (("--out", "x.txt"), "give --format"),
            (("--out", "x.csv", "--name", "y"), "--name: is for a pack (--to)"),
            (("--to", "x", "--format", "csv"), "--format: a pack is always TOML"),
            (("--search", "no such words at all", "--out", "x.csv"), "no question fits: nothing was written"),
        ],
    )
    def test_what_cannot_be_meant(self, run: Run, argv: tuple[str, ...], told: str) -> None:
        result = run("questions", "export", *argv)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
        assert told in result.err
