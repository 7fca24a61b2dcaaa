"""What grading many answers with a model will send, told before it is sent; and what it took in the end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.domain.grades import Usage

if TYPE_CHECKING:
    from interviewer.grading.llm.grader import LlmGrader
    from interviewer.ports import GradeRequest


@dataclass(frozen=True, slots=True)
class Sending:
    """Requests without repairs, and an estimate of the tokens of their prompts."""

    answers: int
    requests: int
    tokens: int

    def __str__(self) -> str:
        return f"{self.requests:,} request{'' if self.requests == 1 else 's'} or more, ≈ {self.tokens:,} tokens in"


def what_is_sent(grader: "LlmGrader", requests: Iterable["GradeRequest"], *, scores_only: bool = False) -> Sending:
    """`scores_only` as the grader was made: no request for feedback, whose prompt is counted as one that grades."""
    from interviewer.grading.llm.tokens import message_tokens

    model = grader.ref.model or ""
    counted: dict[str, int] = {}  # the instructions are the same for every answer of a track

    def tokens_of(message: dict[str, str]) -> int:
        text = message["content"]
        if text not in counted:
            counted[text] = message_tokens([message], model)
        return counted[text]

    answers = count = tokens = 0
    for request in requests:
        answers += 1
        if not any(map(str.isalnum, request.answer)):
            continue
        bodies = grader.requests_for(request)
        count += len(bodies) + (not scores_only)
        tokens += sum(tokens_of(message) for body in bodies for message in body["messages"])
    return Sending(answers, count, tokens)


def summed(usages: Sequence[Usage]) -> Usage:
    """What several gradings took together; no cost where one of those that sent anything has none."""
    sent = [each for each in usages if each.requests]
    costs = [each.cost for each in sent]
    known = [each for each in costs if each is not None]
    return Usage(
        requests=sum(each.requests for each in usages),
        input_tokens=sum(each.input_tokens for each in usages),
        cached_tokens=sum(each.cached_tokens for each in usages),
        output_tokens=sum(each.output_tokens for each in usages),
        cost=round(sum(known), 6) if known and len(known) == len(costs) else None,
    )
