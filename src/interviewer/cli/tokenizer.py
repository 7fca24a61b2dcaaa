"""`interviewer tokenizer fetch`: the one command that downloads tiktoken's vocabulary, for exact token counts."""

import argparse
from typing import TYPE_CHECKING

from interviewer.cli import output
from interviewer.ports import InterviewerError

if TYPE_CHECKING:
    from interviewer.cli.program import Program


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action", choices=("fetch",), help="downloads it into tiktoken's cache; until then counts are estimates"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    """Exit 1 where it cannot be fetched: grading goes on with estimates."""
    from interviewer.grading.llm.tokens import fetch_vocabulary

    try:
        path = fetch_vocabulary()
    except InterviewerError as error:
        output.say_error(str(error))
        return output.NOT_DONE
    output.write(f"{path}: tokens are counted with this vocabulary from now on")
    return output.DONE
