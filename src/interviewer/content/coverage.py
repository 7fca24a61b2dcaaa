"""How many questions there are of what, and how that compares with what interviews ask."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import get_args

from interviewer.domain.questions import KINDS, ROUNDS, TRACKS, Competency, Context, Question, Topic, Track

# Shares in per cent. AI PM: of 153 questions that candidates reported being asked. ML PM, of which few are public: the
# weights of the signal matrix.
WANTED: dict[Track, dict[str, int]] = {
    "ai_pm": {
        "product_sense": 16, "metrics": 11, "evals": 10, "model_choice": 9, "technical": 9, "strategy": 9,
        "background": 9, "ethics": 7, "data_systems": 7, "stories": 6, "prototype": 3, "execution": 4,
    },
    "ml_pm": {"rigor": 50, "data": 33, "integration": 17},
}  # fmt: skip
LEAST_BEHAVIOURAL = 20
CONTEXTS: tuple[Context, ...] = get_args(Context)
COMPETENCIES: tuple[Competency, ...] = get_args(Competency)


@dataclass(frozen=True, slots=True)
class Count:
    """`share` of the track's questions in per cent; `wanted` is what interviews give it, None where nobody counted."""

    name: str
    count: int
    share: float
    wanted: float | None = None


@dataclass(frozen=True, slots=True)
class TrackCoverage:
    """The questions of one track, drills apart. A question may count for several rounds and contexts; one that names
    no context is asked in all of them. `tables` by what was counted: group, topic, kind, round, ..."""

    track: Track
    questions: int
    behavioural: float
    tables: Mapping[str, Sequence[Count]]


@dataclass(frozen=True, slots=True)
class Coverage:
    """`drills` counts the questions of each drill, for both tracks together."""

    tracks: Sequence[TrackCoverage]
    drills: Sequence[Count]


def coverage(questions: Sequence[Question], topics: Sequence[Topic]) -> Coverage:
    drills = Counter(each.drill for each in questions if each.drill)
    total = sum(drills.values())
    return Coverage(
        tracks=[_of_track(track, questions, topics) for track in TRACKS],
        drills=[Count(name, number, _share(number, total)) for name, number in sorted(drills.items())],
    )


def _of_track(track: Track, questions: Iterable[Question], topics: Iterable[Topic]) -> TrackCoverage:
    asked = [each for each in questions if each.suits(track) and each.drill is None]
    own = [topic for topic in topics if topic.track in (track, "both")]
    groups = {topic.id: topic.group for topic in own}
    contexts = [each.contexts or CONTEXTS for each in asked]
    counted: dict[str, tuple[Sequence[str], Iterable[str]]] = {
        "group": (tuple(WANTED[track]), (groups.get(each.topic, "other") for each in asked)),
        "topic": (tuple(groups), (each.topic for each in asked)),
        "kind": (KINDS, (each.kind for each in asked)),
        "round": (ROUNDS, (round_ for each in asked for round_ in each.rounds)),
        "difficulty": (("1", "2", "3"), (str(each.difficulty) for each in asked)),
        "competency": (COMPETENCIES, (each.competency or "none" for each in asked)),
        "context": (CONTEXTS, (context for each in contexts for context in each)),
    }
    tables = {
        name: _counts(known, Counter(values), len(asked), WANTED[track] if name == "group" else {})
        for name, (known, values) in counted.items()
    }
    behavioural = sum(each.kind == "behavioural" for each in asked)
    return TrackCoverage(track, len(asked), _share(behavioural, len(asked)), tables)


def _counts(known: Sequence[str], found: Mapping[str, int], total: int, wanted: Mapping[str, float]) -> Sequence[Count]:
    """One line for each known name, also where there is none, and for every other name that occurs."""
    names = [*known, *sorted(found.keys() - set(known))]
    return [Count(name, found.get(name, 0), _share(found.get(name, 0), total), wanted.get(name)) for name in names]


def _share(number: int, total: int) -> float:
    return round(100 * number / total, 1) if total else 0.0
