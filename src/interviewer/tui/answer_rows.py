"""One answer as a line of a list: Home and History draw it alike."""

from datetime import datetime

from textual.content import Content

from interviewer.domain.history import HistoryRow
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.transcripts import AnswerRow
from interviewer.tui.safe_text import one_line
from interviewer.tui.widgets.fitted import spread
from interviewer.tui.wording import ago, severity, vote_name

NOT_SCORED = {"unscored": "not scored", "waiting": "not graded"}


def score_and_vote(row: AnswerRow | HistoryRow) -> Content:
    """14 cells: `3.3 mixed     `, ` –  not scored`."""
    if row.score is None:
        return Content.assemble((" –  ", "$text-muted"), (f"{NOT_SCORED.get(row.status, ''):<11}", "$text-muted"))
    return Content.assemble(
        (f"{row.score:.1f} ", f"bold $text-{severity(row.score)}"), (f"{vote_name(row.vote):<11}", "$foreground")
    )


def answer_line(row: AnswerRow, now: datetime, width: int) -> Content:
    """Score, vote and question; on the right the track and how long ago. More columns where there is room."""
    right = Content.assemble((f"{TRACK_NAMES[row.track]}  {ago(row.created_at, now):>7}", "$text-muted"))
    if width >= 90:
        tries = f"try {row.tries}" if row.tries > 1 else ""
        right = Content.assemble((f"{tries:<7} {row.words:>5,} words   ", "$text-muted"), right)
    return spread(width, score_and_vote(row) + Content(one_line(row.prompt)), right)
