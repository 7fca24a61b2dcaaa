"""`interviewer rubrics copy` and what `rubrics check` says of one's own."""

import argparse
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.rubrics import Rubric

DESCRIPTION = """Copies a built-in rubric to one of your own, in which you change weights,
levels and checks for one company. Prints the file. Grade under it with
--rubric NAME, or with the setting rubric = "NAME"."""


def arguments(actions: Any) -> None:
    copying = actions.add_parser(
        "copy", help="make a rubric of your own out of a built-in one", description=DESCRIPTION
    )
    copying.add_argument("id", choices=TRACKS, metavar="ID", help=" or ".join(TRACKS))
    copying.add_argument("--to", required=True, metavar="NAME", help="small letters, digits, hyphens: acme")
    copying.add_argument("--title", metavar="TEXT", default="", help="how it is shown: AI product manager at Acme")
    copying.set_defaults(run=copy_rubric)


def copy_rubric(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import find_track

    program.create_home()
    path = program.own_rubrics.copy(find_track(args.id), args.to, " ".join(args.title.split()))
    output.write(str(path))
    output.say(f"change it, then: interviewer rubrics check {args.to}; grade under it with --rubric {args.to}")
    return output.DONE


def choices(program: "Program") -> list[tuple[str, str]]:
    """The rubrics of the person's own as the app offers them: name, and how it is shown."""
    from interviewer.domain.questions import TRACK_NAMES

    own = program.own_rubrics
    found = []
    for name in own.names():
        rubric = own.find(name)
        known = f"{rubric.name}, {TRACK_NAMES[rubric.track]}" if rubric else "cannot be used: interviewer rubrics check"
        found.append((name, f"{name} ({known})"))
    return found


def notes(rubric: "Rubric") -> list[str]:
    """What is no mistake in a rubric of one's own, but should be known."""
    from interviewer.content.own_rubrics import few_positive, only_by_model
    from interviewer.domain.scoring import EVIDENCE_FOR_TOP

    found = [
        f"{rubric.id}: {signal.id}: {check.id!r} can be judged by a model only (words = [...] lets it be found offline)"
        for signal, check in only_by_model(rubric)
    ]
    found += [
        f"{rubric.id}: {signal.id} has fewer than {EVIDENCE_FOR_TOP} positive checks: no answer can score 5 there"
        for signal in few_positive(rubric, EVIDENCE_FOR_TOP)
    ]
    return found
