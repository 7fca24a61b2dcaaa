"""`interviewer history`: the answers that were given and the grades they received."""

import argparse
import dataclasses
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, add_format, positive

if TYPE_CHECKING:
    from interviewer.cli.main import Program
    from interviewer.domain.transcripts import AnswerRow, Transcript
    from interviewer.ports import Store

PAGE = 200
SHOWN_ID = 8


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser("list", help="one line an answer", description="One line an answer, newest first.")
    listing.add_argument("--track", choices=TRACKS)
    listing.add_argument("--question", metavar="ID", help="answers to this question only")
    listing.add_argument("--limit", type=positive, metavar="N", help="the newest N only")
    add_format(listing)
    listing.set_defaults(run=list_history)

    showing = actions.add_parser(
        "show", help="one answer with its grades", description="One answer with all its grades, oldest first."
    )
    showing.add_argument("id", metavar="ID", help="an answer's id, or its first 6 characters or more")
    add_format(showing)
    showing.set_defaults(run=show_history)

    from interviewer.cli import history_regrade

    history_regrade.arguments(actions)


def list_history(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    count = 0
    with program.existing_store() as store:
        for row in _rows(store, args) if store else ():
            count += 1
            if args.format == "json":
                output.write_json({**dataclasses.asdict(row), "created_at": row.created_at.isoformat()}, indent=None)
            else:
                output.write(_row_text(row))
    if not count and args.format == "text":
        output.say("no answers yet: interviewer practice" if store is None else "no answers")
    return output.DONE


def _rows(store: "Store", args: argparse.Namespace) -> "Iterator[AnswerRow]":
    left: int | None = args.limit
    offset = 0
    while left is None or left > 0:
        wanted = PAGE if left is None else min(PAGE, left)
        page = store.answers(limit=wanted, offset=offset, track=args.track, question_id=args.question)
        yield from page
        if len(page) < wanted:
            return
        offset += len(page)
        left = None if left is None else left - len(page)


def _row_text(row: "AnswerRow") -> str:
    from interviewer.domain.grades import VOTE_NAMES

    score = f"{row.score:.1f}" if row.score is not None else " - "
    names: dict[str, str] = dict(VOTE_NAMES.items())
    vote = names.get(row.vote or "", row.status)
    when = row.created_at.astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{row.answer_id[:SHOWN_ID]}  {when}  {row.track:<5}  {score}  {vote:<10}  {' '.join(row.prompt.split())}"


def show_history(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    with program.existing_store() as store:
        transcript = store.transcript(args.id) if store else None
    if transcript is None:
        raise output.BadInputError(
            f"there is no answer {args.id!r}, or its id is cut too short (interviewer history list)"
        )
    if args.format == "json":
        output.write_json(_as_dict(transcript))
    else:
        output.write(_as_text(transcript, program))
    return output.DONE


def _as_dict(transcript: "Transcript") -> dict[str, Any]:
    from interviewer.cli.grade_json import grade_as_dict

    answer = dataclasses.asdict(transcript.answer)
    return {
        "answer": {**answer, "created_at": transcript.answer.created_at.isoformat()},
        "grades": [
            {"created_at": each.created_at.isoformat(), "grade": grade_as_dict(each.grade)}
            for each in transcript.grades
        ],
    }


def _as_text(transcript: "Transcript", program: "Program") -> str:
    """The answer, then its newest grade in full; older ones as a line each."""
    from interviewer.reports.grade_text import grade_as_text

    answer = transcript.answer
    parts = [
        f"Answer {answer.id}, {answer.created_at.astimezone():%Y-%m-%d %H:%M}",
        answer.question.prompt,
        answer.text.strip("\n"),
    ]
    latest = transcript.latest
    others = [each for each in transcript.grades if each.grade is not latest]
    if others:
        parts.append("\n".join(_one_line(each.created_at.astimezone(), each.grade) for each in others))
    if latest is not None:
        parts.append(grade_as_text(latest, program.rubrics.of_grade(latest)))
    else:
        parts.append("Not graded yet.")
    return "\n\n".join(parts)


def _one_line(when: Any, grade: Any) -> str:
    result = f"{grade.overall.score:.1f}" if grade.overall else f"not scored: {grade.reason}"
    return f"Another grade, {when:%Y-%m-%d %H:%M}, {grade.grader.model or 'offline'}: {result}"
