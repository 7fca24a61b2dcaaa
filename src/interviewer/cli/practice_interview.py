"""`interviewer practice --round | --loop | --resume`: an interview, in the app or line by line."""

import argparse
import sys
from typing import TYPE_CHECKING

from interviewer.cli.arguments import grader_flags

if TYPE_CHECKING:
    from datetime import datetime

    from interviewer.cli.program import Program
    from interviewer.domain.interviews import Interview, Mode
    from interviewer.domain.loops import Loops
    from interviewer.ports import InterviewStore
    from interviewer.practice.interview_session import InterviewSession, Tools
    from interviewer.tui.services import Start

CONTEXTS = ("startup", "big_tech", "enterprise")
NEWEST = ""


def add_interview_flags(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("an interview, instead of one question")
    group.add_argument(
        "--round", action="append", metavar="NAME", dest="rounds",
        help="phone_screen, onsite, executive, take_home or system_design; several make a mix of your own",
    )  # fmt: skip
    group.add_argument("--loop", metavar="NAME", help="standard, full, startup, big_tech or enterprise")
    group.add_argument("--context", choices=CONTEXTS, help="the kind of company: it changes what is asked and probed")
    mode = group.add_mutually_exclusive_group()
    mode.add_argument("--coached", action="store_true", help="feedback after each question")
    mode.add_argument("--realistic", action="store_true", help="feedback at the end, as in life (the default)")
    group.add_argument(
        "--resume",
        nargs="?",
        const=NEWEST,
        metavar="ID",
        help="go on with an interview, the newest where none is named",
    )
    group.add_argument("--self-score", action="store_true", help="ask for your own score before each grade")


def is_interview(args: argparse.Namespace) -> bool:
    return bool(args.rounds or args.loop or args.resume is not None)


def practise_interview(args: argparse.Namespace, program: "Program") -> int:
    """Exit 0, also where the input ends before the interview does: it is then paused."""
    from interviewer.cli import output
    from interviewer.cli.practice import standard_input
    from interviewer.cli.practice_drill import negotiate
    from interviewer.cli.running import say_patience
    from interviewer.plain_interview import PlainInterview
    from interviewer.practice.negotiation import is_negotiation
    from interviewer.reports.debrief_text import debrief_as_text
    from interviewer.reports.grade_text import grade_as_text

    _check(args)
    settings = program.settings(grader_flags(args))
    grader = program.grader(settings)
    say_patience(settings)
    store = program.store()
    try:
        resumed = store.interview(args.resume or _newest(store)) if args.resume is not None else None
        if resumed is not None and is_negotiation(resumed):
            negotiate(resumed, program, settings, grader, store)
            return output.DONE
        session = _session(args, program.interview_tools(settings, store), store)
        practice = PlainInterview(
            session,
            grader,
            standard_input(),
            write=output.write,
            note=output.say,
            progress=output.say_progress,
            show=lambda grade: grade_as_text(grade, session.rubric, grader.description),
            show_debrief=debrief_as_text,
            live=output.is_terminal(sys.stdin),
            self_scores=args.self_score,
        )
        practice.run()
    finally:
        store.close()
    return output.DONE


def interview_in_app(args: argparse.Namespace, program: "Program", store: "InterviewStore") -> "Start":
    """A new interview, or the one that is named, for the app to open. Raises InterviewerError where there is none."""
    from interviewer.ports import InterviewerError
    from interviewer.tui.services import Start

    _check(args)
    if args.resume is not None:
        interview = store.interview(args.resume or _newest(store))
        if interview is None:
            raise InterviewerError(
                f"there is no interview {args.resume!r}, or its id is cut to fewer than 6 characters"
            )
    else:
        interview = _planned(args, program.loops.loops(), program.clock.now())
        store.begin_interview(interview)
    return Start(interview.track, interview_id=interview.id, self_scores=args.self_score)


def _check(args: argparse.Namespace) -> None:
    from interviewer.cli.output import BadInputError

    named = [name for name, given in _ways(args) if given]
    if len(named) > 1:
        raise BadInputError(f"{named[0]} and {named[1]} do not go together: choose one")


def _ways(args: argparse.Namespace) -> tuple[tuple[str, bool], ...]:
    return (
        ("--question", args.question is not None),
        ("--round", bool(args.rounds)),
        ("--loop", args.loop is not None),
        ("--resume", args.resume is not None),
    )


def _session(args: argparse.Namespace, tools: "Tools", store: "InterviewStore") -> "InterviewSession":
    from interviewer.cli import output
    from interviewer.practice.interview_session import InterviewSession

    if args.resume is not None:
        return InterviewSession.resume(args.resume or _newest(store), tools)
    waiting = store.interviews(limit=1, open_only=True)
    if waiting:
        output.say(f"“{waiting[0].title}” is not finished: interviewer practice --plain --resume {waiting[0].id[:8]}")
    return InterviewSession.start(_planned(args, tools.loops.loops(), tools.clock.now()), tools)


def _planned(args: argparse.Namespace, loops: "Loops", at: "datetime") -> "Interview":
    """Raises InterviewerError for a round or loop that is not there."""
    from interviewer.cli.finding import find_track
    from interviewer.domain.questions import TRACKS
    from interviewer.practice.planning import plan_loop, plan_rounds

    track = find_track(args.track) if args.track else TRACKS[0]
    mode: Mode = "coached" if args.coached else "realistic"
    if args.loop:
        return plan_loop(loops, args.loop, track=track, mode=mode, context=args.context, seed=args.seed, at=at)
    return plan_rounds(loops, args.rounds, track=track, mode=mode, context=args.context, seed=args.seed, at=at)


def _newest(store: "InterviewStore") -> str:
    from interviewer.cli.output import BadInputError

    rows = store.interviews(limit=1, open_only=True)
    if not rows:
        raise BadInputError("no interview is waiting: begin one with interviewer practice --round phone_screen")
    return rows[0].id
