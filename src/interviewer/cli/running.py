"""Runs a grader to its end, with or without an event loop."""

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Protocol, TypeVar, runtime_checkable

from interviewer.domain.grades import Grade
from interviewer.ports import Done, Grader, GradeRequest, Step

if TYPE_CHECKING:
    from interviewer.settings import Settings

T = TypeVar("T")
HOPELESS = 5
AT_ONCE = 4


@runtime_checkable
class Immediate(Protocol):
    """A grader that needs no network and no waiting: no event loop is started for it."""

    def grade_now(self, request: GradeRequest) -> Grade: ...


def say_patience(settings: "Settings") -> None:
    """On a terminal, how long a model is waited for; nothing for a grader that needs no waiting."""
    from interviewer.cli import output
    from interviewer.settings import patience

    if settings.grader == "llm" and output.is_terminal(sys.stderr):
        output.say(f"A model is given up after {patience(settings)}; Ctrl+C stops it before.")


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


class Losses:
    """Notices when a grader has stopped working: the last five answers in a row have no score."""

    def __init__(self) -> None:
        self._in_a_row = 0
        self.reason = ""

    def note(self, grade: Grade) -> None:
        self._in_a_row = 0 if grade.status == "scored" else self._in_a_row + 1
        self.reason = grade.reason or self.reason

    def hopeless(self) -> bool:
        return self._in_a_row >= HOPELESS


def grade_many(
    grader: Grader,
    requests: Iterable[tuple[T, GradeRequest]],
    at_once: int,
    on_grade: Callable[[T, Grade], None],
    stop: Callable[[], bool] = lambda: False,
) -> None:
    """Grades all requests, several at once where a grader waits for a network; each comes with what it is known by.

    Once `stop` says so no other is begun. Ctrl+C cancels what is under way; what `on_grade` got is done.
    """
    if isinstance(grader, Immediate):
        for known_by, request in requests:
            if stop():
                return
            on_grade(known_by, grader.grade_now(request))
        return
    import asyncio

    asyncio.run(_grade_at_once(grader, iter(requests), at_once, on_grade, stop))


async def _grade_at_once(
    grader: Grader,
    queue: Iterator[tuple[T, GradeRequest]],
    at_once: int,
    on_grade: Callable[[T, Grade], None],
    stop: Callable[[], bool],
) -> None:
    import asyncio

    async def work() -> None:
        for known_by, request in queue:
            on_grade(known_by, await grade_to_end(grader, request))
            if stop():
                return

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(work())
