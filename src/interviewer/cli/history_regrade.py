"""`interviewer history regrade`: stored answers graded again; the old grades stay, and the difference is shown."""

import argparse
import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import TRACKS, add_format, add_grader_flags, add_rubric_flag, grader_flags

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.domain.grades import Grade, GraderRef, Usage
    from interviewer.domain.questions import Track
    from interviewer.domain.transcripts import Answer, Transcript
    from interviewer.ports import Clock, Grader, GradeRequest, RubricSource, Store

PAGE = 200
DESCRIPTION = """Grades stored answers again, with the grader, model and rubric that are set now. The
old grades are kept, the new one is added, and the difference is shown check by check.
With --all, --track or --question an answer that a model has already graded just so is
left out.

Exit: 0 all graded, 1 some not scored, 130 stopped by Ctrl+C (what was graded is kept)."""


def arguments(actions: Any) -> None:
    parser = actions.add_parser("regrade", help="grade answers again and see what changes", description=DESCRIPTION)
    parser.add_argument("ids", nargs="*", metavar="ID", help="an answer's id, or its first 6 characters or more")
    parser.add_argument("--all", action="store_true", help="every answer")
    parser.add_argument("--track", choices=TRACKS, help="every answer of a track")
    parser.add_argument("--question", metavar="ID", help="every answer to this question")
    add_grader_flags(parser)
    add_rubric_flag(parser)
    parser.add_argument("--dry-run", action="store_true", help="say what would be sent; send and store nothing")
    add_format(parser)
    parser.set_defaults(run=run_regrade)


def run_regrade(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.cli.llm_flags import say_what_has_no_effect

    if bool(args.ids) == bool(args.all or args.track or args.question):
        raise output.BadInputError("name answers by their ids, or with --all, --track or --question")
    settings = program.settings(grader_flags(args))
    say_what_has_no_effect(args, settings)
    grader = program.grader(settings)
    with program.existing_store() as store:
        if store is None:
            raise output.BadInputError("there are no answers yet (interviewer practice)")
        wanted = list(_wanted(args, store, grader.ref, program.rubrics_for(settings)))
        if args.dry_run:
            return _dry_run(args, grader, store, wanted)
        if not wanted:
            output.say("nothing to grade: all of these answers have such a grade already, or there are none")
            return output.DONE
        regrading = Regrading(store, grader, program.rubrics, program.clock, args.format)
        return regrading.run(wanted, settings.currency)


def _wanted(args: argparse.Namespace, store: "Store", ref: "GraderRef", rubrics: "RubricSource") -> Iterator[str]:
    """The ids of the answers that were named, or of all that a filter leaves and that have no such grade, oldest
    first. Only ids: a history may be long."""
    from interviewer.cli.output import BadInputError

    if args.ids:
        for wanted in dict.fromkeys(args.ids):
            transcript = store.transcript(wanted)
            if transcript is None:
                raise BadInputError(f"there is no answer {wanted!r}, or its id is cut to fewer than 6 characters")
            yield transcript.answer.id
        return
    for answer_id in reversed(_ids(store, args.track, args.question)):
        if ref.kind == "offline":  # it costs nothing to repeat, and may have learnt
            yield answer_id
            continue
        transcript = store.transcript(answer_id)
        if transcript is not None and not _has_such_grade(transcript, ref, rubrics):
            yield answer_id


def _ids(store: "Store", track: "Track | None", question_id: str | None) -> list[str]:
    found: list[str] = []
    while page := store.answers(limit=PAGE, offset=len(found), track=track, question_id=question_id):
        found += [row.answer_id for row in page]
    return found


def _has_such_grade(transcript: "Transcript", ref: "GraderRef", rubrics: "RubricSource") -> bool:
    """Whether this grader scored the answer under the rubric as it is now."""
    sha256 = rubrics.of_question(transcript.answer.track, transcript.answer.question).sha256
    grades = (stored.grade for stored in transcript.grades)
    return any((each.status, each.grader, each.rubric.sha256) == ("scored", ref, sha256) for each in grades)


def _requests(store: "Store", ids: Iterable[str]) -> "Iterator[tuple[Transcript, GradeRequest]]":
    """Each answer as it is to be graded, read when its turn comes; one that was deleted meanwhile is left out."""
    from interviewer.ports import GradeRequest

    for answer_id in ids:
        transcript = store.transcript(answer_id)
        if transcript is not None:
            answer = transcript.answer
            yield transcript, GradeRequest(track=answer.track, question=answer.question, answer=answer.text)


def _dry_run(args: argparse.Namespace, grader: "Grader", store: "Store", wanted: Sequence[str]) -> int:
    """How many answers would go where; nothing is sent and nothing stored."""
    from interviewer.cli import output
    from interviewer.cli.sending import Sending, what_is_sent

    sending = Sending(len(wanted), 0, 0)
    if grader.ref.kind == "llm":
        from interviewer.grading.llm.grader import LlmGrader

        if isinstance(grader, LlmGrader):
            sending = what_is_sent(grader, (request for _, request in _requests(store, wanted)))
    if args.format == "json":
        described = {"grader": grader.description, **dataclasses.asdict(sending), "answer_ids": list(wanted)}
        output.write_json(described)
        return output.DONE
    output.write(f"{_counted(len(wanted))} would be graded by: {grader.description}")
    if sending.requests:
        output.write(f"{sending}. With each go the rubric, the question and the answer.")
    output.write("Nothing was sent, nothing was stored.")
    return output.DONE


def _counted(answers: int) -> str:
    return f"{answers:,} answer{'' if answers == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Regraded:
    """An answer with its grade from before, None where it had none, and the new one. `kept` where it was stored."""

    answer: "Answer"
    before: "Grade | None"
    after: "Grade"
    kept: bool


class Regrading:
    """Grades, stores and shows one answer after the other."""

    def __init__(self, store: "Store", grader: "Grader", rubrics: "RubricSource", clock: "Clock", form: str) -> None:
        self.store = store
        self.grader = grader
        self.rubrics = rubrics
        self.clock = clock
        self.form = form
        self.usages: list[Usage] = []
        self.done = self.scored = 0

    def run(self, wanted: Sequence[str], currency: str) -> int:
        """The exit code. Every grade is stored the moment it is there."""
        from interviewer.cli import output
        from interviewer.cli.running import AT_ONCE, Losses, grade_many
        from interviewer.cli.step_line import StepLine

        output.say(f"{_counted(len(wanted))} to grade: {self.grader.description}")
        losses, interrupted = Losses(), False
        try:
            with StepLine() as progress:

                def on_grade(transcript: "Transcript", grade: "Grade") -> None:
                    losses.note(grade)
                    progress.redraw("")
                    self._take(transcript, grade)
                    progress.redraw(f"{self.done} of {len(wanted)} graded")

                grade_many(self.grader, _requests(self.store, wanted), AT_ONCE, on_grade, losses.hopeless)
        except KeyboardInterrupt:
            interrupted = True
        self._report(len(wanted), currency)
        if interrupted:
            return output.INTERRUPTED
        return output.DONE if self.scored == len(wanted) else output.NOT_DONE

    def _take(self, transcript: "Transcript", grade: "Grade") -> None:
        """A score is stored beside the old ones unless it is the same in every field; a failure is only told."""
        self.done += 1
        self.usages.append(grade.usage)
        scored = grade.status == "scored"
        self.scored += scored
        kept = scored and all(stored.grade != grade for stored in transcript.grades)
        if kept:
            self.store.add_grade(transcript.answer.id, grade, self.clock.now())
        self._show(Regraded(transcript.answer, transcript.latest, grade, kept))

    def _show(self, regraded: Regraded) -> None:
        from interviewer.cli import output
        from interviewer.reports.difference_text import regraded_as_text

        if self.form == "json":
            output.write_json(as_dict(regraded), indent=None)
            return
        rubric = self.rubrics.of_grade(regraded.after)
        output.write(regraded_as_text(regraded.answer, regraded.before, regraded.after, rubric, kept=regraded.kept))
        output.write("")

    def _report(self, wanted: int, currency: str) -> None:
        from interviewer.cli import output
        from interviewer.cli.sending import summed

        left = wanted - self.scored
        used = summed(self.usages)
        cost = f", {used.cost:.4f} {currency}" if used.cost is not None else ""
        sent = f"; {used.requests:,} requests, {used.input_tokens + used.output_tokens:,} tokens{cost}"
        missing = f", {left} not scored" if left else ""
        output.say(f"{self.scored} of {wanted} graded again{missing}{sent if used.requests else ''}")


def as_dict(regraded: Regraded) -> dict[str, Any]:
    """`difference` is null where there is no score before or after; `grade` is the new one in full."""
    from interviewer.cli.grade_json import grade_as_dict
    from interviewer.domain.difference import difference

    before, after = regraded.before, regraded.after
    change = difference(before, after) if before else None
    return {
        "answer_id": regraded.answer.id,
        "status": after.status,
        "reason": after.reason,
        "kept": regraded.kept,
        "before": {
            "grade_id": before.grade_id,
            "grader": dataclasses.asdict(before.grader),
            "rubric": dataclasses.asdict(before.rubric),
            "overall": dataclasses.asdict(before.overall) if before.overall else None,
        }
        if before
        else None,
        "difference": dataclasses.asdict(change) if change else None,
        "grade": grade_as_dict(after),
    }
