"""`interviewer history rescue`: what can be saved of a damaged database."""

import argparse
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.history import Rescued

DESCRIPTION = """Looks through the whole database. Where it is damaged, everything that can be read
goes into a new one, and the damaged file is kept beside it."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("rescue", help="save what can be saved of a damaged database", description=DESCRIPTION)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    """Exit 0 where nothing was lost, 1 where something could not be read."""
    from interviewer.cli import output
    from interviewer.storage.rescue import is_damaged, rescue

    path = program.paths.database
    if not path.exists():
        output.say("there is no database yet (interviewer practice)")
        return output.DONE
    if not is_damaged(path):
        output.say(f"{path} is whole: nothing to save")
        return output.DONE
    rescued = rescue(path, program.clock.now())
    output.say(rescued_as_text(rescued))
    return output.NOT_DONE if rescued.unreadable or not rescued.answers else output.DONE


def rescue_damaged(program: "Program") -> str:
    """Rescues a database that cannot be opened, and says what was saved and what not. Raises StoreError."""
    from interviewer.cli import output
    from interviewer.storage.rescue import rescue

    told = rescued_as_text(rescue(program.paths.database, program.clock.now()))
    output.say_error(told)
    return told


def rescued_as_text(rescued: "Rescued") -> str:
    """What was saved and what not, in one line."""
    saved = (
        f"saved: {rescued.answers:,} answers with {rescued.grades:,} grades, {rescued.interviews:,} interviews,"
        f" {rescued.drafts:,} drafts"
    )
    lost = (
        f"up to {rescued.unreadable:,} rows could not be read" if rescued.unreadable else "no row is known to be lost"
    )
    return f"the database was damaged; {saved}; {lost}; the damaged file is kept as {rescued.aside}"
