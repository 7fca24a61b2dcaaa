"""A line of a grade that can be chosen, with what is to be said about it below."""

from textual import events
from textual.content import Content
from textual.message import Message

from interviewer.tui.widgets.fitted import Fitted


class GradeRow(Fitted):
    """A chosen one has a bar at its left, and what `details` gives below it."""

    DEFAULT_CSS = """
    GradeRow {
        padding: 0 1 0 0;
        &.-chosen { background: $boost; }
        &:hover { background: $boost; }
        &:ansi.-chosen { background: transparent; }
    }
    """

    class Clicked(Message):
        def __init__(self, row: "GradeRow") -> None:
            self.row = row
            super().__init__()

    def __init__(self, *, classes: str | None = None) -> None:
        super().__init__(self._lines, classes=classes)
        self.told_elsewhere = False

    @property
    def chosen(self) -> bool:
        return self.has_class("-chosen")

    def on_click(self, event: events.Click) -> None:
        self.post_message(self.Clicked(self))

    def set_chosen(self, chosen: bool, *, told_elsewhere: bool = False) -> None:
        """With `told_elsewhere` the details stand beside the answer, not here."""
        self.set_class(chosen, "-chosen")
        self.told_elsewhere = told_elsewhere
        self.redraw()

    def line(self, width: int) -> Content:
        raise NotImplementedError

    def details(self, width: int) -> Content | None:
        """What is said below a chosen line; None where there is nothing to say."""
        raise NotImplementedError

    def _lines(self, width: int) -> Content:
        """A cell at the left of each line is for the bar."""
        drawn = self.line(width - 1)
        details = self.details(width - 1) if self.chosen and not self.told_elsewhere else None
        if details is not None:
            drawn += "\n"
            drawn += details
        mark = ("▌", "$accent") if self.chosen else " "
        return Content("\n").join(Content.assemble(mark) + line for line in drawn.split("\n", allow_blank=True))
