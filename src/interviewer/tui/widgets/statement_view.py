"""A weak statement and the person's own beside it, each with its score, and what the difference is made of."""

from textual.content import Content

from interviewer.domain.difference import Difference
from interviewer.domain.rubrics import Rubric
from interviewer.tui.difference_lines import difference_lines
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.difference_view import DifferenceView
from interviewer.tui.widgets.fitted import fit, spread
from interviewer.tui.wording import vote_name

NARROWEST = 64  # below it the two stand one above the other
GAP = 3
MOST_LINES = 12


class StatementView(DifferenceView):
    """`key` shows scores and checks of both, as with the difference to the last try."""

    def __init__(
        self, statement: str, answer: str, change: Difference, rubric: Rubric, key: str, *, why: str = ""
    ) -> None:
        super().__init__(change, rubric, key, why)
        self.statement = statement
        self.answer = answer

    def _lines(self, width: int) -> Content:
        change = self.change
        more = Content.assemble((f"{self.key} ", "bold $text-accent"), ("check by check", "$text-muted"))
        lines = [spread(width, Content.styled("The weak statement and yours", "bold"), more)]
        weak = (f"{change.before:.1f} {vote_name(change.vote_before)}", self.statement)
        yours = (f"{change.after:.1f} {vote_name(change.vote_after)}", " ".join(self.answer.split()))
        lines += _beside(width, weak, yours) if width >= NARROWEST else _below(width, weak, yours)
        if self.opened:
            # Its first line is about the last try.
            lines += difference_lines(change, self.rubric, width, self.why).split("\n", allow_blank=True)[1:]
        return Content("\n").join(lines)


def _beside(width: int, weak: tuple[str, str], yours: tuple[str, str]) -> list[Content]:
    room = (width - GAP) // 2
    left, right = _column(room, *weak), _column(room, *yours)
    blank = Content("")
    rows = range(max(len(left), len(right)))
    return [
        fit(left[row] if row < len(left) else blank, room)
        + Content(" " * GAP)
        + (right[row] if row < len(right) else blank)
        for row in rows
    ]


def _below(width: int, weak: tuple[str, str], yours: tuple[str, str]) -> list[Content]:
    return [*_column(width, *weak), *_column(width, *yours)]


def _column(width: int, head: str, text: str) -> list[Content]:
    lines = [line.rstrip() for line in Content(plain(text)).wrap(width)]
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], Content("…")]
    return [Content.styled(head, "bold $text-muted"), *lines]
