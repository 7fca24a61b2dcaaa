"""To the clipboard: by a tool of the system where there is one, else through the terminal (OSC 52)."""

import base64
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

PATIENCE = 3.0  # seconds for a tool
SCREEN_PIECE = 700  # bytes that GNU screen passes on at a time
NOT_SURE = "Some terminals do not take it."
NOWHERE = "could not be copied: this terminal has no clipboard, and no tool for one was found"

Run = Callable[[list[str], bytes], bool]


@dataclass(frozen=True, slots=True)
class Copied:
    """`how` goes on after what was copied: "was copied with xclip". `escape` is what is still to be written to the
    terminal, "" where nothing is; `done` is False where there was no way; `note` is what else to say."""

    how: str
    escape: str = ""
    done: bool = True
    note: str = ""


def copy_text(
    text: str, environ: Mapping[str, str] = os.environ, run: "Run | None" = None, *, tools: bool = True
) -> Copied:
    """Puts `text` on the clipboard. Slow, as tools are: call it in a thread. Without `tools` only the terminal is
    asked: in a browser this machine's clipboard is not that of whoever looks."""
    run = run or run_tool
    for how, command in _commands(environ) if tools else ():
        if run(command, text.encode("utf-16" if command[0].endswith("clip.exe") else "utf-8", "replace")):
            return Copied(f"was copied {how}")
    if environ.get("TERM") == "linux":  # the console knows no such sequence, an old one prints it
        return Copied(NOWHERE, done=False)
    escape = osc_52(text, in_screen=bool(environ.get("STY")))
    return Copied("was sent to the terminal's clipboard", escape, note=NOT_SURE)


def _commands(environ: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """How each tells of itself, and the tools that are there and have a clipboard to reach. On the far side of SSH only
    X forwarding and tmux lead back."""
    here = not (environ.get("SSH_CONNECTION") or environ.get("SSH_TTY"))
    known = (
        (here and environ.get("WAYLAND_DISPLAY"), "with wl-copy", ["wl-copy"]),
        (environ.get("DISPLAY"), "with xclip", ["xclip", "-selection", "clipboard"]),
        (environ.get("DISPLAY"), "with xsel", ["xsel", "--clipboard", "--input"]),
        (here and sys.platform == "darwin", "with pbcopy", ["pbcopy"]),
        (here and environ.get("WSL_DISTRO_NAME"), "with clip.exe", ["clip.exe"]),
        (environ.get("TMUX"), "to the buffer of tmux and sent on to the terminal", ["tmux", "load-buffer", "-w", "-"]),
        (environ.get("TMUX"), "to the buffer of tmux", ["tmux", "load-buffer", "-"]),  # -w is of tmux 3.2
    )
    for reachable, how, (name, *arguments) in known:
        found = shutil.which(name, path=environ.get("PATH")) if reachable else None
        if found:
            yield how, [found, *arguments]


def run_tool(command: list[str], data: bytes) -> bool:
    """Whether it took the text. Tools that stay behind to hand it out must not keep a pipe of ours open."""
    try:
        done = subprocess.run(  # noqa: S603 - one of a fixed list
            command, input=data, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=PATIENCE, check=False,
            start_new_session=True,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def osc_52(text: str, *, in_screen: bool = False) -> str:
    """The sequence by which a program asks its terminal to keep a text, also from the far side of SSH."""
    sequence = f"\x1b]52;c;{base64.b64encode(text.encode('utf-8', 'replace')).decode('ascii')}\a"
    if not in_screen:
        return sequence
    pieces = (sequence[at : at + SCREEN_PIECE] for at in range(0, len(sequence), SCREEN_PIECE))
    return "".join(f"\x1bP{piece}\x1b\\" for piece in pieces)
