"""What changed since the last try: one line, and all of it where the person wants it."""

from textual.content import Content

from interviewer.domain.difference import Difference
from interviewer.domain.rubrics import Rubric
from interviewer.domain.unchecked import only_unchecked
from interviewer.tui.difference_lines import OTHER_GRADER, brief_difference, difference_lines
from interviewer.tui.widgets.fitted import Fitted, hanging


class DifferenceView(Fitted):
    """`key` opens and closes it, a click too. `why` is what is known of scores that moved without a check."""

    def __init__(self, change: Difference, rubric: Rubric, key: str, why: str = "") -> None:
        super().__init__(self._lines, id="difference")
        self.change = change
        self.rubric = rubric
        self.key = key
        self.why = why
        self.opened = False

    def toggle(self) -> None:
        self.opened = not self.opened
        self.redraw()

    def on_click(self) -> None:
        self.toggle()

    def _lines(self, width: int) -> Content:
        if self.opened:
            lines = difference_lines(self.change, self.rubric, width, self.why)
        else:
            lines = brief_difference(self.change, self.rubric, width, f"{self.key} all of it")
            if only_unchecked(self.change) and self.change.same_grader:
                lines += "\n"
                lines += Content("\n").join(Content.styled(f"No check changed. {self.why}", "$text-muted").wrap(width))
        if not self.change.same_grader:
            mark, note = Content.styled("▲ ", "$text-warning"), Content.styled(OTHER_GRADER, "$text-warning")
            lines += "\n"
            lines += hanging(width, mark, note)
        return lines
