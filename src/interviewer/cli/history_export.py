"""`interviewer history export`: everything as JSON Lines, or answers and interviews to be read."""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.stored import stored

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.transcripts import Transcript
    from interviewer.ports import FullStore

FORMATS = ("jsonl", "md", "html")
BY_ENDING = {".md": "md", ".markdown": "md", ".html": "html", ".htm": "html"}
DESCRIPTION = """Writes your history to FILE, readable by you alone, or to standard output.

jsonl is everything, a record a line, for `history import`: interviews,
answers with every grade, drafts, questions and rubrics of your own, tags, notes and
the schedule. md and html are for reading: all answers, newest first, or those that
you name; one interview by its id with its debrief."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("export", help="write it all to a file", description=DESCRIPTION)
    parser.add_argument("file", metavar="FILE", nargs="?", default="-", help="- is standard output (the default)")
    parser.add_argument("--format", choices=FORMATS, help="without it as FILE ends (.md, .html), else jsonl")
    parser.add_argument("--id", metavar="ID", action="append", default=[], help="md, html: this answer or interview")
    parser.add_argument("--force", action="store_true", help="replaces FILE where it is there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.history_backup import new_file
    from interviewer.domain.text import unsteering

    args.format = args.format or BY_ENDING.get(Path(args.file).suffix.lower(), "jsonl")
    if args.id and args.format == "jsonl":
        raise output.BadInputError("--id goes with --format md or html: jsonl is always everything")
    target = None if args.file == "-" else new_file(args.file, force=args.force)
    if args.format == "jsonl" and not program.paths.database.exists() and _has_own(program):
        program.store().close()  # an empty history, beside which they go out
    with stored(program) as store:
        if args.format == "jsonl":
            pieces: Iterable[str] = (f"{unsteering(line)}\n" for line in _records(program, store))
        else:
            pieces = _pages(args, program, store)
        if target is None:
            _print(pieces, args.format)
            return output.DONE
        write_pieces(target, pieces)
    output.say(f"written to {args.file}")
    return output.DONE


def _records(program: "Program", store: "FullStore") -> Iterator[str]:
    from interviewer import __version__

    bank = program.bank
    return store.archive.export_lines(
        program=__version__,
        now=program.clock.now(),
        questions=[each for each in bank.questions() if bank.is_own(each.id)],
        rubrics=list(_own_rubrics(program.paths.rubrics)),
    )


def _has_own(program: "Program") -> bool:
    """Whether there are questions or rubrics of the person's own."""
    bank = program.bank
    return any(bank.is_own(each.id) for each in bank.questions()) or any(program.paths.rubrics.rglob("*.toml"))


def _own_rubrics(folder: Path) -> Iterator[tuple[str, str]]:
    """Names within the folder and texts. Raises BadInputError for a file that is no text."""
    from interviewer.cli.files import read_text

    for path in sorted(folder.rglob("*.toml")) if folder.is_dir() else ():
        yield path.relative_to(folder).as_posix(), read_text(str(path))


def _pages(args: argparse.Namespace, program: "Program", store: "FullStore") -> Iterator[str]:
    """In pieces. Raises BadInputError for an id that is not there, or interviews among several."""
    from interviewer.cli.output import BadInputError

    rows = []
    for wanted in args.id:
        row = store.history.row(wanted)
        if row is None:
            raise BadInputError(
                f"there is no answer or interview {wanted!r}, or its id is cut to fewer than 6 characters"
            )
        rows.append(row)
    interviews = [row.id for row in rows if row.entry == "interview"]
    if interviews and len(rows) > 1:
        raise BadInputError("an interview has a page of its own: name it alone")
    if interviews:
        return _interview_page(args.format, program, store, interviews[0])
    transcripts = _named(store, [row.id for row in rows]) if rows else _all(store)
    return _answers_page(args.format, program, "Practice history", transcripts)


def _answers_page(form: str, program: "Program", title: str, transcripts: "Iterable[Transcript]") -> Iterator[str]:
    if form == "html":
        from interviewer.cli.html_pages import answers_page

        return answers_page(program, title, transcripts)
    from interviewer.reports.markdown import answers_report

    return answers_report(title, transcripts, program.rubrics)


def _interview_page(form: str, program: "Program", store: "FullStore", interview_id: str) -> Iterator[str]:
    if form == "html":
        from interviewer.cli.html_pages import interview_page

        return interview_page(program, store, interview_id)
    from interviewer.cli.html_pages import interview_parts
    from interviewer.reports.debrief_text import debrief_as_markdown
    from interviewer.reports.markdown import interview_report

    found = interview_parts(program, store, interview_id)
    transcripts = _named(store, found.answer_ids)
    return interview_report(found.lines, debrief_as_markdown(found.debrief), transcripts, program.rubrics)


def _named(store: "FullStore", ids: Iterable[str]) -> "Iterator[Transcript]":
    for answer_id in ids:
        transcript = store.transcript(answer_id)
        if transcript is not None:
            yield transcript


def _all(store: "FullStore") -> "Iterator[Transcript]":
    from interviewer.cli.history import all_rows
    from interviewer.domain.history import HistoryQuery

    return _named(store, (row.id for row in all_rows(store.history, HistoryQuery(shows="answers"))))


def _print(pieces: Iterable[str], form: str) -> None:
    """What the output's encoding lacks becomes an escape of the format's own."""
    if sys.stdout is None:
        return
    encoding = sys.stdout.encoding or "utf-8"
    lacking = {"html": "xmlcharrefreplace"}.get(form, "backslashreplace")
    for piece in pieces:
        sys.stdout.write(piece.encode(encoding, lacking).decode(encoding))


def write_pieces(target: Path, pieces: Iterable[str]) -> None:
    """Whole or not at all, piece by piece, readable by its owner alone. Raises OSError."""
    from interviewer.paths import PRIVATE_FILE

    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
