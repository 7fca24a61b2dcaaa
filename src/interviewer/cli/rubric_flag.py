"""--rubric: a rubric of one's own, or a built-in one, for this run."""

import argparse
from typing import TYPE_CHECKING

from interviewer.cli.output import BadInputError
from interviewer.domain.questions import TRACK_NAMES, TRACKS, Track

if TYPE_CHECKING:
    from interviewer.cli.program import Program


def rubric_track(args: argparse.Namespace, program: "Program") -> Track | None:
    """The track of the rubric that --rubric names; None where it names none. Raises ContentError."""
    if not args.rubric:
        return None
    return next((each for each in TRACKS if each == args.rubric), None) or program.own_rubrics.rubric(args.rubric).track


def check_rubric_fits(args: argparse.Namespace, program: "Program", track: Track) -> None:
    """Raises BadInputError where --rubric names one for the other role."""
    named = rubric_track(args, program)
    if named is not None and named != track:
        raise BadInputError(
            f"--rubric: {args.rubric!r} is for {TRACK_NAMES[named]}s, and this is for {TRACK_NAMES[track]}s"
        )


def settle_track(args: argparse.Namespace, program: "Program") -> None:
    """Practice under a rubric is for its role: --track is set by it. Raises BadInputError for the other role."""
    named = rubric_track(args, program)
    if named is None:
        return
    question = program.bank.get(args.question) if args.question else None
    asked = question.track if question is not None and question.track != "both" else args.track
    for track in TRACKS:
        if asked == track:
            check_rubric_fits(args, program, track)
    args.track = named
