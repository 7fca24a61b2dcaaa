"""From the text of a reply to something that can be used, or to the list of what is wrong with it."""

import json
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from interviewer.domain.text import without_halves
from interviewer.grading.llm.plan import Task

if TYPE_CHECKING:
    from interviewer.grading.llm.wire import DimensionReply, FeedbackReply, GradeReply, Wire

    W = TypeVar("W", bound=Wire)

MOST_ATTEMPTS = 400
MOST_PROBLEMS = 8
LONGEST_PROBLEM = 160
WRAPPED_DEPTH = 2


def json_objects(text: str) -> list[dict[str, Any]]:
    """Every JSON object that stands in a text beside prose, fences and reasoning, in order, none inside another."""
    decoder = json.JSONDecoder()
    found: list[dict[str, Any]] = []
    at, attempts = text.find("{"), 0
    while at >= 0 and attempts < MOST_ATTEMPTS:
        attempts += 1
        try:
            value, end = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            end = at + 1
        else:
            found.append(without_halves(value))
        at = text.find("{", end)
    return found


def partial_object(text: str) -> Any:
    """What can be read of the first JSON object in a text that is still arriving; None where nothing can."""
    from pydantic_core import from_json

    start = text.find("{")
    if start < 0:
        return None
    try:
        return from_json(text[start:], allow_partial="trailing-strings")
    except ValueError:
        return None


def last_valid(
    text: str, check: Callable[[dict[str, Any]], tuple["W | None", list[str]]]
) -> tuple["W | None", list[str]]:
    """The last object in the text that passes `check`, else what is wrong with the last one."""
    problems: list[str] = []
    for candidate in reversed(json_objects(text)):
        for value in _unwrapped(candidate, WRAPPED_DEPTH):
            result, wrong = check(value)
            if result is not None and not wrong:
                return result, []
            problems = problems or wrong
    return None, problems or ["the reply holds no complete JSON object"]


def _unwrapped(value: dict[str, Any], depth: int) -> Iterator[dict[str, Any]]:
    yield value
    if depth:
        for inner in value.values():
            if isinstance(inner, dict):
                yield from _unwrapped(inner, depth - 1)


def read_grade(text: str, task: Task) -> tuple["GradeReply | None", list[str]]:
    """The graded dimensions of a task, or what is wrong: missing parts, unknown words, levels out of bounds."""
    from interviewer.grading.llm.wire import GradeReply

    def check(value: dict[str, Any]) -> tuple[GradeReply | None, list[str]]:
        reply, problems = _parsed(GradeReply, value)
        return reply, problems or (_incomplete(reply, task) if reply else [])

    return last_valid(text, check)


def read_feedback(text: str) -> tuple["FeedbackReply | None", list[str]]:
    from interviewer.grading.llm.wire import FeedbackReply

    return last_valid(text, lambda value: _parsed(FeedbackReply, value))


def _parsed(model: type["W"], value: dict[str, Any]) -> tuple["W | None", list[str]]:
    from pydantic import ValidationError

    try:
        # The schema forbids what it does not name; a reply that adds something is still good.
        return model.model_validate(value, extra="ignore"), []
    except ValidationError as error:
        lines = []
        for each in error.errors(include_url=False, include_context=False, include_input=False):
            place = ".".join(map(str, each["loc"]))
            lines.append(f"{place}: {each['msg']}"[:LONGEST_PROBLEM])
        return None, lines[:MOST_PROBLEMS]


def _incomplete(reply: "GradeReply", task: Task) -> list[str]:
    problems = []
    given = by_id(reply)
    for dimension in task.dimensions:
        answer = given.get(dimension.id)
        if answer is None:
            problems.append(f"dimension {dimension.id} is missing")
            continue
        if not 1 <= answer.level <= 5:
            problems.append(f"{dimension.id}: level must be 1, 2, 3, 4 or 5, not {answer.level}")
        present = {plain_id(check.id) for check in answer.checks}
        absent = [check.id for check in dimension.checks if plain_id(check.id) not in present]
        if absent:
            problems.append(f"{dimension.id}: checks are missing: {', '.join(absent)}")
    return problems[:MOST_PROBLEMS]


def by_id(reply: "GradeReply") -> dict[str, "DimensionReply"]:
    """Its dimensions by id; the last one counts where one stands twice."""
    return {plain_id(dimension.id): dimension for dimension in reply.dimensions}


def plain_id(text: str) -> str:
    """An id however a model spells it: "Market impact" -> market_impact."""
    return re.sub(r"[^a-z0-9]+", "_", text.casefold()).strip("_")
