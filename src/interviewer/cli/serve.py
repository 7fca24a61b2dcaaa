"""`interviewer serve`: the app in a browser, for whoever has the link that is printed."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import socket

    from interviewer.cli.program import Program

DEFAULT_HOST, DEFAULT_PORT = "127.0.0.1", 8642
DESCRIPTION = """The app in a browser. It prints a link with a token; who has the link has the app,
and with it your answers. Ctrl+C ends it."""


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.description = DESCRIPTION
    parser.add_argument("--host", default=DEFAULT_HOST, help=f"the address to listen on ({DEFAULT_HOST}: only here)")
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, metavar="N", help=f"the port ({DEFAULT_PORT}); 0 is any free one"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    import asyncio
    import socket
    import sys

    from interviewer.cli import output

    _check_installed()
    from interviewer.serving.guard import LOOPBACK, Guard
    from interviewer.serving.server import serve

    program.create_home()
    listener = _listening(args.host, args.port)
    port: int = listener.getsockname()[1]
    guard = Guard(args.host, port, names=(socket.gethostname().lower(),))
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(args.host, args.host)  # noqa: S104
    link = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/?token={guard.token}"
    if args.host not in LOOPBACK:
        output.say("note: others on the network can reach this, and what is typed goes over it without encryption")

    def ready() -> None:
        output.write(f"The app is at {link}\nCtrl+C ends it.")
        sys.stdout.flush()

    asyncio.run(serve((sys.executable, "-m", "interviewer"), guard, listener, ready))
    return output.DONE


def _check_installed() -> None:
    """Raises NotDoneError where the extra is missing."""
    from importlib.util import find_spec

    from interviewer.cli.output import NotDoneError

    if find_spec("textual_serve") is None:
        raise NotDoneError("the app in a browser needs an extra: pip install 'interviewer[serve]'")


def _listening(host: str, port: int) -> "socket.socket":
    """Raises NotDoneError where nothing can listen there."""
    from interviewer.cli.output import NotDoneError
    from interviewer.serving.server import listening

    try:
        return listening(host, port)
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise NotDoneError(
            f"cannot listen on {host}, port {port} ({reason}): choose another --port or --host"
        ) from None


def _port(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is no port: a number from 0 to 65535")
    return number
