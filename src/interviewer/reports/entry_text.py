"""An entry of the history as text of 79 columns, for a pager or the clipboard: everything that is known of it."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo

from interviewer.domain.debriefs import Debrief
from interviewer.domain.grades import VOTE_NAMES, Grade
from interviewer.domain.history import HistoryRow
from interviewer.domain.interviews import Line, Speaker
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.rubrics import Rubric
from interviewer.domain.text import visible
from interviewer.domain.transcripts import StoredGrade, Transcript
from interviewer.reports.debrief_text import debrief_as_text
from interviewer.reports.grade_text import WIDTH, grade_as_text

SPEAKERS: dict[Speaker, str] = {"interviewer": "Interviewer", "candidate": "You"}
INDENT = "  "


def answer_as_text(
    row: HistoryRow,
    transcript: Transcript,
    rubric_of: Callable[[Grade], Rubric],
    turns: Sequence[Line] = (),
    *,
    zone: tzinfo | None = None,
) -> str:
    """The question, the answer, and every grade it ever had, the newest first.

    `turns` are what was said to the question where it was asked in an interview: they have the follow-ups.
    """
    answer = transcript.answer
    parts = [*_head(row, f"try {row.tries}", zone)]
    if turns:
        parts += _turns(turns)
    else:
        parts += [_wrapped(answer.question.prompt), _wrapped(answer.text.strip("\n"))]
    for stored in reversed(transcript.grades):
        parts += [_rule(f"Graded {_moment(stored.created_at, zone)}"), _graded(stored.grade, rubric_of)]
    if not transcript.grades:
        parts.append("Not graded yet.")
    return "\n\n".join(parts) + "\n"


def interview_as_text(
    row: HistoryRow,
    lines: Sequence[Line],
    grades: dict[int, Sequence[StoredGrade]],
    debrief: Debrief,
    *,
    zone: tzinfo | None = None,
) -> str:
    """The whole conversation, after each question what its answer was graded, and the debrief at the end.

    `grades` are by the position of the question.
    """
    parts = [*_head(row, "", zone)]
    last = {line.position: number for number, line in enumerate(lines) if line.position is not None}
    for number, line in enumerate(lines):
        if line.kind == "question" and line.position is not None:
            parts.append(_rule(f"Question {line.position + 1}"))
        parts += _turns([line])
        if line.position is not None and last[line.position] == number:
            parts += [f"[{_in_short(each, zone)}]" for each in grades.get(line.position, ())]
    parts += [_rule("Debrief"), debrief_as_text(debrief)]
    return "\n\n".join(parts) + "\n"


def _head(row: HistoryRow, more: str, zone: tzinfo | None) -> Iterator[str]:
    """What it is and when, then what the person added to it."""
    kind = "Interview" if row.entry == "interview" else "Answer"
    facts = [f"{kind} of {_moment(row.created_at, zone)}", TRACK_NAMES[row.track], *([more] if more else [])]
    lines = [" · ".join(facts)]
    if row.entry == "interview":
        lines.insert(0, visible(row.title))
    if row.name:
        lines.insert(0, visible(row.name))
    if row.tags:
        lines.append(_wrapped("  ".join(f"#{tag}" for tag in row.tags)))
    if row.note:
        lines.append(_wrapped(f"Note: {row.note}"))
    yield "\n".join(lines)


def _turns(turns: Sequence[Line]) -> Iterator[str]:
    for line in turns:
        yield f"{SPEAKERS[line.speaker]}:\n{_wrapped(line.text.strip() or '(said nothing)', INDENT)}"


def _graded(grade: Grade, rubric_of: Callable[[Grade], Rubric]) -> str:
    return grade_as_text(grade, rubric_of(grade))


def _in_short(stored: StoredGrade, zone: tzinfo | None) -> str:
    grade = stored.grade
    who = "offline estimate" if grade.grader.kind == "offline" else visible(grade.grader.model or "a model")
    when = _moment(stored.created_at, zone)
    if grade.overall is None:
        return f"Not scored by {who}, {when}: {visible(grade.reason or 'no reason was given')}"
    return f"{grade.overall.score:.1f} {VOTE_NAMES[grade.overall.vote]}, {who}, {when}"


def _rule(text: str) -> str:
    return f"{'-' * 4} {text} {'-' * max(4, WIDTH - len(text) - 6)}"


def _moment(at: datetime, zone: tzinfo | None) -> str:
    local = at.astimezone(zone)
    return f"{local.day} {local:%b %Y, %H:%M}"


def _wrapped(text: str, indent: str = "") -> str:
    lines: list[str] = []
    for line in visible(text).splitlines() or [""]:
        lines += textwrap.wrap(line, WIDTH, initial_indent=indent, subsequent_indent=indent) or [""]
    return "\n".join(lines)
