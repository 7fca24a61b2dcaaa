"""Every budget of the program side by side with a bare Textual app, plain Python and peers, in one run.

    python -m benchmarks.compare [--runs 9] [--peers toolong,frogmouth | none] [--venvs FOLDER] [--answers 10000]
                                 [--markdown FILE]

Peers are installed from the index into environments of their own (kept where --venvs names a folder). In each round
every program is started once, in turn, so that whatever else the machine does falls on all of them; the first round
fills caches and does not count. Figures are medians, with the least beside them. The machine should have nothing else
to do: its load is told, budgets are compared, and nothing is asserted. Where FILE holds the two marks of
docs/performance.md, the tables go between them and the rest of it stays.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.peers import PEERS, installed, line_file, version
from benchmarks.terminal import Terminal, TerminalError

PROGRAM = str(Path(sys.executable).with_name("interviewer"))
BARE = (sys.executable, str(Path(__file__).with_name("bare_app.py")))
QUESTION = "ai-fairness-recommender"
KEYS = "jvkwyqzx"
LONGEST_START = 60.0  # seconds
BEGIN, END = "<!-- measured -->\n", "<!-- end -->\n"


@dataclass(frozen=True)
class Subject:
    """`shown` stands on its first screen, None for a command without one; `types` where it can be typed in there."""

    name: str
    argv: tuple[str, ...]
    shown: str | None = None
    environ: dict[str, str] = field(default_factory=dict)
    types: bool = False


@dataclass
class Figures:
    """Measured values by what was measured and of whom."""

    values: dict[str, dict[str, list[float]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))

    def add(self, what: str, who: str, value: float) -> None:
        self.values[what][who].append(value)

    def median(self, what: str, who: str) -> float | None:
        found = self.values[what][who]
        return statistics.median(found) if found else None


def start(subject: Subject, figures: Figures) -> None:
    """First paint and memory, and the echo of keys where there is something to type in."""
    if subject.types:
        forget(subject)
    with Terminal(subject.argv, subject.environ) as terminal:
        try:
            figures.add("first paint, ms", subject.name, terminal.wait_for(subject.shown or ".", LONGEST_START) * 1000)
        except TerminalError:
            print(f"{subject.name} did not show {subject.shown!r}", file=sys.stderr)
            return
        terminal.settle()
        figures.add("memory, MiB", subject.name, terminal.peak_memory())
        if subject.types:
            for value in echo(terminal):
                figures.add("key echo, ms", subject.name, value)


def forget(subject: Subject) -> None:
    """What was typed in the round before would be in the editor again, and each key found before it is sent."""
    home = subject.environ.get("INTERVIEWER_HOME")
    for file in Path(home).glob("interviewer.db*") if home else ():
        file.unlink()


def echo(terminal: Terminal) -> list[float]:
    """Milliseconds from a key to its letter, for keys that stand nowhere else on the screen in that order."""
    found = []
    terminal.send("qzx")
    terminal.settle()
    for typed in range(len(KEYS)):
        sent = terminal.now
        terminal.send(KEYS[typed])
        with suppress(TerminalError):
            found.append((terminal.wait_for("qzx" + KEYS[: typed + 1], 5.0) - sent) * 1000)
        terminal.settle(0.05)
    return found


def command(subject: Subject, figures: Figures) -> None:
    began = time.perf_counter()
    done = subprocess.run(subject.argv, env={**os.environ, **subject.environ}, check=False, capture_output=True)
    took = time.perf_counter() - began
    if done.returncode:
        print(f"{subject.name} ended with {done.returncode}: {done.stderr.decode()[-300:].strip()}", file=sys.stderr)
    else:
        figures.add("command, ms", subject.name, took * 1000)


def grading(figures: Figures) -> None:
    """Offline answers a second, as benchmarks.grading counts them."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.grading", "--repeat", "1"], check=True, capture_output=True, text=True
    )
    line = next(each for each in done.stdout.splitlines() if each.startswith("the grader by itself"))
    figures.add("offline answers a second", "interviewer", float(line.rsplit(":", 1)[1].split()[0]))


def ours(folder: Path, full: Path, answers: int) -> list[Subject]:
    empty, typed = ({"INTERVIEWER_HOME": str(folder / name)} for name in ("home", "typed"))
    used = {"INTERVIEWER_HOME": str(full)}
    drill = (PROGRAM, "practice", "--question", QUESTION)
    many = f"{answers:,} answers"
    return [
        Subject("bare Textual app", BARE, "bare app", types=True),
        Subject("interviewer", (PROGRAM,), "Practise AI PM", empty),
        Subject("interviewer, editor", drill, "fairness in a recommendation", typed, types=True),
        Subject(f"interviewer, {many}", (PROGRAM,), "Practise AI PM", used),
        Subject("python -c pass", (sys.executable, "-c", "pass")),
        Subject("interviewer --help", (PROGRAM, "--help")),
        Subject("interviewer grade --example", (PROGRAM, "grade", "--example"), None, empty),
        Subject(f"interviewer history list, {many}", (PROGRAM, "history", "list", "--limit", "50"), None, used),
        Subject(f"interviewer history search, {many}", (PROGRAM, "history", "search", "launch"), None, used),
        Subject("interviewer questions list", (PROGRAM, "questions", "list"), None, empty),
    ]


def peers(names: list[str], venvs: Path, folder: Path) -> list[Subject]:
    found, file = [], line_file(folder)
    environ = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / "config"), "XDG_DATA_HOME": str(folder / "data")}
    for name in names:
        program = installed(name, venvs)
        if program is not None:
            words = tuple(each.format(file=file) for each in PEERS[name].argv[1:])
            shown = f"{name} {version(name, venvs)}".rstrip()
            found.append(Subject(shown, (str(program), *words), PEERS[name].shown, environ))
            found.append(Subject(f"{shown}, --help", (str(program), "--help"), None, environ))
    return found


@dataclass(frozen=True)
class Budget:
    """`limit` is absolute, or so many times what `against` took."""

    text: str
    what: str
    who: str
    limit: float
    against: str | None = None
    at_least: bool = False

    def line(self, figures: Figures) -> str:
        value = figures.median(self.what, self.who)
        other = figures.median(self.what, self.against) if self.against else 1.0
        if value is None or other is None:
            return f"| {self.text} | not measured | |"
        found = value / other
        kept = found >= self.limit if self.at_least else found <= self.limit
        shown = f"{found:.2f} ×" if self.against else f"{found:.1f}"
        return f"| {self.text} | {shown} | {'kept' if kept else 'NOT KEPT'} |"


BUDGETS = (
    Budget("first paint within 1.6 × a bare Textual app", "first paint, ms", "interviewer", 1.6, "bare Textual app"),
    Budget("memory at first paint up to 45 MiB", "memory, MiB", "interviewer", 45.0),
    Budget("`--help` within 5 × `python -c pass`", "command, ms", "interviewer --help", 5.0, "python -c pass"),
    Budget("key echo within 10 ms", "key echo, ms", "interviewer, editor", 10.0),
    Budget("200 offline grades a second", "offline answers a second", "interviewer", 200.0, at_least=True),
)


def machine() -> str:
    """Processor, system and versions, in a line."""
    from importlib.metadata import version as version_of

    cpus = Path("/proc/cpuinfo")
    named = [line for line in cpus.read_text("utf-8").splitlines() if "model name" in line] if cpus.exists() else []
    processor = named[0].partition(":")[2].strip() if named else platform.processor() or platform.machine()
    system = f"{platform.system()} {platform.release().partition('-')[0]}"
    versions = f"Python {platform.python_version()}, Textual {version_of('textual')}"
    return f"{os.cpu_count()} cores ({processor}), {system}, {versions}"


def report(figures: Figures, load: tuple[float, float], runs: int) -> str:
    today = time.strftime("%Y-%m-%d")
    lines = [
        f"{today}, {machine()}; {runs} rounds; the machine's load was {load[0]:.1f} before and {load[1]:.1f} after.",
        "",
    ]
    lines += ["| budget | measured | |", "|---|---|---|", *(each.line(figures) for each in BUDGETS), ""]
    for what, subjects in figures.values.items():
        lines += [f"| {what} | median | least | n |", "|---|---|---|---|"]
        for who, values in sorted(subjects.items(), key=lambda each: statistics.median(each[1]) if each[1] else 0.0):
            if values:
                lines.append(f"| {who} | {statistics.median(values):.1f} | {min(values):.1f} | {len(values)} |")
        lines.append("")
    return "\n".join(lines)


def measure(subjects: list[Subject], runs: int) -> Figures:
    figures = Figures()
    for run in range(runs + 1):
        into = figures if run else Figures()
        print(f"round {run} of {runs}", file=sys.stderr)
        for each in subjects:
            (start if each.shown else command)(each, into)
        grading(into)
    return figures


def write(file: Path, text: str) -> None:
    """Between the marks where the file has them, else in place of it."""
    before = file.read_text(encoding="utf-8") if file.exists() else ""
    head, begin, rest = before.partition(BEGIN)
    _, end, tail = rest.partition(END)
    file.write_text(f"{head}{begin}\n{text}\n{end}{tail}" if begin and end else f"{text}\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--peers", default=",".join(PEERS), help="names, or none")
    parser.add_argument("--venvs", type=Path, help="where the peers' environments are kept")
    parser.add_argument("--answers", type=int, default=10_000, help="of the history that is not empty")
    parser.add_argument("--markdown", type=Path, help="the tables, in this file too")
    args = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else some would be compiled anew at every start
    names = [] if args.peers == "none" else args.peers.split(",")
    with tempfile.TemporaryDirectory() as folder:
        full, peer_home = (Path(folder) / name for name in ("full", "peers"))
        for each in (full, peer_home):
            each.mkdir(mode=0o700)
        from benchmarks.generated_history import fill

        fill(full / "interviewer.db", args.answers)
        subjects = ours(Path(folder), full, args.answers) + peers(
            names, args.venvs or Path(folder) / "venvs", peer_home
        )
        before = os.getloadavg()[0]
        figures = measure(subjects, args.runs)
        text = report(figures, (before, os.getloadavg()[0]), args.runs)
    print(text)
    if args.markdown:
        write(args.markdown, text)


if __name__ == "__main__":
    main()
