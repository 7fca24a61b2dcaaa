"""What every command has in common: help, version, wrong usage, exit codes, and where output goes."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from interviewer import __version__
from tests.cli.conftest import Run

COMMANDS = ("grade", "practice", "questions", "rubrics", "history", "doctor")


def interviewer(*argv: str, home: Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    environ = {**os.environ, "INTERVIEWER_HOME": str(home)}
    command = [sys.executable, "-m", "interviewer", *argv]
    return subprocess.run(command, env=environ, capture_output=True, timeout=60, check=False, **options)  # type: ignore[call-overload,no-any-return]


def test_help_lists_every_command_in_eighty_columns(run: Run) -> None:
    result = run("--help")
    assert (result.code, result.err) == (0, "")
    assert [name for name in COMMANDS if f"  {name} " not in result.out] == []
    assert max(map(len, result.out.splitlines())) <= 80


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS,
        *(f"questions {action}" for action in ("list", "show", "add", "edit", "duplicate", "remove", "restore")),
        *(f"questions {action}" for action in ("check", "import", "export", "packs", "packs add", "packs update")),
        *(f"rubrics {action}" for action in ("list", "show", "check", "copy", "try")),
        *(f"history {action}" for action in ("list", "show")),
    ],
)
def test_each_command_has_help_of_its_own(run: Run, command: str) -> None:
    result = run(*command.split(), "--help")
    assert result.code == 0
    assert f"interviewer {command}" in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.code, result.out) == (0, f"interviewer {__version__}\n")


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["grad"], "did you mean 'grade'"),
        (["grade", "--grader", "magic"], "--grader"),
        (["grade", "--colour"], "--colour"),
        (["grade", "--batch", "x", "--concurrency", "0"], "--concurrency"),
        (["grade", "--batch", "x", "--concurrency", "many"], "--concurrency"),
        (["questions"], "ACTION"),
        (["questions", "show"], "ID"),
        (["practice", "--seed", "x"], "--seed"),
        (["grade", "--que\x1b[31m"], "\\x1b[31m"),
    ],
)
def test_wrong_usage_is_one_line_on_standard_error_and_exit_2(run: Run, argv: list[str], told: str) -> None:
    result = run(*argv)
    assert (result.code, result.out) == (2, "")
    assert told in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('grader = "offline"\nefort = "quick"\n', ":2: efort: is not a known setting"),
        ('grader = "magic"\n', ":1: grader: 'magic' is not one of offline, llm"),
        ("timeout = -1\n", ":1: timeout: must be greater than 0"),
        ('base_url = "localhost:11434"\n', ":1: base_url: "),
        ('grader = "offline\n', ":1: not valid TOML"),
    ],
)
def test_a_broken_settings_file_is_one_line_with_file_line_and_field(
    run: Run, home: Path, text: str, told: str
) -> None:
    home.mkdir()
    (home / "settings.toml").write_text(text)
    result = run("grade", "--example")
    assert (result.code, result.out) == (2, "")
    assert f"{home / 'settings.toml'}{told}" in result.err
    assert result.err.count("\n") == 1


def test_a_bad_environment_variable_is_named(run: Run) -> None:
    result = run("grade", "--example", INTERVIEWER_GRADER="magic")
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert "INTERVIEWER_GRADER: 'magic' is not one of offline, llm" in result.err


def test_flags_stand_above_the_environment_and_that_above_the_file(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_text('grader = "llm"\nbase_url = "http://file.example:1/v1"\n')
    environ = {"INTERVIEWER_BASE_URL": "http://environment.example:2/v1", "NO_PROXY": ""}
    proxy = {"HTTP_PROXY": "http://proxy.example:3"}

    def host(*argv: str, **more: str) -> Any:
        checks = run("doctor", "--format", "json", *argv, **proxy, **more).json["checks"]
        return next(each["detail"] for each in checks if each["name"] == "grader")

    assert "file.example:1" in host()
    assert "environment.example:2" in host(**environ)
    assert "flag.example:4" in host("--base-url", "http://flag.example:4/v1", **environ)
    assert "offline" in host("--grader", "offline")


def test_a_reader_that_leaves_early_gets_no_traceback(tmp_path: Path) -> None:
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path)}
    listing = subprocess.Popen(
        [sys.executable, "-m", "interviewer", "questions", "list", "--format", "json"],
        env=environ, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert listing.stdout is not None
    assert listing.stderr is not None
    first = listing.stdout.readline()
    listing.stdout.close()
    assert first.startswith(b"{")
    assert listing.stderr.read() == b""
    assert listing.wait(30) == 0


@pytest.mark.parametrize("redirect", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_do_no_harm(tmp_path: Path, redirect: str) -> None:
    script = f'"{sys.executable}" -m interviewer grade --example {redirect}'
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path)}
    done = subprocess.run(["sh", "-c", script], env=environ, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_an_ascii_terminal_gets_escapes_and_no_traceback(tmp_path: Path) -> None:
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path), "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "interviewer", "grade", "--example"]
    done = subprocess.run(command, env=environ, capture_output=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"0.45 \\xd7 " in done.stdout


def test_an_error_of_the_programs_own_is_one_line_and_its_details_are_kept(tmp_path: Path) -> None:
    script = (
        "import interviewer.cli.main as main, interviewer.cli.rubrics as rubrics\n"
        "rubrics.list_rubrics = lambda args, program: 1 / 0\n"
        "import sys; sys.argv = ['interviewer', 'rubrics', 'list']; main.run()"
    )
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environ, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "ZeroDivisionError" in done.stderr
    details = tmp_path / "home" / "crash.txt"
    assert str(details) in done.stderr
    assert "<lambda>" in details.read_text()


def test_commands_that_only_look_leave_no_traces(run: Run, home: Path) -> None:
    for argv in (["grade", "--example"], ["questions", "list"], ["history", "list"], ["doctor"], ["rubrics", "check"]):
        run(*argv)
    assert not home.exists()
