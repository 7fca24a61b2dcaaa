"""What is copied reaches the clipboard by whatever leads there, and it is said how."""

import base64
import os
import shutil
import subprocess
from functools import partial
from pathlib import Path

import pytest
from textual.widgets import TextArea

from interviewer.tui.clipboard import Run, copy_text, osc_52, run_tool
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.screens.drill import DrillScreen
from tests.tui.every_screen import WAYS, Walk, walking
from tests.tui.kit import AppPilot, Kit, said, until, written

pytestmark = pytest.mark.long
TEXT = "I set the limit at 4 %, naïvely: €3\n"


def tool(folder: Path, name: str, *, works: bool = True) -> None:
    """A program that keeps what it is given beside itself, with its arguments."""
    script = folder / name
    body = f'cat > "{script}.took"; printf "%s " "$@" > "{script}.args"' if works else "exit 1"
    script.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    script.chmod(0o700)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "cat").symlink_to(shutil.which("cat") or "/bin/cat")
    return {"PATH": str(tmp_path / "bin"), "TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("name", "variables", "arguments"),
    [
        ("wl-copy", {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0"}, ""),
        ("xclip", {"DISPLAY": ":0"}, "-selection clipboard "),
        ("xsel", {"DISPLAY": ":0"}, "--clipboard --input "),
        ("clip.exe", {"WSL_DISTRO_NAME": "Debian"}, ""),
    ],
)
def test_a_tool_that_has_a_clipboard_to_reach_gets_the_text(
    environ: dict[str, str], tmp_path: Path, name: str, variables: dict[str, str], arguments: str
) -> None:
    tool(tmp_path / "bin", name)
    found = copy_text(TEXT, environ | variables)
    assert (found.how, found.escape, found.done) == (f"was copied with {name}", "", True)
    took = (tmp_path / "bin" / f"{name}.took").read_bytes()
    assert took.decode("utf-16" if name == "clip.exe" else "utf-8") == TEXT
    assert (tmp_path / "bin" / f"{name}.args").read_text().strip() == arguments.strip()


@pytest.mark.parametrize(
    "variables",
    [{}, {"WAYLAND_DISPLAY": "wayland-0", "SSH_CONNECTION": "1 2 3 4"}, {"DISPLAY": ":0"}],
    ids=["no display", "the far side of ssh", "a tool that fails"],
)
def test_without_such_a_tool_the_terminal_is_asked(
    environ: dict[str, str], tmp_path: Path, variables: dict[str, str]
) -> None:
    tool(tmp_path / "bin", "wl-copy")
    tool(tmp_path / "bin", "xclip", works=False)
    found = copy_text(TEXT, environ | variables)
    assert found.how == "was sent to the terminal's clipboard"
    assert base64.b64decode(found.escape.removeprefix("\x1b]52;c;").removesuffix("\a")).decode() == TEXT


def test_in_a_browser_no_tool_of_this_machine_is_used(environ: dict[str, str], tmp_path: Path) -> None:
    tool(tmp_path / "bin", "xclip")
    assert copy_text(TEXT, environ | {"DISPLAY": ":0"}, tools=False).escape == osc_52(TEXT)


def test_in_tmux_its_buffer_gets_the_text_and_passes_it_on(environ: dict[str, str], tmp_path: Path) -> None:
    tool(tmp_path / "bin", "tmux")
    found = copy_text(TEXT, environ | {"TMUX": "socket,1,0"})
    assert found.how == "was copied to the buffer of tmux and sent on to the terminal"
    assert (tmp_path / "bin" / "tmux.args").read_text() == "load-buffer -w - "


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")
def test_a_real_tmux_has_it_in_its_buffer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    socket = str(tmp_path / "socket")
    tmux = ["tmux", "-S", socket, "-f", "/dev/null"]
    subprocess.run([*tmux, "new-session", "-d", "sleep 60"], check=True)
    try:
        copied = copy_text(
            TEXT, {"PATH": os.environ["PATH"], "TERM": "screen", "TMUX": f"{socket},1,0"}, run=with_tmux(socket)
        )
        assert copied.how.startswith("was copied to the buffer of tmux")
        shown = subprocess.run([*tmux, "show-buffer"], check=True, capture_output=True)
        assert shown.stdout.decode() == TEXT
    finally:
        subprocess.run([*tmux, "kill-server"], check=False)


def with_tmux(socket: str) -> Run:
    """Runs a tool as the app does, where TMUX names a server of the test's own."""
    return lambda command, data: run_tool([command[0], "-S", socket, *command[1:]], data)


def test_gnu_screen_passes_the_sequence_on_in_pieces() -> None:
    escape = osc_52("word " * 1000, in_screen=True)
    pieces = escape.removeprefix("\x1bP").removesuffix("\x1b\\").split("\x1b\\\x1bP")
    assert "".join(pieces) == osc_52("word " * 1000)
    assert max(map(len, pieces)) <= 700


def test_on_the_linux_console_it_is_said_that_there_is_no_clipboard(environ: dict[str, str]) -> None:
    found = copy_text(TEXT, environ | {"TERM": "linux"})
    assert (found.done, found.escape) == (False, "")
    assert "could not be copied" in found.how


def test_half_a_character_is_no_reason_to_fail() -> None:
    assert copy_text("a\ud800b", {"TERM": "xterm"}).escape == osc_52("a?b")


def clipboard(pilot: AppPilot) -> str:
    return pilot.app.clipboard


async def test_the_answer_is_copied_while_it_is_written(kit: Kit) -> None:
    async with kit.run(kit.start()) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("f8")
        assert not clipboard(pilot)
        written(pilot.app, "I set the limit.")
        await pilot.press("f8")
        await until(pilot, lambda: said(pilot.app, "Your answer (4 words) was sent to the terminal's clipboard."))
        assert clipboard(pilot) == "I set the limit."
        pilot.app.screen.query_one(TextArea).select_all()
        await pilot.press("ctrl+c")
        await until(pilot, lambda: said(pilot.app, "The marked text (4 words)"))


async def test_each_part_of_the_feedback_can_be_copied(kit: Kit) -> None:
    async with walking(kit) as walk:
        await WAYS["feedback"](walk)
        begins = ("At a payroll company", "1.6 strong no: 0.45 ×", "", "How do you ensure fairness")
        for row, words in enumerate(begins):
            if words:
                await walk.press("y")
                await until(walk.pilot, lambda: isinstance(walk.screen, Dialog))
                await walk.press(*["down"] * row, "enter")
                await until(walk.pilot, partial(is_there, walk, words), words)
        await walk.press("escape", "y")
        await until(walk.pilot, lambda: isinstance(walk.screen, Dialog))
        await walk.press("down", "down", "enter")
        await until(walk.pilot, lambda: said(walk.app, "The stronger version ("))


def is_there(walk: Walk, words: str) -> bool:
    return words in walk.app.clipboard


async def test_the_palette_copies_the_text_of_a_page(kit: Kit) -> None:
    async with walking(kit) as walk:
        await WAYS["debrief"](walk)
        commands = {each.title: each.callback for each in walk.app.get_system_commands(walk.screen)}
        commands["Copy the text"]()
        assert "Three things to fix" in walk.app.clipboard
