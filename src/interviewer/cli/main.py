"""Reads the command, runs it, and turns every error into one line and an exit code."""

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import Parser

if TYPE_CHECKING:
    from interviewer.cli.program import Program

# A command's module is imported when the command is used; each has `arguments(parser)`, which sets `run`.
COMMANDS = {
    "grade": "grade an answer, or a file of many",
    "practice": "practise a question, in the app or line by line",
    "questions": "list, show, add, edit, remove and check questions",
    "rubrics": "list, show and check rubrics",
    "history": "find, compare, export and delete what you practised",
    "progress": "show how your scores moved, what you covered, and what is due",
    "key": "keep a model server's key in the system keyring",
    "serve": "show the app in a browser",
    "tokenizer": "fetch the vocabulary by which tokens are counted",
    "completion": "print a script that completes words in bash, zsh or fish",
    "doctor": "say what works, what does not, and how to mend it",
}
# Flags of `practice` that may stand without a command as well.
APP_FLAGS = {
    "--plain": "line by line, for pipes and screen readers",
    "--no-mouse": "leave the mouse to the terminal, to mark and copy text with it",
}
DESCRIPTION = """Mock interviews for AI and ML product managers, with a grade you can check.

Without a command it starts the app; where there is no terminal, the same
practice line by line."""


def parser_for(command: str | None, *, whole: bool = False) -> Parser:
    """The parser of `interviewer`; only the arguments of the command that is used are laid out, or all (`whole`)."""
    from interviewer import __version__

    parser = Parser(prog="interviewer", description=DESCRIPTION)
    parser.add_argument("--version", action="version", version=f"interviewer {__version__}")
    for flag, summary in APP_FLAGS.items():
        parser.add_argument(flag, action="store_true", help=summary)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", dest="command", prog="interviewer")
    for name, summary in COMMANDS.items():
        sub = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if whole or name == command:
            import_module(f"interviewer.cli.{name}").arguments(sub)
    return parser


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    """Runs one command and returns its exit code: 0 done, 1 could not be done, 2 wrong usage or bad input.

    Raises SystemExit for --help, --version and wrong usage, as argparse does.
    """
    words = list(sys.argv[1:] if argv is None else argv)
    before = list(takewhile(APP_FLAGS.__contains__, words))
    bare = len(before) == len(words)
    words = [*(words[len(before) :] or ["practice"]), *before]
    command = words[0] if words[0] in COMMANDS else None
    parser = parser_for(command)
    if command is None and not words[0].startswith("-"):
        from interviewer.cli.finding import near

        parser.error(f"there is no command {words[0]!r}{near(words[0], COMMANDS)}")
    args = parser.parse_args(words)
    args.bare = bare
    from interviewer.cli.program import Program

    return _guarded(args, Program(environ))


def _guarded(args: Any, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.ports import InterviewerError

    try:
        try:
            code: int = args.run(args, program)
        finally:
            program.close()
        if sys.stdout is not None:
            sys.stdout.flush()
    except InterviewerError as error:
        output.say_error(output.one_line(error))
        return output.exit_code(error)
    except BrokenPipeError:
        _drop_output()
        return output.DONE
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        output.say_error(f"{name}{error.strerror or error}")
        return output.NOT_DONE
    except KeyboardInterrupt:
        output.say_error("stopped")
        return output.INTERRUPTED
    return code


def _drop_output() -> None:
    """Whoever read the output has gone (`| head`): the rest of it goes nowhere, without a complaint at exit."""
    import os

    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def run() -> None:
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - an error of our own: told in a line, kept in a file
        from interviewer.cli import crash, output

        output.say_error(crash.report(error))
        sys.exit(output.NOT_DONE)
