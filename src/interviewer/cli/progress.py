"""`interviewer progress`: how scores moved, what was covered, what is due; as text, JSON or one HTML file."""

import argparse
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.progress import Progress
    from interviewer.domain.questions import Track
    from interviewer.domain.schedule import DueItem
    from interviewer.ports import FullStore

FORMATS = ("text", "json", "html")
NO_INTERVIEW = "none"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--track", choices=TRACKS, help="this track only")
    parser.add_argument("--format", choices=FORMATS, default="text", help="text (the default), json, or an HTML page")
    parser.add_argument("--out", metavar="FILE", help="write to FILE instead of standard output")
    parser.add_argument(
        "--interview-date", metavar="DATE",
        help="the day of your interview, 2026-12-10: what is due leans to it; none takes it away",
    )  # fmt: skip
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    """Looking makes no database; only a date to keep does."""
    from interviewer.cli import output

    if args.interview_date is not None:
        keep_interview_date(args.interview_date, program)
    with program.existing_store() as store:
        progress, due = read_progress(program, store, args.track)
    write_report(rendered(progress, due, args.format), args.out, args.format)
    return output.DONE


def keep_interview_date(text: str, program: "Program") -> None:
    """Raises BadInputError for what is no date, or is over."""
    from interviewer.cli.output import BadInputError
    from interviewer.domain.schedule import local_day
    from interviewer.practice.due import set_interview_on

    day = None
    if text.strip().lower() != NO_INTERVIEW:
        try:
            day = date.fromisoformat(text.strip())
        except ValueError:
            raise BadInputError(f"--interview-date: {text!r} is not a date: write 2026-12-10, or none") from None
        if day < local_day(program.clock.now()):
            raise BadInputError(f"--interview-date: {day} is over: give a day from today on, or none")
    store = program.store()
    try:
        set_interview_on(store, program.clock, day)
    finally:
        store.close()


def read_progress(
    program: "Program", store: "FullStore | None", track: "Track | None"
) -> "tuple[Progress, list[DueItem]]":
    """Progress and what is due today; empty where nothing was ever stored. Raises StoreError, ContentError."""
    from interviewer.domain.schedule import local_day
    from interviewer.practice.due import interview_on
    from interviewer.practice.progress import progress

    due = program.due(store, track) if store else []
    found = progress(
        list(store.progress.practised()) if store else (),
        store.progress.graded_answers(track) if store else (),
        store.progress.self_scores() if store else {},
        today=local_day(program.clock.now()),
        questions=program.bank.questions(),
        topics=program.bank.topics(),
        rubrics=program.rubrics,
        interview_on=interview_on(store) if store else None,
        only=track,
    )
    return found, due


def rendered(progress: "Progress", due: "Sequence[DueItem]", form: str) -> Iterator[str]:
    """The report in pieces; text and JSON end without a line end."""
    from interviewer.cli import output

    if form == "json":
        yield output.as_json(as_dict(progress, due), indent=2, ascii_only=not output.is_utf8())
    elif form == "html":
        from interviewer.reports.html_progress import progress_report

        yield from progress_report(progress, due)
    else:
        from interviewer.reports.progress_text import progress_as_text

        yield progress_as_text(progress, due, ascii_only=not output.is_utf8())


def as_dict(progress: "Progress", due: "Sequence[DueItem]") -> dict[str, Any]:
    """`schema_version` 1: the fields of domain.progress.Progress, and `due` with the question's id, prompt and why."""
    items = [
        {**dataclasses.asdict(each.item), "question_id": each.question.id, "prompt": each.question.prompt,
         "why": each.why, "since": each.since}
        for each in due
    ]  # fmt: skip
    found: dict[str, Any] = plain({"schema_version": 1, **dataclasses.asdict(progress), "due": items})
    return found


def plain(value: Any) -> Any:
    """Dates as ISO 8601, which JSON has no form for."""
    if isinstance(value, dict):
        return {name: plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.isoformat() if isinstance(value, date | datetime) else value


def write_report(pieces: Iterable[str], name: str | None, form: str) -> None:
    """To standard output, or whole into a file that only its owner can read. Raises BadInputError, OSError."""
    import sys

    from interviewer.cli import output
    from interviewer.paths import write_private

    text = "".join(pieces)
    text += "" if text.endswith("\n") else "\n"
    if name in (None, "-"):
        if sys.stdout is not None:
            encoding = sys.stdout.encoding or "utf-8"
            lacking = "xmlcharrefreplace" if form == "html" else "backslashreplace"
            sys.stdout.write(text.encode(encoding, lacking).decode(encoding))
        return
    path = Path(str(name))
    if path.is_dir() or not path.absolute().parent.is_dir():
        what = "is a folder, not a file" if path.is_dir() else "is in a folder that does not exist"
        raise output.BadInputError(f"--out: {name} {what}")
    write_private(path.absolute(), text)
    output.say(f"written to {name}")
