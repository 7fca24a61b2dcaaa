"""`interviewer history tag`, `note` and `rename`: what a person adds to an answer or interview."""

import argparse
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format
from interviewer.cli.stored import stored

if TYPE_CHECKING:
    from interviewer.cli.program import Program

ID_HELP = "an answer's or interview's id, or its first 6 characters or more"


def arguments(actions: Any) -> None:
    tagging = actions.add_parser("tag", help="tags, to find it by", description="Adds tags; without any it lists them.")
    tagging.add_argument("id", metavar="ID", nargs="?", help=ID_HELP)
    tagging.add_argument("tags", metavar="TAG", nargs="*")
    tagging.add_argument("--remove", action="store_true", help="takes these tags away")
    add_format(tagging)
    tagging.set_defaults(run=tag)

    noting = actions.add_parser("note", help="a note of your own", description="Sets your note; the search finds it.")
    noting.add_argument("id", metavar="ID", help=ID_HELP)
    _text_or_clear(noting, "TEXT")
    noting.set_defaults(run=note)

    renaming = actions.add_parser("rename", help="a name of your own", description="Sets the name that lists show.")
    renaming.add_argument("id", metavar="ID", help=ID_HELP)
    _text_or_clear(renaming, "NAME")
    renaming.set_defaults(run=rename)


def _text_or_clear(parser: argparse.ArgumentParser, metavar: str) -> None:
    parser.add_argument("text", metavar=metavar, nargs="?")
    parser.add_argument("--clear", action="store_true", help="takes it away")


def tag(args: argparse.Namespace, program: "Program") -> int:
    """Without an id every tag in use, without tags those of the entry."""
    from interviewer.cli import output

    if args.id is None:
        return _all_tags(args, program)
    if args.remove and not args.tags:
        raise output.BadInputError("--remove: which tags?")
    with stored(program) as store:
        if args.tags:
            change = store.history.remove_tags if args.remove else store.history.add_tags
            change(args.id, args.tags)
        row = store.history.row(args.id)
    if row is None:
        raise output.BadInputError(
            f"there is no answer or interview {args.id!r}, or its id is cut to fewer than 6 characters"
        )
    if args.format == "json":
        output.write_json(list(row.tags))
    elif row.tags:
        output.write(" ".join(f"#{each}" for each in row.tags))
    else:
        output.say("no tags")
    return output.DONE


def _all_tags(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    with program.existing_store() as store:
        tags = store.history.tags() if store else ()
    if args.format == "json":
        output.write_json(dict(tags))
        return output.DONE
    for name, count in tags:
        output.write(f"{count:>6}  #{name}")
    if not tags:
        output.say("no tags")
    return output.DONE


def note(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    text = _text(args)
    with stored(program) as store:
        store.history.set_note(args.id, text)
    output.say("noted" if text else "the note is gone")
    return output.DONE


def rename(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    text = _text(args)
    with stored(program) as store:
        store.history.set_name(args.id, text)
    output.say("renamed" if text else "the name is gone")
    return output.DONE


def _text(args: argparse.Namespace) -> str:
    """What was given; "-" reads standard input. Raises BadInputError where there is nothing, or both."""
    from interviewer.cli.files import read_text
    from interviewer.cli.output import BadInputError

    if args.clear == (args.text is not None):
        raise BadInputError("give a text, or --clear to take it away")
    if args.clear:
        return ""
    text: str = read_text("-") if args.text == "-" else args.text
    if not text.strip():
        raise BadInputError("the text is empty: --clear takes it away")
    return text
