"""What a model's reply with new questions looks like on the wire. Imports pydantic: import it when a reply is there."""

from typing import Annotated

from pydantic import Field

from interviewer.grading.llm.wire import Number, Wire, Words

Entries = list[Words]


class NewQuestion(Wire):
    duty: Number
    prompt: Annotated[str, Field(min_length=1)]
    kind: str
    difficulty: Number
    minutes: Number
    expects: Entries
    pitfalls: Entries
    follow_ups: Entries


class NewQuestions(Wire):
    questions: list[NewQuestion]
