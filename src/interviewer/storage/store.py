"""The store: everything that was typed and every grade, in one SQLite file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.domain.transcripts import Answer, AnswerRow, Draft, StoredGrade, Transcript
from interviewer.ports import StoreError
from interviewer.storage.answers import (
    answer_number,
    answer_rows,
    count_answers,
    find_answer,
    insert_answer,
    read_answer,
)
from interviewer.storage.archive import SqliteArchive
from interviewer.storage.drafts import Drafts
from interviewer.storage.grades import grade_row, insert_grade, read_grades
from interviewer.storage.history import SqliteHistory
from interviewer.storage.interviews import (
    asked_questions,
    insert_events,
    insert_interview,
    interview_rows,
    read_events,
    read_interview,
)
from interviewer.storage.schedule import SqliteSchedule
from interviewer.storage.scores import SqliteProgress

if TYPE_CHECKING:
    from interviewer.domain.grades import Grade
    from interviewer.domain.interviews import Event, Interview, InterviewRow
    from interviewer.domain.questions import Track
    from interviewer.storage.connection import SharedConnection


class SqliteStore:
    """Implements ports.FullStore. Any thread may call it, and several copies of the program may share the file.

    Every method raises StoreError with one line for people, and works again once the cause is gone.
    """

    def __init__(self, shared: SharedConnection) -> None:
        self._shared = shared
        self._drafts = Drafts(shared)
        self.archive = SqliteArchive(shared, self._drafts)
        self.history = SqliteHistory(shared)
        self.progress = SqliteProgress(shared)
        self.scheduled = SqliteSchedule(shared)

    @property
    def path(self) -> Path:
        return self._shared.path

    def save_draft(self, draft: Draft) -> None:
        """Replaces the draft of the slot that this copy of the program saved or read last, and no other copy's."""
        self._drafts.save(draft)

    def draft(self, slot: str) -> Draft | None:
        return self._drafts.get(slot)

    def newest_draft(self) -> Draft | None:
        return self._drafts.newest()

    def drop_draft(self, slot: str) -> None:
        self._drafts.drop(slot)

    def save_answer(self, answer: Answer, *, slot: str | None = None) -> None:
        """Stores the answer and drops the draft it came from, or does neither. Raises StoreError for an id in use."""
        with self._shared.writing() as connection:
            insert_answer(connection, answer)
            if slot is not None:
                self._drafts.drop_within(connection, slot)

    def add_grade(self, answer_id: str, grade: Grade, created_at: datetime) -> None:
        """Raises StoreError where there is no such answer."""
        with self._shared.writing() as connection:
            number = answer_number(connection, answer_id)
            if number is None:
                raise StoreError(f"the database {self.path} has no answer {answer_id!r}: its grade was not stored")
            insert_grade(connection, number, grade_row(grade, created_at))

    def answers(
        self, *, limit: int, offset: int = 0, track: Track | None = None, question_id: str | None = None
    ) -> Sequence[AnswerRow]:
        """Newest first. `question_id` "" is every question that was typed on the spot."""
        with self._shared.reading() as connection:
            return answer_rows(connection, limit=limit, offset=offset, track=track, question_id=question_id)

    def count_answers(self) -> int:
        with self._shared.reading() as connection:
            return count_answers(connection)

    def transcript(self, answer_id: str) -> Transcript | None:
        """By id or by its first 6 characters or more. Raises StoreError where several answers' ids begin so."""
        with self._shared.reading() as connection:
            number = find_answer(connection, answer_id)
            if number is None:
                return None
            answer = read_answer(connection, number)
            return Transcript(answer=answer, grades=tuple(read_grades(connection, number, answer.id)))

    def grades_of(self, answer_id: str) -> Sequence[StoredGrade]:
        """Oldest first; none where there is no such answer."""
        with self._shared.reading() as connection:
            number = answer_number(connection, answer_id)
            return read_grades(connection, number, answer_id) if number is not None else []

    def begin_interview(self, interview: Interview) -> None:
        """Raises StoreError for an id in use."""
        with self._shared.writing() as connection:
            insert_interview(connection, interview)

    def add_events(
        self,
        interview_id: str,
        position: int,
        events: Sequence[Event],
        *,
        answer: Answer | None = None,
        slot: str | None = None,
        is_open: bool = True,
    ) -> None:
        """Stores the events, the answer and the end of the draft together, or nothing.

        Raises StoreError where `position` is not the number of events stored so far: another copy of the program has
        gone on with this interview.
        """
        with self._shared.writing() as connection:
            insert_events(connection, interview_id, position, events, is_open=is_open)
            if answer is not None:
                insert_answer(connection, answer)
            if slot is not None:
                self._drafts.drop_within(connection, slot)

    def interview(self, interview_id: str) -> Interview | None:
        """By id or by its first 6 characters or more. Raises StoreError where several interviews' ids begin so."""
        with self._shared.reading() as connection:
            return read_interview(connection, interview_id)

    def events(self, interview_id: str) -> Sequence[Event]:
        """In order; none where there is no such interview."""
        with self._shared.reading() as connection:
            return read_events(connection, interview_id)

    def interviews(self, *, limit: int, offset: int = 0, open_only: bool = False) -> Sequence[InterviewRow]:
        """The one that was gone on with last comes first."""
        with self._shared.reading() as connection:
            return interview_rows(connection, limit=limit, offset=offset, open_only=open_only)

    def asked_questions(self, track: Track, *, limit: int) -> Sequence[str]:
        """Ids, newest first: of an interview from when a question is asked, of a drill from when it is answered."""
        with self._shared.reading() as connection:
            return asked_questions(connection, track, limit=limit)

    def close(self) -> None:
        self._shared.close()
