"""A grade from top to bottom: the vote, what to fix first, the signals, the habits, a stronger version."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, cast

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Digits, Static

from interviewer.domain.feedback import top_level_text
from interviewer.domain.grades import CheckVerdict, Feedback, Grade, HabitScore, SignalScore
from interviewer.domain.rubrics import Rubric
from interviewer.tui.grade_parts import other_track_line, overall_lines, with_slots
from interviewer.tui.keys import shown_key
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.check_row import CheckRow
from interviewer.tui.widgets.difference_view import DifferenceView
from interviewer.tui.widgets.dimension_row import DimensionRow
from interviewer.tui.widgets.fitted import Fitted, hanging
from interviewer.tui.widgets.grade_row import GradeRow
from interviewer.tui.widgets.text_scroll import KeepsPlace
from interviewer.tui.wording import counted, graded_by, severity

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

BY_WORDS = "Checks go by words and can be wrong; {} shows which words."


class GradePage(KeepsPlace, inherit_bindings=False):
    """A scored grade. Up and down choose a signal, a habit or a check, which then says more about itself.

    `beside` is whether the answer stands beside the grade, so that a check's words need not be repeated here.
    """

    class RowChosen(Message):
        """Another row is chosen, or none."""

        def __init__(self, row: GradeRow | None) -> None:
            self.row = row
            super().__init__()

    def __init__(
        self, grade: Grade, rubric: Rubric, answer: str, change: DifferenceView | None = None, *, beside: bool = False
    ) -> None:
        super().__init__(id="grade-page")
        self.grade = grade
        self.rubric = rubric
        self.answer = answer
        self.change = change
        self.beside = beside
        self.chosen = -1
        self.rows: list[GradeRow] = []

    def compose(self) -> ComposeResult:
        grade, overall = self.grade, self.grade.overall
        if overall is None:
            raise ValueError("this page is for grades that are scores")
        with Horizontal(id="overall"):
            yield Digits(f"{overall.score:.1f}", id="score", classes=f"-{severity(overall.score)}")
            yield Fitted(partial(overall_lines, grade, overall), id="overall-lines")
        yield Fitted(self._fix_first, id="fix-first")
        if self.change is not None:
            yield self.change
        if grade.grader.kind == "offline":
            yield Static(self._by_words(), classes="by-words", markup=False)
        for signal in grade.signals:
            yield from self._dimension(signal, quotes=False)
        with Vertical(id="habits") as habits:
            habits.border_title = "Specificity and ownership"
            for habit in grade.habits:
                yield from self._dimension(habit, quotes=True)
        texts = Fitted(self._texts, id="texts")
        texts.border_title = "In words"
        yield texts

    def on_mount(self) -> None:
        dimensions = [row for row in self.rows if isinstance(row, DimensionRow)]
        for row in dimensions:
            row.longest = max(len(each.label) for each in dimensions)
            row.redraw(layout=False)
        for row in dimensions[:1]:
            row.set_class(self.grade.grader.kind == "offline", "-noted")

    def _by_words(self) -> str:
        app = cast("InterviewerApp", self.app)
        return BY_WORDS.format(shown_key("feedback.next_check", app.settings.keys))

    def checks(self, under: GradeRow | None = None) -> list[CheckVerdict]:
        """All verdicts that have a row, or those of one signal or habit."""
        if isinstance(under, DimensionRow):
            return list(under.scored.checks)
        return [row.check for row in self.rows if isinstance(row, CheckRow)]

    def _dimension(self, scored: SignalScore | HabitScore, *, quotes: bool) -> Iterator[Widget]:
        known = next((each for each in self.rubric.dimensions if each.id == scored.id), None)
        checks = {check.id: check for check in known.checks} if known else {}
        yield self._row(DimensionRow(scored, known, self.grade.gate))
        faults = [verdict for verdict in scored.checks if verdict.polarity == "negative" and not verdict.met]
        for verdict in scored.checks:
            if verdict not in faults:
                yield self._row(CheckRow(verdict, checks.get(verdict.id), self.answer, quotes=quotes))
        if faults:
            clear = f"  · {counted(len(faults), 'fault')} looked for and not found"
            yield Static(clear, classes="clear-of", markup=False)

    def _row(self, row: GradeRow) -> GradeRow:
        self.rows.append(row)
        return row

    def _fix_first(self, width: int) -> Content:
        text = self.grade.feedback.fix_first if self.grade.feedback else ""
        top = top_level_text(self.rubric, self.grade)
        lines = [*_wrapped(text or "…", width), *(_wrapped(top, width) if top else ())]
        return Content("\n").join([Content.styled("Fix first", "bold $text-accent"), *lines])

    def _texts(self, width: int) -> Content:
        """What is said in words, after the checks."""
        feedback = self.grade.feedback or Feedback()
        lines: list[Content] = []
        for title, entries in (("What worked", feedback.strengths), ("To improve", feedback.improvements)):
            if entries:
                lines += [Content(""), Content.styled(title, "bold")]
                lines += [
                    hanging(width, Content.styled(" • ", "$text-muted"), Content(plain(each))) for each in entries
                ]
        if feedback.stronger_version:
            title = "A stronger version, from your own facts. Fill in the [slots]."
            lines += [Content(""), Content.styled(title, "bold")]
            lines += with_slots(feedback.stronger_version).wrap(width)
        if feedback.follow_up:
            lines += [
                Content(""),
                Content.styled("You would be asked next", "bold"),
                *_wrapped(feedback.follow_up, width),
            ]
        if self.grade.other_track:
            lines += [Content(""), *_wrapped(other_track_line(self.grade), width)]
        for notice in self.grade.notices:
            lines += [Content(""), hanging(width, Content.styled("▲ ", "$text-warning"), Content(plain(notice)))]
        lines += [Content(""), *(line.stylize("$text-muted") for line in _wrapped(self._made_by(), width))]
        return Content("\n").join(lines)

    def _made_by(self) -> str:
        grade = self.grade
        note = ""
        usage = grade.usage
        if usage.requests:
            tokens = f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
            cost = f", cost {usage.cost:.4f}" if usage.cost is not None else ""
            note = f" {usage.requests} requests, {tokens}{cost}."
        return f"Graded by: {graded_by(grade.grader)}.{note}"

    def update_words(self, grade: Grade) -> None:
        """The same scores, with feedback, notices and usage that came after them."""
        self.grade = grade
        self.query_one("#fix-first", Fitted).redraw()
        self.query_one("#texts", Fitted).redraw()

    # choosing a check

    def choose(self, index: int) -> None:
        """-1 chooses none."""
        if 0 <= self.chosen < len(self.rows):
            self.rows[self.chosen].set_chosen(False)
        self.chosen = index
        if self.row is not None:
            self._tell()
            self.call_after_refresh(self.show_chosen)
        self.post_message(self.RowChosen(self.row))

    @property
    def row(self) -> GradeRow | None:
        """The one that is chosen."""
        return self.rows[self.chosen] if self.chosen >= 0 else None

    def _tell(self) -> None:
        if self.row is not None:
            self.row.set_chosen(True, told_elsewhere=self.beside and isinstance(self.row, CheckRow))

    def set_beside(self, beside: bool) -> None:
        if beside != self.beside:
            self.beside = beside
            self._tell()
        self.call_after_refresh(self.show_chosen)

    def restore(self) -> None:
        super().restore()
        self.call_after_refresh(self.show_chosen)

    def show_chosen(self) -> None:
        if self.row is not None:
            self.scroll_to_widget(self.row, animate=False, force=True)

    def move(self, step: int) -> None:
        """To the next row; beyond the last the page scrolls on, above the first none is chosen."""
        index = self.chosen + step
        if index >= len(self.rows):
            self.scroll_relative(y=3, animate=False)
        elif index < 0:
            if self.chosen >= 0:
                self.choose(-1)
            self.scroll_home(animate=False)
        else:
            self.choose(index)

    def on_grade_row_clicked(self, message: GradeRow.Clicked) -> None:
        self.choose(self.rows.index(message.row))


def _wrapped(text: str, width: int) -> Sequence[Content]:
    return Content(plain(text)).wrap(width)
