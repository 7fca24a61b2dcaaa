"""`interviewer questions check`: mistakes and weaknesses of the bank, and what it covers."""

import argparse
import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import add_format

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.content.coverage import Count, Coverage
    from interviewer.domain.questions import Question
    from interviewer.ports import Problem

DESCRIPTION = """Looks for mistakes in the whole bank, or in the named files: what is not
well formed, asks much the same as another question, is too long to be asked
aloud, or has points that only repeat the prompt. Exit 1 where anything was
found."""


def arguments(actions: Any) -> None:
    checking = actions.add_parser("check", help="look for mistakes in the bank, or in files", description=DESCRIPTION)
    checking.add_argument("files", nargs="*", metavar="FILE", help="files of questions, beside the bank")
    checking.add_argument(
        "--coverage", action="store_true", help="count the bank's questions by topic, round, difficulty and so on"
    )
    add_format(checking)
    checking.set_defaults(run=run)


def run(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output

    if args.coverage:
        if args.files:
            raise output.BadInputError("--coverage: counts the bank, and takes no files")
        return _show_coverage(args, program)
    count, problems = _in_files(args.files, program) if args.files else _in_bank(program)
    if args.format == "json":
        output.write_json({"questions": count, "problems": [dataclasses.asdict(each) for each in problems]})
    else:
        for problem in problems:
            output.write(str(problem))
        wrong = f"{len(problems)} problem{'' if len(problems) == 1 else 's'}" if problems else "no problems"
        output.say(f"{count} good question{'' if count == 1 else 's'}, {wrong}")
    return output.NOT_DONE if problems else output.DONE


def _in_bank(program: "Program") -> "tuple[int, list[Problem]]":
    from interviewer.content.question_review import review

    bank = program.bank
    questions = bank.questions()
    weak = review(questions, bank.told_place, lambda each: bank.place(each) is not None)
    return len(questions), [*bank.problems(), *program.worked.problems(), *weak]


def _in_files(names: Sequence[str], program: "Program") -> "tuple[int, list[Problem]]":
    """Files that are perhaps no part of the bank yet, each question beside the bank's."""
    from interviewer.content.question_files import read_questions
    from interviewer.content.question_review import review
    from interviewer.ports import Problem

    known = {each.id: each for each in program.bank.questions()}
    new: dict[str, Question] = {}
    places: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for name in names:
        read = read_questions(Path(name), name)
        problems += read.problems
        for line, question in read.questions:
            if question.id in new or _is_another(program, question, Path(name)):
                problems.append(Problem(name, line, "id", f"{question.id!r} is used twice: give it another id"))
            new[question.id], places[question.id] = question, (name, line)
    beside = [each for each in known.values() if each.id not in new]
    weak = review([*beside, *new.values()], _placed(places), lambda each: True)
    return len(new), [*problems, *(each for each in weak if each.file in names)]


def _is_another(program: "Program", question: "Question", path: Path) -> bool:
    """Whether the bank has another question of that id, in another file than this one."""
    known, place = program.bank.get(question.id), program.bank.place(question.id)
    if known is None or known == question:
        return False
    return place is None or place.path.resolve() != path.resolve()


def _placed(places: dict[str, tuple[str, int]]) -> "Callable[[str], tuple[str, int]]":
    return lambda question_id: places.get(question_id, ("question bank", 0))


def _show_coverage(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.coverage import coverage

    covered = coverage(program.bank.questions(), program.bank.topics())
    if args.format == "json":
        output.write_json(dataclasses.asdict(covered))
    else:
        output.write("\n".join(_as_text(covered)))
    return output.DONE


def _as_text(covered: "Coverage") -> list[str]:
    from interviewer.content.coverage import LEAST_BEHAVIOURAL
    from interviewer.domain.questions import TRACK_NAMES

    lines = []
    for track in covered.tracks:
        lines.append(f"{TRACK_NAMES[track.track]}: {track.questions} questions, drills apart")
        lines.append(f"  behavioural {track.behavioural:g} % (at least {LEAST_BEHAVIOURAL} % wanted)")
        for name, counts in track.tables.items():
            lines += ["", f"  {name:<24}  n   share{'   wanted' if name == 'group' else ''}"]
            lines += [f"    {_row(count)}" for count in counts]
        lines.append("")
    lines.append(f"Drills: {sum(each.count for each in covered.drills)} questions")
    return [*lines, *(f"    {each.name:<22}{each.count:>3}" for each in covered.drills)]


def _row(count: "Count") -> str:
    wanted = f"{count.wanted:>7g} %" if count.wanted is not None else ""
    return f"{count.name:<22}{count.count:>3}  {count.share:>4.1f} %{wanted}"
