"""The three things a model is asked for: verdicts, a second look at quotes, feedback."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from interviewer.domain.questions import Question
from interviewer.grading.evidence import Sentence
from interviewer.grading.llm.chat import Ask
from interviewer.grading.llm.plan import SEED, Task
from interviewer.grading.llm.prompt import feedback_messages, grade_messages, prompt_file
from interviewer.grading.llm.reply import read_feedback, read_grade
from interviewer.grading.llm.verdicts import Sample, Unfound

if TYPE_CHECKING:
    from interviewer.grading.llm.wire import FeedbackReply, GradeReply

FEEDBACK_TEMPERATURE = 0.3


def grade_ask(task: Task, question: Question, numbered: Sequence[Sentence]) -> "Ask[GradeReply]":
    return Ask(
        messages=grade_messages(task, question, numbered),
        schema_name="grade",
        schema=_schema("grade"),
        read=lambda text: read_grade(text, task),
        temperature=task.temperature,
        seed=task.seed,
    )


def quotes_ask(first: "Ask[GradeReply]", reply: str, task: Task, unfound: Sequence[Unfound]) -> "Ask[GradeReply]":
    """The same conversation, with the verdicts whose quotes are not in the answer; `task` holds just those checks."""
    failing = "\n".join(f"- {each.dimension.id} / {each.check.id}: “{each.quote}”" for each in unfound)
    wanted = prompt_file("quotes.txt").replace("{failing}", failing)
    more = [{"role": "assistant", "content": reply}, {"role": "user", "content": wanted}]
    return replace(first, messages=[*first.messages, *more], read=lambda text: read_grade(text, task))


def subset(sample: Sample) -> Task:
    """The sample's task, cut down to the checks that were withdrawn."""
    dimensions = []
    for dimension in sample.task.dimensions:
        checks = tuple(each.check for each in sample.unfound if each.dimension.id == dimension.id)
        if checks:
            dimensions.append(replace(dimension, checks=checks))
    return replace(sample.task, dimensions=tuple(dimensions))


def feedback_ask(question: Question, numbered: Sequence[Sentence], findings: dict[str, Any]) -> "Ask[FeedbackReply]":
    return Ask(
        messages=feedback_messages(question, numbered, findings),
        schema_name="feedback",
        schema=_schema("feedback"),
        read=read_feedback,
        temperature=FEEDBACK_TEMPERATURE,
        seed=SEED,
    )


@cache
def _schema(name: Literal["grade", "feedback"]) -> dict[str, Any]:
    from interviewer.grading.llm.wire import FeedbackReply, GradeReply, schema_of

    return schema_of(GradeReply if name == "grade" else FeedbackReply)
