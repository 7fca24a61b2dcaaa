"""Whether a grader can be talked up, and whether it moves when it should and only then.

    python -m benchmarks.robustness.run [--grader offline|llm] [--model M] [--base-url URL] [--effort E]
                                        [--part relations|attacks|honest] [--limit N]

The LLM grader is measured at the endpoint that the settings, the environment or the flags name. Where it gives no
score the report says "not measured", and never a figure. Exit 0 where something was measured, else 1.
"""

import argparse
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence

from benchmarks.robustness.base import base_answers
from benchmarks.robustness.cases import Attempt, Case, Change, Honest, attempts, changes, honest
from benchmarks.robustness.report import attacks_report, honest_report, relations_report
from interviewer.cli.arguments import Parser, add_grader_flags, grader_flags, positive
from interviewer.cli.program import Program
from interviewer.cli.running import AT_ONCE, Losses, grade_many
from interviewer.cli.step_line import CountLine
from interviewer.domain.grades import Grade
from interviewer.domain.questions import custom_question
from interviewer.ports import Grader, GradeRequest, InterviewerError

PARTS = ("relations", "attacks", "honest")
BASE_ANSWERS = 24


def grade_all(grader: Grader, cases: Iterable[Case]) -> tuple[dict[Case, Grade], str]:
    """A grade for each case that was reached, each graded once, and why some have no score.

    It stops where five in a row have none.
    """
    wanted = list(dict.fromkeys(cases))
    grades: dict[Case, Grade] = {}
    losses = Losses()
    with CountLine(len(wanted)) as progress:

        def on_grade(case: Case, grade: Grade) -> None:
            grades[case] = grade
            losses.note(grade)
            progress.count(len(grades), sum(each.overall is None for each in grades.values()))

        try:
            grade_many(grader, ((case, _request(case)) for case in wanted), AT_ONCE, on_grade, losses.hopeless)
        except KeyboardInterrupt:
            print("stopped; the report is on what was graded until now", file=sys.stderr)
    return grades, losses.reason


def _request(case: Case) -> GradeRequest:
    return GradeRequest(track=case.track, question=custom_question(case.track, case.question), answer=case.answer)


def report(
    grader: Grader, tried: tuple[Sequence[Change], Sequence[Attempt], Sequence[Honest]], parts: Sequence[str]
) -> tuple[list[str], Mapping[Case, Grade]]:
    """The lines of the report, and every grade behind it."""
    changed, attacked, told = tried
    by_part: dict[str, Iterator[Case]] = {
        "relations": (case for each in changed for case in (each.before, each.after)),
        "attacks": (case for each in attacked for case in (each.before, each.after) if case is not None),
        "honest": (case for each in told for case in (each.case, each.neutral)),
    }
    grades, reason = grade_all(grader, (case for part in parts for case in by_part[part]))
    lines = [f"Grader: {grader.description}"]
    if "relations" in parts:
        lines += relations_report(changed, grades)
    if "attacks" in parts:
        lines += attacks_report(attacked, grades)
    if "honest" in parts:
        lines += honest_report(told, grades)
    if reason:
        lines.append(f"Without a score: {reason}")
    return lines, grades


def main(argv: Sequence[str] | None = None, environ: Mapping[str, str] | None = None) -> int:
    parser = Parser(description=__doc__)
    add_grader_flags(parser)
    parser.add_argument("--part", choices=PARTS, action="append", help="only this part; may be given again")
    parser.add_argument("--limit", type=positive, metavar="N", help="only N base answers, attacks and honest answers")
    args = parser.parse_args(argv)
    program = Program(os.environ if environ is None else environ)
    try:
        grader = program.grader(program.settings(grader_flags(args)), scores_only=True)
    except InterviewerError as error:
        parser.error(str(error))
    tried = _tried(args)
    lines, grades = report(grader, tried, args.part or PARTS)
    print("\n".join(lines))
    program.close()
    return 0 if any(grade.overall is not None for grade in grades.values()) else 1


def _tried(args: argparse.Namespace) -> tuple[list[Change], list[Attempt], list[Honest]]:
    """With a limit, attacks are taken at even distances, so that every kind has its share."""
    base = base_answers(min(BASE_ANSWERS, args.limit or BASE_ANSWERS))
    attacked, told = list(attempts()), list(honest())
    if args.limit:
        attacked = attacked[:: max(1, len(attacked) // args.limit)][: args.limit]
        told = told[: args.limit]
    return list(changes(base)), attacked, told


if __name__ == "__main__":
    sys.exit(main())
