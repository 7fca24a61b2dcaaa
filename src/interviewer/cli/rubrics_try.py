"""`interviewer rubrics try`: whether a grader can be trusted, measured on answers whose quality is known."""

import argparse
import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format, add_grader_flags, grader_flags, positive

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.cli.trial_run import TrialRun
    from interviewer.domain.rubrics import ScoreBy
    from interviewer.domain.trial import Measures, TrialVerdict
    from interviewer.ports import Grader
    from interviewer.reports.trial_text import TrialReport
    from interviewer.settings import Settings

DESCRIPTION = """Grades a shipped set of answers of known quality with the configured grader
and says whether it keeps them in order, how steady it is, and what that
cost. The result is remembered, and shown beside the model in the app.

Exit: 0 passed, 1 failed or not finished, 130 stopped by Ctrl+C (what was
measured is shown)."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("try", help="find out whether a grader can be trusted", description=DESCRIPTION)
    add_grader_flags(parser)
    parser.add_argument("--runs", type=positive, metavar="N", help="grade a part N times, to see how steady it is (2)")
    parser.add_argument("--record", metavar="FILE", help="llm: keep every request and reply in FILE")
    parser.add_argument("--replay", metavar="FILE", help="llm: take the replies from a recorded FILE; send nothing")
    add_format(parser)
    parser.set_defaults(run=run_try)


def run_try(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.llm_flags import say_what_has_no_effect
    from interviewer.cli.trial_run import DEFAULT_RUNS, TrialRun
    from interviewer.ports import ContentError

    if args.record and args.replay:
        raise output.BadInputError("--record and --replay exclude each other")
    # The levels of the shipped answers are those of the shipped rubrics.
    settings = dataclasses.replace(program.settings(grader_flags(args)), rubric="")
    say_what_has_no_effect(args, settings)
    problems = program.worked.problems()
    if problems:
        raise ContentError(problems)
    trial = TrialRun(program.worked.all(), program.worked.attacks(), program.bank, args.runs or DEFAULT_RUNS)
    grader = program.grader(settings, _path(args.record), _path(args.replay), scores_only=True)
    _announce(trial, grader)
    interrupted = _grade_all(trial, grader)
    report = _report(trial, grader, settings)
    remembered = settings.grader == "llm" and not args.replay and _remember(program, settings, report)
    _show(args, report, remembered=remembered)
    if interrupted:
        return output.INTERRUPTED
    return output.DONE if report.verdict.outcome == "passed" else output.NOT_DONE


def _path(name: str | None) -> Path | None:
    return Path(name) if name else None


def _announce(trial: "TrialRun", grader: "Grader") -> None:
    """What is about to happen, before anything is sent."""
    from interviewer.cli import output

    count = len(trial.plan)
    output.say(f"{count} answers to grade: {grader.description}")
    if grader.ref.kind == "llm":
        from interviewer.cli.sending import what_is_sent
        from interviewer.grading.llm.grader import LlmGrader

        if isinstance(grader, LlmGrader):
            output.say(str(what_is_sent(grader, [each.request for each in trial.plan], scores_only=True)))


def _grade_all(trial: "TrialRun", grader: "Grader") -> bool:
    """True where Ctrl+C ended it; what was graded until then is in `trial`."""
    from interviewer.cli import output
    from interviewer.cli.running import AT_ONCE, Losses, grade_many
    from interviewer.cli.step_line import CountLine
    from interviewer.domain.grades import Grade

    losses = Losses()
    try:
        with CountLine(len(trial.plan)) as progress:

            def on_grade(number: int, grade: Grade) -> None:
                trial.note(number, grade)
                losses.note(grade)
                progress.count(len(trial.grades), trial.unscored)

            grade_many(grader, trial.requests(), AT_ONCE, on_grade, losses.hopeless)
    except KeyboardInterrupt:
        output.say(f"stopped after {len(trial.grades)} of {len(trial.plan)} answers")
        return True
    if losses.reason:
        output.say(f"not scored: {losses.reason}")
    return False


def _report(trial: "TrialRun", grader: "Grader", settings: "Settings") -> "TrialReport":
    from interviewer.domain.trial import MODES, better_score_by, measure, verdict
    from interviewer.reports.trial_text import TrialReport

    found, lost = _quotes(grader)
    by_mode: dict[ScoreBy, Measures] = {
        mode: measure(trial.answers(), trial.attacks(), mode, quotes=found + lost, quotes_lost=lost) for mode in MODES
    }
    verdicts: dict[ScoreBy, TrialVerdict] = {
        mode: verdict(each, stopped=not trial.is_whole) for mode, each in by_mode.items()
    }
    used = grader.ref.score_by
    return TrialReport(
        grader=grader.ref,
        description=grader.description,
        planned=len(trial.plan),
        by_mode=by_mode,
        verdicts=verdicts,
        advice=better_score_by(by_mode, used) if settings.grader == "llm" else used,
        runs=trial.runs,
        usage=trial.usage(),
        currency=settings.currency,
        answers=tuple(trial.answers()),
        attacks=tuple(trial.attacks()),
    )


def _quotes(grader: "Grader") -> tuple[int, int]:
    """How many quotes of a model were found in the answers and how many were not; the offline grader quotes nothing."""
    if grader.ref.kind == "offline":
        return 0, 0
    from interviewer.grading.llm.grader import LlmGrader

    return (grader.quotes.found, grader.quotes.lost) if isinstance(grader, LlmGrader) else (0, 0)


def _remember(program: "Program", settings: "Settings", report: "TrialReport") -> bool:
    """Keeps the result for the app and `doctor`, where anything was graded; that it could not be kept is only said."""
    from interviewer.cli import output
    from interviewer.ports import InterviewerError
    from interviewer.reports.trial_text import trial_as_dict
    from interviewer.trials import Trial, remember

    if not report.measures.answers:
        return False
    try:
        key = program.trial_key(settings)
        if key is None:
            return False
        program.create_home()
        trial = Trial(
            key=key,
            tried_at=program.clock.now(),
            outcomes={mode: each.outcome for mode, each in report.verdicts.items()},
            reasons={mode: "; ".join(each.reasons) for mode, each in report.verdicts.items()},
            figures=trial_as_dict(report),
        )
        return remember(program.trials, trial)
    except (OSError, InterviewerError) as error:
        output.say_error(f"{program.trials}: the result could not be kept ({error})")
        return False


def _show(args: argparse.Namespace, report: "TrialReport", *, remembered: bool) -> None:
    from interviewer.cli import output
    from interviewer.reports.trial_text import answers_as_dicts, trial_as_dict, trial_as_text

    if args.format == "json":
        graded = {"remembered": remembered, "answers": answers_as_dicts(report)}
        output.write_json({"schema_version": 1, **trial_as_dict(report), **graded})
    else:
        output.write(trial_as_text(report))
