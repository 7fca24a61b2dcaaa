"""Runs a grader to its end, with or without an event loop."""

from collections.abc import Callable
from typing import Protocol, runtime_checkable

from interviewer.domain.grades import Grade
from interviewer.ports import Done, Grader, GradeRequest, Step


@runtime_checkable
class Immediate(Protocol):
    """A grader that needs no network and no waiting: no event loop is started for it."""

    def grade_now(self, request: GradeRequest) -> Grade: ...


async def grade_to_end(grader: Grader, request: GradeRequest, on_step: Callable[[Step], None] | None = None) -> Grade:
    """The grade of the last event. Raises RuntimeError where a grader breaks its promise to end with Done."""
    grade = None
    async for event in grader.grade(request):
        if isinstance(event, Done):
            grade = event.grade
        elif isinstance(event, Step) and on_step:
            on_step(event)
    if grade is None:
        raise RuntimeError("the grader ended without a grade")
    return grade


def grade_one(grader: Grader, request: GradeRequest, on_step: Callable[[Step], None] | None = None) -> Grade:
    if isinstance(grader, Immediate):
        return grader.grade_now(request)
    import asyncio

    return asyncio.run(grade_to_end(grader, request, on_step))
