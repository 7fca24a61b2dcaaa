"""The parser that all commands share; it imports nothing heavy, so that --help answers at once."""

import argparse
import functools
from collections.abc import Generator
from typing import Any, NoReturn

TRACKS = ("ai_pm", "ml_pm")
FORMATS = ("text", "json")
HELP_WIDTH = 80


class Layout(argparse.RawDescriptionHelpFormatter):
    """Commands in the column of the options: argparse forgets their indent when it lays the columns out."""

    def _iter_indented_subactions(self, action: argparse.Action) -> Generator[argparse.Action, None, None]:
        yield from getattr(action, "_choices_actions", ())


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line and exits with 2."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("allow_abbrev", False)
        layout = functools.partial(Layout, width=HELP_WIDTH, max_help_position=24)
        super().__init__(formatter_class=layout, **options)

    def error(self, message: str) -> NoReturn:
        from interviewer.domain.text import visible

        one_line = " ".join(visible(message).split())
        self.exit(2, f"{self.prog}: {one_line}{self._meant(message)} (see: {self.prog} --help)\n")

    def _meant(self, message: str) -> str:
        """The flag that a mistyped one is nearest to; argparse names all words that it could not place."""
        from interviewer.cli.finding import near

        left = message.removeprefix("unrecognized arguments: ").split()
        if left == message.split() or not left[0].startswith("--"):
            return ""
        return near(left[0].partition("=")[0], self._option_string_actions)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """A command's own parser says what it could not place: its help is the one to see."""
        found, left = super().parse_known_args(args, namespace)
        if left and self.prog.count(" "):
            self.error(f"unrecognized arguments: {' '.join(left)}")
        return found, left


def positive(text: str) -> int:
    """A whole number from 1 on, for argparse."""
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number") from None
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=FORMATS, default="text", help="text for people (the default), or json")


def add_grader_flags(parser: argparse.ArgumentParser) -> None:
    """--grader, --effort, --model and --base-url, which stand above the environment and the settings file."""
    group = parser.add_argument_group("the grader (flags stand above the environment and the settings)")
    group.add_argument("--grader", choices=("offline", "llm"), help="offline is the default and sends nothing")
    group.add_argument("--effort", choices=("quick", "standard", "thorough"), help="llm: how many requests an answer")
    group.add_argument("--model", metavar="M", help="llm: the model's name, as its server spells it")
    group.add_argument("--base-url", metavar="URL", help="llm: the server, for example http://localhost:11434/v1")


def add_rubric_flag(parser: argparse.ArgumentParser) -> None:
    """--rubric, which stands above the setting of that name."""
    parser.add_argument("--rubric", metavar="NAME", help="grade under a rubric of your own (rubrics copy)")


def grader_flags(args: argparse.Namespace) -> dict[str, Any]:
    """The grader flags that were given, by the names of their settings."""
    names = ("grader", "effort", "model", "base_url", "rubric")
    return {name: getattr(args, name) for name in names if getattr(args, name, None) is not None}
