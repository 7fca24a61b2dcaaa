"""`interviewer completion`: what real shells complete, from the parsers and from the bank."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal

from interviewer.cli.main import COMMANDS
from tests.cli.conftest import Run

PROGRAM = Path(sys.executable).with_name("interviewer")
BASH_ASKS = r"""
source "$1"
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
_interviewer
printf '%s\n' "${COMPREPLY[@]}"
"""


def completed(folder: Path, *words: str, **environ: str) -> list[str]:
    """What bash offers for the last word."""
    script = folder / "interviewer.bash"
    if not script.exists():
        script.write_text(output("completion", "bash"), encoding="utf-8")
    home = {"INTERVIEWER_HOME": str(folder / "home"), **environ}
    done = subprocess.run(
        ["bash", "--norc", "-c", BASH_ASKS, "bash", str(script), str(PROGRAM), *words],
        env={**os.environ, **home}, capture_output=True, text=True, check=True, cwd=folder,
    )  # fmt: skip
    assert done.stderr == ""
    return done.stdout.split()


def output(*argv: str) -> str:
    return subprocess.run([str(PROGRAM), *argv], capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("completion")


def test_bash_completes_commands_flags_and_words(folder: Path) -> None:
    assert set(completed(folder, "")) == set(COMMANDS)
    assert completed(folder, "gra") == ["grade"]
    assert "list" in completed(folder, "questions", "")
    assert completed(folder, "grade", "--eff") == ["--effort"]
    assert completed(folder, "grade", "--effort", "") == ["quick", "standard", "thorough"]
    assert completed(folder, "grade", "--effort", "=", "qu") == ["quick"]
    assert completed(folder, "grade", "--effort", "=") == ["quick", "standard", "thorough"]
    assert completed(folder, "practice", "--round", "on") == ["onsite"]
    assert "startup" in completed(folder, "practice", "--loop", "")
    assert "fairness" in completed(folder, "questions", "list", "--topic", "fair")
    assert completed(folder, "grade", "--model", "") == []
    assert completed(folder, "nonsense") == []


def test_bash_completes_files_and_ids(folder: Path) -> None:
    (folder / "my answer.txt").touch()
    assert completed(folder, "grade", "my") == ["my", "answer.txt"]
    assert completed(folder, "grade", "--question", "ai-fairness-rec") == ["ai-fairness-recommender"]
    assert completed(folder, "questions", "show", "ai-fairness-rec") == ["ai-fairness-recommender"]
    assert completed(folder, "practice", "--resume", "") == []


def test_ids_are_printed_one_a_line(run: Run, home: Path) -> None:
    found = run("completion", "--ids", "questions")
    assert found.code == 0
    assert "ai-fairness-recommender" in found.out.splitlines()
    assert run("completion", "--ids", "answers").out == ""
    assert not home.exists()
    run("practice", "--plain", "--question", "ai-fairness-recommender", stdin="I decided to stop it.\n.\n")
    (answer,) = run("completion", "--ids", "answers").out.splitlines()
    assert run("history", "show", answer).code == 0


@pytest.mark.parametrize("argv", [(), ("tcsh",), ("bash", "--ids", "questions")])
def test_wrong_usage_is_told(run: Run, argv: tuple[str, ...]) -> None:
    assert run("completion", *argv).code == 2


@pytest.fixture
def shells() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


SHELLS = {
    "bash": (["bash", "--norc", "--noprofile", "-i"], "bind 'set show-all-if-ambiguous on'; source {script}; PS1='% '"),
    "zsh": (["zsh", "-f", "-i"], "autoload -U compinit; compinit -u -D; source {script}; PS1='%% '"),
    "fish": (["fish", "--no-config", "-i"], "source {script}; function fish_prompt; echo -n '% '; end"),
}


@pytest.mark.slow
@pytest.mark.parametrize("shell", SHELLS)
def test_a_real_shell_completes_as_one_types(shell: str, shells: ExitStack, tmp_path: Path) -> None:
    argv, setup = SHELLS[shell]
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / f"_interviewer.{shell}"
    script.write_text(output("completion", shell), encoding="utf-8")
    path = f"{PROGRAM.parent}:{os.environ['PATH']}"
    place = {"INTERVIEWER_HOME": str(tmp_path / "home"), "PATH": path, "HOME": str(tmp_path), "HISTFILE": "/dev/null"}
    terminal = shells.enter_context(Terminal(argv, place, columns=100, rows=30))
    terminal.settle()
    terminal.send(f"{setup.format(script=script)}; echo re''ady\r")
    terminal.wait_for("\nready")
    terminal.settle()
    for typed, wanted in (
        ("interviewer quest\tsho\t", "interviewer questions show"),
        ("ai-fairness-recomm\t", "interviewer questions show ai-fairness-recommender"),
        ("\x15interviewer grade --effort thor\t", "interviewer grade --effort thorough"),
        ("--for\tjs\t", "interviewer grade --effort thorough --format json"),
    ):
        for key in typed:
            terminal.send(key)
            if key == "\t":
                terminal.settle(0.5)
        terminal.wait_for(re.escape(wanted))
