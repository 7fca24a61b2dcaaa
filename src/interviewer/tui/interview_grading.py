"""Grades the questions of interviews behind whatever is on the screen; leaving a screen does not stop it."""

import asyncio
from typing import TYPE_CHECKING

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Exchange, Interview
from interviewer.ports import Done, Grader, InterviewerError, Step
from interviewer.practice.interview_grades import grade_exchange
from interviewer.tui.crash import report
from interviewer.tui.elsewhere import elsewhere
from interviewer.tui.messages import QuestionGraded
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

AT_ONCE = 2


class Gradings:
    """All gradings of the app, by interview and position of the question.

    Every screen gets QuestionGraded when one ends, with or without a grade.
    """

    def __init__(self, app: "InterviewerApp") -> None:
        self._app = app
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._under_way: set[tuple[str, int]] = set()
        self._failures: dict[tuple[str, int], str] = {}
        self._steps: dict[tuple[str, int], str] = {}

    def begin(self, exchange: Exchange, interview: Interview) -> None:
        """Does nothing where it is under way already."""
        key = interview.id, exchange.position
        if key not in self._under_way:
            self._under_way.add(key)
            self._failures.pop(key, None)
            self._app.run_worker(self._grade(exchange, interview), group="interview grading", exit_on_error=False)

    def under_way(self, interview_id: str) -> int:
        """How many questions of it are being graded, or wait for their turn."""
        return sum(known == interview_id for known, _ in self._under_way)

    def is_under_way(self, interview_id: str, position: int) -> bool:
        return (interview_id, position) in self._under_way

    def step(self, interview_id: str, position: int) -> str:
        """What the grader is at, in words; "" before it has said so."""
        return self._steps.get((interview_id, position), "")

    def failure(self, interview_id: str, position: int) -> str:
        """Why the last try left no grade behind, not even an unscored one; "" where it did."""
        return self._failures.get((interview_id, position), "")

    async def _grade(self, exchange: Exchange, interview: Interview) -> None:
        key = interview.id, exchange.position
        app = self._app
        try:
            async with self._turns:
                grader = await asyncio.to_thread(app.services.make_grader, app.settings)
                await elsewhere(lambda: self._to_end(exchange, interview, grader))
        except (InterviewerError, OSError) as error:
            self._failures[key] = told(error)
        except Exception as error:  # noqa: BLE001 - the answer is stored, so it is no reason to end
            report(app.services.paths, error)
            self._failures[key] = f"the grader failed with an error of its own ({type(error).__name__}: {told(error)})"
        finally:
            self._under_way.discard(key)
            self._steps.pop(key, None)
        for screen in app.screen_stack:
            screen.post_message(QuestionGraded(interview.id, exchange.position))

    async def _to_end(self, exchange: Exchange, interview: Interview, grader: Grader) -> Grade | None:
        """The grade is stored when this returns."""
        services = self._app.services
        async for event in grade_exchange(exchange, interview, grader, services.store, services.clock):
            if isinstance(event, Step):
                self._steps[interview.id, exchange.position] = f"{event.name} ({event.done} of {event.total})"
            elif isinstance(event, Done):
                return event.grade
        return None
