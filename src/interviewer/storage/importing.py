"""An import: the records of an export go in where they are not yet, and nothing that is there is lost.

What has the same id and the same content is passed over; a grade, event, tag or note that is not here yet is added.
What has the same id and other content is refused by name.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from interviewer.domain.interviews import Event, Interview
from interviewer.ports import StoreError
from interviewer.storage import labels
from interviewer.storage.answers import answer_number, read_answer
from interviewer.storage.deleting import restore
from interviewer.storage.entries import Entry, find_exactly
from interviewer.storage.export_records import (
    AnswerRecord,
    DraftRecord,
    DrillRecord,
    FactRecord,
    InterviewRecord,
    ScheduleRecord,
)
from interviewer.storage.grades import GradeRow, columns_of, insert_grade, insert_grade_row
from interviewer.storage.interview_result import update_interview_result
from interviewer.storage.interviews import insert_events, insert_interview, read_events, read_interview
from interviewer.storage.many_answers import ManyAnswers
from interviewer.storage.record_reading import ReadRecord
from interviewer.storage.rows import Stored, insert, microseconds, packed, to_json, unpacked
from interviewer.storage.schedule import SAVE, SET_FACT
from interviewer.storage.search import (
    INTERVIEWS,
    Words,
    add_words,
    joined,
    turns,
    update_interview_feedback,
)

MOST_ANSWERS = 2**31  # of one session

Outcome = Literal["added", "completed", "there"]


class ConflictError(ValueError):
    """A record whose id is taken by another one; one line for people. Nothing of it was written."""


class Importer:
    """Writes records within one transaction of the caller's, who calls `finish` before it ends.

    `counts` says what became of how many: (type, "added"), (type, "completed") where something was added to what was
    there, (type, "there").
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._answers = ManyAnswers(connection)
        self.counts: Counter[tuple[str, str]] = Counter()

    def put(self, read: ReadRecord) -> None:
        """Raises ConflictError before anything of the record is written, StoreError, sqlite3.Error."""
        record, grades = read
        outcome: Outcome
        if isinstance(record, DrillRecord):
            outcome = self._answer(record, *grades)
        elif isinstance(record, InterviewRecord):
            outcome = self._interview(record, grades)
        elif isinstance(record, DraftRecord):
            outcome = put_draft(self._connection, record)
        elif isinstance(record, ScheduleRecord):
            outcome = put_scheduled(self._connection, record)
        elif isinstance(record, FactRecord):
            outcome = put_fact(self._connection, record)
        else:
            raise TypeError(f"{type(record).__name__} does not belong into the database")
        self.counts[record.type, outcome] += 1

    def finish(self) -> None:
        """Counts the tries at what was answered, and makes what came in searchable."""
        self._answers.finish()

    def _answer(self, record: AnswerRecord, grades: Sequence[GradeRow]) -> Outcome:
        _check(record)
        number = answer_number(self._connection, record.answer.id)
        if number is None:
            self._new_answer(record, grades)
            return "added"
        return self._complete(record, number, self._missing_grades(record, grades, number))

    def _new_answer(self, record: AnswerRecord, grades: Sequence[GradeRow]) -> str:
        """The words of the feedback."""
        columns, newest = columns_of(grades)
        feedback = newest.feedback if newest else ""
        remarks = self._new_remarks(packed(record.answer.id), record)
        number = self._answers.add(record.answer, columns, feedback=feedback, remarks=remarks)
        for each in grades:
            insert_grade_row(self._connection, number, each)
        return feedback

    def _new_remarks(self, entry_id: Stored, record: AnswerRecord | InterviewRecord) -> str:
        """Stores the labels of a new entry; what it is found by."""
        if not (record.name or record.note or record.tags):
            return ""
        labels.add_labels(self._connection, entry_id, record.name, record.note, record.tags)
        return labels.remarks(self._connection, entry_id)

    def _missing_grades(self, record: AnswerRecord, grades: Sequence[GradeRow], number: int) -> list[GradeRow]:
        """The grades that an answer does not have yet. Raises ConflictError."""
        if read_answer(self._connection, number) != record.answer:
            raise ConflictError(f"the answer {record.answer.id!r} is here already, with other content")
        rows = self._connection.execute("SELECT grade_id, created_at, grade FROM grades WHERE answer = ?", (number,))
        here = {(grade_id, at): unpacked(grade) for grade_id, at, grade in rows}
        missing = []
        for graded in grades:
            grade_id = graded.columns["grade_id"]
            stored = here.get((grade_id, graded.created_at))
            if stored is None:
                missing.append(graded)
            elif not _same_json(stored, unpacked(graded.columns["grade"])):
                raise ConflictError(
                    f"the grade {unpacked(grade_id)!r} of the answer {record.answer.id!r} is here already,"
                    " with other content"
                )
        return missing

    def _complete(self, record: AnswerRecord, number: int, missing: Sequence[GradeRow]) -> Outcome:
        """Adds what an answer that is here does not have; one that was deleted comes back."""
        self._answers.write_words()  # it may be one of this very import
        for graded in missing:
            insert_grade(self._connection, number, graded)
        entry = find_exactly(self._connection, "answers", record.answer.id)
        changed = self._label(entry, record)
        back = self._connection.execute(
            "UPDATE answers SET deleted_at = NULL WHERE number = ? AND deleted_at IS NOT NULL", (number,)
        ).rowcount
        return "completed" if missing or changed or back else "there"

    def _interview(self, record: InterviewRecord, grades: Sequence[Sequence[GradeRow]]) -> Outcome:
        _check(record)
        for each in record.answers:
            _check(each)
            if each.answer.session_id != record.interview.id:
                raise ConflictError(f"the answer {each.answer.id!r} belongs to {each.answer.session_id!r}")
        events = tuple(each.event for each in record.events)
        here = read_interview(self._connection, record.interview.id, exact=True)
        if here is None:
            return self._new_interview(record, grades, events)
        missing = self._missing_events(record.interview, here, events)
        for each, its_grades in zip(record.answers, grades, strict=True):
            number = answer_number(self._connection, each.answer.id)
            if number is not None:
                self._missing_grades(each, its_grades, number)
        return self._complete_interview(record, grades, missing)

    def _new_interview(
        self, record: InterviewRecord, grades: Sequence[Sequence[GradeRow]], events: Sequence[Event]
    ) -> Outcome:
        ids = [each.answer.id for each in record.answers]
        taken = [each for each in ids if answer_number(self._connection, each) or ids.count(each) > 1]
        if taken:
            raise ConflictError(f"the answer {taken[0]!r} of the interview {record.interview.id!r} is there already")
        place = insert_interview(self._connection, record.interview, searchable=False)
        insert_events(self._connection, record.interview.id, 0, events, is_open=record.open, searchable=False)
        if not events and not record.open:
            self._connection.execute("UPDATE interviews SET open = 0 WHERE id = ?", (packed(record.interview.id),))
        feedback = [
            (each.answer.position, self._new_answer(each, its_grades))
            for each, its_grades in zip(record.answers, grades, strict=True)
        ]
        if record.answers:
            update_interview_result(self._connection, packed(record.interview.id))
        asked, said = map("\n".join, turns(events))
        remarks = self._new_remarks(packed(record.interview.id), record)
        heard = joined(words for _, words in sorted(feedback))
        add_words(self._connection, INTERVIEWS, [Words(place, asked, said, heard, remarks)])
        return "added"

    def _reckon_up(self, interview_id: str) -> None:
        self._answers.write_words()
        update_interview_feedback(self._connection, packed(interview_id))
        update_interview_result(self._connection, packed(interview_id))

    def _missing_events(self, wanted: Interview, here: Interview, events: Sequence[Event]) -> Sequence[Event]:
        """Those that come after the ones that are here. Raises ConflictError where the two went different ways."""
        stored = read_events(self._connection, here.id)
        common = min(len(stored), len(events))
        if wanted != here or list(stored[:common]) != list(events[:common]):
            raise ConflictError(f"the interview {here.id!r} is here already, and went on in another way")
        return events[common:]

    def _complete_interview(
        self, record: InterviewRecord, grades: Sequence[Sequence[GradeRow]], missing: Sequence[Event]
    ) -> Outcome:
        interview_id = record.interview.id
        if missing:
            stored = len(record.events) - len(missing)
            insert_events(self._connection, interview_id, stored, missing, is_open=record.open)
        outcomes = [self._answer(*each) for each in zip(record.answers, grades, strict=True)]
        if "added" in outcomes:
            self._reckon_up(interview_id)
        entry = find_exactly(self._connection, "interviews", interview_id)
        changed = self._label(entry, record)
        deleted = "SELECT 1 FROM interviews WHERE id = ? AND deleted_at IS NOT NULL"
        back = self._connection.execute(deleted, (entry.id,)).fetchone()
        if back:
            restore(self._connection, entry)
        return "completed" if missing or changed or back or set(outcomes) - {"there"} else "there"

    def _label(self, entry: Entry, record: AnswerRecord | InterviewRecord) -> bool:
        """Adds the labels that an entry which is here does not have; whether there was any."""
        changed = labels.add_labels(self._connection, entry.id, record.name, record.note, record.tags)
        if changed:
            labels.index(self._connection, entry)
        return changed


def put_draft(connection: sqlite3.Connection, record: DraftRecord) -> Outcome:
    """Beside what is typed at the same question here: no draft replaces another."""
    draft = record.draft
    row = {
        "slot": packed(draft.slot),
        "track": draft.track,
        "typing_seconds": draft.typing_seconds,
        "updated_at": microseconds(draft.updated_at),
        "text": packed(draft.text),
        "question": to_json(draft.question),
    }
    same = "SELECT 1 FROM drafts WHERE slot = :slot AND updated_at = :updated_at AND text = :text"
    if connection.execute(same, row).fetchone():
        return "there"
    insert(connection, "drafts", row)
    return "added"


def put_scheduled(connection: sqlite3.Connection, record: ScheduleRecord) -> Outcome:
    """The newer of the two counts."""
    item, updated = record.item, microseconds(record.updated_at)
    key = (item.kind, item.track, packed(item.id))
    stored = "SELECT updated_at FROM schedule WHERE kind = ? AND track = ? AND id = ?"
    here = connection.execute(stored, key).fetchone()
    if here and here[0] >= updated:
        return "there"
    connection.execute(SAVE, (*key, microseconds(item.due), updated, to_json(item)))
    return "completed" if here else "added"


def put_fact(connection: sqlite3.Connection, record: FactRecord) -> Outcome:
    """The newer of the two counts."""
    name, updated = packed(record.name), microseconds(record.updated_at)
    here = connection.execute("SELECT updated_at FROM facts WHERE name = ?", (name,)).fetchone()
    if here and here[0] >= updated:
        return "there"
    connection.execute(SET_FACT, (name, packed(record.value), updated))
    return "completed" if here else "added"


def _check(record: AnswerRecord | InterviewRecord) -> None:
    """What the database would refuse halfway. Raises ConflictError."""
    try:
        for tag in record.tags:
            labels.as_tag(tag)
    except StoreError as error:
        raise ConflictError(str(error)) from None
    if len(record.name) > labels.LONGEST_NAME:
        raise ConflictError(f"a name of more than {labels.LONGEST_NAME} letters")
    if isinstance(record, AnswerRecord) and not 0 <= record.answer.position < MOST_ANSWERS:
        raise ConflictError(f"the answer {record.answer.id!r} has the position {record.answer.position}")


def _same_json(one: str, other: str) -> bool:
    return one == other or json.loads(one) == json.loads(other)
