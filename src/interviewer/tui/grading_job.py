"""Grades one stored answer and tells a screen what happens. No grade that stood is lost by leaving."""

import asyncio
import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.message import Message

from interviewer.domain.transcripts import Answer
from interviewer.ports import Done, InterviewerError, Scored
from interviewer.practice.drill import grade_stored
from interviewer.settings import Settings
from interviewer.tui.messages import GraderReady, GradingFailed, GradingSaw
from interviewer.tui.services import Services
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.domain.grades import Grade


@dataclass(frozen=True, slots=True)
class GradingJob:
    answer: Answer
    services: Services
    settings: Settings
    tell: Callable[[Message], object]

    async def run(self) -> None:
        """Ends when the grade is stored, or says why there is none. Cancelled once the scores stand, it keeps them."""
        try:
            grader = await asyncio.to_thread(self.services.make_grader, self.settings)
        except (InterviewerError, OSError) as error:
            self.tell(GradingFailed(told(error)))
            return
        self.tell(GraderReady(grader.description))
        store, clock = self.services.store, self.services.clock
        scored: Grade | None = None
        try:
            async for event in grade_stored(self.answer, grader, store, clock):
                if isinstance(event, Scored):
                    scored = event.grade
                self.tell(GradingSaw(event))
                if isinstance(event, Done):
                    return
        except (InterviewerError, OSError) as error:
            self.tell(GradingFailed(told(error), scored))
        except BaseException:  # cancelled, or an error of the grader's own: what stood is kept
            if scored is not None:
                with contextlib.suppress(InterviewerError, OSError):
                    store.add_grade(self.answer.id, scored, clock.now())
            raise
