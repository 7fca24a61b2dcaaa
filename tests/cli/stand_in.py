"""A grader that answers like a remote one: asynchronous, now and then failing, and countable."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

from interviewer.domain.grades import Feedback, Grade, GraderRef, QuestionRef, RubricRef
from interviewer.ports import Done, GradeEvent, GradeRequest, RubricSource, Step
from tests.practice.kit import grade as scored


class StandInGrader:
    """Scores every answer 3.0; answers that `fails` names are unscored. `most_at_once` is what the test asks about."""

    description = "stand-in, nothing is sent"

    def __init__(
        self,
        rubrics: RubricSource,
        ref: GraderRef | None = None,
        fails: Callable[[GradeRequest], bool] = lambda request: False,
        on_grade: Callable[[int], None] = lambda number: None,
    ) -> None:
        self.rubrics = rubrics
        self._ref = ref or GraderRef(kind="llm", model="stand-in", effort="quick", prompt_version="1")
        self.fails = fails
        self.on_grade = on_grade
        self.requests: list[GradeRequest] = []
        self.at_once = 0
        self.most_at_once = 0

    @property
    def ref(self) -> GraderRef:
        return self._ref

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        self.requests.append(request)
        number = len(self.requests)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        yield Step("reading", 0, 1)
        await asyncio.sleep(0.002 * (5 - number % 5))  # later answers are often done earlier
        self.at_once -= 1
        self.on_grade(number)
        yield Done(self._grade(request, number))

    def _grade(self, request: GradeRequest, number: int) -> Grade:
        rubric = self.rubrics.rubric(request.track)
        known = {
            "grade_id": f"grade-{number}",
            "id": request.id,
            "question": QuestionRef(id=request.question.id or None, prompt=request.question.prompt),
            "rubric": RubricRef(id=rubric.id, sha256=rubric.sha256),
            "grader": self.ref,
        }
        first = rubric.signals[0].checks[0].id
        made = replace(scored(3.0, {first: request.answer}, track=request.track), **known)  # type: ignore[arg-type]
        if not self.fails(request):
            return replace(made, feedback=Feedback(fix_first="say more"))
        reason = "the server is away: try again later"
        return replace(
            made, status="unscored", reason=reason, gate=None, overall=None, signals=(), habits=(), feedback=None
        )
