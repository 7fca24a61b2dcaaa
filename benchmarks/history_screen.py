"""How quick History is on the screen with many answers, beside a store with few.

    python -m benchmarks.history_screen [--answers 100 100000] [--stores FOLDER]

The real program in a pseudo-terminal of 80x24. It prints medians and 95th percentiles of milliseconds from a key to
what it shows, of the processor's milliseconds for each, and the memory that the program holds. Stores are generated
(see generated_history.py; 100,000 answers take minutes and 3 GB); with --stores they are kept and used again. It
judges nothing: times belong to a machine, and only those of one run can be compared.
"""

import argparse
import re
import shutil
import statistics
import sys
import tempfile
from collections import defaultdict
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.chat import cpu_seconds
from benchmarks.generated_history import fill
from benchmarks.terminal import Terminal
from interviewer.cli.clock import SystemClock
from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.practice.schedule import refresh
from interviewer.storage.database import open_store

PROGRAM = [str(Path(sys.executable).with_name("interviewer"))]
STEPS, JUMPS, PAGES = 120, 12, 60
SEARCHES = ("churn ", "refund ", "model ", '"we decided" ', "latency price ", "retrain", "no000042 ", "nothinglikeit ")
DOWN, PAGE_UP, PAGE_DOWN, HOME, END, ESCAPE = "\x1b[B", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F", "\x1b"
PASTE = "\x1b[200~{}\x1b[201~"

Measures = dict[str, list[float]]


def described(row: HistoryRow, now: datetime) -> str:
    """What is said of the entry below the list, as a pattern."""
    local = row.created_at.astimezone()
    year = "" if local.year == now.astimezone().year else f" {local:%Y}"
    size = f"{row.words} word" if row.entry == "answer" else f"{row.answers} answer"
    return rf"{local.day} {local:%b}{year} {local:%H:%M} · {size}"


class Screen:
    """The program on its history; every measure has the name of what it is a measure of."""

    def __init__(self, home: Path, found: Measures) -> None:
        self.found = found
        with closing(open_store(home / "interviewer.db")) as store:
            history = store.history
            self.count = history.count(HistoryQuery())
            self.newest = history.rows(HistoryQuery(), limit=STEPS + 1)
            self.oldest = history.rows(HistoryQuery(), limit=1, offset=self.count - 1)[0]
        self.now = datetime.now(UTC)
        self.terminal = Terminal(PROGRAM, {"INTERVIEWER_HOME": str(home)})

    def key(self, name: str, keys: str, shown: str) -> None:
        before, sent = cpu_seconds(self.terminal.pid), self.terminal.now
        self.terminal.send(keys)
        self.found[name].append((self.terminal.wait_for(shown) - sent) * 1000)
        self.terminal.settle(0.15)
        self.found[f"{name}, processor"].append((cpu_seconds(self.terminal.pid) - before) * 1000)

    def memory(self, name: str) -> None:
        status = Path(f"/proc/{self.terminal.pid}/status").read_text(encoding="ascii")
        resident = re.search(r"VmRSS:\s+(\d+)", status)
        self.found[name].append(int(resident[1]) / 1024 if resident else 0.0)

    def measure(self) -> None:
        self.terminal.wait_for("History .* answers")
        self.terminal.settle(1.0)
        self.memory("memory at Home, MiB")
        self.key("open, first rows", "h", described(self.newest[0], self.now))
        self.terminal.wait_for("entries")
        self.terminal.settle(0.5)
        self.memory("memory with History open, MiB")
        for row in self.newest[1:]:
            self.key("one line down", DOWN, described(row, self.now))
        for _ in range(JUMPS):
            self.key("to the oldest", END, described(self.oldest, self.now))
            self.key("to the newest", HOME, described(self.newest[0], self.now))
        before = cpu_seconds(self.terminal.pid)
        for number in range(PAGES):
            self.terminal.send(PAGE_DOWN if number // 5 % 2 == 0 else PAGE_UP)
            self.terminal.settle(0.05)
        self.found["a page down or up, processor"].append((cpu_seconds(self.terminal.pid) - before) * 1000 / PAGES)
        for words in SEARCHES:
            self.terminal.send("/")
            self.terminal.settle(0.2)
            self.key("search to rows (0.1 s of it waits for keys)", PASTE.format(words), f"“{re.escape(words.strip())}")
            self.terminal.wait_for(r"\d of [\d,]+")
            self.terminal.send(ESCAPE)
            self.terminal.wait_for("newest first.*entries")
            self.terminal.settle(0.3)
        self.memory("memory after all of it, MiB")
        self.found["most memory ever, MiB"].append(self.terminal.peak_memory())


def prepared(folder: Path, answers: int) -> Path:
    """A home with so many generated answers; made where there is none."""
    home = folder / str(answers)
    if not (home / "interviewer.db").exists():
        part = folder / f"{answers}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        fill(part / "interviewer.db", answers)
        with closing(open_store(part / "interviewer.db")) as store:
            refresh(store, SystemClock())  # as it is after any start; dealing every card at once takes a while
        part.rename(home)
    return home


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, nargs="+", default=[100, 100_000], metavar="N")
    parser.add_argument("--stores", type=Path, metavar="FOLDER", help="where stores are kept, to be used again")
    args = parser.parse_args()
    measured: dict[int, Measures] = {}
    with tempfile.TemporaryDirectory() as temporary:
        for answers in args.answers:
            screen = Screen(prepared(args.stores or Path(temporary), answers), defaultdict(list))
            with screen.terminal:
                screen.measure()
            measured[answers] = screen.found
    print(f"{'':<46}" + "".join(f"{f'{answers:,} answers':>22}" for answers in args.answers))
    print(f"{'':<46}" + f"{'median':>13}{'95 %':>9}" * len(args.answers))
    for name in measured[args.answers[0]]:
        line = f"{name:<46}"
        for answers in args.answers:
            values = measured[answers].get(name, [])
            high = statistics.quantiles(values, n=20)[-1] if len(values) > 4 else max(values, default=0.0)
            line += f"{statistics.median(values) if values else 0.0:>13.1f}{high:>9.1f}"
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
