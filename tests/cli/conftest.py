"""Runs commands in this process, in a home folder of the test's own."""

import io
import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli.main import main
from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.questions import Question
from interviewer.grading.offline.knowledge import OfflineKnowledge


@dataclass(frozen=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture(scope="session")
def built_in() -> Bank:
    bank = Bank()
    bank.questions()
    return bank


@pytest.fixture(scope="session")
def knowledge(built_in: Bank) -> OfflineKnowledge:
    return OfflineKnowledge(built_in, Rubrics())


@pytest.fixture(autouse=True)
def read_once(built_in: Bank, knowledge: OfflineKnowledge, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command reads the shipped questions and word lists anew; the commands of this process share them."""

    questions = built_in._loaded_built_in()

    def shared(bank: Bank) -> dict[str, Question]:
        bank._topics, bank._built_in_problems = built_in._topics, built_in._built_in_problems
        bank._built_in_places = built_in._built_in_places
        return questions

    monkeypatch.setattr(Bank, "_loaded_built_in", shared)
    monkeypatch.setattr("interviewer.grading.offline.grader.OfflineKnowledge", lambda bank, rubrics: knowledge)


Run = Callable[..., Result]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """`run("grade", "--example", stdin="...", OPENAI_API_KEY="...")`; exit codes of argparse come back too."""

    def run_command(*argv: str, stdin: str | bytes = b"", **environ: str) -> Result:
        raw = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8"))
        capsys.readouterr()
        try:
            code = main(argv, {"INTERVIEWER_HOME": str(home), **environ})
        except SystemExit as stop:
            code = int(stop.code or 0)
        shown = capsys.readouterr()
        return Result(code, shown.out, shown.err)

    return run_command
