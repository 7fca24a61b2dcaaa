"""The commands that README and docs show work: each block marked `sh` is run, line by line, one home a page.

A block that needs what a test has not says so after the mark (```sh model), and is only parsed. Files and ids that a
command needs are in place: `answer.txt`, `ID`, `EARLIER`, `INTERVIEW` and so on, as below.
"""

import io
import json
import re
import shlex
import shutil
import socket
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

import pytest

from interviewer.cli.main import COMMANDS, main, parser_for
from tests.cli.conftest import Result, built_in, knowledge, read_once  # noqa: F401 - fixtures

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(sh|console)(?: +(\w+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What a block may need: a model's server, the network, a browser, a person at a terminal, a keyring, other programs.
NEEDS = ("model", "network", "browser", "terminal", "keyring", "shell")
OTHER_PROGRAMS = ("pip", "apt", "llama-server", "ollama", "git", "cp", "mv", "rm", "mkdir", "crontab")

ANSWER = """I set the fairness bar before launch: the acceptance rate of small sellers may trail that of large ones by
at most 4 points. In March it trailed by 9. I stopped the rollout at 10 % of users, because every lost point cost us
about 300 sellers a month, and told the marketing lead why. After I had the ranking re-weighted the gap was 3 points,
and sales stayed within 0.5 % of the old model."""
LINE = {"id": "1", "track": "ai_pm", "question_id": "ai-fairness-recommender", "answer": ANSWER}
FILES = {
    "answer.txt": ANSWER,
    "answers.jsonl": json.dumps(LINE) + "\n",
    "list.csv": "question,role,topic\nHow would you price a summary that is wrong once in 50 times?,ai_pm,pricing\n",
    "job.txt": "You will:\n- own evaluation of the ranking model and its launch\n- agree labelling contracts\n",
}
PACK = "fintech-loop"
SAID = f"{ANSWER}\n.\n"


@dataclass(frozen=True)
class Shown:
    """A command as a page shows it."""

    page: str
    line: int
    text: str
    needs: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}: {self.text}"


@dataclass
class Parts:
    """`words` without what the shell takes out of them."""

    words: list[str] = field(default_factory=list)
    variables: dict[str, str] = field(default_factory=dict)
    input: str | None = None
    output: str | None = None


def shown(page: Path) -> Iterator[Shown]:
    text = page.read_text(encoding="utf-8")
    for block in BLOCK.finditer(text):
        kind, needs, body = block.groups()
        at = text.count("\n", 0, block.start(3)) + 1
        for number, line in enumerate(body.replace("\\\n", "").splitlines()):
            if kind == "console" and not line.startswith("$ "):
                continue
            command = line.removeprefix("$ ").strip()
            if command and not command.startswith("#"):
                yield Shown(page.name, at + number, command, needs or "")


def parts(text: str) -> list[Parts]:
    """The programs of a line, from left to right of its bars."""
    lexer = shlex.shlex(text, posix=True, punctuation_chars="<>|")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    found, words = [Parts()], iter(lexer)
    for word in words:
        if word == "|":
            found.append(Parts())
        elif word == "<":
            found[-1].input = next(words)
        elif word == ">":
            found[-1].output = next(words)
        elif not found[-1].words and re.match(r"[A-Z_]+=", word):
            name, _, value = word.partition("=")
            found[-1].variables[name] = value
        else:
            found[-1].words.append(word)
    return found


def commands(page: Path) -> list[tuple[Shown, list[Parts]]]:
    return [(each, parts(each.text)) for each in shown(page)]


def parsed(words: list[str]) -> None:
    """Fails where the program would not take these words."""
    if words and not words[0].startswith("-"):
        assert words[0] in COMMANDS
    parser_for(next((word for word in words if word in COMMANDS), None)).parse_args(words)


def check_other(program: list[str]) -> None:
    """What is not ours: a target of the Makefile, a benchmark, or one of few programs."""
    if program[0] == "make":
        made = re.findall(r"^([a-z0-9]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
        assert set(program[1:]) <= set(made)
    elif program[:2] == ["python", "-m"]:
        path = ROOT / program[2].replace(".", "/")
        assert path.with_suffix(".py").is_file() or (path / "__main__.py").is_file()
    else:
        assert program[0] in OTHER_PROGRAMS, program[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_block_says_what_it_is(page: Path) -> None:
    """One without a word would be passed over."""
    opened = re.findall(r"^```(.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)[::2]
    assert {each.split(" ")[0] for each in opened} <= {"sh", "console", "text", "toml", "json"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_shown_is_one_that_there_is(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for each, programs in commands(page):
        assert not each.needs or each.needs in NEEDS, each
        for program in programs:
            words = program.words
            if not words or words[0] in ("export", "cat", "printf"):
                continue
            try:
                if words[0] == "interviewer":
                    parsed(words[1:])
                else:
                    check_other(words)
            except (AssertionError, SystemExit) as error:
                pytest.fail(f"{each}\n{error}\n{capsys.readouterr().err}")


@pytest.fixture(scope="module")
def practised(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping[str, str]]:
    """A home with two tries at one question and an interview, and what `ID`, `EARLIER` and `INTERVIEW` stand for.
    Beside it a pack that somebody else made."""
    home = tmp_path_factory.mktemp("practised") / "home"
    twice = ("practice", "--plain", "--question", "ai-fairness-recommender")
    for words in (twice, twice, ("practice", "--plain", "--round", "phone_screen", "--track", "ai_pm", "--seed", "1")):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(sys, "stdin", _input(f"{SAID}/end\n" if "--round" in words else SAID))
            assert main(words, {"INTERVIEWER_HOME": str(home)}) == 0
    with pytest.MonkeyPatch.context() as patch:
        listed = io.StringIO()
        patch.setattr(sys, "stdout", listed)
        main(("history", "list", "--format", "json"), {"INTERVIEWER_HOME": str(home)})
    other = {"INTERVIEWER_HOME": str(home.with_name("other"))}
    added = ("questions", "add", "--id", "own-fraud-threshold", "--track", "ml_pm", "--prompt", "How do you set it?")
    assert main(added, other) == 0
    assert main(("questions", "export", "--own", "--to", str(home.with_name(PACK))), other) == 0
    rows = [json.loads(line) for line in listed.getvalue().splitlines()]
    answers = [row["id"] for row in rows if row["type"] == "answer"]
    interviews = [row["id"] for row in rows if row["type"] == "interview"]
    return home, {"ID": answers[0], "EARLIER": answers[1], "INTERVIEW": interviews[0]}


def _input(text: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8")


class Shell:
    """Runs lines in this process, as a shell with the program's own commands, `cat`, `printf` and `export` would."""

    def __init__(
        self, home: Path, ids: Mapping[str, str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        self.environ = {"INTERVIEWER_HOME": str(home)}
        self.ids = ids
        self.monkeypatch = monkeypatch
        self.capsys = capsys

    def run(self, programs: list[Parts]) -> Result:
        result = Result(0, "", "")
        for each in programs:
            given = result.out if each.input is None else Path(each.input).read_text(encoding="utf-8")
            result = self._one(each, given)
            if each.output is not None:
                Path(each.output).write_text(result.out, encoding="utf-8")
        return result

    def _one(self, program: Parts, given: str) -> Result:
        name, *words = program.words or ["export"]
        if name == "export":
            self.environ.update(program.variables)
            self.environ.update({word.partition("=")[0]: word.partition("=")[2] for word in words})
            return Result(0, "", "")
        if name == "cat":
            return Result(0, "".join(Path(word).read_text(encoding="utf-8") for word in words), "")
        if name == "printf":
            return Result(0, words[0].replace("\\n", "\n"), "")
        words = [self.ids.get(word, word) for word in words]
        self.monkeypatch.setattr(sys, "stdin", _input(given))
        self.capsys.readouterr()
        try:
            code = main(words, {**self.environ, **program.variables})
        except SystemExit as stop:
            code = int(stop.code or 0)
        told = self.capsys.readouterr()
        return Result(code, told.out, told.err)


@pytest.fixture
def shell(
    practised: tuple[Path, Mapping[str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Shell:
    """In a folder with the files that the pages name, and without a network."""

    def refuse(*_: object) -> NoReturn:
        raise AssertionError("a command of the docs went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    folder = tmp_path / "here"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text, encoding="utf-8")
    shutil.copytree(practised[0].with_name(PACK), folder / PACK)
    monkeypatch.chdir(folder)
    home = tmp_path / "home"
    shutil.copytree(practised[0], home)
    return Shell(home, practised[1], monkeypatch, capsys)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_shown_that_needs_nothing_works(page: Path, shell: Shell) -> None:
    for each, programs in commands(page):
        if each.needs or any(program.words[:1] in (["make"], ["python"]) for program in programs):
            continue
        result = shell.run(programs)
        assert result.code == 0, f"{each}\n{result.err}"
        assert "Traceback" not in result.err, each
    privacy = (ROOT / "docs" / "privacy.md").read_text(encoding="utf-8")
    kept = {re.sub(r"-(?:wal|shm)$", "", path.name) for path in Path(shell.environ["INTERVIEWER_HOME"]).iterdir()}
    assert [name for name in kept if f"`{name}" not in privacy] == []


@pytest.mark.parametrize("name", ["README.md", "guide.md", "commands.md"])
def test_the_pages_that_teach_show_commands_that_are_run(name: str) -> None:
    page = next(page for page in PAGES if page.name == name)
    assert [each for each, _ in commands(page) if not each.needs]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_command_named_in_the_text_is_one_that_there_is(page: Path) -> None:
    import argparse

    text = re.sub(r"^```.*?^```$", "", page.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
    for named in re.findall(r"`interviewer ([^`]+)`", text):
        first, *rest = named.split()
        if not re.fullmatch("[a-z]+", first):
            continue
        parser: argparse.ArgumentParser = parser_for(first)
        for word in (first, *rest):
            actions = [each for each in parser._actions if isinstance(each, argparse._SubParsersAction)]
            if not actions or not re.fullmatch("[a-z]+", word):
                break
            assert word in actions[0].choices, f"{page.name}: interviewer {named}"
            parser = actions[0].choices[word]
