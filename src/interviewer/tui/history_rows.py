"""An entry of the history, an answer or an interview: as a line of a list, and what there is to know about it."""

from datetime import datetime

from textual.content import Content

from interviewer.domain.history import HistoryRow
from interviewer.domain.questions import TRACK_NAMES
from interviewer.tui.answer_rows import score_and_vote
from interviewer.tui.safe_text import one_line, plain, with_offsets
from interviewer.tui.widgets.fitted import spread
from interviewer.tui.wording import ago, counted, day, kind_name, moment

ROOM_FOR_MORE = 90  # cells from which a line has columns for tries, words and tags
MARK = "◆ "
TITLE_LINES = 2
GRADERS = {"offline": "offline estimate", "llm": "graded by a model", "mixed": "several graders"}


def entry_line(row: HistoryRow, now: datetime, width: int, *, marked: bool = False) -> Content:
    """`3.3 mixed      The question … AI PM   3 h`; what the person called it comes before the question."""
    right = Content.styled(f"{TRACK_NAMES[row.track]}  {ago(row.created_at, now):>7}", "$text-muted")
    if width >= ROOM_FOR_MORE:
        size = f"{row.words:>6,} words" if row.entry == "answer" else counted(row.answers, "answer")
        tries = f"try {row.tries}" if row.tries > 1 else ""
        right = Content.styled(f"{tries:<7} {size:>12}   ", "$text-muted") + right
    left = score_and_vote(row)
    if row.entry == "interview" and row.open:
        left = Content.styled(f"{'paused':<14}", "$text-accent")
    if marked:
        left += Content.styled(MARK, "bold $text-accent")
    if row.name:
        left += Content.styled(f"{one_line(row.name)}  ", "bold")
    left += Content.styled(_title(row), "$text-muted" if row.name else "")
    for tag in row.tags:
        left += Content.styled(f" #{one_line(tag)}", "$text-primary")
    return spread(width, left, right)


def _title(row: HistoryRow) -> str:
    title = one_line(row.title)
    if row.entry == "answer":
        return title
    return f"Interview: {title.removeprefix(f'{TRACK_NAMES[row.track]}: ')}"


def entry_details(row: HistoryRow, now: datetime, width: int) -> Content:
    """The question in full, what the line has no room for, and where a searched text was found."""
    lines = Content.styled(plain(row.name or _title(row)), "bold").wrap(width)[:TITLE_LINES]
    if row.name:
        lines += Content(_title(row)).wrap(width)[:1]
    if row.excerpt:
        lines += excerpt(row).wrap(width)[:2]
    lines += Content.styled(" · ".join(_facts(row, now)), "$text-muted").wrap(width)
    added = labels(row, with_name=False)
    return Content("\n").join([*lines, *(added.wrap(width) if added else [])])


def labels(row: HistoryRow, *, with_name: bool = True) -> Content:
    """What the person added to it, on one line: `The refund story  #onsite  Note: …`."""
    parts = [Content.styled(one_line(row.name), "bold")] if row.name and with_name else []
    parts += [Content.styled(f"#{one_line(tag)}", "$text-primary") for tag in row.tags]
    parts += [Content.assemble(("Note: ", "bold $text-accent"), one_line(row.note))] if row.note else []
    return Content("  ").join(parts)


def _facts(row: HistoryRow, now: datetime) -> list[str]:
    parts = [moment(row.created_at, now)]
    if row.deleted_at is not None:
        parts.insert(0, "deleted")
    if row.entry == "interview":
        parts.append(counted(row.answers, "answer"))
    else:
        parts += [counted(row.words, "word"), f"try {row.tries}"]
        parts += [kind_name(row.question_kind)] if row.question_kind else []
        parts += ["in an interview"] if row.interview_id else []
    if row.specificity is not None and row.ownership is not None:
        parts += [f"specificity {row.specificity:.1f}", f"ownership {row.ownership:.1f}"]
    if row.grader:
        parts.append(GRADERS.get(row.grader, row.grader))
    return parts


def excerpt(row: HistoryRow) -> Content:
    """The words around what was found, on one line, the found ones marked."""
    shown = with_offsets(row.excerpt)
    content = Content(shown.text.replace("\n", " ").replace("\t", " "))
    last = len(shown.offsets) - 1
    for start, end in row.found:
        content = content.stylize("bold underline", shown.offsets[min(start, last)], shown.offsets[min(end, last)])
    return content


def when(row: HistoryRow, now: datetime) -> str:
    """How a message names the entry: `your answer of 14 Mar`."""
    what = "answer" if row.entry == "answer" else "interview"
    return f"your {what} of {day(row.created_at, now)}"
