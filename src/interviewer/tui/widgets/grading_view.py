"""Grading under way: which step, the verdicts as they come, and how long a model is waited for."""

import time

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content

from interviewer.domain.feedback import is_missed
from interviewer.domain.rubrics import Rubric
from interviewer.ports import Step, VerdictSeen
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.fitted import Fitted, bar, hanging


class GradingView(Vertical):
    """`patience` says when a model is given up; it is empty for a grader that needs no waiting."""

    def __init__(self, rubric: Rubric | None, by: str, patience: str = "") -> None:
        super().__init__(id="grading-view")
        self.rubric = rubric
        self.by = by
        self.patience = patience
        self.began = time.monotonic()
        self.step = Step("getting ready", 0, 1)
        self.verdicts: list[VerdictSeen] = []

    def compose(self) -> ComposeResult:
        yield Fitted(self._head, id="grading-head")
        with VerticalScroll(can_focus=False):
            yield Fitted(self._seen, id="grading-verdicts")

    def on_mount(self) -> None:
        if self.patience:
            self.set_interval(1.0, lambda: self.query_one("#grading-head", Fitted).redraw(layout=False))

    def saw(self, event: Step | VerdictSeen) -> None:
        if isinstance(event, Step):
            self.step = event
            self.query_one("#grading-head", Fitted).redraw(layout=False)
        else:
            self.verdicts.append(event)
            self.query_one("#grading-verdicts", Fitted).redraw()
            self.query_one(VerticalScroll).scroll_end(animate=False)

    def set_by(self, by: str) -> None:
        self.by = by
        self.query_one("#grading-head", Fitted).redraw()

    def _head(self, width: int) -> Content:
        step = self.step
        share = step.done / step.total if step.total else 0.0
        return Content("\n").join(
            [
                Content.styled("Grading your answer", "bold"),
                *Content.styled(plain(self.by), "$text-muted").wrap(width),
                Content(""),
                bar(min(width, 40), share, "$accent") + Content.styled(f"  {step.done} of {step.total}", "$text-muted"),
                *Content(plain(step.name)).wrap(width),
                *(Content.styled(line, "$text-muted") for line in self._waiting()),
            ]
        )

    def _waiting(self) -> list[str]:
        if not self.patience:
            return []
        so_far = int(time.monotonic() - self.began)
        return [f"{so_far // 60}:{so_far % 60:02} so far; given up after {self.patience}"]

    def _seen(self, width: int) -> Content:
        statements = {
            (each.id, check.id): check.statement
            for each in (self.rubric.dimensions if self.rubric else ())
            for check in each.checks
        }
        lines = []
        for seen in self.verdicts:
            missed = is_missed(seen.verdict)
            negative = seen.verdict.polarity == "negative"
            symbol = ("!" if negative else "✗") if missed else ("·" if negative else "✓")
            statement = statements.get((seen.dimension_id, seen.verdict.id), seen.verdict.id)
            mark = Content.styled(f"{symbol} ", "bold $text-error" if missed else "bold $text-success")
            lines.append(hanging(width, mark, Content.styled(plain(statement), "$text-muted")))
        return Content("\n").join(lines)
