"""A grade from top to bottom: the vote, what to fix first, the signals, the habits, a stronger version."""

from collections.abc import Iterator, Sequence
from functools import partial

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Digits, Static

from interviewer.domain.difference import Difference
from interviewer.domain.grades import Feedback, Grade, HabitScore, SignalScore
from interviewer.domain.rubrics import Rubric
from interviewer.tui.grade_parts import (
    difference_lines,
    dimension_line,
    other_track_line,
    overall_lines,
    with_slots,
)
from interviewer.tui.safe_text import plain
from interviewer.tui.widgets.check_row import CheckRow
from interviewer.tui.widgets.fitted import Fitted, hanging
from interviewer.tui.wording import counted, graded_by, severity

OFFLINE_NOTE = "An estimate by fixed rules, offline. A model grades better."


class GradePage(VerticalScroll, can_focus=True, inherit_bindings=False):
    """A scored grade. Up and down choose a check; the screen shows its words in the answer."""

    class CheckChosen(Message):
        """Another check is chosen, or none."""

        def __init__(self, row: CheckRow | None) -> None:
            self.row = row
            super().__init__()

    def __init__(self, grade: Grade, rubric: Rubric, change: Difference | None) -> None:
        super().__init__(id="grade-page")
        self.grade = grade
        self.rubric = rubric
        self.change = change
        self.chosen = -1
        self.check_rows: list[CheckRow] = []

    def compose(self) -> ComposeResult:
        grade, overall = self.grade, self.grade.overall
        if overall is None:
            raise ValueError("this page is for grades that are scores")
        with Horizontal(id="overall"):
            yield Digits(f"{overall.score:.1f}", id="score", classes=f"-{severity(overall.score)}")
            yield Fitted(partial(overall_lines, grade, overall), id="overall-lines")
        yield Fitted(self._fix_first, id="fix-first")
        if self.change is not None:
            yield Fitted(partial(difference_lines, self.change, self.rubric), id="difference")
        for signal in grade.signals:
            yield from self._dimension(signal, quotes=False)
        with Vertical(id="habits") as habits:
            habits.border_title = "Specificity and ownership"
            for habit in grade.habits:
                yield from self._dimension(habit, quotes=True)
        texts = Fitted(self._texts, id="texts")
        texts.border_title = "In words"
        yield texts

    def _dimension(self, scored: SignalScore | HabitScore, *, quotes: bool) -> Iterator[Widget]:
        known = next((each for each in self.rubric.dimensions if each.id == scored.id), None)
        checks = {check.id: check for check in known.checks} if known else {}
        yield Fitted(partial(dimension_line, scored, known.name if known else scored.id), classes="dimension")
        faults = [verdict for verdict in scored.checks if verdict.polarity == "negative" and not verdict.met]
        for verdict in scored.checks:
            if verdict not in faults:
                row = CheckRow(verdict, checks.get(verdict.id), quotes=quotes)
                self.check_rows.append(row)
                yield row
        if faults:
            clear = f" · {counted(len(faults), 'fault')} looked for and not found"
            yield Static(clear, classes="clear-of", markup=False)

    def _fix_first(self, width: int) -> Content:
        text = self.grade.feedback.fix_first if self.grade.feedback else ""
        return Content("\n").join([Content.styled("Fix first", "bold $text-accent"), *_wrapped(text or "…", width)])

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
        note = f" {OFFLINE_NOTE}" if grade.grader.kind == "offline" else ""
        usage = grade.usage
        if usage.requests:
            tokens = f"{usage.input_tokens:,} tokens in, {usage.output_tokens:,} out"
            cost = f", cost {usage.cost:.4f}" if usage.cost is not None else ""
            note += f" {usage.requests} requests, {tokens}{cost}."
        return f"Graded by: {graded_by(grade.grader)}.{note}"

    def update_words(self, grade: Grade) -> None:
        """The same scores, with feedback, notices and usage that came after them."""
        self.grade = grade
        self.query_one("#fix-first", Fitted).redraw()
        self.query_one("#texts", Fitted).redraw()

    # choosing a check

    def choose(self, index: int) -> None:
        """-1 chooses none."""
        if 0 <= self.chosen < len(self.check_rows):
            self.check_rows[self.chosen].set_chosen(False)
        self.chosen = index
        row = self.check_rows[index] if index >= 0 else None
        if row is not None:
            row.set_chosen(True)
            self.call_after_refresh(self.show_chosen)
        self.post_message(self.CheckChosen(row))

    def show_chosen(self) -> None:
        if self.chosen >= 0:
            self.scroll_to_widget(self.check_rows[self.chosen], animate=False, force=True)

    def move(self, step: int) -> None:
        """To the next check; beyond the last the page scrolls on, above the first none is chosen."""
        index = self.chosen + step
        if index >= len(self.check_rows):
            self.scroll_relative(y=3, animate=False)
        elif index < 0:
            if self.chosen >= 0:
                self.choose(-1)
            self.scroll_home(animate=False)
        else:
            self.choose(index)

    def on_check_row_clicked(self, message: CheckRow.Clicked) -> None:
        self.choose(self.check_rows.index(message.row))


def _wrapped(text: str, width: int) -> Sequence[Content]:
    return Content(plain(text)).wrap(width)
