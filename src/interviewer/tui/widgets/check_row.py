"""One check of the rubric: met or missed, what it says, and its points; chosen, the words that show it."""

from textual.content import Content

from interviewer.domain.feedback import is_missed
from interviewer.domain.grades import CheckVerdict
from interviewer.domain.rubrics import Check
from interviewer.tui.evidence_marks import in_its_sentence
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.widgets.fitted import hanging
from interviewer.tui.widgets.grade_row import GradeRow

LONGEST_QUOTE = 160
INDENT = "    "
NOTHING_QUOTED = "No words of the answer show it."


class CheckRow(GradeRow):
    def __init__(self, verdict: CheckVerdict, known: Check | None, answer: str, *, quotes: bool = False) -> None:
        """`known` is the check in the rubric, None where the rubric no longer has it; with `quotes` its words are shown
        whether it is chosen or not."""
        super().__init__()
        self.check = verdict
        self.statement = known.statement if known else verdict.id
        self.meaning = known.meaning if known else ""
        self.advice = known.advice if known else ""
        self.answer = answer
        self.quotes = quotes

    def line(self, width: int) -> Content:
        check = self.check
        symbol, style = _mark(check)
        drawn = hanging(
            width,
            Content.styled(f" {symbol} ", f"bold {style}"),
            Content.styled(plain(self.statement), "" if check.met or self.chosen else "$text-muted"),
            Content.styled(_points(check), f"bold {style}"),
        )
        if self.quotes and not self.chosen and check.met:
            for evidence in check.evidence:
                quote = one_line(evidence.quote)
                quote = quote if len(quote) <= LONGEST_QUOTE else quote[: LONGEST_QUOTE - 1] + "…"
                drawn += "\n"
                drawn += hanging(width, Content(f"{INDENT}“"), Content.styled(f"{quote}”", f"italic {style}"))
        return drawn

    def details(self, width: int) -> Content | None:
        """Each quote in its sentence, then why, and where it was missed what to do."""
        _, style = _mark(self.check)
        quoted = self.check.evidence if self.check.met else ()
        bodies = [in_its_sentence(self.answer, evidence, f"bold {style}") for evidence in quoted]
        lines = [hanging(width, Content(f"{INDENT}“"), body + Content("”")) for body in bodies]
        if not quoted and not self.check.reason:
            lines.append(Content.styled(INDENT + NOTHING_QUOTED, "$text-muted"))
        return Content("\n").join([*lines, hanging(width, Content(INDENT), self.told())])

    def told(self) -> Content:
        """Why it was judged so, and where it was missed what to do."""
        parts = []
        if is_missed(self.check) and self.advice:
            parts.append(Content.assemble(("Do  ", "bold $text-accent"), plain(self.advice)))
        why = self.check.reason or (self.meaning if not parts else "")
        if why:
            parts.append(Content(plain(why)))
        return Content("\n").join(parts) if parts else Content(plain(self.statement))


def _mark(check: CheckVerdict) -> tuple[str, str]:
    if check.polarity == "negative":
        return ("!", "$text-error") if check.met else ("·", "$text-muted")
    return ("✓", "$text-success") if check.met else ("✗", "$text-error")


def _points(check: CheckVerdict) -> str:
    """`+3` earned, `0/3` missed, `-2` lost; nothing for what there was nothing to lose by."""
    if check.polarity == "negative":
        return f"-{check.points}" if check.met else "  "
    return f"+{check.points}" if check.met else f"0/{check.points}"
