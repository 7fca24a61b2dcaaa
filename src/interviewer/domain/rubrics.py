"""A rubric: what a committee looks for, as signals, habits and observable checks."""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import Ge, Gt, Le, Len, MinLen

from interviewer.domain.questions import Text, Track

Polarity = Literal["positive", "negative"]
ScoreBy = Literal["level", "checks", "mean"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One observable yes-or-no statement about an answer.

    `find` tells the offline grader which sentences show it: each entry is a set of sentence features that must come
    together, in one sentence or, with a trailing `~`, in two neighbouring ones. `words` are the rubric author's own
    terms, available in `find` as the feature `words`. `need` is how many sentences it takes. `slot` is a sentence with
    [slots] that would meet the check once a person fills them in.
    """

    id: Text
    polarity: Polarity
    points: Annotated[int, Ge(1), Le(10)]
    statement: Text
    meaning: Text
    advice: Text
    probe: Text
    slot: str = ""
    find: tuple[Text, ...] = ()
    words: tuple[Text, ...] = ()
    need: Annotated[int, Ge(1), Le(10)] = 1


Levels = Annotated[tuple[Text, ...], Len(5, 5)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """What the committee weighs; `weight` is its share of the overall score."""

    id: Text
    name: Text
    weight: Annotated[float, Gt(0), Le(1)]
    meaning: Text
    levels: Levels
    checks: Annotated[tuple[Check, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """Specificity or ownership: scored beside the overall, never part of its sum."""

    id: Text
    name: Text
    meaning: Text
    levels: Levels
    checks: Annotated[tuple[Check, ...], MinLen(1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A track's signals and the habits. `sha256` is taken over the files it was read from."""

    id: Text
    track: Track
    name: Text
    framework: str
    deliverable: str
    gate: Text
    signals: Annotated[tuple[Signal, ...], MinLen(1)]
    habits: tuple[Habit, ...]
    sha256: str

    @property
    def dimensions(self) -> tuple[Signal | Habit, ...]:
        return (*self.signals, *self.habits)

    def dimension(self, dimension_id: str) -> Signal | Habit:
        """Raises KeyError where the rubric has no such signal or habit."""
        return _dimension(self.dimensions, dimension_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillRubric:
    """A drill's own signals and the habits: all that a grader reads of a Rubric, for both tracks.

    `gate_words` are terms of which an answer of this kind uses at least `gate_need`; offline they stand for the gate.
    `what` is told to the person before they start. The target length is `minutes` spoken or `words` written, one of the
    two. `on_subject` is False where an answer need not speak of the question's subject (a statement turned round, a
    line of a CV): offline, only its length then says that it is none. `without` names a habit that such an answer
    cannot show: nobody says "I" in a line of a CV. It is not among `habits`. `talk` marks a conversation of several
    turns. `sha256` is taken over the files it was read from.
    """

    id: Text
    drill: Text
    name: Text
    framework: str
    deliverable: str
    gate: Text
    gate_words: tuple[Text, ...] = ()
    gate_need: Annotated[int, Ge(1), Le(5)] = 1
    what: Text
    minutes: Annotated[int, Ge(1), Le(30)] | None = None
    words: Annotated[int, Ge(10), Le(2000)] | None = None
    on_subject: bool = True
    without: tuple[Text, ...] = ()
    talk: bool = False
    signals: Annotated[tuple[Signal, ...], MinLen(1)]
    habits: tuple[Habit, ...]
    sha256: str

    @property
    def dimensions(self) -> tuple[Signal | Habit, ...]:
        return (*self.signals, *self.habits)

    def dimension(self, dimension_id: str) -> Signal | Habit:
        """Raises KeyError where the rubric has no such signal or habit."""
        return _dimension(self.dimensions, dimension_id)

    def for_track(self, track: Track) -> Rubric:
        """The same as a track's rubric, for whatever shows grades."""
        return Rubric(
            id=self.id,
            track=track,
            name=self.name,
            framework=self.framework,
            deliverable=self.deliverable,
            gate=self.gate,
            signals=self.signals,
            habits=self.habits,
            sha256=self.sha256,
        )


AnyRubric = Rubric | DrillRubric


def _dimension(dimensions: tuple[Signal | Habit, ...], dimension_id: str) -> Signal | Habit:
    for dimension in dimensions:
        if dimension.id == dimension_id:
            return dimension
    raise KeyError(dimension_id)
