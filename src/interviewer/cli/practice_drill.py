"""`interviewer practice --drill`: the drills listed, one of their questions chosen, and what is special about each."""

import argparse
import random
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from interviewer.cli.program import Program
    from interviewer.domain.grades import Grade
    from interviewer.domain.interviews import Interview
    from interviewer.domain.questions import Question, Track
    from interviewer.domain.rubrics import DrillRubric
    from interviewer.ports import Grader, InterviewStore, Store
    from interviewer.settings import Settings

LISTED = ""
ASKED_LOOKED_BACK = 300


def add_drill_flag(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--drill", nargs="?", const=LISTED, metavar="NAME", help="a question of this drill; without a name, all drills"
    )


def list_drills(program: "Program") -> int:
    """One entry a drill: its name, its target length, and what it is."""
    import textwrap

    from interviewer.cli import output
    from interviewer.domain.lengths import length_told

    drills = program.rubrics.drills
    for name in drills.ids():
        drill = drills.rubric(name)
        output.write(f"{name}  {length_told(drill).partition('. ')[0].removeprefix('Target: ').rstrip('.')}")
        output.write(textwrap.fill(drill.what, 79, initial_indent="  ", subsequent_indent="  "))
    output.say("Begin one with: interviewer practice --drill NAME")
    return output.DONE


def check_flags(args: argparse.Namespace) -> None:
    """Raises BadInputError where a drill and something else were asked for."""
    from interviewer.cli.output import BadInputError

    others = {
        "--question": args.question, "--round": args.rounds, "--loop": args.loop, "--resume": args.resume,
        "--due": args.due or None,
    }  # fmt: skip
    for flag, given in others.items():
        if args.drill is not None and given is not None:
            raise BadInputError(f"--drill and {flag} do not go together: choose one")


def find_drill(program: "Program", name: str) -> "DrillRubric":
    """`resume-bullet` will do for `resume_bullet`. Raises BadInputError with near names where there is none."""
    from interviewer.cli.finding import near
    from interviewer.cli.output import BadInputError

    drills = program.rubrics.drills
    wanted = name.strip().lower().replace("-", "_").replace(" ", "_")
    if wanted not in drills.ids():
        hint = near(wanted, drills.ids()) or f" (drills: {', '.join(drills.ids())})"
        raise BadInputError(f"--drill: there is no drill {name!r}{hint}")
    return drills.rubric(wanted)


def choose_drill_question(args: argparse.Namespace, program: "Program", store: "Store") -> "tuple[Track, Question]":
    """A question of the drill that was named, rather one that was practised little; with a seed always the same.

    Raises BadInputError where there is none.
    """
    from interviewer.cli.output import BadInputError
    from interviewer.domain.questions import TRACK_NAMES
    from interviewer.practice.drills import choose_of_drill

    drill = find_drill(program, args.drill)
    chance = random.Random(args.seed)  # noqa: S311 - nothing is secret about a question
    rows = store.answers(limit=ASKED_LOOKED_BACK) if args.seed is None else ()
    chosen = choose_of_drill(program.bank.questions(), drill.id, args.track, [row.question_id for row in rows], chance)
    if chosen is None:
        track = TRACK_NAMES[args.track] if args.track else "any track"
        raise BadInputError(f"--drill: {drill.id} has no question for {track} (interviewer questions list --drill)")
    return chosen


def told_before(program: "Program", question: "Question") -> str:
    """What stands before a drill's question: what it is, and its length. "" for other questions."""
    from interviewer.practice.drills import told_before
    from interviewer.reports.grade_text import wrapped

    drill = program.rubrics.drill(question.drill)
    return "".join(f"{wrapped(line)}\n" for line in told_before(drill)) if drill else ""


def change_shown(program: "Program") -> "Callable[[str, Grade, Grade], str]":
    from interviewer.reports.difference_text import change_as_text

    return lambda title, before, after: change_as_text(title, before, after, program.rubrics.of_grade(after))


def worked_shown(program: "Program", track: "Track", question: "Question") -> str:
    """The worked answers to a question as text; "" where it has none."""
    from interviewer.reports.worked_text import worked_as_text

    worked = program.worked.of(track, question.id)
    return worked_as_text(worked) if worked else ""


def is_talk(program: "Program", question: "Question") -> bool:
    """Whether the question is an offer whose other side pushes back."""
    drill = program.rubrics.drill(question.drill)
    return drill is not None and drill.talk and program.negotiation.script().offer(question.id) is not None


def begun_talk(program: "Program", track: "Track", question: "Question", store: "InterviewStore") -> "Interview":
    """A new negotiation, stored. Raises StoreError."""
    from interviewer.practice.negotiation import plan_negotiation

    interview = plan_negotiation(question, track, program.negotiation.script(), program.clock.now())
    store.begin_interview(interview)
    return interview


def negotiate(
    interview: "Interview", program: "Program", settings: "Settings", grader: "Grader", store: "InterviewStore"
) -> None:
    """Plays a stored negotiation line by line, from where it is; it is paused where the input ends."""
    from interviewer.cli import output
    from interviewer.cli.practice import standard_input
    from interviewer.plain_negotiation import PlainNegotiation
    from interviewer.practice.interview_session import InterviewSession
    from interviewer.reports.grade_text import grade_as_text
    from interviewer.reports.negotiation_text import turns_as_text

    session = InterviewSession.resume(interview.id, program.interview_tools(settings, store))
    PlainNegotiation(
        session,
        grader,
        standard_input(),
        write=output.write,
        note=output.say,
        progress=output.say_progress,
        show=lambda grade: grade_as_text(grade, program.rubrics.of_grade(grade), grader.description),
        show_turns=turns_as_text,
        told=_told_of_offer(program, interview),
        live=output.is_terminal(sys.stdin),
    ).run()


def _told_of_offer(program: "Program", interview: "Interview") -> str:
    from interviewer.reports.grade_text import wrapped

    question_id = next(plan.question for plan in interview.rounds if plan.question)
    question, offer = program.bank.get(question_id), program.negotiation.script().offer(question_id)
    told = told_before(program, question) if question else ""
    return told + (wrapped(offer.told) if offer else "")
