"""One check of the rubric: met or missed, what it says, and its points."""

from textual import events
from textual.content import Content
from textual.message import Message

from interviewer.domain.feedback import is_missed
from interviewer.domain.grades import CheckVerdict
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

    def __init__(self, check: CheckVerdict, statement: str, advice: str, *, quotes: bool = False) -> None:
        super().__init__(self._lines)
        self.check = check
        self.statement = statement
        self.advice = advice
        self.quotes = quotes

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self))

    def set_chosen(self, chosen: bool) -> None:
        self.set_class(chosen, "-chosen")
        self.redraw(layout=False)

    def detail(self) -> Content:
        """What is said about it beside the answer: why, and where it was missed what to do."""
        parts = []
        if self.check.reason:
            parts.append(Content(plain(self.check.reason)))
        if is_missed(self.check):
            parts.append(Content.assemble(("Do  ", "bold $text-accent"), plain(self.advice)))
        return Content("\n").join(parts) if parts else Content(plain(self.statement))

    def _lines(self, width: int) -> Content:
        check = self.check
        cursor = ("▌", "$accent") if self.has_class("-chosen") else " "
        symbol, style = _mark(check)
        muted = "" if check.met or check.polarity == "positive" else "$text-muted"
        statement = f"Clear of: {self.statement}" if check.polarity == "negative" and not check.met else self.statement
        drawn = hanging(
            width,
            Content.assemble(cursor, (f"{symbol} ", style)),
            Content.styled(plain(statement), muted or ("$text-muted" if is_missed(check) else "")),
            Content.assemble((_points(check), style)),
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
        return ("!", "bold $text-error") if check.met else ("·", "$text-muted")
    return ("✓", "bold $text-success") if check.met else ("✗", "$text-error")


def _points(check: CheckVerdict) -> str:
    """`+3` earned, `0/3` missed, `-2` lost; nothing for what there was nothing to lose by."""
    if check.polarity == "negative":
        return f"-{check.points}" if check.met else "  "
    return f"+{check.points}" if check.met else f"0/{check.points}"
