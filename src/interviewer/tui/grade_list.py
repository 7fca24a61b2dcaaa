"""The grades of one answer as a screen goes through them, and words of feedback that are still coming."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from interviewer.domain.grades import Feedback, Grade
from interviewer.domain.transcripts import StoredGrade
from interviewer.ports import FeedbackText
from interviewer.tui.wording import graded_by, moment


@dataclass(frozen=True, slots=True)
class DatedGrade:
    grade: Grade
    when: str


class GradeList:
    """Oldest first; `at` is the one on the screen, -1 for none."""

    def __init__(self, stored: Sequence[StoredGrade], now: datetime) -> None:
        self.grades = [DatedGrade(each.grade, moment(each.created_at, now)) for each in stored]
        self.at = -1
        self._scores_stand = False

    @property
    def shown(self) -> Grade | None:
        return self.grades[self.at].grade if 0 <= self.at < len(self.grades) else None

    @property
    def best(self) -> int:
        """The newest score, else the newest of any kind, else -1."""
        scored = [index for index, each in enumerate(self.grades) if each.grade.status == "scored"]
        return scored[-1] if scored else len(self.grades) - 1

    def can_turn(self, step: int) -> bool:
        return 0 <= self.at + step < len(self.grades)

    def begin(self) -> None:
        """A grading begins: what comes next is a grade of its own."""
        self._scores_stand = False

    def add(self, grade: Grade) -> bool:
        """A grade that came now; False where it only completes the scores that came before it."""
        complete = self._scores_stand
        self._scores_stand = True
        dated = DatedGrade(grade, "just now")
        if complete:
            self.grades[-1] = dated
        else:
            self.grades.append(dated)
        return not complete

    def label(self) -> list[str]:
        """`offline estimate`, `14 Mar 09:05`, `grade 2 of 3`."""
        if self.shown is None:
            return []
        parts = [graded_by(self.shown.grader), self.grades[self.at].when]
        if len(self.grades) > 1:
            parts.append(f"grade {self.at + 1} of {len(self.grades)}")
        return parts


class WordsSoFar:
    """Feedback text as it comes, piece by piece."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}

    def add(self, event: FeedbackText) -> None:
        self._texts[event.field] = self._texts.get(event.field, "") + event.text

    def over(self, known: Feedback | None) -> Feedback:
        """`known` with the fields that have come so far; lists hold an entry a line."""
        texts: dict[str, Any] = {
            name: tuple(text.splitlines()) if name in ("strengths", "improvements") else text
            for name, text in self._texts.items()
        }
        return replace(known or Feedback(), **texts)
