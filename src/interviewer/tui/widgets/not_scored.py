"""An answer without a score: why, and what can be done."""

from textual.content import Content
from textual.widgets import Static

from interviewer.tui.safe_text import plain

SAFE = "Your answer is stored. It can be graded now or later, from History."


class NotScored(Static):
    """`reason` is None for an answer that nobody has graded yet."""

    def __init__(self, reason: str | None, keys: list[tuple[str, str]]) -> None:
        lines = [Content.styled("Not scored" if reason else "Not graded yet", "bold $text-warning")]
        if reason:
            lines += [Content(plain(reason)), Content("")]
        lines += [Content(SAFE), Content("")]
        lines += [Content.assemble((f"{key:<4}", "bold $text-accent"), label) for key, label in keys]
        super().__init__(Content("\n").join(lines), id="not-scored", markup=False)
