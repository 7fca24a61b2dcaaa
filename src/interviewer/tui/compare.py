"""The ways to two answers beside each other: with the try before, or with an answer that was marked."""

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.domain.grades import Grade
from interviewer.domain.history import HistoryRow
from interviewer.domain.rubrics import Rubric
from interviewer.domain.transcripts import StoredGrade, Transcript
from interviewer.ports import FullStore, InterviewerError, RubricSource
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

LOOKED_BACK = 200
NO_EARLIER = "This is your first answer to the question: there is nothing to compare it with yet."
OTHER_QUESTION = "The marked answer is to another question. Mark an answer to the same one."


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers to one question with the grades that are compared, None where one has no score, and the rubric that
    names what is in them. `tries` are the answers to the question, newest first."""

    before: Transcript
    after: Transcript
    before_grade: Grade | None
    after_grade: Grade | None
    rubric: Rubric | None
    tries: tuple[HistoryRow, ...]


def read_pair(store: FullStore, rubrics: RubricSource, before_id: str, after_id: str) -> Pair:
    """In a thread. Raises InterviewerError, OSError."""
    before, after = store.transcript(before_id), store.transcript(after_id)
    if before is None or after is None:
        raise InterviewerError("one of the two answers is no longer there")
    old, new = comparable(before.grades, after.grades)
    named = new or old
    row = store.history.row(after_id)
    tries = tries_of(store, row) if row is not None else []
    return Pair(before, after, old, new, rubrics.of_grade(named) if named else None, tuple(tries))


def comparable(before: tuple[StoredGrade, ...], after: tuple[StoredGrade, ...]) -> tuple[Grade | None, Grade | None]:
    """The newest two scores by one grader; where no grader scored both, the newest score of each."""
    old = [each.grade for each in reversed(before) if each.grade.overall is not None]
    new = [each.grade for each in reversed(after) if each.grade.overall is not None]
    for grade in new:
        match = next((each for each in old if each.grader == grade.grader and each.rubric == grade.rubric), None)
        if match is not None:
            return match, grade
    return (old[0] if old else None), (new[0] if new else None)


def tries_of(store: FullStore, row: HistoryRow) -> list[HistoryRow]:
    """The answers to the same question, newest first; of questions typed on the spot those with the same words."""
    return list(store.history.attempts(row.question_id, prompt=row.title, limit=LOOKED_BACK))


async def compare_with_earlier(app: "InterviewerApp", row: HistoryRow) -> None:
    try:
        tries = await asyncio.to_thread(tries_of, app.services.store, row)
    except (InterviewerError, OSError) as error:
        app.say(told(error), "error")
        return
    ids = [each.id for each in tries]
    at = ids.index(row.id) if row.id in ids else -1
    if at < 0 or at + 1 == len(ids):
        app.say(NO_EARLIER)
        return
    _open(app, ids[at + 1], row.id)


async def compare_with_marked(app: "InterviewerApp", marked: HistoryRow, row: HistoryRow) -> None:
    """The older of the two comes first."""
    same = marked.question_id == row.question_id if row.question_id else marked.title == row.title
    if not same:
        app.say(OTHER_QUESTION, "warning")
        return
    first, second = sorted((marked, row), key=lambda each: each.created_at)
    _open(app, first.id, second.id)


def _open(app: "InterviewerApp", before_id: str, after_id: str) -> None:
    from interviewer.tui.screens.compare import CompareScreen

    app.push_screen(CompareScreen(before_id, after_id))
