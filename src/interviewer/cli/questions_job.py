"""`interviewer questions import --from-job`: questions for a job's duties, of the bank and, by a model, new ones."""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.cli.arguments import grader_flags, positive

if TYPE_CHECKING:
    from interviewer.cli.program import Program
    from interviewer.content.job_match import Matched
    from interviewer.domain.questions import Question, Track
    from interviewer.grading.llm.question_writer import LlmQuestionWriter, WritingRequest
    from interviewer.settings import Settings

COUNT, MOST = 6, 12
MOST_ALREADY = 40
WIDTH = 77  # two columns less than other texts have, for the mark of a comment
LARGEST = 256 * 1024
SOURCE = "own, from a job description"


def add_flags(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("from a job description")
    group.add_argument("--from-job", metavar="FILE", help="a job description as text; - for standard input")
    group.add_argument(
        "--count", type=positive, metavar="N", help=f"llm: how many new questions ({COUNT}, at most {MOST})"
    )
    group.add_argument("--show-request", action="store_true", help="llm: print what would be sent; send nothing")
    group.add_argument("--record", metavar="FILE", help="llm: keep every request and reply in FILE")
    group.add_argument("--replay", metavar="FILE", help="llm: take the replies from a recorded FILE; send nothing")


def run_job(args: argparse.Namespace, program: "Program") -> int:
    from interviewer.cli import output
    from interviewer.content.job_description import duties, likely_track
    from interviewer.content.job_match import match_duties
    from interviewer.domain.questions import TRACKS

    text = _description(args.from_job)
    found = duties(text)
    if not found:
        raise output.BadInputError(
            f"{args.from_job}: no duties were found: they should stand in a list or in sentences"
        )
    track = likely_track(text) if args.track is None else next((each for each in TRACKS if each == args.track), None)
    settings = program.settings(grader_flags(args))
    _check_usage(args, settings)
    matched = match_duties(found, program.bank.questions(), program.bank.topics(), track)
    if settings.grader == "llm":
        return _with_new(args, program, settings, _Job(text, track or "ai_pm", matched))
    output.write("\n".join(_as_text(matched, track)))
    return output.DONE


def _description(name: str) -> str:
    from interviewer.cli.files import decode, read_bytes

    shown = "standard input" if name == "-" else name
    return decode(read_bytes(name, LARGEST), shown)


def _check_usage(args: argparse.Namespace, settings: "Settings") -> None:
    from interviewer.cli.llm_flags import say_what_has_no_effect
    from interviewer.cli.output import BadInputError

    if args.format or args.keep_good or args.dry_run:
        raise BadInputError("--format, --keep-good and --dry-run are for a FILE with questions, not for --from-job")
    if args.count is not None and args.count > MOST:
        raise BadInputError(f"--count: must be at most {MOST}")
    if sum(map(bool, (args.record, args.replay, args.show_request))) > 1:
        raise BadInputError("--record, --replay and --show-request exclude each other")
    say_what_has_no_effect(args, settings)


def _as_text(matched: "Sequence[Matched]", track: "Track | None") -> "Iterator[str]":
    from interviewer.domain.questions import TRACK_NAMES

    read_as = f"for {TRACK_NAMES[track]}" if track else "for both roles"
    fitting = sum(len(each.fits) for each in matched)
    yield f"{len(matched)} duties, {fitting} questions of the bank, {read_as} (--track chooses)"
    for each in matched:
        yield ""
        yield from _wrapped(each.duty.text, "", "")
        for fit in each.fits:
            why = "; ".join(part for part in (f"topic {fit.topic}" if fit.topic else "", ", ".join(fit.why)) if part)
            yield from _wrapped(f"{fit.question.id}: {fit.question.prompt}", "  ", "    ")
            yield from _wrapped(f"because of: {why}", "      ", "      ")
        if not each.fits:
            yield "  no question of the bank fits"


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    import textwrap

    return textwrap.wrap(_line(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)


def _line(text: str) -> str:
    return " ".join(text.split())


@dataclass(frozen=True, slots=True)
class _Job:
    """A description as it was read; `matched` are its duties with the bank's questions."""

    text: str
    track: "Track"
    matched: "Sequence[Matched]"


def _with_new(args: argparse.Namespace, program: "Program", settings: "Settings", job: _Job) -> int:
    from interviewer.cli import output

    writer = _writer(args, program, settings)
    request = _request(args, job)
    if args.show_request:
        output.write_json(writer.body(request))
        output.say("Nothing was sent.")
        return output.DONE
    asked = output.is_terminal(sys.stdin) and output.is_terminal(sys.stdout)
    mark = "" if asked else "# "  # without a terminal the whole output is TOML
    output.write("\n".join(f"{mark}{line}".rstrip() for line in _as_text(job.matched, job.track)))
    _say_orders(job.text)
    output.say(f"{writer.description} …" if not args.replay else "played back from a recording; nothing is sent")
    proposals, told = _proposed(writer, request)
    new, dropped = _good(proposals, job.track, program)
    for why in [*told, *dropped]:
        output.say(f"left out: {why}")
    if not new:
        output.say("there is no new question")
        return output.NOT_DONE
    if asked:
        from interviewer.cli.questions_choice import choose_each

        return choose_each(new, program)
    from interviewer.content.question_writing import toml_text

    output.write("\n" + "\n".join(f"# {_line(duty)}\n{toml_text([question])}" for duty, question in new).rstrip())
    output.say(f"{len(new)} new, nothing was added (on a terminal you take or leave each; questions import reads this)")
    return output.DONE


def _writer(args: argparse.Namespace, program: "Program", settings: "Settings") -> "LlmQuestionWriter":
    from interviewer.grading.llm.question_writer import LlmQuestionWriter
    from interviewer.grading.llm.record import Recorder, Replay

    if args.record:
        program.recorder = Recorder(Path(args.record))
    return LlmQuestionWriter(
        settings,
        program.endpoint(settings),
        memory=None if args.replay else program.servers.memory,
        recorder=program.recorder,
        client=Replay(Path(args.replay)) if args.replay else None,
    )


def _request(args: argparse.Namespace, job: _Job) -> "WritingRequest":
    from interviewer.grading.llm.question_writer import WritingRequest

    already = [fit.question.prompt for each in job.matched for fit in each.fits]
    return WritingRequest(
        track=job.track,
        description=job.text,
        duties=[each.duty.text for each in job.matched],
        already=already[:MOST_ALREADY],
        count=args.count or COUNT,
    )


def _say_orders(text: str) -> None:
    from interviewer.cli.output import say
    from interviewer.grading.orders import order_spans

    spans = order_spans(text)
    if spans:
        start, end = spans[0]
        say(f"note: this in the description reads like an order, and is sent as text: “{_line(text[start:end])[:80]}”")


def _proposed(
    writer: "LlmQuestionWriter", request: "WritingRequest"
) -> "tuple[Sequence[Mapping[str, Any]], list[str]]":
    import asyncio

    from interviewer.cli.output import say

    proposals = asyncio.run(writer.propose(request))
    if proposals.reason:
        say(f"no new questions: {proposals.reason}")
    told = f"{proposals.dropped} in the reply that were no usable questions, or more than were asked for"
    return proposals.questions, [told] if proposals.dropped else []


def _good(
    proposals: "Sequence[Mapping[str, Any]]", track: "Track", program: "Program"
) -> "tuple[list[tuple[str, Question]], list[str]]":
    """The proposals that keep the bank's rules and are in it in no other words, with their duties; and why others are
    left out."""
    from interviewer.content.near_duplicates import NearDuplicates
    from interviewer.content.own_questions import question_id
    from interviewer.content.question_files import checked_question
    from interviewer.content.question_review import weaknesses

    known = list(program.bank.questions())
    taken = {each.id for each in known}
    new: list[tuple[str, Question]] = []
    dropped = []
    for fields in proposals:
        values = {name: value for name, value in fields.items() if name != "duty"}
        new_id = question_id(str(fields["prompt"]), taken)
        question = checked_question({**values, "id": new_id, "track": track, "source": SOURCE})
        if isinstance(question, list):
            field, message = question[0]
            dropped.append(f"“{_line(str(fields['prompt']))}”: {field} {message}")
            continue
        weak = next((f"{field} {message}" for field, message in weaknesses(question)), "")
        near = NearDuplicates([*known, *(each for _, each in new)]).near(question)
        if weak or near:
            dropped.append(f"“{_line(question.prompt)}”: {weak or f'asks much the same as {near[0].other.id}'}")
            continue
        taken.add(new_id)
        new.append((str(fields["duty"]), question))
    return new, dropped
