"""One check of the rubric: met or missed, what it says, and its points."""

from textual import events
from textual.content import Content
from textual.message import Message

from interviewer.domain.feedback import is_missed
from interviewer.domain.grades import CheckVerdict
from interviewer.domain.rubrics import Check
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.widgets.fitted import Fitted, hanging

LONGEST_QUOTE = 160


class CheckRow(Fitted):
    DEFAULT_CSS = """
    CheckRow {
        padding: 0 1 0 0;
        &.-chosen { background: $block-cursor-background; color: $block-cursor-foreground; }
        &:hover { background: $boost; }
        &.-chosen:hover { background: $block-cursor-background; }
        &:ansi.-chosen { text-style: reverse; }
    }
    """

    class Clicked(Message):
        def __init__(self, row: "CheckRow") -> None:
            self.row = row
            super().__init__()

    def __init__(self, verdict: CheckVerdict, known: Check | None, *, quotes: bool = False) -> None:
        """`known` is the check in the rubric, None where the rubric no longer has it."""
        super().__init__(self._lines)
        self.check = verdict
        self.statement = known.statement if known else verdict.id
        self.meaning = known.meaning if known else ""
        self.advice = known.advice if known else ""
        self.quotes = quotes

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self))

    def set_chosen(self, chosen: bool) -> None:
        self.set_class(chosen, "-chosen")
        self.redraw(layout=False)

    def detail(self) -> Content:
        """What is said about it beside the answer: why, and where it was missed what to do."""
        parts = []
        if is_missed(self.check) and self.advice:
            parts.append(Content.assemble(("Do  ", "bold $text-accent"), plain(self.advice)))
        why = self.check.reason or (self.meaning if not parts else "")
        if why:
            parts.append(Content(plain(why)))
        return Content("\n").join(parts) if parts else Content(plain(self.statement))

    def _lines(self, width: int) -> Content:
        check = self.check
        cursor = ("▌", "$accent") if self.has_class("-chosen") else " "
        symbol, style = _mark(check)
        drawn = hanging(
            width,
            Content.assemble(cursor, (f"{symbol} ", f"bold {style}")),
            Content.styled(plain(self.statement), "" if check.met else "$text-muted"),
            Content.assemble((_points(check), f"bold {style}")),
        )
        if self.quotes and check.met:
            for evidence in check.evidence:
                quote = one_line(evidence.quote)
                quote = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"
                drawn += "\n"
                drawn += hanging(width, Content("     “"), Content.styled(f"{quote}”", f"italic {style}"))
        return drawn


def _mark(check: CheckVerdict) -> tuple[str, str]:
    if check.polarity == "negative":
        return ("!", "$text-error") if check.met else ("·", "$text-muted")
    return ("✓", "$text-success") if check.met else ("✗", "$text-error")


def _points(check: CheckVerdict) -> str:
    """`+3` earned, `0/3` missed, `-2` lost; nothing for what there was nothing to lose by."""
    if check.polarity == "negative":
        return f"-{check.points}" if check.met else "  "
    return f"+{check.points}" if check.met else f"0/{check.points}"
