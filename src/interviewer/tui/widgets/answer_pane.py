"""The answer beside its grade, with the words of the chosen check in view."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.grades import CheckVerdict
from interviewer.tui.evidence_marks import mark_answer
from interviewer.tui.widgets.check_row import NOTHING_QUOTED

LEGEND = "Underlined words earned points; those after a ! cost points."


class AnswerPane(Vertical):
    """Above the answer stands what is to be said about the chosen check. `between` is what the interviewer said in the
    midst of it, by the offset of what was said next."""

    def __init__(self, answer: str) -> None:
        super().__init__(id="answer-pane")
        self.answer = answer
        self.checks: Sequence[CheckVerdict] = ()
        self.between: Sequence[tuple[int, Content]] = ()

    def compose(self) -> ComposeResult:
        yield Static("", id="check-detail", markup=False)
        with VerticalScroll(id="answer-scroll", can_focus=False):
            yield Static("", id="answer-text", markup=False)

    def on_mount(self) -> None:
        self.show(())

    def show(self, checks: Sequence[CheckVerdict]) -> None:
        """All the evidence of a grade; none chosen."""
        self.checks = checks
        quoted = any(check.met and check.evidence for check in checks)
        self._put(Content.styled(LEGEND if quoted else "Your answer", "$text-muted"))
        self.query_one("#answer-text", Static).update(mark_answer(self.answer, checks, between=self.between).content)

    def choose(self, check: CheckVerdict, detail: Content) -> None:
        """One check: what is said about it, and its words marked and scrolled to."""
        marked = mark_answer(self.answer, self.checks, check, self.between)
        if marked.first is None and not check.reason:
            detail = Content("\n").join([detail, Content.styled(NOTHING_QUOTED, "$text-muted")])
        self._put(detail)
        self.query_one("#answer-text", Static).update(marked.content)
        if marked.first is not None:
            self.call_after_refresh(self._bring_into_view, marked.content, marked.first)

    def _put(self, detail: Content) -> None:
        self.query_one("#check-detail", Static).update(detail)

    def _bring_into_view(self, content: Content, offset: int) -> None:
        """A third of the pane stays above the words, for what leads up to them."""
        scrolls, texts = self.query("#answer-scroll"), self.query("#answer-text")
        if not scrolls or not texts:  # the screen was left meanwhile, and is being taken apart
            return
        scroll, width = scrolls.first(VerticalScroll), texts.first(Static).content_size.width
        if width <= 0:
            return
        end_of_word = offset
        while end_of_word < len(content.plain) and not content.plain[end_of_word].isspace():
            end_of_word += 1
        line = len(content[:end_of_word].wrap(width)) - 1
        scroll.scroll_to(y=max(0, line - scroll.size.height // 3), animate=False)
