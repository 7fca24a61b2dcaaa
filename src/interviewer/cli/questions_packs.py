"""`interviewer questions packs`: packs of questions that other people made."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format

if TYPE_CHECKING:
    from collections.abc import Iterator

    from interviewer.cli.program import Program
    from interviewer.content.installed_packs import InstalledPacks
    from interviewer.content.packs import Pack
    from interviewer.domain.questions import Question

DESCRIPTION = """Packs of questions: a folder with a manifest (pack.toml), made by questions
export --to. Their questions are in the bank, marked with the pack's name;
to change one, make it your own (questions duplicate)."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser(
        "packs", help="list, add, update and remove packs of questions", description=DESCRIPTION
    )
    parts = parser.add_subparsers(title="actions", metavar="ACTION", dest="pack_action", required=True)

    listing = parts.add_parser("list", help="one line a pack", description="One line a pack.")
    add_format(listing)
    listing.set_defaults(run=list_packs)

    adding = parts.add_parser(
        "add", help="install a pack", description="Checks a pack and installs it: all of it, or nothing."
    )
    adding.add_argument("folder", metavar="FOLDER")
    adding.add_argument("--dry-run", action="store_true", help="only check it")
    adding.set_defaults(run=add_pack)

    updating = parts.add_parser(
        "update",
        help="install a pack's newer version",
        description="Installs a pack again, from the folder it came from or from another one.",
    )
    updating.add_argument("name", metavar="NAME")
    updating.add_argument("folder", nargs="?", metavar="FOLDER")
    updating.set_defaults(run=update_pack)

    removing = parts.add_parser("remove", help="take a pack out", description="Takes a pack out of the bank.")
    removing.add_argument("name", metavar="NAME")
    removing.set_defaults(run=remove_pack)


def _packs(program: "Program") -> "InstalledPacks":
    from interviewer.content.installed_packs import InstalledPacks

    return InstalledPacks(program.paths.packs)


def list_packs(args: argparse.Namespace, program: "Program") -> int:
    import dataclasses

    from interviewer.cli import output
    from interviewer.ports import ContentError

    packs = _packs(program)
    broken = 0
    for name in packs.names():
        try:
            manifest = packs.pack(name).manifest
        except ContentError as error:
            broken += 1
            output.say_error(f"the pack {name} is not as it was installed: {output.one_line(error)}")
            continue
        came_from = packs.came_from(name)
        if args.format == "json":
            row = {**dataclasses.asdict(manifest), "came_from": str(came_from) if came_from else None}
            output.write_json(row, indent=None)
        else:
            by = f", by {manifest.author}" if manifest.author else ""
            about = f": {manifest.description}" if manifest.description else ""
            output.write(f"{name}  {manifest.version}  {_counted(manifest.questions)}{by}{about}")
    return output.NOT_DONE if broken else output.DONE


def add_pack(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.packs import read_pack

    pack = read_pack(Path(args.folder))
    name = pack.manifest.name
    if name in _packs(program).names():
        raise output.BadInputError(
            f"the pack {name} is installed already (questions packs update {name} {args.folder})"
        )
    _check_ids(pack, program)
    for told in _like_others(pack, program):
        output.say(f"note: {told}")
    if args.dry_run:
        output.say(f"{name} {pack.manifest.version} is good, {_counted(len(pack.questions))}; nothing was installed")
        return output.DONE
    program.create_home()
    _packs(program).install(pack)
    program.bank.reload()
    output.write(name)
    output.say(f"{name} {pack.manifest.version} installed, {_counted(len(pack.questions))}")
    return output.DONE


def update_pack(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import near
    from interviewer.content.packs import read_pack
    from interviewer.ports import ContentError

    packs = _packs(program)
    if args.name not in packs.names():
        raise output.BadInputError(f"there is no pack {args.name!r}{near(args.name, packs.names())}")
    came_from = packs.came_from(args.name)
    folder = Path(args.folder) if args.folder else came_from
    if folder is None or not folder.is_dir():
        raise output.BadInputError(f"{folder or args.name}: the folder it came from is not there: name one")
    pack = read_pack(folder)
    if pack.manifest.name != args.name:
        raise output.BadInputError(f"{folder}: holds the pack {pack.manifest.name}, not {args.name}")
    try:
        before = {each.id: each for each in packs.pack(args.name).questions}
    except ContentError:
        before = {}
    after = {each.id: each for each in pack.questions}
    if before == after:
        output.say(f"{args.name} {pack.manifest.version} is installed already")
        return output.DONE
    _check_ids(pack, program)
    packs.install(pack)
    program.bank.reload()
    changed = sum(before[each] != after[each] for each in before.keys() & after.keys())
    new, gone = len(after.keys() - before.keys()), len(before.keys() - after.keys())
    output.say(f"{args.name} is now {pack.manifest.version}: {new} new, {changed} changed, {gone} gone")
    return output.DONE


def remove_pack(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import near

    packs = _packs(program)
    if args.name not in packs.names():
        raise output.BadInputError(f"there is no pack {args.name!r}{near(args.name, packs.names())}")
    kept = packs.remove(args.name)
    program.bank.reload()
    output.say(f"{args.name} removed; your answers stay (interviewer questions packs add {kept} puts it back)")
    return output.DONE


def _check_ids(pack: "Pack", program: "Program") -> None:
    """Raises ContentError where a question of the pack has the id of another question."""
    from interviewer.content.packs import clashes
    from interviewer.ports import ContentError

    found = clashes(pack, _others(pack, program))
    if found:
        raise ContentError(found)


def _others(pack: "Pack", program: "Program") -> "Iterator[tuple[Question, str]]":
    """Every question of the bank that is not of this pack, and whose it is."""
    bank = program.bank
    for each in bank.questions():
        owner = bank.pack_of(each.id)
        if owner != pack.manifest.name or not owner:
            what = "a question of your own" if bank.is_own(each.id) else "a built-in question"
            yield each, f"a question of the pack {owner}" if owner else what


def _like_others(pack: "Pack", program: "Program") -> "Iterator[str]":
    from interviewer.content.near_duplicates import NearDuplicates

    known = NearDuplicates([each for each, _ in _others(pack, program)])
    for question in pack.questions:
        near = known.near(question)
        if near:
            yield f"{question.id} asks much the same as {near[0].other.id}"


def _counted(number: int) -> str:
    return f"{number:,} question{'' if number == 1 else 's'}"
