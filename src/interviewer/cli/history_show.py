"""`interviewer history show`: an answer with its grades, or an interview with all that was said."""

import argparse
import dataclasses
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.history import HistoryRow
    from interviewer.domain.transcripts import Transcript
    from interviewer.ports import FullStore


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
    from interviewer.cli.entry_text import entry_text

    with program.existing_store() as store:
        row = store.history.row(args.id) if store else None
        if store is None or row is None:
            raise output.BadInputError(
                f"there is no answer or interview {args.id!r}, or its id is cut to fewer than 6 characters"
            )
        if args.format == "json":
            output.write_json(_as_dict(store, row))
        else:
            output.write(entry_text(program, store, row.id))
    return output.DONE


def _as_dict(store: "FullStore", row: "HistoryRow") -> dict[str, Any]:
    labels = {"name": row.name or None, "note": row.note or None, "tags": list(row.tags)}
    if row.entry == "interview":
        return {**_interview_as_dict(store, row.id), **labels}
    transcript = store.transcript(row.id)
    return {**(transcript_as_dict(transcript) if transcript else {}), **labels}


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


def _interview_as_dict(store: "FullStore", interview_id: str) -> dict[str, Any]:
    """The plan, every event with its kind, and each answer with its grades; dates as ISO 8601."""
    interview, events = store.interview(interview_id), store.events(interview_id)
    answers = [store.transcript(row.id) for row in _answers(store, interview_id)]
    return {
        "interview": dataclasses.asdict(interview) if interview else None,
        "events": [{"kind": type(each).__name__, **dataclasses.asdict(each)} for each in events],
        "answers": [transcript_as_dict(each) for each in answers if each is not None],
    }


def _answers(store: "FullStore", interview_id: str) -> "list[HistoryRow]":
    """In the order in which they were given."""
    from interviewer.cli.history import all_rows
    from interviewer.domain.history import HistoryQuery

    query = HistoryQuery(shows="answers", interview_id=interview_id)
    return list(all_rows(store.history, query))[::-1]
