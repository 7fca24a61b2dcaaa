"""What the offline grader makes of a rubric that somebody changed: calibrated levels moved by what the changes make.

The levels are calibrated on the built-in checks. Where one's own rubric has others, the level is the calibrated one
plus the difference of the two check scores of the same answer: what is asked in addition is missed or met, and counts.
"""

from collections.abc import Callable
from dataclasses import dataclass

from interviewer.domain.grades import CheckVerdict
from interviewer.domain.rubrics import AnyRubric, Check, Habit, Rubric, Signal
from interviewer.domain.scoring import check_score

Judge = Callable[[Signal | Habit], tuple[CheckVerdict, ...]]


@dataclass(frozen=True, slots=True)
class Changed:
    """A rubric beside the one that it was copied from."""

    rubric: AnyRubric
    source: Rubric

    def shift(self, dimension: Signal | Habit, judged: tuple[CheckVerdict, ...], judge: Judge) -> float:
        """How much higher the checks of a dimension score than those it was copied with, for the same answer."""
        before = next((each for each in self.source.signals if each.id == dimension.id), None)
        if before is None or _counted(before) == _counted(dimension):
            return 0.0
        return check_score(judged) - check_score(judge(before))

    @property
    def unscorable(self) -> str:
        """Why no answer can be graded offline under the rubric; "" where it can."""
        for signal in self.rubric.signals:
            if not any(check.find for check in signal.checks if check.polarity == "positive"):
                return (
                    f"the rubric {self.rubric.id} has no check in {signal.name} that can be judged without a model: "
                    "give one words = [...], or grade with --grader llm"
                )
        return ""

    @property
    def notice(self) -> str:
        """What a person must know about checks that were not judged; "" where all were."""
        left = [check.statement for signal in self.rubric.signals for check in signal.checks if not check.find]
        if not left:
            return ""
        which = "1 check" if len(left) == 1 else f"{len(left)} checks"
        return (
            f"{which} of {self.rubric.id} can be judged by a model only, and counted neither way: {' / '.join(left)} "
            "(words = [...] in the rubric lets it be found offline)"
        )


def _counted(dimension: Signal | Habit) -> list[tuple[object, ...]]:
    """What of a dimension's checks decides a check score: not how they are worded."""

    def key(check: Check) -> tuple[object, ...]:
        return check.id, check.polarity, check.points, check.find, check.words, check.need

    return sorted(map(key, dimension.checks), key=str)
