"""`interviewer history backup`: a copy of the database, made while the app runs."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.stored import stored

if TYPE_CHECKING:
    from interviewer.cli.program import Program

DESCRIPTION = """Copies the whole database into FILE, readable by you alone, while the app may be
open. To go back to it, put it in the place of interviewer.db (interviewer doctor
names that)."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("backup", help="copy the database", description=DESCRIPTION)
    parser.add_argument("file", metavar="FILE", nargs="?", help="interviewer-DATE.db in this folder without it")
    parser.add_argument("--force", action="store_true", help="replaces FILE where it is there")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    name = args.file or f"interviewer-{program.clock.now().astimezone():%Y%m%d-%H%M%S}.db"
    target = new_file(name, force=args.force)
    if target.resolve() == program.paths.database.resolve():
        raise output.BadInputError(f"{name} is the database itself: name another file")
    with stored(program) as store:
        store.archive.back_up(target)
    output.say(f"copied to {name} ({target.stat().st_size / 1e6:,.1f} MB)")
    return output.DONE


def new_file(name: str, *, force: bool) -> Path:
    """Where a file can be made. Raises BadInputError: a folder, in none, or there already without `force`."""
    from interviewer.cli.output import BadInputError

    path = Path(name).absolute()
    if path.is_dir():
        raise BadInputError(f"{name}: is a folder, not a file")
    if not path.parent.is_dir():
        raise BadInputError(f"{name}: is in a folder that does not exist")
    if path.exists() and not force:
        raise BadInputError(f"{name}: is there already (--force replaces it)")
    return path
