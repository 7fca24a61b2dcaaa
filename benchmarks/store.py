"""How long the store takes, with few and with many answers in it.

Run: .venv/bin/python benchmarks/store.py [--folder FOLDER] [--answers 100 100000]

Every commit waits for the disk, so the folder should lie on the disk that matters. Times are in milliseconds: the
median and the 95th percentile of so many calls, each timed alone.
"""

import argparse
import dataclasses
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Feedback,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    Overall,
    QuestionRef,
    RubricRef,
    SignalScore,
)
from interviewer.domain.questions import Question
from interviewer.domain.transcripts import Answer, Draft
from interviewer.storage.answers import insert_answer
from interviewer.storage.connection import SharedConnection
from interviewer.storage.database import open_store
from interviewer.storage.grades import insert_grade
from interviewer.storage.store import SqliteStore

CALLS = 200
START = datetime(2026, 1, 1, tzinfo=UTC)
TEXT = "I decided to hold the launch until recall passed 92 %, because support would have paid for the rest. " * 20
PROMPT = "How do you decide that a model is good enough to launch, and who has to agree?"


def question(number: int) -> Question:
    """One of 340, the size of the built-in bank."""
    return Question(
        id=f"question-{number % 340}", track="both", prompt=PROMPT, kind="evaluation",
        expects=("names the threshold", "says what happens below it", "says who decides"), follow_ups=("Why 92 %?",),
    )  # fmt: skip


def answer(number: int, name: str = "bulk") -> Answer:
    return Answer(
        id=f"{name}-{number:08}", session_id=f"{name}-{number // 5}", position=number % 5,
        track="ai_pm" if number % 2 else "ml_pm", question=question(number), text=TEXT, typing_seconds=180.0,
        created_at=START + timedelta(minutes=number),
    )  # fmt: skip


def draft(number: int) -> Draft:
    return Draft(
        slot="drill:ai_pm:question-1", track="ai_pm", question=question(1), text=TEXT + str(number),
        typing_seconds=float(number), updated_at=START + timedelta(seconds=number),
    )  # fmt: skip


def grade() -> Grade:
    """The size of a real one: five dimensions of six checks, most with a quote."""
    checks = tuple(
        CheckVerdict(
            id=f"check-{number}", polarity="positive", verdict="met", points=2, reason="names a threshold and its cost",
            evidence=(Evidence(0, 100, TEXT[:100]),),
        )
        for number in range(6)
    )  # fmt: skip
    return Grade(
        grade_id="grade", id=None, status="scored", reason=None, track="ai_pm",
        question=QuestionRef(id="question-1", prompt=PROMPT), rubric=RubricRef(id="ai_pm", sha256="ab" * 32),
        grader=GraderRef(kind="offline"), gate=Gate(passed=True, reason="about launching"),
        overall=Overall(score=3.3, vote="mixed", capped_by=None, confidence="high"),
        signals=tuple(
            SignalScore(id=f"signal-{number}", weight=1 / 3, score=3.3, level=3, check_score=3.4, checks=checks)
            for number in range(3)
        ),
        habits=tuple(
            HabitScore(id=name, score=3.5, level=3, check_score=3.4, checks=checks)
            for name in ("specificity", "ownership")
        ),
        feedback=Feedback(fix_first="Say what you decided.", stronger_version=TEXT),
    )  # fmt: skip


def fill(path: Path, answers: int) -> None:
    """So many answers, each with a grade, in one transaction."""
    shared, sample = SharedConnection(path), grade()
    with shared.writing() as connection:
        for number in range(answers):
            insert_answer(connection, answer(number))
            insert_grade(connection, number + 1, sample, START + timedelta(minutes=number))
    shared.close()


def timed(name: str, call: Callable[[], object], calls: int = CALLS) -> None:
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        times.append((time.perf_counter() - start) * 1000)
    print(f"  {name:<46} {statistics.median(times):8.2f} {statistics.quantiles(times, n=20)[-1]:8.2f}")


def measure(path: Path, answers: int) -> None:
    store, numbers = open_store(path), count(answers)
    stored: list[str] = []

    def save_answer() -> None:
        sample = answer(next(numbers), "timed")
        stored.append(sample.id)
        store.save_answer(sample, slot="drill:ai_pm:question-1")

    def reopen() -> None:
        open_store(path).close()

    timed("open_store, close", reopen, 20)
    timed("save_draft", lambda: store.save_draft(draft(next(numbers))))
    timed("save_answer", save_answer)
    ids, sample = iter(stored), dataclasses.replace(grade(), grade_id="timed")
    timed("add_grade", lambda: store.add_grade(next(ids), sample, datetime.now(UTC)))
    _measure_reading(store, answers, stored[-1])
    store.close()


def _measure_reading(store: SqliteStore, answers: int, newest: str) -> None:
    timed("answers(limit=50)", lambda: store.answers(limit=50))
    timed("answers(limit=50, track)", lambda: store.answers(limit=50, track="ai_pm"))
    both = "answers(limit=50, track, question_id)"
    timed(both, lambda: store.answers(limit=50, track="ai_pm", question_id="question-1"))
    timed("answers(limit=50), the last page", lambda: store.answers(limit=50, offset=answers - 50))
    timed("count_answers", store.count_answers)
    timed("newest_draft", store.newest_draft)
    timed("transcript, with its grades", lambda: store.transcript(newest))


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
            print(f"{made:,} answers with a grade each, {size:,.0f} MB, made in {seconds:.1f} s")
            print(f"  {'milliseconds':<46} {'median':>8} {'95 %':>8}")
            measure(path, answers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
