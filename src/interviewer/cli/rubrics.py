"""`interviewer rubrics`: what an answer is graded by."""

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.cli.arguments import TRACKS, add_format

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.rubrics import AnyRubric, Rubric
    from interviewer.ports import Problem


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser("list", help="one line a rubric", description="One line a rubric.")
    listing.add_argument("--drills", action="store_true", help="the rubrics of the drills")
    add_format(listing)
    listing.set_defaults(run=list_rubrics)

    showing = actions.add_parser("show", help="one rubric in full", description="One rubric in full.")
    showing.add_argument("id", metavar="ID", help=f"{', '.join(TRACKS)}, one of your own, or a drill")
    add_format(showing)
    showing.set_defaults(run=show_rubric)

    checking = actions.add_parser(
        "check",
        help="look for mistakes in the rubrics",
        description="Looks for mistakes in the built-in rubrics and your own, in one of your own, or\n"
        "in a folder of rubrics. Exit 1 where there are any.",
    )
    checking.add_argument("what", nargs="?", metavar="NAME | FOLDER", help="one of your own, or a folder like rubrics/")
    checking.set_defaults(run=check_rubrics)

    from interviewer.cli import rubrics_own, rubrics_try

    rubrics_own.arguments(actions)
    rubrics_try.arguments(actions)


def list_rubrics(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.domain.questions import TRACKS as KNOWN
    from interviewer.domain.rubrics import AnyRubric, DrillRubric, Rubric

    drills, own = program.rubrics.drills, program.own_rubrics
    good = [each for name in own.names() if (each := own.find(name)) is not None]
    listed: list[AnyRubric] = [*(program.rubrics.rubric(track) for track in KNOWN), *good]
    for rubric in map(drills.rubric, drills.ids()) if args.drills else listed:
        if args.format == "json":
            output.write_json(
                {
                    "id": rubric.id,
                    "track": None if isinstance(rubric, DrillRubric) else rubric.track,
                    "drill": rubric.drill if isinstance(rubric, DrillRubric) else None,
                    "own": rubric in good,
                    "name": rubric.name,
                    "sha256": rubric.sha256,
                    "signals": [{"id": each.id, "name": each.name, "weight": each.weight} for each in rubric.signals],
                    "habits": [{"id": each.id, "name": each.name} for each in rubric.habits],
                },
                indent=None,
            )
        else:
            weights = ", ".join(f"{each.name} {each.weight:.0%}" for each in rubric.signals)
            whose = f" (own, for {rubric.track})" if isinstance(rubric, Rubric) and rubric in good else ""
            output.write(f"{rubric.id}  {rubric.name}: {weights}{whose}")
    broken = own.problems()
    if broken:
        more = f" (and {len(broken) - 1} more: interviewer rubrics check)" if len(broken) > 1 else ""
        output.say(f"left out: {broken[0]}{more}")
    return output.DONE


def show_rubric(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import near
    from interviewer.domain.questions import TRACKS as KNOWN

    own = program.own_rubrics
    rubric: AnyRubric | None = next((program.rubrics.rubric(track) for track in KNOWN if track == args.id), None)
    rubric = rubric or (own.rubric(args.id) if args.id in own.names() else program.rubrics.drill(args.id))
    if rubric is None:
        hint = (
            near(args.id, (*KNOWN, *own.names(), *program.rubrics.drills.ids())) or " (see: interviewer rubrics list)"
        )
        raise output.BadInputError(f"there is no rubric {args.id!r}{hint}")
    if args.format == "json":
        output.write_json(dataclasses.asdict(rubric))
    else:
        output.write(_as_text(rubric))
    return output.DONE


def _as_text(rubric: "AnyRubric") -> str:
    from interviewer.reports.rubric_text import rubric_as_text

    return rubric_as_text(rubric)


def check_rubrics(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.rubrics_own import notes

    problems, own = _problems(args.what, program)
    for problem in problems:
        output.write(str(problem))
    for rubric in own:
        for note in notes(rubric):
            output.say(f"note: {note}")
    output.say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}" if problems else "no problems")
    return output.NOT_DONE if problems else output.DONE


def _problems(what: str | None, program: "Program") -> "tuple[list[Problem], list[Rubric]]":
    """What is wrong with the rubrics that are meant, and those of one's own among them that can be used."""
    from interviewer.cli import output
    from interviewer.cli.finding import near
    from interviewer.content.rubrics import Rubrics
    from interviewer.ports import ContentError

    own = program.own_rubrics
    if what is None:
        problems = [*program.rubrics.problems(), *own.problems()]
        try:
            program.negotiation.script()
        except ContentError as error:
            problems += error.problems
        return problems, [each for name in own.names() if (each := own.find(name)) is not None]
    if what in own.names():
        try:
            return [], [own.rubric(what)]
        except ContentError as error:
            return list(error.problems), []
    if not Path(what).is_dir():
        raise output.BadInputError(f"{what}: is no rubric of your own and no folder{near(what, own.names())}")
    return Rubrics(Path(what)).problems(), []
