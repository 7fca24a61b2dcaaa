"""`interviewer history import`: takes in what `history export` gave, here or on another machine."""

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.history import Imported
    from interviewer.domain.interviews import Event, Interview
    from interviewer.domain.questions import Question
    from interviewer.ports import BadFileError

READ_AT_ONCE = 1024 * 1024
LONGEST_LINE = 256 * 1024 * 1024
MOST_TOLD = 20
SAFE_PART = re.compile(r"[\w-][\w.-]*\Z")
ORDER = ("interview", "drill", "draft", "question", "rubric", "schedule", "fact")
NAMES = {
    "drill": "drill answer", "question": "question of your own", "rubric": "rubric of your own",
    "schedule": "entry of the schedule",
}  # fmt: skip
DESCRIPTION = """Takes in a file that `history export` wrote: interviews, answers with every grade,
drafts, questions and rubrics of your own, tags, notes and the schedule. What is
here already is passed over, and what is missing is added, so the same file can be
imported twice. Nothing is imported where one line is bad, unless you --keep-good.

Exit: 0 done; 1 some lines were left out (--keep-good); 2 a bad file."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("import", help="take in an export", description=DESCRIPTION)
    parser.add_argument("file", metavar="FILE", help="- is standard input")
    parser.add_argument("--keep-good", action="store_true", help="leaves bad lines out and imports the others")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.step_line import StepLine
    from interviewer.ports import BadFileError

    shown = "standard input" if args.file == "-" else args.file
    with _opened(args.file) as file, StepLine() as progress:
        store = program.store()
        elsewhere = Elsewhere(program, shown, progress)
        try:
            imported = store.archive.import_lines(_lines(file), elsewhere, keep_good=args.keep_good)
        except BadFileError as error:
            advice = "" if args.keep_good else "; nothing was imported"
            raise output.BadInputError(f"{shown}:{error.line}: {error.reason}{advice}") from None
        finally:
            store.close()
    output.say(_told(imported))
    if imported.bad > MOST_TOLD:
        output.say(f"and {imported.bad - MOST_TOLD:,} more bad lines")
    return output.NOT_DONE if imported.bad else output.DONE


def _opened(name: str) -> BinaryIO:
    """Raises BadInputError: missing, a folder, unreadable, closed."""
    from interviewer.cli.output import BadInputError

    if name == "-":
        if sys.stdin is None or sys.stdin.closed:
            raise BadInputError("standard input is closed: name a file")
        return sys.stdin.buffer
    try:
        return Path(name).open("rb", buffering=READ_AT_ONCE)
    except (OSError, ValueError) as error:
        raise BadInputError(f"{name}: cannot be read ({getattr(error, 'strerror', None) or error})") from None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Line by line; one that is too long to be held is cut, and so is a bad one."""
    while line := file.readline(LONGEST_LINE):
        yield line


def _told(imported: "Imported") -> str:
    parts = [
        f"{what} {', '.join(_counted(kind, counts[kind]) for kind in ORDER if kind in counts)}"
        for what, counts in (
            ("added", imported.added), ("completed", imported.completed), ("here already:", imported.there)
        )
        if counts
    ]  # fmt: skip
    return "; ".join(parts) or "the export is empty"


def _counted(kind: str, count: int) -> str:
    name = NAMES.get(kind, kind)
    if count == 1:
        return f"1 {name}"
    one, of, rest = name.partition(" of ")
    return f"{count:,} {one[:-1] + 'ies' if one.endswith('y') else one + 's'}{of}{rest}"


class Elsewhere:
    """Implements ports.ImportedElsewhere: questions and rubrics go into the person's own files, last of all."""

    def __init__(self, program: "Program", file: str, progress: Any) -> None:
        self._bank = program.bank
        self._folder = program.paths.rubrics
        self._file = file
        self._progress = progress
        self._questions: dict[str, Question] = {}
        self._rubrics: dict[Path, str] = {}
        self._bad = 0

    def question(self, question: "Question") -> str:
        from interviewer.content.own_questions import check
        from interviewer.ports import InterviewerError

        here = self._questions.get(question.id) or self._bank.get(question.id)
        if here == question:
            return "there"
        if here is not None:
            raise InterviewerError(f"the question {question.id!r} is here already, with other content")
        check(question)
        self._questions[question.id] = question
        return "added"

    def rubric(self, file: str, text: str) -> str:
        """Only a plain name with no way out of the folder will do."""
        from interviewer.ports import InterviewerError

        parts = PurePosixPath(file).parts
        if not file.endswith(".toml") or not parts or not all(map(SAFE_PART.match, parts)):
            raise InterviewerError(f"{file!r} is no name of a rubric's file")
        path = self._folder.joinpath(*parts)
        try:
            here = self._rubrics.get(path) or (path.read_text(encoding="utf-8") if path.exists() else None)
        except (OSError, UnicodeDecodeError) as error:
            raise InterviewerError(f"the rubric {path} cannot be read ({error})") from None
        if here == text:
            return "there"
        if here is not None:
            raise InterviewerError(f"the rubric {file!r} is here already, with other content")
        self._rubrics[path] = text
        return "added"

    def check_interview(self, interview: "Interview", events: "Sequence[Event]") -> None:
        from interviewer.ports import InterviewerError
        from interviewer.practice.interview import OutOfTurnError, replay

        try:
            replay(interview, events)
        except OutOfTurnError as error:
            raise InterviewerError(
                f"the record of the interview {interview.id!r} does not hold together ({error})"
            ) from None

    def settle(self) -> None:
        from interviewer.paths import write_private

        if self._questions:
            self._bank.add_own(list(self._questions.values()), "imported")
        for path, text in self._rubrics.items():
            write_private(path, text)

    def on_bad(self, error: "BadFileError") -> None:
        from interviewer.cli import output

        self._bad += 1
        if self._bad <= MOST_TOLD:
            self._progress.redraw("")
            output.say(f"{self._file}:{error.line}: {error.reason}")

    def on_progress(self, records: int) -> None:
        self._progress.redraw(f"{records:,} records")
