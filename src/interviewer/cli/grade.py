"""`interviewer grade`: one answer, or a file of many. It is a filter: nothing is kept in the history."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.cli.arguments import TRACKS, add_format, add_grader_flags, add_rubric_flag, grader_flags, positive

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.ports import GradeRequest
    from interviewer.settings import Settings

EPILOG = """examples:
  interviewer grade --example
  interviewer grade --question ai-fairness-recommender answer.txt
  interviewer grade --track ml_pm --prompt "When do you retrain?" - < answer.txt
  interviewer grade --batch answers.jsonl --out grades.jsonl

A line of --batch is {"id", "track", "question" or "question_id", "answer"}.
Exit: 0 graded, 1 some not scored, 2 wrong usage or bad input."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.epilog = EPILOG
    parser.usage = (
        "interviewer grade (--question ID | --track T --prompt TEXT) [FILE | -]\n"
        "       interviewer grade --example\n"
        "       interviewer grade --batch IN.jsonl [--out OUT.jsonl] [--concurrency N]"
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="the answer; - or nothing for standard input")
    what = parser.add_argument_group("what is graded")
    what.add_argument("--question", metavar="ID", help="a question of the bank (interviewer questions list)")
    what.add_argument("--track", choices=TRACKS, help="for --prompt, and for a question that both tracks ask")
    what.add_argument("--prompt", metavar="TEXT", help="a question of your own")
    what.add_argument("--example", action="store_true", help="grade a shipped answer, to see what a grade looks like")
    what.add_argument("--batch", metavar="IN", help="grade every line of a JSON Lines file; - for standard input")
    what.add_argument("--out", metavar="OUT", help="with --batch: the file of grades; a rerun does only what is left")
    what.add_argument("--concurrency", type=positive, metavar="N", help="with --batch and llm: answers at once (4)")
    add_grader_flags(parser)
    add_rubric_flag(parser)
    parser.add_argument("--show-request", action="store_true", help="print exactly what would be sent; send nothing")
    parser.add_argument("--record", metavar="FILE", help="llm: keep every request and reply in FILE")
    parser.add_argument("--replay", metavar="FILE", help="llm: take the replies from a recorded FILE; send nothing")
    parser.add_argument(
        "--scores-only", action="store_true", help="llm: no feedback and no other track, for fewer requests"
    )
    add_format(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    _check_usage(args)
    from interviewer.cli.llm_flags import say_what_has_no_effect
    from interviewer.cli.rubric_flag import check_rubric_fits

    settings = program.settings(grader_flags(args))
    say_what_has_no_effect(args, settings)
    if args.batch:
        from interviewer.cli.batch import run_batch

        return run_batch(args, program, settings)
    request = _example(program) if args.example else _request(args, program)
    check_rubric_fits(args, program, request.track)
    if args.show_request:
        from interviewer.cli.show_request import show_requests

        return show_requests(program, settings, [request], args.format)
    return _grade(args, program, settings, request)


def _check_usage(args: argparse.Namespace) -> None:
    from interviewer.cli.output import BadInputError

    chosen = [flag for flag in ("question", "prompt", "example", "batch") if getattr(args, flag)]
    if len(chosen) != 1:
        given = f"--{chosen[0]} and --{chosen[1]} exclude each other" if chosen else "nothing to grade"
        raise BadInputError(f"{given}: give --question, or --track and --prompt, or --example, or --batch")
    if args.prompt and not args.track:
        raise BadInputError("--prompt: needs --track ai_pm or --track ml_pm")
    for flag in ("out", "concurrency"):
        if getattr(args, flag) is not None and not args.batch:
            raise BadInputError(f"--{flag}: is for --batch")
    if args.file is not None and (args.batch or args.example):
        raise BadInputError(f"{args.file}: --{chosen[0]} takes no answer file")
    if args.track and (args.batch or args.example):
        raise BadInputError(f"--track: --{chosen[0]} brings its own tracks")
    if sum(map(bool, (args.record, args.replay, args.show_request))) > 1:
        raise BadInputError("--record, --replay and --show-request exclude each other")


def _request(args: argparse.Namespace, program: "Program") -> "GradeRequest":
    from interviewer.cli.files import read_text
    from interviewer.cli.finding import asked_question
    from interviewer.cli.output import say
    from interviewer.ports import GradeRequest

    track, question = asked_question(program.bank, args.question, args.track, args.prompt)
    if question.track == "both" and args.track is None:
        say(f"note: both tracks ask this question; graded as {track} (choose with --track)")
    answer = read_text(args.file or "-", "Type the answer, then Ctrl+D on a line of its own.")
    return GradeRequest(track=track, question=question, answer=answer)


def _example(program: "Program") -> "GradeRequest":
    from interviewer.content.examples import load_example
    from interviewer.ports import GradeRequest

    example = load_example(program.bank)
    return GradeRequest(track=example.track, question=example.question, answer=example.answer)


def _grade(args: argparse.Namespace, program: "Program", settings: "Settings", request: "GradeRequest") -> int:
    from interviewer.cli import output
    from interviewer.cli.grade_json import grade_as_dict
    from interviewer.cli.running import grade_one, say_patience
    from interviewer.cli.step_line import StepLine

    grader = program.grader(settings, _path(args.record), _path(args.replay), scores_only=args.scores_only)
    if not args.replay:
        say_patience(settings)
    with StepLine() as steps:
        grade = grade_one(grader, request, steps.show)
    if args.format == "json":
        output.write_json(grade_as_dict(grade))
    else:
        from interviewer.reports.grade_text import grade_as_text, wrapped

        if args.example:
            output.write(f"The answer:\n\n{wrapped(request.answer.strip())}\n")
        output.write(grade_as_text(grade, program.rubrics.of_grade(grade), grader.description))
    return output.DONE if grade.status == "scored" else output.NOT_DONE


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None
