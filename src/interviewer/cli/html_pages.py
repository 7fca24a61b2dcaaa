"""HTML pages of what is stored: an interview with its debrief, or answers."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.main import Program
    from interviewer.domain.transcripts import Transcript
    from interviewer.ports import FullStore


def interview_page(program: "Program", store: "FullStore", interview_id: str) -> Iterator[str]:
    """The page in pieces: debrief, transcript with its evidence, all grades. An id's beginning will do.

    Raises BadInputError where there is no such interview; StoreError, ContentError.
    """
    from interviewer.cli.output import BadInputError
    from interviewer.domain.questions import TRACKS
    from interviewer.practice.debrief import debrief
    from interviewer.practice.interview import replay, transcript
    from interviewer.practice.interview_grades import grades_of, submitted
    from interviewer.reports.html_interview import interview_report

    interview = store.interview(interview_id)
    if interview is None:
        raise BadInputError(f"there is no interview {interview_id!r}, or its id is cut too short")
    events = store.events(interview.id)
    state = replay(interview, events)
    other = next(track for track in TRACKS if track != interview.track)
    found = debrief(
        state,
        grades_of(state, store),
        program.rubrics.rubric(interview.track),
        program.rubrics.rubric(other),
        loops=program.loops.loops(),
        questions=program.bank.questions(),
    )
    grades = {exchange.position: store.grades_of(exchange.answer_id) for exchange in submitted(state)}
    return interview_report(interview, transcript(interview, events), found, grades, program.rubrics)


def answers_page(program: "Program", title: str, transcripts: "Iterable[Transcript]") -> Iterator[str]:
    """The page in pieces, one answer after the other; they are read one at a time."""
    from interviewer.reports.html_interview import answers_report

    return answers_report(title, transcripts, program.rubrics)
