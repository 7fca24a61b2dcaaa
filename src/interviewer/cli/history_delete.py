"""`interviewer history delete` and `restore`: out of sight first; with --purge for good, to the last byte."""

import argparse
import shutil
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.stored import stored

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.ports import FullStore

DELETE = """Puts answers and interviews out of sight. `history restore ID` brings them back
until the app is next closed; then they are removed. With --purge they are erased at
once and for good: no byte of them is left in the database, and the copies that were
made before upgrades go too. Files that you exported or backed up stay."""
# What the app leaves beside the database where something went wrong, and what it lends to an editor.
LEFTOVERS = (
    "interviewer-unsaved-*.txt", "answer.md", "answer-*.md", "answer.md.*", "question.toml", "question-*.toml",
    "crash.txt", "question-draft.json", "unfinished-question.json", ".*.part",
)  # fmt: skip


def arguments(actions: Any) -> None:
    deleting = actions.add_parser("delete", help="put away, or erase for good", description=DELETE)
    deleting.add_argument("ids", metavar="ID", nargs="*", help="an id, or its first 6 characters or more")
    deleting.add_argument("--all", action="store_true", help="every answer and interview; with --purge drafts too")
    deleting.add_argument("--purge", action="store_true", help="erases for good")
    deleting.add_argument("--yes", action="store_true", help="with --all --purge: asks nothing")
    deleting.set_defaults(run=delete)

    restoring = actions.add_parser("restore", help="bring back what was deleted")
    restoring.add_argument("ids", metavar="ID", nargs="*", help="an id, or its first 6 characters or more")
    restoring.add_argument("--all", action="store_true", help="everything that was deleted")
    restoring.set_defaults(run=restore)


def _check(args: argparse.Namespace) -> None:
    from interviewer.cli.output import BadInputError

    if bool(args.ids) == args.all:
        raise BadInputError("name what by its id, or everything with --all")


def delete(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    _check(args)
    if args.purge:
        return _purge_all(args, program) if args.all else _purge(args, program)
    with stored(program) as store:
        now = program.clock.now()
        if args.all:
            count, back = store.history.delete_all(now), "--all"
        else:
            wanted = _known(store, args.ids)
            for entry_id in wanted:
                store.history.delete(entry_id, now)
            count, back = len(wanted), " ".join(each[:8] for each in wanted)
    if count:
        output.say(f"{_counted(count)} deleted. Until the app is next closed: interviewer history restore {back}")
    else:
        output.say("there is nothing to delete")
    return output.DONE


def restore(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    _check(args)
    with stored(program) as store:
        wanted = [] if args.all else _known(store, args.ids)
        for entry_id in wanted:
            store.history.restore(entry_id)
        count = store.history.restore_all() if args.all else len(wanted)
    output.say(f"{_counted(count)} restored" if count else "nothing is deleted")
    return output.DONE


def _known(store: "FullStore", ids: list[str]) -> list[str]:
    """The whole ids. Raises BadInputError for one that is not there, before anything is done to the others."""
    from interviewer.cli.output import BadInputError

    found: dict[str, None] = {}
    for wanted in ids:
        row = store.history.row(wanted)
        if row is None:
            raise BadInputError(
                f"there is no answer or interview {wanted!r}, or its id is cut to fewer than 6 characters"
            )
        found[row.id] = None
    return list(found)


def _counted(entries: int) -> str:
    return f"{entries:,} {'entry' if entries == 1 else 'entries'}"


def _purge(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    with stored(program) as store:
        wanted = _known(store, args.ids)
        doubtful = store.archive.purge(wanted)
    output.say(f"{_counted(len(wanted))} erased for good")
    for file in [*doubtful, *_leftovers(program)]:
        output.say(f"{file} was left alone and may still hold some of it: look, and delete it yourself")
    return output.DONE


def _purge_all(args: argparse.Namespace, program: "Program") -> int:
    """Everything that was typed, and whatever holds some of it in the data folder; questions and settings stay."""
    from interviewer.cli import output

    if not args.yes and output.is_terminal(sys.stdin) and not _is_sure():
        output.say("nothing was erased")
        return output.NOT_DONE
    with program.existing_store() as store:
        if store is not None:
            store.archive.purge_all()
    kept = _removed([*_leftovers(program), *_recordings(program)])
    shutil.rmtree(program.paths.reports, ignore_errors=True)  # its folders, empty by now
    if kept:
        output.say("answers, grades, interviews and drafts are erased from the database for good")
        for file, reason in kept:
            output.say(f"{file} could not be removed ({reason}) and may still hold some of it: delete it yourself")
        return output.NOT_DONE
    output.say("everything is erased for good: answers, grades, interviews, drafts, and the copies in the data folder")
    return output.DONE


def _removed(files: Iterable[Path]) -> list[tuple[Path, str]]:
    """Those that could not be removed, and why."""
    kept = []
    for file in files:
        try:
            file.unlink(missing_ok=True)
        except OSError as error:
            kept.append((file, error.strerror or str(error)))
    return kept


def _is_sure() -> bool:
    sys.stderr.write("This erases every answer, grade, interview and draft for good. Type yes to go on: ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() == "yes"


def _leftovers(program: "Program") -> list[Path]:
    """Beside the database, and the reports that the app wrote."""
    found = [file for pattern in LEFTOVERS for file in program.paths.home.glob(pattern)]
    reports = program.paths.reports
    if reports.is_dir():
        found += reports.rglob("*")
    return sorted(file for file in found if file.is_file() or file.is_symlink())


def _recordings(program: "Program") -> Iterator[Path]:
    """What `grade --record` wrote into the data folder: requests hold the answers."""
    for file in sorted(program.paths.home.glob("*.jsonl")):
        with file.open("rb") as lines:
            first = lines.readline(200)
        if first.startswith(b'{"request"'):
            yield file
