"""`interviewer history compare`: two attempts at one question, their words, checks and scores."""

import argparse
import dataclasses
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format
from interviewer.cli.stored import stored

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.difference import Difference
    from interviewer.domain.history import HistoryRow
    from interviewer.domain.transcripts import Transcript
    from interviewer.ports import FullStore

LOOKED_THROUGH = 500  # of the newest answers, for one that was answered twice
DESCRIPTION = """Two attempts at one question: what changed word by word, which checks were won
and lost, and how each score moved. Two ids name them; one id is compared with the
attempt before it; without any it is the last two at the question of --question, or
at the one that was last answered again."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("compare", help="two attempts at one question", description=DESCRIPTION)
    parser.add_argument("ids", metavar="ID", nargs="*", help="an answer's id, or its first 6 characters or more")
    parser.add_argument("--question", metavar="ID", help="the last two answers to this question")
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.reports.comparison_text import comparison_as_text

    with stored(program) as store:
        before, after = _attempts(args, store)
    if args.format == "json":
        output.write_json(as_dict(before, after))
        return output.DONE
    grade = after.latest or before.latest
    rubric = program.rubrics.of_grade(grade) if grade else program.rubrics.rubric(after.answer.track)
    output.write(comparison_as_text(before, after, rubric))
    return output.DONE


def _attempts(args: argparse.Namespace, store: "FullStore") -> "tuple[Transcript, Transcript]":
    """The earlier one first. Raises BadInputError where there are no two to compare."""
    from interviewer.cli.output import BadInputError

    if len(args.ids) > 2 or (args.ids and args.question):
        raise BadInputError("name at most two answers, or a question")
    if len(args.ids) == 2:
        found = sorted((_answer(store, each) for each in args.ids), key=lambda each: each.answer.created_at)
        if _question(found[0]) != _question(found[1]):
            raise BadInputError("these two are answers to different questions")
        if found[0].answer.id == found[1].answer.id:
            raise BadInputError("these two are the same answer")
        return found[0], found[1]
    rows = _of_one(store, args.ids[0]) if args.ids else _newest_two(store, args.question)
    return _answer(store, rows[1].id), _answer(store, rows[0].id)


def _question(transcript: "Transcript") -> tuple[str, str]:
    question = transcript.answer.question
    return (question.id, "") if question.id else ("", question.prompt)


def _answer(store: "FullStore", wanted: str) -> "Transcript":
    from interviewer.cli.output import BadInputError

    transcript = store.transcript(wanted)
    if transcript is None:
        raise BadInputError(f"there is no answer {wanted!r}, or its id is cut to fewer than 6 characters")
    return transcript


def _of_one(store: "FullStore", wanted: str) -> "list[HistoryRow]":
    """An answer and the attempt before it."""
    from interviewer.cli.output import BadInputError

    answer = _answer(store, wanted).answer
    rows = list(store.history.attempts(answer.question.id, prompt=answer.question.prompt, limit=LOOKED_THROUGH))
    at = next((number for number, row in enumerate(rows) if row.id == answer.id), None)
    if at is None or at + 1 >= len(rows):
        raise BadInputError(f"{answer.id[:8]} is the first attempt at its question: name the other one too")
    return rows[at : at + 2]


def _newest_two(store: "FullStore", question_id: str | None) -> "list[HistoryRow]":
    from interviewer.cli.output import BadInputError
    from interviewer.domain.history import HistoryQuery

    if question_id is not None:
        rows = list(store.history.attempts(question_id, limit=2))
        if len(rows) < 2:
            raise BadInputError(f"the question {question_id!r} has {len(rows)} answers: two are needed to compare")
        return rows
    for row in store.history.rows(HistoryQuery(shows="answers"), limit=LOOKED_THROUGH):
        if row.tries > 1:
            rows = list(store.history.attempts(row.question_id, prompt=row.title, limit=2))
            if len(rows) == 2:
                return rows
    raise BadInputError("no question was answered twice lately: name two answers by their ids")


def as_dict(before: "Transcript", after: "Transcript") -> dict[str, Any]:
    """`difference` is null where one of the two has no score; `words` are stretches of both texts, in order."""
    from interviewer.domain.difference import difference
    from interviewer.domain.word_difference import word_difference

    old, new = before.latest, after.latest
    change = difference(old, new) if old and new else None
    one, other = before.answer.text, after.answer.text
    return {
        "question": {"id": after.answer.question.id or None, "prompt": after.answer.question.prompt},
        "before": _attempt(before),
        "after": _attempt(after),
        "same_grader": change.same_grader if change else None,
        "same_rubric": old.rubric == new.rubric if old and new else None,
        "difference": dataclasses.asdict(change) if change else None,
        "moved": _moved(change) if change else [],
        "words": [
            {
                "op": each.op,
                "before": one[each.before_start : each.before_end],
                "after": other[each.after_start : each.after_end],
            }
            for each in word_difference(one, other)
        ],
    }


def _attempt(transcript: "Transcript") -> dict[str, Any]:
    grade = transcript.latest
    return {
        "answer_id": transcript.answer.id,
        "created_at": transcript.answer.created_at.isoformat(),
        "track": transcript.answer.track,
        "text": transcript.answer.text,
        "grade_id": grade.grade_id if grade else None,
        "grader": dataclasses.asdict(grade.grader) if grade else None,
        "overall": dataclasses.asdict(grade.overall) if grade and grade.overall else None,
    }


def _moved(change: "Difference") -> list[dict[str, Any]]:
    """Each signal and habit with the checks that moved it."""
    return [
        {
            "id": score.id,
            "before": score.before,
            "after": score.after,
            "won": [check for dimension, check in change.won if dimension == score.id],
            "lost": [check for dimension, check in change.lost if dimension == score.id],
        }
        for score in change.scores
    ]
