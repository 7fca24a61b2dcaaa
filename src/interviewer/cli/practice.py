"""`interviewer` and `interviewer practice`: the app, or the same practice line by line."""

import argparse
import random
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from interviewer.cli.arguments import TRACKS, add_grader_flags, add_rubric_flag, grader_flags
from interviewer.cli.practice_drill import (
    LISTED,
    add_drill_flag,
    begun_talk,
    change_shown,
    check_flags,
    choose_drill_question,
    is_talk,
    list_drills,
    negotiate,
    told_before,
    worked_shown,
)
from interviewer.cli.practice_interview import add_interview_flags, interview_in_app, is_interview, practise_interview

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.questions import Question, Track
    from interviewer.ports import InterviewStore, QuestionBank, Store
    from interviewer.tui.services import Start

ASKED_LOOKED_BACK = 300
REPLACED = "\ufffd"
FEW_BAD_BYTES, MOST_BAD_BYTES = 20, 0.2  # of a line: characters, and their share


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--track", choices=TRACKS)
    parser.add_argument("--question", metavar="ID", help="this question (interviewer questions list)")
    parser.add_argument("--seed", type=int, metavar="N", help="the same number picks the same questions")
    add_drill_flag(parser)
    parser.add_argument("--due", action="store_true", help="the first question that is due today")
    parser.add_argument("--plain", action="store_true", help="line by line, for pipes and screen readers")
    parser.add_argument("--no-mouse", action="store_true", help="leave the mouse to the terminal, to mark text with it")
    add_interview_flags(parser)
    add_grader_flags(parser)
    add_rubric_flag(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    check_flags(args)
    if args.drill == LISTED:
        return list_drills(program)
    if args.due:
        from interviewer.cli.due import take_first_due
        from interviewer.cli.output import DONE

        if not take_first_due(args, program):
            return DONE
    if args.rubric:
        from interviewer.cli.rubric_flag import settle_track

        settle_track(args, program)
    if not args.plain:
        lacking = screen_lacking(program)
        if lacking is None:
            return run_in_app(args, program)
        if lacking:
            from interviewer.cli import output

            output.say(f"{lacking}, so this goes line by line (practice --plain).")
    return practise_interview(args, program) if is_interview(args) else practise_plainly(args, program)


def screen_lacking(program: "Program") -> str | None:
    """What the app would need and does not have: None where there is a terminal that can do more than print, or a page
    in a browser; "" where there is no terminal at all, of which nobody need be told."""
    from interviewer.cli.output import is_terminal

    if program.environ.get("TEXTUAL_DRIVER"):
        return None
    if not is_terminal(sys.stdin) or not is_terminal(sys.stdout):
        return ""
    if not is_terminal(sys.stderr):  # there Textual draws
        return "Standard error is no terminal"
    term = program.environ.get("TERM", "")
    if term in ("", "dumb"):
        return f"A terminal of the kind TERM={term} shows no screens" if term else "TERM is not set"
    return None


def run_in_app(args: argparse.Namespace, program: "Program") -> int:
    """The app, at Home or at what was asked for. It starts with a broken settings file too, and says what is broken."""
    import gc

    gc.disable()  # nothing is garbage before the first screen stands; the app switches it on again
    from interviewer.cli import output
    from interviewer.ports import ContentError
    from interviewer.tui.run import run_app

    notice = ""
    flags = grader_flags(args) | ({"mouse": False} if getattr(args, "no_mouse", False) else {})
    try:
        settings = program.settings(flags)
    except ContentError as error:
        notice = output.one_line(error)
        output.say_error(f"{notice}; starting with the defaults")
        settings = program.settings_without_file(flags)
    store = program.store()
    try:
        return run_app(program.services(settings, store, notice), start=_start(args, program, store))
    finally:
        store.close()


def _start(args: argparse.Namespace, program: "Program", store: "InterviewStore") -> "Start | None":
    """Home for `interviewer` alone; an interview where one is named. `practice` begins at a question: of the track that
    was practised last, else of the one the app asks for."""
    from interviewer.tui.services import Start

    if getattr(args, "bare", False):
        return None
    if is_interview(args):
        return interview_in_app(args, program, store)
    if args.drill is not None:
        return Start(*choose_drill_question(args, program, store))
    if args.question is None and args.seed is None:
        return Start(args.track or last_track(store))
    return Start(*choose(program.bank, args.track, args.question, args.seed, store))


def last_track(store: "Store") -> "Track | None":
    """The track of the newest answer or draft; None where nothing was ever typed."""
    answers, draft = store.answers(limit=1), store.newest_draft()
    newest = [(answer.created_at, answer.track) for answer in answers]
    newest += [(draft.updated_at, draft.track)] if draft else []
    return max(newest)[1] if newest else None


def practise_plainly(args: argparse.Namespace, program: "Program") -> int:
    """Exit 0, also where the input ends before any answer."""
    from interviewer.cli import output
    from interviewer.cli.running import say_patience
    from interviewer.plain import PlainDrill
    from interviewer.practice.drill import Drill
    from interviewer.reports.grade_text import grade_as_text

    settings = program.settings(grader_flags(args))
    grader = program.grader(settings)
    say_patience(settings)
    store = program.store()
    try:
        if args.drill is not None:
            track, question = choose_drill_question(args, program, store)
        else:
            track, question = choose(program.bank, args.track, args.question, args.seed, store)
        if is_talk(program, question):
            negotiate(begun_talk(program, track, question, store), program, settings, grader, store)
            return output.DONE
        practice = PlainDrill(
            Drill(track, question, store, program.clock),
            grader,
            standard_input(),
            write=output.write,
            note=output.say,
            progress=output.say_progress,
            show=lambda grade: grade_as_text(grade, program.rubrics.of_grade(grade), grader.description),
            live=output.is_terminal(sys.stdin),
            told=told_before(program, question),
            show_change=change_shown(program),
            worked=lambda: worked_shown(program, track, question),
        )
        practice.run()
    finally:
        store.close()
    return output.DONE


def standard_input() -> Iterator[str]:
    """Standard input line by line; bytes that are no UTF-8 become U+FFFD, nothing else is lost. Empty where closed.

    Raises BadInputError where most of a line was such bytes: that is no text that somebody wrote.
    """
    from interviewer.cli.output import BadInputError

    if sys.stdin is None or sys.stdin.closed:
        return
    for number, raw in enumerate(sys.stdin.buffer, start=1):
        line = raw.decode("utf-8", "replace").rstrip("\r\n").replace("\0", REPLACED)
        if line.count(REPLACED) > max(FEW_BAD_BYTES, len(line) * MOST_BAD_BYTES):
            raise BadInputError(f"line {number} of standard input is no UTF-8 text: what was graded before it is kept")
        yield line


def choose(
    bank: "QuestionBank", track_name: str | None, question_id: str | None, seed: int | None, store: "Store"
) -> "tuple[Track, Question]":
    """The named question, or one by chance: the same for the same seed, else rather one that was practised little.
    Without a track it is the one that was practised last; with a seed, or for want of any, one by chance.

    Raises BadInputError where there is none.
    """
    from interviewer.cli.finding import asked_question, find_track
    from interviewer.cli.output import BadInputError
    from interviewer.domain.questions import TRACKS as KNOWN
    from interviewer.practice.choosing import choose_question

    if question_id is not None:
        return asked_question(bank, question_id, track_name, None)
    chance = random.Random(seed)  # noqa: S311 - nothing is secret about a question
    named = find_track(track_name) if track_name is not None else last_track(store) if seed is None else None
    track = chance.choice(KNOWN) if named is None else named
    rows = store.answers(limit=ASKED_LOOKED_BACK, track=track) if seed is None else ()
    question = choose_question(bank.questions(), track, [row.question_id for row in rows], chance)
    if question is None:
        raise BadInputError("the bank holds no question for this track (interviewer questions check)")
    return track, question
