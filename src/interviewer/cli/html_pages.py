"""HTML pages of what is stored: an interview with its debrief, or answers."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.debriefs import Debrief
    from interviewer.domain.interviews import Interview, Line
    from interviewer.domain.transcripts import StoredGrade, Transcript
    from interviewer.ports import FullStore


@dataclass(frozen=True, slots=True)
class InterviewParts:
    """What a page about an interview is made of; `grades` are by the position of the question."""

    interview: "Interview"
    lines: "Sequence[Line]"
    debrief: "Debrief"
    answer_ids: tuple[str, ...]
    grades: "Mapping[int, Sequence[StoredGrade]]"


def interview_parts(program: "Program", store: "FullStore", interview_id: str) -> InterviewParts:
    """An id's beginning will do. Raises BadInputError where there is no such interview; StoreError, ContentError."""
    from interviewer.cli.output import BadInputError
    from interviewer.domain.questions import TRACKS
    from interviewer.practice.debrief import debrief
    from interviewer.practice.interview import OutOfTurnError, replay, transcript
    from interviewer.practice.interview_grades import grades_of, submitted

    interview = store.interview(interview_id)
    if interview is None:
        raise BadInputError(f"there is no interview {interview_id!r}, or its id is cut to fewer than 6 characters")
    events = store.events(interview.id)
    try:
        state = replay(interview, events)
    except OutOfTurnError as error:
        raise BadInputError(f"the record of the interview {interview.id!r} does not hold together ({error})") from None
    other = next(track for track in TRACKS if track != interview.track)
    found = debrief(
        state,
        grades_of(state, store),
        program.rubrics.rubric(interview.track),
        program.rubrics.rubric(other),
        loops=program.loops.loops(),
        questions=program.bank.questions(),
    )
    exchanges = submitted(state)
    return InterviewParts(
        interview,
        transcript(interview, events),
        found,
        tuple(each.answer_id for each in exchanges),
        {each.position: store.grades_of(each.answer_id) for each in exchanges},
    )


def interview_page(program: "Program", store: "FullStore", interview_id: str) -> Iterator[str]:
    """The page in pieces: debrief, transcript with its evidence, all grades. Raises as interview_parts."""
    from interviewer.reports.html_interview import interview_report

    parts = interview_parts(program, store, interview_id)
    return interview_report(parts.interview, parts.lines, parts.debrief, parts.grades, program.rubrics)


def answers_page(program: "Program", title: str, transcripts: "Iterable[Transcript]") -> Iterator[str]:
    """The page in pieces, one answer after the other; they are read one at a time."""
    from interviewer.reports.html_interview import answers_report

    return answers_report(title, transcripts, program.rubrics)
