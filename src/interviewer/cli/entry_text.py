"""An entry of the history as text, for the app's pager and clipboard."""

from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.history import HistoryRow
    from interviewer.ports import FullStore


def entry_text(program: "Program", store: "FullStore", entry_id: str) -> str:
    """Everything that is known of it. Raises InterviewerError where it is not there or cannot be read."""
    from interviewer.ports import InterviewerError

    row = store.history.row(entry_id)
    if row is None:
        raise InterviewerError("it is no longer there")
    return _answer(program, store, row) if row.entry == "answer" else _interview(program, store, row)


def _answer(program: "Program", store: "FullStore", row: "HistoryRow") -> str:
    from interviewer.ports import InterviewerError
    from interviewer.practice.interview import OutOfTurnError, transcript
    from interviewer.reports.entry_text import answer_as_text

    found = store.transcript(row.id)
    if found is None:
        raise InterviewerError("it is no longer there")
    turns = []
    interview = store.interview(row.interview_id) if row.interview_id else None
    if interview is not None:
        with suppress(OutOfTurnError):  # the answer itself is there all the same
            lines = transcript(interview, store.events(interview.id))
            turns = [line for line in lines if line.position == found.answer.position]
    return answer_as_text(row, found, program.rubrics.of_grade, turns)


def _interview(program: "Program", store: "FullStore", row: "HistoryRow") -> str:
    from interviewer.domain.questions import TRACKS
    from interviewer.ports import InterviewerError
    from interviewer.practice.debrief import debrief
    from interviewer.practice.interview import OutOfTurnError, replay, transcript
    from interviewer.practice.interview_grades import grades_of, submitted
    from interviewer.reports.entry_text import interview_as_text

    interview = store.interview(row.id)
    if interview is None:
        raise InterviewerError("it is no longer there")
    events = store.events(interview.id)
    try:
        state = replay(interview, events)
    except OutOfTurnError as error:
        raise InterviewerError(f"its record does not hold together ({error})") from None
    other = next(track for track in TRACKS if track != interview.track)
    found = debrief(
        state,
        grades_of(state, store),
        program.rubrics.rubric(interview.track),
        program.rubrics.rubric(other),
        loops=program.loops.loops(),
        questions=program.bank.questions(),
    )
    grades = {each.position: store.grades_of(each.answer_id) for each in submitted(state)}
    return interview_as_text(row, transcript(interview, events), grades, found)
