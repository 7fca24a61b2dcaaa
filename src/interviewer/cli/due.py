"""`interviewer practice --due`: begins at the first question that is due today."""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.cli.program import Program

ELSE = "interviewer practice asks a question that you have practised little"


def take_first_due(args: argparse.Namespace, program: "Program") -> bool:
    """Names the first due question in `args.question` and its track in `args.track`, and says why it is due.

    False where nothing is due, which is said too. Raises BadInputError where something else was asked for as well.
    """
    from interviewer.cli import output
    from interviewer.practice.due import next_due

    others = {
        "--question": args.question, "--seed": args.seed, "--round": args.rounds, "--loop": args.loop,
        "--resume": args.resume,
    }  # fmt: skip
    named = next((flag for flag, value in others.items() if value is not None), None)
    if named:
        raise output.BadInputError(f"--due and {named} do not go together: choose one")
    with program.existing_store() as store:
        due = program.due(store, args.track) if store else []
        day = next_due(store, program.clock) if store and not due else None
    if not due:
        output.say(f"nothing is due today{f', something again on {day:%A}, {day}' if day else ''}: {ELSE}")
        return False
    args.question, args.track = due[0].question.id, due[0].item.track
    more = f" ({len(due) - 1} more due today)" if len(due) > 1 else ""
    output.say(f"Due: {due[0].why}{more}")
    return True
