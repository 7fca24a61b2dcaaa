"""Answers and interviews as Markdown, to be read, printed or pasted elsewhere; text of others is text in it."""

import re
from collections.abc import Iterable, Iterator, Sequence

from interviewer.domain.grades import VOTE_NAMES, CheckVerdict, Grade, HabitScore, SignalScore
from interviewer.domain.interviews import Line
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import arithmetic
from interviewer.domain.text import visible
from interviewer.domain.transcripts import Answer, Transcript
from interviewer.ports import RubricSource
from interviewer.reports.difference_text import grader_name

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&!$@])")
AT_LINE_START = re.compile(r"^([^\S\n]*)([-+=]|\d+[.)])", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+", re.MULTILINE)
NO_BREAK = "\u00a0"
SPEAKERS = {"interviewer": "Interviewer", "candidate": "You"}


def escaped(text: str) -> str:
    """`text` so that Markdown shows it as it is: no markup, no HTML, no link, no heading, no list, no block of code."""
    marked = INDENT.sub(
        lambda found: found[0].expandtabs(4).replace(" ", NO_BREAK), SPECIAL.sub(r"\\\1", visible(text))
    )
    return AT_LINE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", marked)


def answers_report(title: str, transcripts: Iterable[Transcript], rubrics: RubricSource) -> Iterator[str]:
    """In pieces, one answer after the other, so that a long history takes no memory."""
    yield f"# {_line(title)}\n"
    for transcript in transcripts:
        yield f"\n{answer_section(transcript, rubrics)}"


def answer_section(transcript: Transcript, rubrics: RubricSource, level: int = 2) -> str:
    """One answer with its newest grade in full, the others as a line each."""
    answer, latest = transcript.answer, transcript.latest
    parts = [
        f"{'#' * level} {_line(answer.question.prompt)}",
        _facts(answer),
        _quoted(answer.text),
    ]
    if latest is None:
        parts.append("Not graded yet.")
    else:
        parts += _grade(latest, rubrics.of_grade(latest), level + 1)
    others = [each for each in transcript.grades if each.grade is not latest]
    if others:
        parts.append("Other grades:")
        parts.append("\n".join(f"- {each.created_at:%Y-%m-%d %H:%M} UTC, {_result(each.grade)}" for each in others))
    return "\n\n".join(parts) + "\n"


def interview_report(
    lines: Sequence[Line], debrief: str, transcripts: Iterable[Transcript], rubrics: RubricSource
) -> Iterator[str]:
    """An interview: `debrief` as Markdown with its heading, every word that was said, each answer with its grade."""
    yield f"{debrief.rstrip()}\n\n## What was said\n"
    for line in lines:
        yield f"\n**{SPEAKERS[line.speaker]}:** {escaped(line.text.strip()) or '(nothing)'}\n"
    for number, transcript in enumerate(transcripts):
        yield "\n## The answers\n\n" if number == 0 else "\n"
        yield answer_section(transcript, rubrics, level=3)


def _facts(answer: Answer) -> str:
    parts = [
        TRACK_NAMES[answer.track],
        f"{answer.created_at:%Y-%m-%d %H:%M} UTC",
        f"{len(answer.text.split()):,} words",
        f"`{re.sub(r'[^A-Za-z0-9_-]', '', answer.id)}`",
    ]
    return " · ".join(parts)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}".rstrip() for line in escaped(text.strip("\n")).split("\n"))


def _grade(grade: Grade, rubric: Rubric, level: int) -> Iterator[str]:
    if grade.overall is None:
        yield f"Not scored: {_line(grade.reason or 'no reason is known')}"
        return
    capped = f", held there by {grade.overall.capped_by}" if grade.overall.capped_by else ""
    vote = VOTE_NAMES[grade.overall.vote]
    yield f"**{grade.overall.score:.1f}, {vote}**{capped} ({_line(grader_name(grade.grader))})"
    yield f"{arithmetic(grade.signals, grade.overall.score)}"
    if grade.feedback and grade.feedback.fix_first:
        yield f"**Fix first.** {_line(grade.feedback.fix_first)}"
    dimensions: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    for dimension in dimensions:
        yield _dimension(dimension, rubric, level)
    if grade.feedback and grade.feedback.stronger_version:
        yield f"{'#' * level} A stronger version"
        yield _quoted(grade.feedback.stronger_version)


def _dimension(scored: SignalScore | HabitScore, rubric: Rubric, level: int) -> str:
    names = {each.id: each.name for each in rubric.dimensions}
    statements = {
        check.id: check.statement for each in rubric.dimensions if each.id == scored.id for check in each.checks
    }
    head = f"{'#' * level} {_line(names.get(scored.id, scored.id))}: {scored.score:.1f}"
    return "\n".join([head, "", *(_check(each, statements.get(each.id, each.id)) for each in scored.checks)])


def _check(check: CheckVerdict, statement: str) -> str:
    """A tick where it counts for the answer; a fault is named as one."""
    quotes = "".join(f" “{_line(each.quote)}”" for each in check.evidence)
    if check.polarity == "positive":
        return f"- [{'x' if check.met else ' '}] {_line(statement)}{quotes}"
    return f"- [{' ' if check.met else 'x'}] {'A fault' if check.met else 'Not found'}: {_line(statement)}{quotes}"


def _result(grade: Grade) -> str:
    by = _line(grader_name(grade.grader))
    return f"{by}: {grade.overall.score:.1f}" if grade.overall else f"{by}: not scored, {_line(grade.reason or '')}"


def _line(text: str) -> str:
    return escaped(" ".join(text.split()))
