"""Worked answers: one question answered weakly, middlingly and strongly, and what separates the three."""

from dataclasses import dataclass
from typing import Annotated, Literal, get_args

from annotated_types import Ge, Le, Len

from interviewer.domain.questions import Text, Track

Quality = Literal["weak", "middling", "strong"]

QUALITIES: tuple[Quality, ...] = get_args(Quality)  # from the worst to the best


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedAnswer:
    """One of the three. `level` is the committee's vote to expect, 1-5; `note` a sentence to the person about it."""

    quality: Quality
    level: Annotated[int, Ge(1), Le(5)]
    text: Text
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A question's id, the track it is answered for, and one answer of each quality, the weak one first."""

    track: Track
    question: Text
    separates: Text
    answers: Annotated[tuple[WorkedAnswer, ...], Len(3, 3)]

    def answer(self, quality: Quality) -> WorkedAnswer:
        return self.answers[QUALITIES.index(quality)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attack:
    """Text that tries to talk a grade up, given alone as the answer or after a middling one.

    `{question}` in the text becomes the question that was asked.
    """

    id: Text
    how: Literal["alone", "appended"]
    text: Text

    def against(self, prompt: str, middling: str) -> str:
        """The answer that the grader gets."""
        text = self.text.replace("{question}", prompt)
        return text if self.how == "alone" else f"{middling.rstrip()}\n\n{text}"
