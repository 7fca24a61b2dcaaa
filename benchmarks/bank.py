"""How long the question bank takes to load, to search and to draw from, with no questions of one's own and with 10,000.

    python -m benchmarks.bank [--runs 5] [--no-start]

Times are CPU time of this process in milliseconds, the least of several runs; the start of the app is wall time to the
first screen. It judges nothing: times belong to a machine.
"""

import argparse
import json
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.terminal import Terminal
from interviewer.content.bank import Bank
from interviewer.content.own_questions import toml_fields
from interviewer.content.question_search import Query
from interviewer.practice.choosing import choose_question

OWN = 10_000
A_FILE = 500
PROGRAM = str(Path(sys.executable).with_name("interviewer"))
SEARCHES = {
    "search, two words": Query(words="agent refund"),
    "search, one letter": Query(words="a"),
    "search, no hit": Query(words="zzzz"),
    "filter by track and kind": Query(track="ml_pm", kind="metrics"),
    "filter, own only": Query(own=True),
}
IN_A_PROCESS = """import sys, time
from pathlib import Path
began = time.process_time()
from interviewer.content.bank import Bank
home = Path(sys.argv[1])
bank = Bank(home / "questions", packs=home / "packs", index=home / "questions-index.sqlite")
imported = time.process_time()
bank.questions()
print((time.process_time() - imported) * 1000)"""


def write_own(folder: Path, count: int = OWN) -> None:
    """Questions of the bank with some words exchanged, as a person's own, 500 a file."""
    chance = random.Random(1)
    questions = [each for each in Bank().questions() if each.drill is None]
    words = sorted({word for each in questions for word in each.prompt.split()})
    folder.mkdir(parents=True)
    for first in range(0, count, A_FILE):
        entries = []
        for number in range(first, min(count, first + A_FILE)):
            fields = toml_fields(chance.choice(questions))
            prompt = fields["prompt"].split()
            for _ in range(6):
                prompt[chance.randrange(len(prompt))] = chance.choice(words)
            fields |= {"id": f"own-{number}", "prompt": " ".join(prompt)}
            lines = (f"{name} = {json.dumps(value, ensure_ascii=False)}\n" for name, value in fields.items())
            entries.append("[[questions]]\n" + "".join(lines))
        (folder / f"{first:05}.toml").write_text("\n".join(entries), encoding="utf-8")


def cpu(call: Callable[[], object], runs: int) -> float:
    """The least CPU time of several calls, in milliseconds."""
    found = []
    for _ in range(runs):
        began = time.process_time()
        call()
        found.append((time.process_time() - began) * 1000)
    return min(found)


def load(home: Path, runs: int) -> list[float]:
    """CPU milliseconds for all questions, each in a process of its own; the first one fills the cache."""
    argv = [sys.executable, "-c", IN_A_PROCESS, str(home)]
    return [float(subprocess.run(argv, check=True, capture_output=True).stdout) for _ in range(runs + 1)]


def first_paints(homes: Sequence[Path], runs: int) -> list[list[float]]:
    """Wall milliseconds to the first screen of each home, in turn, so that both meet the same noise."""
    found: list[list[float]] = [[] for _ in homes]
    for _ in range(runs + 1):
        for home, times in zip(homes, found, strict=True):
            with Terminal([PROGRAM], {"INTERVIEWER_HOME": str(home)}) as terminal:
                times.append(terminal.wait_for("Practise AI PM") * 1000)
    return [times[1:] for times in found]


def show(name: str, least: float, median: float | None = None) -> None:
    print(f"  {name:<44}{least:>9.1f} ms" + (f"   median {median:.1f}" if median is not None else ""))


def measure(home: Path, runs: int) -> None:
    first, *rest = load(home, runs)
    show("all questions, nothing cached", first)
    show("all questions, cached", min(rest), statistics.median(rest))
    bank = Bank(home / "questions", packs=home / "packs", index=home / "questions-index.sqlite")
    bank.questions()
    show("a look for changed files", cpu(bank.refresh, runs))
    for name, query in SEARCHES.items():
        show(name, cpu(lambda query=query: bank.find(query), runs))  # type: ignore[misc]
    show("draw one", cpu(lambda: choose_question(bank.questions(), "ml_pm", [], random.Random(1)), runs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--no-start", action="store_true", help="leave the app's start out")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        homes = {count: Path(folder) / str(count) for count in (0, OWN)}
        for count, home in homes.items():
            home.mkdir()
            if count:
                write_own(home / "questions", count)
                time.sleep(2.1)  # a file written a moment ago is not trusted to stand still
            print(f"{count:,} questions of one's own")
            measure(home, args.runs)
        if not args.no_start:
            print("start to the first screen (wall time, in turn)")
            for count, times in zip(homes, first_paints(list(homes.values()), args.runs), strict=True):
                show(f"with {count:,} of one's own", min(times), statistics.median(times))


if __name__ == "__main__":
    main()
