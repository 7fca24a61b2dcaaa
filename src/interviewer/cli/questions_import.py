"""`interviewer questions import`: lists of questions made one's own, after a look at what that would do."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, add_grader_flags

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.content.import_plan import ImportPlan

MOST_SHOWN = 40
FORMATS = ("toml", "csv", "jsonl", "md")
DESCRIPTION = """Adds questions out of a TOML file, a table (CSV), JSON Lines or a Markdown
list to your own. First it shows what is new, what is there already, and
which lines are bad and why. Where one line is bad nothing is added, unless
you say --keep-good.

With --from-job it reads a job description instead, and proposes questions
of the bank that fit its duties; with --grader llm also new ones, which you
take or leave.

Exit: 0 done, 1 only the good ones were added, 2 bad input and nothing
added."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser(
        "import", help="add questions from a list or a job description", description=DESCRIPTION
    )
    parser.add_argument("file", nargs="?", metavar="FILE", help="the list; - for standard input")
    parser.add_argument("--format", choices=FORMATS, help="where the file's name does not tell")
    parser.add_argument("--track", choices=(*TRACKS, "both"), help="for questions that name none")
    parser.add_argument("--dry-run", action="store_true", help="show what would be added; add nothing")
    parser.add_argument("--keep-good", action="store_true", help="add the good ones although some lines are bad")
    parser.add_argument("--yes", action="store_true", help="do not ask on a terminal before adding")
    from interviewer.cli import questions_job

    questions_job.add_flags(parser)
    add_grader_flags(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli.output import BadInputError

    if bool(args.file) == bool(args.from_job):
        raise BadInputError("name a FILE with questions, or --from-job FILE with a job description")
    if args.from_job:
        from interviewer.cli.questions_job import run_job

        return run_job(args, program)
    return _import(args, program)


def _import(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.import_plan import plan_import

    name, text, form = _read(args)
    plan = plan_import(name, text, form, program.bank, args.track)
    output.write("\n".join(preview(plan)))
    if plan.problems and not args.keep_good:
        more = f" (and {len(plan.problems) - 1} more)" if len(plan.problems) > 1 else ""
        rest = f"; --keep-good adds the other {len(plan.new)}" if plan.new else ""
        raise output.BadInputError(f"{plan.problems[0]}{more}: nothing was added{rest}")
    code = output.NOT_DONE if plan.problems else output.DONE
    if args.dry_run or not plan.new:
        output.say("nothing was added")
        return code
    if not _agreed(args, len(plan.new)):
        output.say("nothing was added")
        return output.DONE
    program.create_home()
    path = program.bank.add_own([each.question for each in plan.new], "imported" if name == "standard input" else name)
    output.say(f"{len(plan.new)} added, in {path}")
    return code


def _read(args: argparse.Namespace) -> tuple[str, str, str]:
    """Name, text and format of the list. Raises BadInputError."""
    from interviewer.cli.files import decode, read_bytes
    from interviewer.cli.output import BadInputError
    from interviewer.content.bank import MANIFEST
    from interviewer.content.import_formats import SUFFIXES
    from interviewer.content.text_file import LARGEST_FILE

    if (Path(args.file) / MANIFEST).is_file():
        raise BadInputError(f"{args.file}: is a pack: interviewer questions packs add {args.file}")
    form = args.format or SUFFIXES.get(Path(args.file).suffix.lower())
    if form is None:
        raise BadInputError(f"{args.file}: its name does not tell what it is: give --format {'|'.join(FORMATS)}")
    name = "standard input" if args.file == "-" else args.file
    return name, decode(read_bytes(args.file, LARGEST_FILE), name), form


def _agreed(args: argparse.Namespace, count: int) -> bool:
    from interviewer.cli import output
    from interviewer.cli.questions_ask import yes

    if args.yes or not (output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)):
        return True
    return yes(input, f"Add {'this question' if count == 1 else f'these {count} questions'}? [Y/n] ") == "y"


def preview(plan: "ImportPlan") -> Iterator[str]:
    """What an import would do, line by line of the list."""
    new = (
        f"  + line {each.line}  {each.question.id}  {each.question.track}  {_short(each.question.prompt)}"
        + (f"\n      asks much the same as {each.like}" if each.like else "")
        for each in plan.new
    )
    yield from _section(_counted(len(plan.new), "question to add", "questions to add"), new, len(plan.new))
    if plan.duplicates:
        there = (f"  = line {each.line}  {each.of}  {_short(each.prompt)}" for each in plan.duplicates)
        yield from _section(f"{len(plan.duplicates)} there already, left out", there, len(plan.duplicates))
    if plan.problems:
        bad = (f"  ! {each}" for each in plan.problems)
        yield from _section(_counted(len(plan.problems), "mistake", "mistakes"), bad, len(plan.problems))
    if plan.left_out:
        yield f"{_counted(plan.left_out, 'other line', 'other lines')} of text, left out"


def _section(title: str, lines: Iterable[str], count: int) -> Iterator[str]:
    yield title
    yield from islice(lines, MOST_SHOWN)
    if count > MOST_SHOWN:
        yield f"    ... and {count - MOST_SHOWN:,} more"


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _short(text: str, most: int = 70) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
