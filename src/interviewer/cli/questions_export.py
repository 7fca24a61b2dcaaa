"""`interviewer questions export`: questions as one file, or as a pack for another person."""

import argparse
import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.questions_import import FORMATS

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.content.packs import Manifest
    from interviewer.domain.questions import Question

FIRST_VERSION = "1"
DESCRIPTION = """Writes questions as one file that import reads, or with --to as a pack: a
folder with a manifest that another person installs (questions packs add).
Without a filter, the whole bank."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("export", help="write questions to a file or a pack", description=DESCRIPTION)
    from interviewer.cli.questions import add_filters

    add_filters(parser)
    where = parser.add_argument_group("where to")
    where.add_argument("--to", metavar="FOLDER", help="a pack in this folder")
    where.add_argument("--out", metavar="FILE", help="one file; - for standard output")
    where.add_argument("--format", choices=FORMATS, help="of the file, where its name does not tell")
    about = parser.add_argument_group("the pack's manifest")
    about.add_argument(
        "--name", metavar="NAME", help="small letters, digits and hyphens; the folder's name if left out"
    )
    about.add_argument("--version", metavar="TEXT", help="1 at first, then one more each time")
    about.add_argument("--author", metavar="TEXT")
    about.add_argument("--description", metavar="TEXT", help="what the pack is for, in a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli.output import BadInputError
    from interviewer.cli.questions import chosen

    if bool(args.to) == bool(args.out):
        raise BadInputError("name a FILE with --out, or a folder for a pack with --to")
    unused = "format" if args.to else next((each for each in ("name", "version", "author", "description")
                                            if getattr(args, each)), "format")  # fmt: skip
    if getattr(args, unused) and (args.to or unused != "format"):
        raise BadInputError(f"--{unused}: {'a pack is always TOML' if args.to else 'is for a pack (--to)'}")
    questions = chosen(args, program)
    if not questions:
        raise BadInputError("no question fits: nothing was written")
    return _as_pack(args, program, questions) if args.to else _as_file(args, questions)


def _as_file(args: argparse.Namespace, questions: "Sequence[Question]") -> int:
    import sys

    from interviewer.cli import output
    from interviewer.content.import_formats import SUFFIXES
    from interviewer.content.question_writing import as_text
    from interviewer.paths import write_private

    form = args.format or ("toml" if args.out == "-" else SUFFIXES.get(Path(args.out).suffix.lower()))
    if form is None:
        raise output.BadInputError(f"{args.out}: its name does not tell what it is to be: give --format")
    text = as_text(questions, form)
    if args.out == "-":
        if output.is_terminal(sys.stdout):
            output.write(text.rstrip("\n"))  # a table has no escapes of its own for what would steer a terminal
        elif sys.stdout is not None:
            sys.stdout.buffer.write(text.encode())
        return output.DONE
    path = Path(args.out)
    if path.is_dir():
        raise output.BadInputError(f"--out: {args.out} is a folder (a pack is written with --to)")
    write_private(path, text)
    output.say(f"{_counted(len(questions))} written to {args.out}")
    return output.DONE


def _as_pack(args: argparse.Namespace, program: "Program", questions: "Sequence[Question]") -> int:
    from interviewer.cli import output
    from interviewer.content.packs import QUESTIONS, Manifest, digest, good_name, write_pack
    from interviewer.content.question_writing import toml_text

    folder = Path(args.to)
    before = _earlier(folder)
    name = args.name or (
        before.name if before else re.sub(r"[^a-z0-9]+", "-", folder.absolute().name.lower()).strip("-")
    )
    if not good_name(name):
        raise output.BadInputError(f"--name: {name!r} must be small letters, digits and single hyphens")
    if before is not None and before.name != name:
        raise output.BadInputError(f"--to: {args.to} holds another pack, {before.name}")
    files = {QUESTIONS: toml_text(questions).encode()}
    manifest = Manifest(
        name=name,
        version=args.version or (_next(before.version) if before else FIRST_VERSION),
        author=args.author if args.author is not None else before.author if before else "",
        description=args.description if args.description is not None else before.description if before else "",
        questions=len(questions),
        sha256=digest(files),
    )
    write_pack(folder, manifest, files)
    output.write(str(folder))
    output.say(
        f"pack {name} {manifest.version}, {_counted(len(questions))} (questions packs add {args.to} installs it)"
    )
    return output.DONE


def _earlier(folder: Path) -> "Manifest | None":
    """The manifest of the pack that is in the folder. Raises BadInputError where something else is, ContentError."""
    from interviewer.cli.output import BadInputError
    from interviewer.content.packs import MANIFEST, QUESTIONS, read_manifest

    if folder.exists() and not folder.is_dir():
        raise BadInputError(f"--to: {folder} is a file, not a folder")
    there = set(os.listdir(folder)) if folder.exists() else set()  # noqa: PTH208 - names are wanted
    if there - {MANIFEST, QUESTIONS} or (there and MANIFEST not in there):
        raise BadInputError(f"--to: {folder} holds other files: name an empty folder, or a new one")
    return read_manifest(folder) if there else None


def _next(version: str) -> str:
    """The version with its last number one higher."""
    return re.sub(r"\d+(?=\D*$)", lambda found: str(int(found[0]) + 1), version, count=1)


def _counted(number: int) -> str:
    return f"{number:,} question{'' if number == 1 else 's'}"
