"""What rubrics/negotiation.toml holds: how the other side of an offer negotiation hears, and how it pushes back."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from annotated_types import Ge, Le, MinLen

from interviewer.domain.questions import Text

SILENCE = "silence"
Lines = Annotated[tuple[Text, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Something that a candidate may bring up; `name` is told to the person afterwards.

    It is heard where one sentence has one of `words` (a trailing star stands for any ending) and none of `unless`; with
    `amount` it must hold a sum of money that is not in the offer, with `span` two of them as a range. `with_point` is
    another point that must stand in the same reply.
    """

    id: Text
    name: Text
    words: tuple[Text, ...] = ()
    amount: bool = False
    span: bool = False
    unless: tuple[Text, ...] = ()
    with_point: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Push:
    """What the other side answers when its conditions hold.

    `now` are points of the last thing that was said ("silence" where nothing was), `said` and `unsaid` of the whole
    talk; `not_after` are pushes after which it is idle. `offers` are the questions that it fits, all where there are
    none. `check` is what it aims at, as "signal.check" of the drill's rubric, and `aim` says the same to a model. A
    `filler` is only said while fewer pushes than the least were made.
    """

    id: Text
    check: Text
    aim: Text
    lines: Lines
    now: tuple[Text, ...] = ()
    said: tuple[Text, ...] = ()
    unsaid: tuple[Text, ...] = ()
    not_after: tuple[Text, ...] = ()
    offers: tuple[Text, ...] = ()
    filler: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What is on the table in a question. `published` are pay figures, always shown with their `source`."""

    question: Text
    figures: tuple[float, ...]
    published: Text
    source: Text

    @property
    def told(self) -> str:
        return f"{self.published} ({self.source})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A whole negotiation: from `least` to `most` pushes, then a closing line.

    `settled` closes a talk that ended with a yes or a no, `open` any other, `nothing` one in which nothing was said.
    """

    least: Annotated[int, Ge(1), Le(5)]
    most: Annotated[int, Ge(1), Le(8)]
    style: Text
    settled: Lines
    open: Lines
    nothing: Lines
    points: Annotated[tuple[Point, ...], MinLen(1)]
    pushes: Annotated[tuple[Push, ...], MinLen(1)]
    offers: Annotated[tuple[Offer, ...], MinLen(1)]

    def offer(self, question_id: str) -> Offer | None:
        return next((each for each in self.offers if each.question == question_id), None)

    def names(self, points: Iterable[str]) -> tuple[str, ...]:
        """The names of points, in the order of the file."""
        wanted = set(points)
        return tuple(each.name for each in self.points if each.id in wanted)
