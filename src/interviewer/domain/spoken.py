"""The candidate's words to one question as one text to be graded, and the way back from it to each turn."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain.grades import Evidence

BETWEEN = "\n\n"  # ends a sentence, so that no quote reaches from one turn into the next


@dataclass(frozen=True, slots=True)
class Part:
    """`text[start:end]` is what was said in reply number `reply`."""

    reply: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Place:
    """Words within one reply: offsets into that reply's own text."""

    reply: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """The interviewer's lines are not in it, so nothing in them can earn anything."""

    text: str
    parts: tuple[Part, ...]

    def places(self, evidence: Evidence) -> tuple[Place, ...]:
        """Where a quote stands, turn by turn; several places where it reaches over the end of a turn."""
        found = []
        for part in self.parts:
            start, end = max(evidence.start, part.start), min(evidence.end, part.end)
            if start < end:
                found.append(Place(part.reply, start - part.start, end - part.start))
        return tuple(found)


def spoken(replies: Sequence[str]) -> Spoken:
    """The replies in order; silent ones leave no trace in the text."""
    parts: list[Part] = []
    text = ""
    for number, reply in enumerate(replies):
        if not reply.strip():
            continue
        text += BETWEEN if text else ""
        parts.append(Part(number, len(text), len(text) + len(reply)))
        text += reply
    return Spoken(text, tuple(parts))
