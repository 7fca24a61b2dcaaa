"""The line at the top of every screen: where one is, and which grader is on."""

from typing import TYPE_CHECKING, cast

from textual.content import Content

from interviewer.tui.widgets.fitted import Fitted, fit, spread

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


class TitleBar(Fitted):
    DEFAULT_CSS = """
    TitleBar {
        dock: top;
        height: 1;
        padding: 0 1;
        background: $surface;
        color: $text-muted;
    }
    """

    def __init__(self, title: str = "") -> None:
        super().__init__(self._line)
        self.title = title

    def show(self, title: str) -> None:
        self.title = title
        self.redraw(layout=False)

    def _line(self, width: int) -> Content:
        app = cast("InterviewerApp", self.app)
        left = Content.assemble(
            ("interviewer", "bold $text-accent"), (f" › {self.title}" if self.title else "", "$foreground")
        )
        grader = Content(app.grader_line)
        if width < left.cell_length + grader.cell_length + 3:
            grader = Content(app.grader_line.partition(",")[0])
        if width < left.cell_length + grader.cell_length + 3 and width > 30:
            return fit(left, width - 22) + Content(" ") + fit(grader, 21)
        return spread(width, left, grader)
