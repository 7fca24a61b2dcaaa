"""How long the store takes, with few and with many answers in it.

Run: .venv/bin/python -m benchmarks.store [--folder FOLDER] [--answers 100 100000]

Every commit waits for the disk, so the folder should lie on the disk that matters. Times are in milliseconds: the
median and the 95th percentile of so many calls, each timed alone.
"""

import argparse
import dataclasses
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from benchmarks.generated_history import GeneratedHistory, Given, fill
from interviewer.domain.transcripts import Answer, Draft
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

CALLS = 200


def samples() -> Iterator[Given]:
    """Graded answers that are not in the database yet."""
    for number in count():
        for sitting in GeneratedHistory(CALLS, seed=number).sittings():
            for given in sitting.given:
                named = f"timed-{number}-{given.answer.id}"
                answer = dataclasses.replace(given.answer, id=named, session_id=named, created_at=datetime.now(UTC))
                yield Given(answer, given.grades)


def draft(answer: Answer, number: int) -> Draft:
    return Draft(
        slot="drill:ai_pm:question-1", track="ai_pm", question=answer.question, text=f"{answer.text}{number}",
        typing_seconds=float(number), updated_at=datetime.now(UTC),
    )  # fmt: skip


def timed(name: str, call: Callable[[], object], calls: int = CALLS) -> None:
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    print(f"  {name:<46} {statistics.median(times):8.2f} {statistics.quantiles(times, n=20)[-1]:8.2f}")


def measure(path: Path, answers: int) -> None:
    store, numbers = open_store(path), count()
    waiting = samples()
    typed = next(waiting).answer
    stored: list[Given] = []

    def save_answer() -> None:
        stored.append(next(waiting))
        store.save_answer(stored[-1].answer, slot="drill:ai_pm:question-1")

    def add_grade() -> None:
        given = next(ungraded)
        store.add_grade(given.answer.id, given.grades[0][1], datetime.now(UTC))

    timed("open_store, close", lambda: open_store(path).close(), 20)
    timed("save_draft", lambda: store.save_draft(draft(typed, next(numbers))))
    timed("save_answer", save_answer)
    ungraded = iter(stored)
    timed("add_grade", add_grade)
    _measure_reading(store, answers, stored[-1].answer)
    store.close()


def _measure_reading(store: SqliteStore, answers: int, newest: Answer) -> None:
    question = newest.question.id
    timed("answers(limit=50)", lambda: store.answers(limit=50))
    timed("answers(limit=50, track)", lambda: store.answers(limit=50, track="ai_pm"))
    both = "answers(limit=50, track, question_id)"
    timed(both, lambda: store.answers(limit=50, track="ai_pm", question_id=question))
    timed("answers(limit=50), the last page", lambda: store.answers(limit=50, offset=answers - 50))
    timed("count_answers", store.count_answers)
    timed("newest_draft", store.newest_draft)
    timed("transcript, with its grades", lambda: store.transcript(newest.id))


def main() -> int:
    parser = argparse.ArgumentParser(description="how long the store takes")
    parser.add_argument("--folder", type=Path, help="where to make the databases (they are deleted afterwards)")
    parser.add_argument("--answers", type=int, nargs="+", default=[100, 100_000], metavar="N")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        for answers in args.answers:
            path, start = Path(folder) / f"{answers}.db", time.perf_counter()
            fill(path, answers)
            with closing(open_store(path)) as store:
                made = store.count_answers()
            seconds, size = time.perf_counter() - start, path.stat().st_size / 1e6
            print(f"{made:,} graded answers, {size:,.0f} MB, made in {seconds:.1f} s")
            print(f"  {'milliseconds':<46} {'median':>8} {'95 %':>8}")
            measure(path, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
