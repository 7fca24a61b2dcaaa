"""How long progress, the schedule and the HTML reports take over many graded answers.

    python -m benchmarks.progress [--answers 100000] [--folder FOLDER] [--reports FOLDER]

The answers are to the built-in questions, twenty-eight a day, each with a grade of its own by the built-in rubrics.
Seconds are those of the processor, so that other programs count little; beside them those of the clock.
"""

import argparse
import dataclasses
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

from interviewer.content.bank import Bank
from interviewer.content.loops import LoopsFile
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Gate, Grade, HabitScore, SignalScore
from interviewer.domain.questions import Question, Track
from interviewer.domain.scoring import overall
from interviewer.domain.transcripts import Answer, Transcript
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest
from interviewer.practice.due import due_count, due_now
from interviewer.practice.progress import progress
from interviewer.practice.schedule import refresh
from interviewer.reports.html_interview import answers_report
from interviewer.reports.html_progress import progress_report
from interviewer.reports.progress_text import progress_as_text
from interviewer.storage.answers import insert_answer
from interviewer.storage.connection import SharedConnection
from interviewer.storage.database import open_store
from interviewer.storage.grades import grade_row, insert_grade
from interviewer.storage.store import SqliteStore

APART = timedelta(minutes=51)
ON_A_PAGE = 1000
NOW = datetime(2026, 11, 20, 18, tzinfo=UTC)
TEXT = (
    "At a payroll company clerks dismissed 78 percent of our warnings. I watched five of them work. I decided to drop "
    "the warnings on bonuses, because those were right but useless. Dismissals fell to 31 percent within six weeks."
)
BANK, RUBRICS, LOOPS = Bank(), Rubrics(), LoopsFile()
T = TypeVar("T")


class StillClock:
    def now(self) -> datetime:
        return NOW


def regraded(sample: Grade, level: float, chance: random.Random) -> Grade:
    """The same grade with other scores, about so high."""

    def moved(one: SignalScore | HabitScore) -> float:
        return round(min(5.0, max(1.0, chance.gauss(level, 0.6))), 1)

    signals = tuple(dataclasses.replace(each, score=moved(each)) for each in sample.signals)
    habits = tuple(dataclasses.replace(each, score=moved(each)) for each in sample.habits)
    result = overall(signals, habits, Gate(passed=True, reason="about the question"), "high")
    return dataclasses.replace(sample, signals=signals, habits=habits, overall=result)


def fill(path: Path, answers: int) -> None:
    """So many graded answers, in one transaction, the last one just before NOW."""
    grader, chance = OfflineGrader(RUBRICS, BANK), random.Random(4)
    tracks: tuple[Track, ...] = ("ai_pm", "ml_pm")
    of_track: dict[Track, list[Question]] = {
        track: [each for each in BANK.questions() if each.suits(track) and each.drill is None] for track in tracks
    }
    samples = {
        track: grader.grade_now(GradeRequest(track=track, question=of_track[track][0], answer=TEXT)) for track in tracks
    }
    shared = SharedConnection(path)
    with shared.writing() as connection:
        for number in range(answers):
            track, at = tracks[number % 2], NOW - (answers - number) * APART
            answer = Answer(
                id=f"bench-{number:08}", session_id=f"session-{number}", position=0, track=track,
                question=chance.choice(of_track[track]), text=TEXT, typing_seconds=chance.uniform(60, 400),
                created_at=at,
            )  # fmt: skip
            insert_answer(connection, answer)
            grade = regraded(samples[track], 2 + 1.5 * number / answers, chance)
            insert_grade(connection, number + 1, grade_row(grade, at + timedelta(seconds=30)))
    shared.close()


def timed(name: str, call: Callable[[], T]) -> T:
    wall, cpu = time.perf_counter(), time.process_time()
    result = call()
    print(f"  {name:<58} {time.process_time() - cpu:8.2f} {time.perf_counter() - wall:8.2f}")
    return result


def transcripts(store: SqliteStore) -> Iterator[Transcript]:
    rows = store.answers(limit=ON_A_PAGE)
    yield from (found for row in rows if (found := store.transcript(row.answer_id)))


def written(pieces: Iterator[str], path: Path) -> float:
    with path.open("w", encoding="utf-8") as file:
        file.writelines(pieces)
    return path.stat().st_size / 1e6


def measure(store: SqliteStore, reports: Path) -> None:
    clock = StillClock()
    timed("schedule made from nothing", lambda: refresh(store, clock))
    timed("schedule that is up to date", lambda: refresh(store, clock))
    timed("due today, counted for Home", lambda: due_count(store, clock, UTC))
    due = timed("due today, with questions and reasons", lambda: due_now(store, clock, BANK, RUBRICS, LOOPS, zone=UTC))
    found = timed(
        "progress read and reckoned",
        lambda: progress(
            list(store.progress.practised()), store.progress.graded_answers(), store.progress.self_scores(),
            today=NOW.date(), questions=BANK.questions(), topics=BANK.topics(), rubrics=RUBRICS, zone=UTC,
        ),
    )  # fmt: skip
    timed("progress as text", lambda: progress_as_text(found, due, zone=UTC))
    timed("progress as HTML", lambda: written(progress_report(found, due, zone=UTC), reports / "progress.html"))
    print(f"  most memory so far: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")
    name = f"the newest {ON_A_PAGE:,} answers with their grades as one HTML page"
    size = timed(
        name, lambda: written(answers_report("Newest", transcripts(store), RUBRICS, zone=UTC), reports / "answers.html")
    )
    print(f"  that page: {size:,.0f} MB")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--answers", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, help="where to make the database (deleted afterwards)")
    parser.add_argument("--reports", type=Path, help="where to leave the HTML reports")
    args = parser.parse_args()
    BANK.questions()
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        path = Path(folder) / "interviewer.db"
        fill(path, args.answers)
        print(f"{args.answers:,} graded answers, {path.stat().st_size / 1e6:,.0f} MB")
        print(f"  {'seconds':<58} {'processor':>9} {'clock':>7}")
        store = open_store(path)
        try:
            measure(store, args.reports or Path(folder))
        finally:
            store.close()


if __name__ == "__main__":
    main()
