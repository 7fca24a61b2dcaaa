"""What was practised last, newest first: answers of drills, and interviews in the place of their answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from textual.content import Content

from interviewer.domain.interviews import InterviewRow
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.transcripts import AnswerRow
from interviewer.tui.safe_text import one_line
from interviewer.tui.widgets.fitted import spread
from interviewer.tui.wording import ago

LOOKED_BACK = 5  # answers read for each line: a whole round may be folded into one

Recent = AnswerRow | InterviewRow


def recent(answers: Sequence[AnswerRow], interviews: Sequence[InterviewRow], most: int) -> list[Recent]:
    """At most so many, the newest first. An answer of an interview that is in the list is not listed again."""
    shown = {each.id for each in interviews}
    rows: list[Recent] = [each for each in answers if each.session_id not in shown]
    rows += interviews
    return sorted(rows, key=_when, reverse=True)[:most]


def _when(row: Recent) -> datetime:
    return row.updated_at if isinstance(row, InterviewRow) else row.created_at


def interview_line(row: InterviewRow, now: datetime, width: int) -> Content:
    """`debrief       Phone screen … AI PM   3 h`; one that is not over says so."""
    word, style = ("paused", "$text-accent") if row.open else ("debrief", "$text-primary")
    state = Content.styled(f"{word:<14}", style)
    right = Content.styled(f"{TRACK_NAMES[row.track]}  {ago(row.updated_at, now):>7}", "$text-muted")
    return spread(width, state + Content(f"Interview: {short_title(row)}"), right)


def short_title(row: InterviewRow) -> str:
    """Without the track, which stands elsewhere."""
    return one_line(row.title).removeprefix(f"{TRACK_NAMES[row.track]}: ")
