"""`interviewer rubrics`: what an answer is graded by."""

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.cli.arguments import TRACKS, add_format

if TYPE_CHECKING:
    from interviewer.cli.main import Program
    from interviewer.domain.rubrics import AnyRubric


def arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(title="actions", metavar="ACTION", dest="action", required=True)

    listing = actions.add_parser("list", help="one line a rubric", description="One line a rubric.")
    listing.add_argument("--drills", action="store_true", help="the rubrics of the drills")
    add_format(listing)
    listing.set_defaults(run=list_rubrics)

    showing = actions.add_parser("show", help="one rubric in full", description="One rubric in full.")
    showing.add_argument("id", metavar="ID", help=f"{', '.join(TRACKS)}, or a drill")
    add_format(showing)
    showing.set_defaults(run=show_rubric)

    checking = actions.add_parser(
        "check",
        help="look for mistakes in the rubrics",
        description="Looks for mistakes in the built-in rubrics, or in a folder of them.\nExit 1 where there are any.",
    )
    checking.add_argument("folder", nargs="?", metavar="FOLDER", help="with ai_pm.toml, ml_pm.toml and habits.toml")
    checking.set_defaults(run=check_rubrics)

    from interviewer.cli import rubrics_try

    rubrics_try.arguments(actions)


def list_rubrics(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.domain.questions import TRACKS as KNOWN
    from interviewer.domain.rubrics import AnyRubric, DrillRubric

    drills = program.rubrics.drills
    listed: list[AnyRubric] = [program.rubrics.rubric(track) for track in KNOWN]
    for rubric in map(drills.rubric, drills.ids()) if args.drills else listed:
        if args.format == "json":
            output.write_json(
                {
                    "id": rubric.id,
                    "track": None if isinstance(rubric, DrillRubric) else rubric.track,
                    "drill": rubric.drill if isinstance(rubric, DrillRubric) else None,
                    "name": rubric.name,
                    "sha256": rubric.sha256,
                    "signals": [{"id": each.id, "name": each.name, "weight": each.weight} for each in rubric.signals],
                    "habits": [{"id": each.id, "name": each.name} for each in rubric.habits],
                },
                indent=None,
            )
        else:
            weights = ", ".join(f"{each.name} {each.weight:.0%}" for each in rubric.signals)
            output.write(f"{rubric.id}  {rubric.name}: {weights}")
    return output.DONE


def show_rubric(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.finding import near
    from interviewer.domain.questions import TRACKS as KNOWN

    rubric: AnyRubric | None = next((program.rubrics.rubric(track) for track in KNOWN if track == args.id), None)
    rubric = rubric or program.rubrics.drill(args.id)
    if rubric is None:
        hint = near(args.id, (*KNOWN, *program.rubrics.drills.ids())) or " (see: interviewer rubrics list)"
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
    from interviewer.content.rubrics import Rubrics
    from interviewer.ports import ContentError

    if args.folder is not None and not Path(args.folder).is_dir():
        raise output.BadInputError(f"{args.folder}: is not a folder")
    rubrics = Rubrics(Path(args.folder)) if args.folder is not None else program.rubrics
    problems = rubrics.problems()
    if args.folder is None:
        try:
            program.negotiation.script()
        except ContentError as error:
            problems += error.problems
    for problem in problems:
        output.write(str(problem))
    output.say(f"{len(problems)} problem{'' if len(problems) == 1 else 's'}" if problems else "no problems")
    return output.NOT_DONE if problems else output.DONE
