"""Other people's terminal programs, each installed from the index into an environment of its own."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Peer:
    """`shown` stands on its first screen; `argv` begins with its command. {file} is a text of 1,000 lines. `also` is
    what it needs beside what it asks for."""

    package: str
    argv: tuple[str, ...]
    shown: str
    also: tuple[str, ...] = ()


PEERS = {
    "toolong": Peer("toolong", ("tl", "{file}"), "line 999"),
    "frogmouth": Peer("frogmouth", ("frogmouth", "{file}"), "line 3"),
    "posting": Peer("posting", ("posting",), "GET", ("tree-sitter<0.26",)),  # 0.26 ends it with a segmentation fault
    "harlequin": Peer("harlequin", ("harlequin",), "Query Editor"),
    "elia": Peer("elia-chat", ("elia",), "(?i)elia"),
    "oterm": Peer("oterm", ("oterm",), "(?i)oterm|new chat"),
}


def installed(name: str, folder: Path) -> Path | None:
    """The peer's command, in an environment in `folder` that is made where there is none; None where that fails."""
    peer, place = PEERS[name], folder / name
    command = place / "bin" / peer.argv[0]
    if command.exists():
        return command
    print(f"installing {peer.package} ...", file=sys.stderr)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    for step in ([sys.executable, "-m", "venv", str(place)], [*pip, peer.package, *peer.also]):
        done = subprocess.run(step, capture_output=True, text=True, check=False)
        if done.returncode:
            print(f"  not installed: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return None
    return command if command.exists() else None


def version(name: str, folder: Path) -> str:
    """Of the peer that is installed in `folder`; nothing where it cannot be told."""
    package = PEERS[name].package.replace("-", "_")
    found = [each.name for each in (folder / name).glob(f"lib/python*/site-packages/{package}-*.dist-info")]
    return found[0].removesuffix(".dist-info").rpartition("-")[2] if found else ""


def line_file(folder: Path) -> Path:
    file = folder / "lines.md"
    file.write_text("".join(f"line {number}\n\n" for number in range(1000)), encoding="utf-8")
    return file
