"""`interviewer completion bash|zsh|fish`: a script that completes commands, flags, names and ids in that shell."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from interviewer.cli.completion_tree import Node
    from interviewer.cli.program import Program

SHELLS = ("bash", "zsh", "fish")
IDS = ("questions", "answers", "interviews")
NEWEST = 200  # ids of answers and interviews: a shell cannot show more
DESCRIPTION = """Prints a script that completes commands, flags, names and ids.

  bash   interviewer completion bash > ~/.local/share/bash-completion/completions/interviewer
  zsh    interviewer completion zsh > "${fpath[1]}/_interviewer"
  fish   interviewer completion fish > ~/.config/fish/completions/interviewer.fish"""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("shell", nargs="?", metavar="bash|zsh|fish", choices=SHELLS, help="the shell")
    what.add_argument("--ids", choices=IDS, help="prints ids, one a line, as the scripts ask for them")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    if args.ids:
        for each in _ids(args.ids, program):
            if each.isprintable() and " " not in each:
                output.write(each)
        return output.DONE
    from interviewer.cli import completion_scripts

    output.write(completion_scripts.SCRIPTS[args.shell](whole_tree(program)))
    return output.DONE


def whole_tree(program: "Program") -> "Node":
    from interviewer.cli.completion_tree import tree
    from interviewer.cli.main import parser_for

    return tree(parser_for(None, whole=True), _known_words(program))


def _known_words(program: "Program") -> "Mapping[str, Sequence[str]]":
    from interviewer.content.drills import Drills
    from interviewer.domain.questions import KINDS, ROUNDS, TRACKS

    return {
        "--kind": KINDS,
        "--round": ROUNDS,
        "--loop": [each.id for each in program.loops.loops().loops],
        "--drill": Drills().ids(),
        "--topic": [each.id for each in program.bank.topics()],
        "rubrics show ID": TRACKS,
    }


def _ids(kind: str, program: "Program") -> "Iterable[str]":
    """Raises InterviewerError where they cannot be read; a shell then completes nothing."""
    if kind == "questions":
        return [each.id for each in program.bank.questions()]
    if not program.paths.database.exists():
        return []
    store = program.store()
    try:
        if kind == "answers":
            return [each.answer_id for each in store.answers(limit=NEWEST)]
        return [each.id for each in store.interviews(limit=NEWEST, open_only=True)]
    finally:
        store.close()
