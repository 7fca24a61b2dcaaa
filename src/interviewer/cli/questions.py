"""`interviewer questions`: what the bank holds, and a person's own questions in it."""

import argparse
import dataclasses
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, add_format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from interviewer.cli.program import Program
    from interviewer.domain.questions import Question
    from interviewer.ports import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser("list", help="one line a question", description="One line a question.")
    add_filters(listing)
    add_format(listing)
    listing.set_defaults(run=list_questions)

    showing = actions.add_parser("show", help="one question in full", description="One question in full.")
    showing.add_argument("id", metavar="ID")
    add_format(showing)
    showing.set_defaults(run=show_question)

    from interviewer.cli import questions_check, questions_export, questions_import, questions_own, questions_packs

    for part in (questions_check, questions_own, questions_import, questions_export, questions_packs):
        part.arguments(actions)


def add_filters(parser: argparse.ArgumentParser) -> None:
    """--track, --kind and so on: which questions of the bank are meant."""
    parser.add_argument("--track", choices=TRACKS)
    parser.add_argument("--kind", metavar="KIND", help="behavioural, metrics, ethics, ...")
    parser.add_argument("--topic", metavar="TOPIC", help="a topic's id, for example fairness")
    parser.add_argument("--drill", metavar="NAME", help="the questions of a drill (interviewer practice --drill)")
    parser.add_argument("--own", action="store_true", help="your own questions only")
    parser.add_argument("--pack", metavar="NAME", help="the questions of an installed pack only")
    parser.add_argument(
        "--search", metavar="WORDS", default="", help="all of these words, in prompt, topic, kind or id"
    )


def list_questions(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    _say_problems(program.bank.problems())
    questions = list(chosen(args, program))
    if args.format == "json":
        output.write_json_lines(question_as_dict(each, program) for each in questions)
        return output.DONE
    width = max((len(each.id) for each in questions), default=0)
    for each in questions:
        whose = f" ({_whose(program, each)})" if _whose(program, each) else ""
        output.write(f"{each.id:<{width}}  {each.track:<5}  {each.kind:<13}  {' '.join(each.prompt.split())}{whose}")
    output.say(f"{len(questions)} question{'' if len(questions) == 1 else 's'}")
    return output.DONE


def _whose(program: "Program", question: "Question") -> str:
    """ "own", "pack NAME", or nothing for a built-in question."""
    pack = program.bank.pack_of(question.id)
    return f"pack {pack}" if pack else ("own" if program.bank.is_own(question.id) else "")


def chosen(args: argparse.Namespace, program: "Program") -> "Sequence[Question]":
    """The questions that the flags of `add_filters` name. Raises BadInputError for a name that is not there."""
    from interviewer.cli.finding import near
    from interviewer.cli.output import BadInputError
    from interviewer.cli.practice_drill import find_drill
    from interviewer.content.question_search import Query
    from interviewer.domain.questions import KINDS

    if args.kind is not None and args.kind not in KINDS:
        hint = near(args.kind, KINDS) or f" (kinds: {', '.join(KINDS)})"
        raise BadInputError(f"--kind: there is no kind {args.kind!r}{hint}")
    bank = program.bank
    topics = {each.topic for each in bank.questions()} | {each.id for each in bank.topics()}
    if args.topic is not None and args.topic not in topics:
        raise BadInputError(f"--topic: there is no topic {args.topic!r}{near(args.topic, topics)}")
    packs = {bank.pack_of(each.id) for each in bank.questions()} - {""}
    if args.pack is not None and args.pack not in packs:
        raise BadInputError(f"--pack: there is no pack {args.pack!r}{near(args.pack, packs)}")
    drill = find_drill(program, args.drill).id if args.drill is not None else None
    return bank.find(
        Query(
            words=args.search, track=args.track, kind=args.kind, topic=args.topic, drill=drill, own=args.own,
            pack=args.pack,
        )
    )  # fmt: skip


def question_as_dict(question: "Question", program: "Program") -> dict[str, Any]:
    """The fields of the TOML format, with `own` and `pack` (its name or null) beside them."""
    bank = program.bank
    return {**dataclasses.asdict(question), "own": bank.is_own(question.id), "pack": bank.pack_of(question.id) or None}


def show_question(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import find_question

    question = find_question(program.bank, args.id)
    if args.format == "json":
        output.write_json(question_as_dict(question, program))
        return output.DONE
    from interviewer.reports.question_text import question_as_text

    output.write(question_as_text(question, own=program.bank.is_own(question.id)))
    return output.DONE


def _say_problems(problems: "Sequence[Problem]") -> None:
    from interviewer.cli.output import say

    if problems:
        more = f" (and {len(problems) - 1} more: interviewer questions check)" if len(problems) > 1 else ""
        say(f"left out: {problems[0]}{more}")
