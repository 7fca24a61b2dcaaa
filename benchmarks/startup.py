"""How long the program takes to start, to answer --help and to echo a key, and its memory, beside a bare Textual app.

    python -m benchmarks.startup [--runs 9]

It prints medians (and the least) and judges nothing: times belong to a machine.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.terminal import Terminal

BARE = [sys.executable, str(Path(__file__).with_name("bare_app.py"))]
PROGRAM = [str(Path(sys.executable).with_name("interviewer"))]
QUESTION = "ai-fairness-recommender"
NOWHERE_ELSE = "qzx"
KEYS = "jvkwyqzxj"
RUNS_OF_KEYS = 4

Measures = dict[str, list[float]]


def commands(found: Measures) -> None:
    """Milliseconds from start to end of commands that show no screen."""
    for name, argv in (
        ("python -c pass", [sys.executable, "-c", "pass"]),
        ("interviewer --help", [*PROGRAM, "--help"]),
        ("interviewer grade --example", [*PROGRAM, "grade", "--example"]),
    ):
        began = time.perf_counter()
        subprocess.run(argv, check=True, stdout=subprocess.DEVNULL)
        found[name].append((time.perf_counter() - began) * 1000)


def first_paint(found: Measures, home: str) -> None:
    """Milliseconds until the first screen stands, and the memory that it took."""
    for name, argv, shown in (("bare app", BARE, "bare app"), ("interviewer", PROGRAM, "Practise AI PM")):
        with Terminal(argv, {"INTERVIEWER_HOME": home}) as terminal:
            found[f"first paint, {name}"].append(terminal.wait_for(shown) * 1000)
            terminal.settle()
            found[f"memory (MiB), {name}"].append(terminal.peak_memory())


def key_echo(found: Measures, home: str) -> None:
    """Milliseconds from a key to its letter on the screen, in the editor."""
    drill = [*PROGRAM, "practice", "--question", QUESTION]
    for name, argv, shown in (("bare app", BARE, "bare app"), ("interviewer", drill, "fairness in a recommendation")):
        with Terminal(argv, {"INTERVIEWER_HOME": home}) as terminal:
            terminal.wait_for(shown)
            terminal.settle()
            terminal.send(NOWHERE_ELSE)
            terminal.settle()
            for typed in range(len(KEYS)):
                sent = terminal.now
                terminal.send(KEYS[typed])
                found[f"key echo, {name}"].append((terminal.wait_for(NOWHERE_ELSE + KEYS[: typed + 1]) - sent) * 1000)
                terminal.settle(0.05)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=9)
    runs = parser.parse_args().runs
    found: Measures = defaultdict(list)
    with tempfile.TemporaryDirectory() as home:
        for run in range(runs + 1):
            measured: Measures = defaultdict(list)
            commands(measured)
            first_paint(measured, home)
            if run < RUNS_OF_KEYS:
                with tempfile.TemporaryDirectory() as without_draft:
                    key_echo(measured, without_draft)
            if run:  # the first fills the caches and makes the database
                for name, values in measured.items():
                    found[name] += values
    for name, values in found.items():
        print(f"{name:<32} median {statistics.median(values):8.1f}   least {min(values):8.1f}   n {len(values)}")
    for name, one, other in (
        ("--help against python -c pass", "interviewer --help", "python -c pass"),
        ("first paint against bare app", "first paint, interviewer", "first paint, bare app"),
    ):
        print(f"{name:<32} {statistics.median(found[one]) / statistics.median(found[other]):.2f} x")


if __name__ == "__main__":
    main()
