"""Late imports are really late: what a command loads, seen in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "textual", "keyring", "aiohttp", "pydantic", "openai", "tiktoken", "httpx2", "tomlkit", "sqlite3", "asyncio",
    "platformdirs",
)  # fmt: skip
PROBE = """
import sys
from interviewer.cli.main import main
try:
    code = main({argv!r})
except SystemExit as stop:
    code = stop.code
print("\\nLOADED", __import__("json").dumps([code or 0, sorted(sys.modules)]), file=sys.stderr)
"""


def loaded(argv: list[str], home: Path) -> tuple[int, set[str]]:
    """The exit code and the modules in `sys.modules` after a command."""
    environ = {**os.environ, "INTERVIEWER_HOME": str(home)}
    command = [sys.executable, "-c", PROBE.format(argv=argv)]
    done = subprocess.run(command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=True)
    code, modules = json.loads(done.stderr.decode().rpartition("LOADED ")[2])
    return code, set(modules)


@pytest.mark.parametrize("argv", [["--help"], ["--version"], ["grade", "--help"], ["questions", "--help"]])
def test_help_and_version_load_nothing_heavy(argv: list[str], tmp_path: Path) -> None:
    code, modules = loaded(argv, tmp_path)
    assert code == 0
    assert modules.isdisjoint(HEAVY), modules & set(HEAVY)
    ours = {name for name in modules if name.startswith("interviewer.")}
    assert ours <= {
        "interviewer.cli", "interviewer.cli.main", "interviewer.cli.arguments", "interviewer.cli.grade",
        "interviewer.cli.questions", "interviewer.cli.questions_own", "interviewer.cli.questions_check",
        "interviewer.cli.questions_import", "interviewer.cli.questions_job", "interviewer.cli.questions_export",
        "interviewer.cli.questions_packs",
    }  # fmt: skip


@pytest.mark.parametrize(
    "argv", [["grade", "--example"], ["questions", "list"], ["history", "list"], ["practice", "--plain"], ["doctor"]]
)
def test_offline_commands_load_no_model_client_and_no_screen(argv: list[str], tmp_path: Path) -> None:
    code, modules = loaded(argv, tmp_path)
    assert code == 0
    assert modules.isdisjoint({"openai", "tiktoken", "textual", "httpx2"})


def test_grading_offline_starts_no_event_loop_and_opens_no_database(tmp_path: Path) -> None:
    home = tmp_path / "home"
    _, modules = loaded(["grade", "--example"], home)
    assert modules.isdisjoint({"asyncio", "sqlite3"})
    assert not home.exists()


def test_the_project_keeps_to_its_floors() -> None:
    root = Path(__file__).parent.parent
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout


FIRST_SCREEN = """
import asyncio, json, sys
from interviewer.cli.program import Program
from interviewer.tui.app import InterviewerApp


async def show():
    program = Program()
    store = program.store()
    app = InterviewerApp(program.services(program.settings(), store))
    async with app.run_test() as pilot:
        await pilot.pause()
        shown = type(app.screen).__name__
        print("LOADED", json.dumps([shown, sorted(sys.modules)]), file=sys.stderr)
    store.close()

asyncio.run(show())
"""


MODEL = {"INTERVIEWER_GRADER": "llm", "INTERVIEWER_MODEL": "m", "INTERVIEWER_BASE_URL": "http://localhost:11434/v1"}


@pytest.mark.parametrize("chosen", [{}, MODEL], ids=["offline", "model"])
def test_the_first_screen_needs_the_standard_library_textual_and_sqlite_alone(
    tmp_path: Path, chosen: dict[str, str]
) -> None:
    environ = {**os.environ, **chosen, "INTERVIEWER_HOME": str(tmp_path)}
    command = [sys.executable, "-c", FIRST_SCREEN]
    done = subprocess.run(command, env=environ, capture_output=True, timeout=60, check=True)
    shown, modules = json.loads(done.stderr.decode().rpartition("LOADED ")[2])
    assert shown == "HomeScreen"
    assert {"textual", "sqlite3"} <= set(modules)
    assert set(modules).isdisjoint({"pydantic", "openai", "tiktoken", "httpx2", "tomlkit"})
