"""`interviewer history export` and `import`: all of it there and back, and pages to be read."""

import json
import stat
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.domain.questions import Question
from interviewer.paths import Paths
from interviewer.storage.database import open_store
from tests.cli.conftest import Run
from tests.storage.samples import answer

from .history_kit import fill

OWN = Question(id="own-ranking", track="ml_pm", prompt="How do you rank drafts?", kind="metrics")
RUBRIC = '# mine\nname = "für mich"\n'


@pytest.fixture(autouse=True)
def filled(home: Path) -> None:
    fill(home)
    Bank(Paths(home).questions).save_own(OWN)
    (home / "rubrics").mkdir()
    (home / "rubrics" / "mine.toml").write_text(RUBRIC, encoding="utf-8")


@pytest.fixture
def exported(run: Run, tmp_path: Path) -> Path:
    file = tmp_path / "history.jsonl"
    result = run("history", "export", str(file))
    assert (result.code, result.out, result.err) == (0, "", f"written to {file}\n")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    return file


def test_everything_goes_to_another_machine_and_comes_back_the_same(run: Run, exported: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    result = run("history", "import", str(exported), INTERVIEWER_HOME=str(other))
    assert result.code == 0
    assert result.err == "added 1 interview, 3 drill answers, 1 draft, 1 question of your own, 1 rubric of your own\n"
    again = run("history", "export", INTERVIEWER_HOME=str(other))
    assert again.out.splitlines()[1:] == exported.read_text(encoding="utf-8").splitlines()[1:]
    assert (other / "rubrics" / "mine.toml").read_text(encoding="utf-8") == RUBRIC
    assert Bank(Paths(other).questions).get(OWN.id) == OWN
    result = run("history", "import", "-", stdin=exported.read_bytes(), INTERVIEWER_HOME=str(other))
    assert result.err == (
        "here already: 1 interview, 3 drill answers, 1 draft, 1 question of your own, 1 rubric of your own\n"
    )


def test_records_are_typed_json_between_a_header_and_an_end(exported: Path) -> None:
    records = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    assert [each["type"] for each in records] == [
        "interviewer_export", "question", "rubric", "drill", "drill", "drill", "interview", "draft", "end",
    ]  # fmt: skip
    assert records[0]["format"] == 1
    assert records[-1]["records"] == len(records) - 2


def without_question(text: str) -> str:
    """The interview answers what was never asked."""
    lines = text.splitlines()
    record = json.loads(lines[6])
    del record["events"][1]
    return "\n".join([*lines[:6], json.dumps(record), *lines[7:]]) + "\n"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda text: text[:3000], ": no JSON: the line is cut; nothing was imported"),
        (lambda text: "\n".join(text.split("\n")[:4]) + "\n", ":4: the file ends before its end"),
        (lambda text: text.replace('"format":1', '"format":9'), ":1: made by a newer interviewer (format 9"),
        (lambda text: "hello\n", ":1: no export of interviewer (no JSON)"),
        (lambda text: "", ":1: no export of interviewer: the file is empty"),
        (lambda text: text.replace("mine.toml", "../mine.toml"), ":3: '../mine.toml' is no name of a rubric's file"),
        (lambda text: text.replace("mine.toml", "/etc/mine.toml"), ":3: '/etc/mine.toml' is no name"),
        (lambda text: text.replace('"id":"own-ranking"', '"id":"own ranking"'), ":2: question 'own ranking'"),
        (lambda text: text.replace('"kind":"Asked"', '"kind":"Sang"'), "interview.events.1: an unknown kind 'Sang'"),
        (lambda text: text.replace('"Answered"', '"Paused"', 1), "interview.events.3"),
        (lambda text: text.replace('"RoundEnded"', '"Ended"', 1), "interview.events.8"),
        (without_question, ":7: the record of the interview 'interview-1' does not hold together"),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_line_and_nothing_comes_in(
    run: Run, exported: Path, tmp_path: Path, change: object, told: str
) -> None:
    assert callable(change)
    text = exported.read_text(encoding="utf-8")
    exported.write_text(change(text), encoding="utf-8")
    assert exported.read_text(encoding="utf-8") != text
    other = tmp_path / "other"
    result = run("history", "import", str(exported), INTERVIEWER_HOME=str(other))
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert told in result.err
    assert f"{exported}:" in result.err
    assert run("history", "list", INTERVIEWER_HOME=str(other)).out == ""
    assert not (other / "rubrics").exists()
    assert not list((other / "questions").glob("*.toml"))


def test_the_good_lines_can_be_kept(run: Run, exported: Path, tmp_path: Path) -> None:
    lines = exported.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[3] = '{"type": "song"}\n'
    exported.write_text("".join(lines), encoding="utf-8")
    result = run("history", "import", str(exported), "--keep-good", INTERVIEWER_HOME=str(tmp_path / "other"))
    assert result.code == 1
    assert result.err.splitlines() == [
        f"{exported}:4: an unknown type 'song'",
        "added 1 interview, 2 drill answers, 1 draft, 1 question of your own, 1 rubric of your own",
    ]


def test_another_content_under_the_same_id_is_refused_by_name(run: Run, exported: Path, home: Path) -> None:
    text = exported.read_text(encoding="utf-8")
    for before, after, told in (
        ("We cut churn", "They cut churn", f"the answer {'a' * 32!r} is here already, with other content"),
        (
            "How do you rank drafts?",
            "How do you sort?",
            "the question 'own-ranking' is here already, with other content",
        ),
        ("für mich", "für dich", "the rubric 'mine.toml' is here already, with other content"),
    ):
        exported.write_text(text.replace(before, after), encoding="utf-8")
        result = run("history", "import", str(exported))
        assert (result.code, result.err.count("\n")) == (2, 1)
        assert told in result.err
    assert (home / "rubrics" / "mine.toml").read_text(encoding="utf-8") == RUBRIC


def test_a_missing_file_is_one_line(run: Run, tmp_path: Path) -> None:
    for name in ("nowhere.jsonl", str(tmp_path)):
        result = run("history", "import", name)
        assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


def test_a_file_is_replaced_only_when_asked(run: Run, exported: Path) -> None:
    before = exported.read_bytes()
    result = run("history", "export", str(exported))
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert exported.read_bytes() == before
    assert run("history", "export", str(exported), "--force").code == 0


# for reading


def test_markdown_shows_text_as_text(run: Run) -> None:
    result = run("history", "export", "--format", "md")
    assert result.code == 0
    assert r"Something \<b\>else\</b\>\\x1b\[2J." in result.out
    assert "\x1b" not in result.out
    assert result.out.count("\n## ") == 5
    one = run("history", "export", "--format", "md", "--id", "bbbbbb").out
    assert "> I cut churn by 14 % in Zürich. I decided to hold the launch." in one
    assert "- [x] The candidate takes a decision in the first person. “I cut”" in one
    assert one.count("\n## ") == 1


def test_an_interview_as_markdown_has_debrief_transcript_and_answers(run: Run) -> None:
    result = run("history", "export", "--format", "md", "--id", "interview-1")
    assert result.code == 0
    assert result.out.startswith("# Debrief: Two rounds")
    assert "**Interviewer:** Who decided the threshold?" in result.out
    assert "**You:** I did, at five percent." in result.out
    assert "### How do you notice drift?" in result.out


def test_html_goes_through_the_same_command(run: Run, tmp_path: Path) -> None:
    for flags in ([], ["--id", "aaaaaa"], ["--id", "interview-1"]):
        target = tmp_path / "page.html"
        assert run("history", "export", str(target), "--format", "html", "--force", *flags).code == 0
        page = target.read_text(encoding="utf-8")
        assert page.lower().startswith("<!doctype html>")
        assert "<b>else</b>" not in page


@pytest.mark.parametrize(
    "flags",
    [
        ["--id", "aaaaaa"],
        ["--format", "md", "--id", "nobody"],
        ["--format", "md", "--id", "aaaaaa", "--id", "interview-1"],
    ],
)
def test_what_cannot_be_exported_is_one_line(run: Run, flags: list[str]) -> None:
    result = run("history", "export", *flags)
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)


def test_questions_and_rubrics_go_out_where_nothing_was_answered_yet(run: Run, home: Path, tmp_path: Path) -> None:
    for file in home.glob("interviewer.db*"):
        file.unlink()
    target, other = tmp_path / "own.jsonl", tmp_path / "other"
    assert run("history", "export", str(target)).code == 0
    result = run("history", "import", str(target), INTERVIEWER_HOME=str(other))
    assert result.err == "added 1 question of your own, 1 rubric of your own\n"
    assert Bank(Paths(other).questions).get(OWN.id) == OWN


@pytest.mark.parametrize("flags", [[], ["--format", "md"]])
def test_an_export_of_nothing_says_so_and_makes_no_database(run: Run, tmp_path: Path, flags: list[str]) -> None:
    bare = tmp_path / "bare"
    result = run("history", "export", *flags, INTERVIEWER_HOME=str(bare))
    assert (result.code, result.out) == (2, "")
    assert "there are no answers yet" in result.err
    assert not (bare / "interviewer.db").exists()


def test_a_history_with_strange_text_is_written_to_any_output(run: Run, home: Path, tmp_path: Path) -> None:
    with closing(open_store(home / "interviewer.db")) as store:
        store.save_answer(answer("a lone \ud800 surrogate and 語", id="d" * 32, seconds=900))
    for form in ("jsonl", "md", "html"):
        target = tmp_path / f"strange.{form}"
        assert run("history", "export", str(target), "--format", form).code == 0
        assert "語" in target.read_text(encoding="utf-8") or form == "jsonl"
    other = str(tmp_path / "other")
    assert run("history", "import", str(tmp_path / "strange.jsonl"), INTERVIEWER_HOME=other).code == 0
    shown = run("history", "show", "d" * 32, "--format", "json", INTERVIEWER_HOME=other).json
    assert shown["answer"]["text"] == "a lone \ud800 surrogate and 語"


@pytest.mark.parametrize(("name", "begins"), [("x.html", "<!DOCTYPE html>"), ("x.MD", "# "), ("x.txt", '{"type":')])
def test_a_file_is_of_the_kind_that_its_name_says(
    run: Run, exported: Path, tmp_path: Path, name: str, begins: str
) -> None:
    assert exported.read_text(encoding="utf-8").startswith('{"type":')
    file = tmp_path / name
    assert run("history", "export", str(file)).code == 0
    assert file.read_text(encoding="utf-8").startswith(begins)
