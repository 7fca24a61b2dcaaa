"""Practice put into a real database without a grader: a question, the day it was answered, and the grade it got."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track
from interviewer.domain.schedule import DueItem
from interviewer.domain.transcripts import Answer
from interviewer.practice.due import due_now
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore
from tests.practice.kit import BANK, LOOPS_FILE, RUBRICS, Met, StillClock, all_met, grade

MONDAY = datetime(2026, 3, 9, 18, 0, tzinfo=UTC)
VOTES = {"strong_no": 1.4, "no": 2.2, "mixed": 3.0, "yes": 3.8, "strong_yes": 4.6}
NUMBERS = count(1)


class Practice:
    """A person who practises; `clock` is theirs."""

    def __init__(self, store: SqliteStore, clock: StillClock) -> None:
        self.store = store
        self.clock = clock

    def answer(
        self, question_id: str, vote: str = "mixed", *, track: Track = "ai_pm", met: Met | None = None,
        habit: float | None = None,
    ) -> str:  # fmt: skip
        """Answers a question now and is graded at once; the id of the answer."""
        question = BANK.get(question_id) or Question(id=question_id, track=track, prompt="Asked long ago?")
        number = next(NUMBERS)
        answer = Answer(
            id=f"answer-{number:06}", session_id=f"session-{number}", position=0, track=track, question=question,
            text="I decided.", typing_seconds=60.0, created_at=self.clock.now(),
        )  # fmt: skip
        self.store.save_answer(answer)
        self.graded(answer.id, vote, track=track, met=met, habit=habit)
        return answer.id

    def graded(
        self, answer_id: str, vote: str, *, track: Track = "ai_pm", met: Met | None = None, habit: float | None = None
    ) -> None:
        """One more grade of an answer, a minute later."""
        self.clock.pass_seconds(60)
        score = VOTES[vote]
        scores: dict[str, float] | float = score
        if habit is not None:
            ids = [each.id for each in RUBRICS.rubric(track).signals]
            scores = {**dict.fromkeys(ids, score), "specificity": 4.0, "ownership": habit}
        self.store.add_grade(answer_id, made(scores, track, met), self.clock.now())

    def due(self, track: Track | None = None) -> list[DueItem]:
        return due_now(self.store, self.clock, BANK, RUBRICS, LOOPS_FILE, track=track, zone=UTC)

    def due_ids(self) -> list[str]:
        return [each.question.id for each in self.due()]

    def to_day(self, days: int, hour: int = 18) -> None:
        """So many days after Monday the 9th of March 2026."""
        self.clock.time = (MONDAY + timedelta(days=days)).replace(hour=hour)


def made(scores: dict[str, float] | float, track: Track, met: Met | None) -> Grade:
    """With every check met, unless `met` says which."""
    return grade(scores, all_met(RUBRICS.rubric(track)) if met is None else met, track=track)


@contextmanager
def practising(folder: Path) -> Iterator[Practice]:
    store = open_store(folder / "interviewer.db")
    try:
        yield Practice(store, StillClock(MONDAY))
    finally:
        store.close()
