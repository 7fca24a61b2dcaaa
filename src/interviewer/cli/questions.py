"""`interviewer questions`: what the bank holds, and a person's own questions in it."""

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, add_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from interviewer.cli.main import Program
    from interviewer.domain.questions import Question
    from interviewer.ports import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser("list", help="one line a question", description="One line a question.")
    listing.add_argument("--track", choices=TRACKS)
    listing.add_argument("--kind", metavar="KIND", help="behavioural, metrics, ethics, ...")
    listing.add_argument("--topic", metavar="TOPIC", help="a topic's id, for example fairness")
    listing.add_argument("--own", action="store_true", help="your own questions only")
    add_format(listing)
    listing.set_defaults(run=list_questions)

    showing = actions.add_parser("show", help="one question in full", description="One question in full.")
    showing.add_argument("id", metavar="ID")
    add_format(showing)
    showing.set_defaults(run=show_question)

    checking = actions.add_parser(
        "check",
        help="look for mistakes in the bank, or in files",
        description="Looks for mistakes in the whole bank, or in the named files.\nExit 1 where there are any.",
    )
    checking.add_argument("files", nargs="*", metavar="FILE")
    checking.set_defaults(run=check_questions)

    from interviewer.cli import questions_own

    questions_own.arguments(actions)


def list_questions(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    _say_problems(program.bank.problems())
    questions = list(_chosen(args, program))
    if args.format == "json":
        output.write_json_lines(question_as_dict(each, own=program.bank.is_own(each.id)) for each in questions)
        return output.DONE
    width = max((len(each.id) for each in questions), default=0)
    for each in questions:
        own = " (own)" if program.bank.is_own(each.id) else ""
        output.write(f"{each.id:<{width}}  {each.track:<5}  {each.kind:<13}  {' '.join(each.prompt.split())}{own}")
    output.say(f"{len(questions)} question{'' if len(questions) == 1 else 's'}")
    return output.DONE


def _chosen(args: argparse.Namespace, program: "Program") -> "Iterator[Question]":
    from interviewer.cli.finding import near
    from interviewer.cli.output import BadInputError
    from interviewer.domain.questions import KINDS

    if args.kind is not None and args.kind not in KINDS:
        hint = near(args.kind, KINDS) or f" (kinds: {', '.join(KINDS)})"
        raise BadInputError(f"--kind: there is no kind {args.kind!r}{hint}")
    questions = program.bank.questions()
    topics = {each.topic for each in questions} | {each.id for each in program.bank.topics()}
    if args.topic is not None and args.topic not in topics:
        raise BadInputError(f"--topic: there is no topic {args.topic!r}{near(args.topic, topics)}")
    for each in questions:
        if (
            (args.track is None or each.suits(args.track))
            and args.kind in (None, each.kind)
            and args.topic in (None, each.topic)
            and (not args.own or program.bank.is_own(each.id))
        ):
            yield each


def question_as_dict(question: "Question", *, own: bool) -> dict[str, Any]:
    """The fields of the TOML format, with `own` beside them."""
    return {**dataclasses.asdict(question), "own": own}


def show_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import find_question

    question = find_question(program.bank, args.id)
    own = program.bank.is_own(question.id)
    if args.format == "json":
        output.write_json(question_as_dict(question, own=own))
        return output.DONE
    from interviewer.reports.question_text import question_as_text

    output.write(question_as_text(question, own=own))
    return output.DONE


def check_questions(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.question_files import load_questions

    if args.files:
        problems, count = [], 0
        for name in args.files:
            questions, found = load_questions(Path(name), name)
            problems += found
            count += len(questions)
    else:
        problems = [*program.bank.problems(), *program.worked.problems()]
        count = len(program.bank.questions())
    for problem in problems:
        output.write(str(problem))
    wrong = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}" if problems else "no problems"
    output.say(f"{count} good question{'' if count == 1 else 's'}, {wrong}")
    return output.NOT_DONE if problems else output.DONE


def _say_problems(problems: "Sequence[Problem]") -> None:
    from interviewer.cli.output import say

    if problems:
        more = f" (and {len(problems) - 1} more: interviewer questions check)" if len(problems) > 1 else ""
        say(f"left out: {problems[0]}{more}")
