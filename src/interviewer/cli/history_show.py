"""`interviewer history show`: an answer with its grades, or an interview with all that was said."""

import argparse
import dataclasses
import textwrap
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format

if TYPE_CHECKING:
    from interviewer.cli.main import Program
    from interviewer.domain.history import HistoryRow
    from interviewer.domain.interviews import Interview
    from interviewer.domain.transcripts import Transcript
    from interviewer.ports import FullStore

WIDTH = 79
SPEAKERS = {"interviewer": "Interviewer", "candidate": "You"}


def arguments(actions: Any) -> None:
    parser = actions.add_parser(
        "show",
        help="one answer with its grades, or one interview",
        description="One answer with all its grades, oldest first; or one interview, word by word.",
    )
    parser.add_argument("id", metavar="ID", help="an id, or its first 6 characters or more")
    add_format(parser)
    parser.set_defaults(run=show_history)


def show_history(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    with program.existing_store() as store:
        row = store.history.row(args.id) if store else None
        if store is None or row is None:
            raise output.BadInputError(
                f"there is no answer or interview {args.id!r}, or its id is cut too short (interviewer history list)"
            )
        if row.entry == "interview":
            _show_interview(store, row, args.format)
            return output.DONE
        transcript = store.transcript(row.id)
    if transcript is None:
        raise output.BadInputError(f"the answer {args.id!r} has just been removed")
    if args.format == "json":
        output.write_json({**transcript_as_dict(transcript), **_labels(row)})
    else:
        output.write("\n\n".join([*_answer_head(transcript, row), *_answer_body(transcript, program)]))
    return output.DONE


def _labels(row: "HistoryRow") -> dict[str, Any]:
    return {"name": row.name or None, "note": row.note or None, "tags": list(row.tags)}


def transcript_as_dict(transcript: "Transcript") -> dict[str, Any]:
    from interviewer.cli.grade_json import grade_as_dict

    answer = dataclasses.asdict(transcript.answer)
    return {
        "answer": {**answer, "created_at": transcript.answer.created_at.isoformat()},
        "grades": [
            {"created_at": each.created_at.isoformat(), "grade": grade_as_dict(each.grade)}
            for each in transcript.grades
        ],
    }


def _answer_head(transcript: "Transcript", row: "HistoryRow") -> Iterator[str]:
    answer = transcript.answer
    deleted = ", deleted" if row.deleted_at else ""
    yield f"Answer {answer.id}, {answer.created_at.astimezone():%Y-%m-%d %H:%M}{deleted}"
    yield from labels_as_text(row)


def labels_as_text(row: "HistoryRow") -> Iterator[str]:
    """Name, tags and note, where there are any, in one paragraph."""
    parts = [row.name, " ".join(f"#{tag}" for tag in row.tags), row.note]
    if any(parts):
        yield "\n".join(part for part in parts if part)


def _answer_body(transcript: "Transcript", program: "Program") -> Iterator[str]:
    """Question, answer, its newest grade in full; older ones as a line each."""
    from interviewer.reports.grade_text import grade_as_text

    yield transcript.answer.question.prompt
    yield transcript.answer.text.strip("\n")
    latest = transcript.latest
    others = [each for each in transcript.grades if each.grade is not latest]
    if others:
        yield "\n".join(_one_line(each.created_at.astimezone(), each.grade) for each in others)
    if latest is not None:
        yield grade_as_text(latest, program.rubrics.of_grade(latest))
    else:
        yield "Not graded yet."


def _one_line(when: Any, grade: Any) -> str:
    result = f"{grade.overall.score:.1f}" if grade.overall else f"not scored: {grade.reason}"
    return f"Another grade, {when:%Y-%m-%d %H:%M}, {grade.grader.model or 'offline'}: {result}"


def _show_interview(store: "FullStore", row: "HistoryRow", form: str) -> None:
    from interviewer.cli import output

    interview = store.interview(row.id)
    if interview is None:
        raise output.BadInputError(f"the interview {row.id!r} has just been removed")
    if form == "json":
        output.write_json({**_interview_as_dict(store, interview), **_labels(row)})
    else:
        output.write("\n\n".join(_interview_as_text(store, interview, row)))


def _interview_as_dict(store: "FullStore", interview: "Interview") -> dict[str, Any]:
    """The plan, every event with its kind, and each answer with its grades; dates as ISO 8601."""
    events = store.events(interview.id)
    answers = [store.transcript(row.id) for row in _answers(store, interview.id)]
    return {
        "interview": dataclasses.asdict(interview),
        "events": [{"kind": type(each).__name__, **dataclasses.asdict(each)} for each in events],
        "answers": [transcript_as_dict(each) for each in answers if each is not None],
    }


def _answers(store: "FullStore", interview_id: str) -> "list[HistoryRow]":
    """In the order in which they were given."""
    from interviewer.cli.history import all_rows
    from interviewer.domain.history import HistoryQuery

    query = HistoryQuery(shows="answers", interview_id=interview_id)
    return list(all_rows(store.history, query))[::-1]


def _interview_as_text(store: "FullStore", interview: "Interview", row: "HistoryRow") -> Iterator[str]:
    from interviewer.cli.history import row_as_text
    from interviewer.practice.interview import transcript

    deleted = ", deleted" if row.deleted_at else ""
    yield f"Interview {interview.id}, {interview.created_at.astimezone():%Y-%m-%d %H:%M}{deleted}\n{interview.title}"
    yield from labels_as_text(row)
    for line in transcript(interview, store.events(interview.id)):
        yield _said(SPEAKERS[line.speaker], line.text)
    answers = _answers(store, interview.id)
    if answers:
        yield "\n".join(["Its answers (interviewer history show ID):", *map(row_as_text, answers)])


def _said(speaker: str, text: str) -> str:
    """Hung under its speaker, paragraph by paragraph."""
    paragraphs = [each for each in text.split("\n") if each.strip()] or ["(nothing)"]
    lines = [
        textwrap.fill(each, WIDTH, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False)
        for each in paragraphs
    ]
    return "\n".join([f"{speaker}:", *lines])
