"""How quick the history is with few and with many answers: windows, filters, search, export, import, opening, memory.

Run: .venv/bin/python -m benchmarks.history [--folder FOLDER] [--answers 100 100000]

The history is generated (see generated_history.py). Times are in milliseconds, the median and the 95th percentile of
so many calls, each timed alone; searches are 300 different ones. An import is made of an export of the same history,
and its speed is that of all answers with their grades, searchable at the end. Memory is the largest that a process of
its own needs.
"""

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.generated_history import GeneratedHistory, fill
from interviewer.domain.history import HistoryQuery
from interviewer.domain.interviews import Event, Interview
from interviewer.domain.questions import Question
from interviewer.ports import BadFileError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

SEARCHES = 300
WINDOW = 50
FILTERS: dict[str, dict[str, Any]] = {
    "everything": {},
    "every answer": {"shows": "answers"},
    "a track": {"track": "ml_pm"},
    "ownership below 2": {"ownership_below": 2.0},
    "a round and a score": {"round": "onsite", "min_score": 4.5},
    "an unused tag": {"tag": "nobody"},
}


class Nowhere:
    """Takes what an import has for elsewhere: there is none of it here."""

    def question(self, question: Question) -> str:
        return "added"

    def rubric(self, file: str, text: str) -> str:
        return "added"

    def check_interview(self, interview: Interview, events: Sequence[Event]) -> None:
        pass

    def settle(self) -> None:
        pass

    def on_bad(self, error: BadFileError) -> None:
        raise error

    def on_progress(self, records: int) -> None:
        pass


def searches(seed: int = 11) -> Iterator[str]:
    """As people search: a word, two words, a phrase, a prefix while typing, and now and then something rare."""
    chance = random.Random(seed)
    words = [
        [word.strip(".,:;?!“”\"'()") for word in given.answer.text.split()]
        for sitting in GeneratedHistory(400, seed).sittings()
        for given in sitting.given
    ]
    while True:
        text = chance.choice(words)
        at = chance.randrange(len(text) - 4)
        long_ones = [word for word in text if len(word) > 5] or text
        yield chance.choice(
            (
                chance.choice(long_ones),
                f"{chance.choice(long_ones)} {chance.choice(long_ones)}",
                f'"{text[at]} {text[at + 1]} {text[at + 2]}"',
                f"{chance.choice(long_ones)[: chance.randint(2, 6)]}*",
                f"{text[at]} {chance.choice(long_ones)[:3]}*",
                f"no{chance.randrange(100_000):06}",
            )
        )


def timed(name: str, calls: Sequence[Callable[[], object]]) -> None:
    times = []
    for call in calls:
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    if len(times) == 1:
        print(f"  {name:<46} {times[0]:8.1f}")
    else:
        print(f"  {name:<46} {statistics.median(times):8.2f} {statistics.quantiles(times, n=20)[-1]:8.2f}")


def measure(path: Path, answers: int) -> None:
    timed("open, first window and count, close", [lambda: _first_look(path)] * 20)
    with closing(open_store(path)) as store:
        _measure_windows(store, answers)
        texts = searches()
        wanted = [next(texts) for _ in range(SEARCHES)]
        timed("search, a window", [_window(store, HistoryQuery(text=text)) for text in wanted])
        timed("search, how many", [_count(store, HistoryQuery(text=text)) for text in wanted])
        filtered = [HistoryQuery(text=text, track="ml_pm", min_score=3.0) for text in wanted]
        timed("search within a track and a score, a window", [_window(store, query) for query in filtered])


def _measure_windows(store: SqliteStore, answers: int) -> None:
    for name, wanted in FILTERS.items():
        query = HistoryQuery(**wanted)
        timed(f"{name}: the first window", [_window(store, query)] * 50)
        timed(f"{name}: how many", [_count(store, query)] * 20)
    everything = HistoryQuery()
    places = random.Random(5).sample(range(max(2, answers)), min(100, answers))
    timed("everything: windows anywhere", [_window(store, everything, at) for at in places])
    timed("all scores, streamed for progress", [lambda: sum(1 for _ in store.progress.graded_answers())])


def _window(store: SqliteStore, query: HistoryQuery, offset: int = 0) -> Callable[[], object]:
    return lambda: store.history.rows(query, limit=WINDOW, offset=offset)


def _count(store: SqliteStore, query: HistoryQuery) -> Callable[[], object]:
    return lambda: store.history.count(query)


def _first_look(path: Path) -> None:
    with closing(open_store(path)) as store:
        store.history.rows(HistoryQuery(), limit=WINDOW)
        store.history.count(HistoryQuery())


def measure_transfer(path: Path, folder: Path) -> None:
    file = folder / "export.jsonl"
    start = time.perf_counter()
    with closing(open_store(path)) as store, file.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for line in store.archive.export_lines(program="benchmark", now=datetime.now(UTC)))
        answers = store.count_answers()
    seconds = time.perf_counter() - start
    print(f"  export: {answers / seconds:,.0f} answers a second, {file.stat().st_size / 1e6:,.0f} MB")
    other = folder / "imported.db"
    for name in ("import", "import of the same file again"):
        start, cpu = time.perf_counter(), time.process_time()
        with closing(open_store(other)) as store, file.open("rb") as lines:
            store.archive.import_lines(lines, Nowhere())
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        print(f"  {name}: {answers / seconds:,.0f} answers a second ({answers / cpu:,.0f} a second of CPU time)")
    other.unlink()
    file.unlink()


MEMORY = {
    "a window, a search and a count": "look",
    "scrolling through everything": "scroll",
    "export": "export",
    "import": "import",
}


def measure_memory(path: Path, folder: Path) -> None:
    for name, what in MEMORY.items():
        command = [sys.executable, "-m", "benchmarks.history", "--probe", what, str(path), str(folder)]
        peak = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
        print(f"  memory, {name}: {peak} MB")


def probe(what: str, path: Path, folder: Path) -> None:
    """Does one thing and prints the largest memory that the process needed."""
    file = folder / "probe.jsonl"
    if what == "import":
        with closing(open_store(folder / "probe.db")) as store, file.open("rb") as lines:
            store.archive.import_lines(lines, Nowhere())
        for made in folder.glob("probe.*"):
            made.unlink()
    else:
        with closing(open_store(path)) as store:
            if what == "look":
                store.history.rows(HistoryQuery(text="launch*"), limit=WINDOW)
                store.history.count(HistoryQuery(text="launch*"))
            elif what == "scroll":
                for offset in range(0, store.history.count(HistoryQuery()), WINDOW):
                    store.history.rows(HistoryQuery(), limit=WINDOW, offset=offset)
            else:
                with file.open("w", encoding="utf-8") as out:
                    lines_out = store.archive.export_lines(program="benchmark", now=datetime.now(UTC))
                    out.writelines(f"{line}\n" for line in lines_out)
    print(f"{_peak_kb() / 1024:,.0f}")


def _peak_kb() -> int:
    """Of this process since it began; getrusage would count what the one that started it needed."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(next(line for line in status.read_text().splitlines() if line.startswith("VmHWM")).split()[1])
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def main() -> int:
    parser = argparse.ArgumentParser(description="how quick the history is")
    parser.add_argument("--folder", type=Path, help="where to make the databases (they are deleted afterwards)")
    parser.add_argument("--answers", type=int, nargs="+", default=[100, 100_000], metavar="N")
    parser.add_argument("--probe", nargs=3, metavar=("WHAT", "DATABASE", "FOLDER"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.probe:
        probe(args.probe[0], Path(args.probe[1]), Path(args.probe[2]))
        return 0
    with tempfile.TemporaryDirectory(dir=args.folder) as name:
        folder = Path(name)
        for answers in args.answers:
            path = folder / f"{answers}.db"
            fill(path, answers)
            print(f"{answers:,} graded answers, {path.stat().st_size / 1e6:,.0f} MB")
            print(f"  {'milliseconds':<46} {'median':>8} {'95 %':>8}")
            measure(path, answers)
            measure_transfer(path, folder)
            measure_memory(path, folder)
            path.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
