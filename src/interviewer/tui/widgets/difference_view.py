"""What changed since the last try: one line, and all of it where the person wants it."""

from textual.content import Content

from interviewer.domain.difference import Difference
from interviewer.domain.rubrics import Rubric
from interviewer.tui.difference_lines import OTHER_GRADER, brief_difference, difference_lines
from interviewer.tui.widgets.fitted import Fitted, hanging


class DifferenceView(Fitted):
    """`key` opens and closes it, a click too."""

    def __init__(self, change: Difference, rubric: Rubric, key: str) -> None:
        super().__init__(self._lines, id="difference")
        self.change = change
        self.rubric = rubric
        self.key = key
        self.opened = False

    def toggle(self) -> None:
        self.opened = not self.opened
        self.redraw()

    def on_click(self) -> None:
        self.toggle()

    def _lines(self, width: int) -> Content:
        if self.opened:
            lines = difference_lines(self.change, self.rubric, width)
        else:
            lines = brief_difference(self.change, self.rubric, width, f"{self.key} all of it")
        if not self.change.same_grader:
            mark, note = Content.styled("▲ ", "$text-warning"), Content.styled(OTHER_GRADER, "$text-warning")
            lines += "\n"
            lines += hanging(width, mark, note)
        return lines
