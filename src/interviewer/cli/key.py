"""`interviewer key`: keys of model servers, in the system keyring. None is printed, or taken from an argument."""

import argparse
import sys
from typing import TYPE_CHECKING

from interviewer.cli.arguments import add_format

if TYPE_CHECKING:
    from collections.abc import Mapping

    from interviewer.cli.program import Program

DESCRIPTION = """Keeps a key in the system's keyring, for one server and no other. The environment
stands above it: INTERVIEWER_API_KEY for any server, OPENAI_API_KEY for OpenAI's."""
HOST = "the server, as api.openai.com or http://localhost:8000/v1"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    keep = commands.add_parser("set", help="asks for a key, or reads it from standard input, and keeps it")
    keep.add_argument("host", metavar="HOST", help=HOST)
    keep.set_defaults(run=set_key)
    remove = commands.add_parser("remove", help="takes the key of a server out of the keyring")
    remove.add_argument("host", metavar="HOST", help=HOST)
    remove.set_defaults(run=remove_key)
    show = commands.add_parser("show", help="says for which servers there is a key, and where; never the key")
    show.add_argument("host", metavar="HOST", nargs="?", help=HOST)
    add_format(show)
    show.set_defaults(run=show_keys)


def set_key(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    origin = _origin(args.host)
    key = _typed_key(origin)
    program.create_home()
    name = program.stored_keys.keep(origin, key)
    output.write(f"Kept in the system keyring ({name}), for {origin} and no other server.")
    stronger = _in_environment(origin, program.environ)
    if stronger:
        output.say(f"note: {stronger} is set and stands above it")
    return output.DONE


def remove_key(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    origin = _origin(args.host)
    if not program.stored_keys.remove(origin):
        output.say_error(f"the system keyring has no key for {origin} (interviewer key show)")
        return output.NOT_DONE
    output.write(f"The key for {origin} is no longer in the system keyring.")
    return output.DONE


def show_keys(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    origins = [_origin(args.host)] if args.host else list(program.stored_keys.origins())
    rows = [{"server": each, "found_in": _found_in(each, program)} for each in origins]
    if args.format == "json":
        output.write_json({"keys": rows})
    elif not rows:
        output.write("No key is kept in the system keyring. To keep one: interviewer key set api.openai.com")
    else:
        for row in rows:
            output.write(f"{row['server']}: {row['found_in'] or 'no key was found'}")
    return output.DONE if all(row["found_in"] for row in rows) else output.NOT_DONE


def _found_in(origin: str, program: "Program") -> str | None:
    """Where the key that would be sent comes from; the keyring is asked, as the list of its entries may be old."""
    from interviewer.settings import IN_KEYRING

    stronger = _in_environment(origin, program.environ)
    kept = program.stored_keys.read(origin) if origin in program.stored_keys.origins() else None
    if stronger:
        return f"{stronger} (stands above {IN_KEYRING}, which has one too)" if kept else stronger
    return IN_KEYRING if kept else None


def _in_environment(origin: str, environ: "Mapping[str, str]") -> str | None:
    """The variable whose key this server would get."""
    from interviewer.settings import Settings, endpoint

    source = endpoint(Settings(base_url=origin), environ).key_source
    return None if source.startswith("none") else source


def _origin(host: str) -> str:
    """The server that is meant. Raises BadInputError for what is none."""
    from interviewer.cli.output import BadInputError
    from interviewer.settings import origin_named, url_problem

    url = origin_named(host)
    problem = url_problem(url)
    if problem:
        raise BadInputError(f"HOST: {host!r} is not a server: write it as api.openai.com or http://localhost:8000")
    return url


def _typed_key(origin: str) -> str:
    """Raises BadInputError for what cannot be a key."""
    from interviewer.cli.output import BadInputError, is_terminal

    if is_terminal(sys.stdin):
        from getpass import getpass

        key = getpass(f"The key for {origin} (it is not shown): ").strip()
    else:
        key = sys.stdin.readline().strip() if sys.stdin is not None else ""
    if not key:
        raise BadInputError("no key was given: type it, or send it to standard input")
    if not (key.isascii() and key.isprintable()) or " " in key:
        raise BadInputError("that is no key: it holds blanks or characters that no key has")
    return key
