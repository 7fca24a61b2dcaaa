"""A signal or habit: its score and where it comes from; chosen, what its level means and what the next one needs."""

from textual.content import Content

from interviewer.domain.grades import Gate, HabitScore, SignalScore
from interviewer.domain.rubrics import Habit, Signal
from interviewer.tui.grade_parts import dimension_line, level_lines
from interviewer.tui.widgets.grade_row import GradeRow


class DimensionRow(GradeRow):
    """`known` is the signal or habit in the rubric, None where the rubric no longer has it; `longest` the length of the
    longest name on the page."""

    def __init__(self, scored: SignalScore | HabitScore, known: Signal | Habit | None, gate: Gate | None) -> None:
        super().__init__(classes="dimension")
        self.scored = scored
        self.known = known
        self.gate = gate
        self.longest = len(self.label)

    @property
    def label(self) -> str:
        return self.known.name if self.known else self.scored.id

    def line(self, width: int) -> Content:
        return dimension_line(self.scored, self.label, self.longest, width)

    def details(self, width: int) -> Content | None:
        return level_lines(self.scored, self.known, self.gate, width) if self.known else None
