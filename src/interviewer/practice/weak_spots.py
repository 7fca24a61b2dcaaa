"""Which signals and habits a person is weak in, by the grades that are stored."""

from collections.abc import Iterable
from dataclasses import dataclass

from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.domain.questions import Track
from interviewer.domain.scoring import rounded
from interviewer.ports import Store

LOOKED_BACK = 12  # graded answers of the track
WEAK_BELOW = 3.4  # where "yes" begins
FEWEST = 2  # answers that say anything about a person


@dataclass(frozen=True, slots=True)
class WeakSpot:
    """A signal or habit; `score` 1.0-5.0 is its mean over so many answers."""

    id: str
    score: float
    answers: int

    @property
    def depth(self) -> float:
        """How far it is below a yes."""
        return WEAK_BELOW - self.score


def weak_spots(grades: Iterable[Grade]) -> list[WeakSpot]:
    """The weakest first; none where too little was graded. Unscored grades say nothing."""
    scores: dict[str, list[float]] = {}
    for grade in grades:
        dimensions: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
        for each in dimensions:
            scores.setdefault(each.id, []).append(each.score)
    spots = [
        WeakSpot(name, rounded(sum(found) / len(found)), len(found))
        for name, found in scores.items()
        if len(found) >= FEWEST
    ]
    return sorted((spot for spot in spots if spot.score < WEAK_BELOW), key=lambda spot: (spot.score, spot.id))


def newest_grades(store: Store, track: Track) -> list[Grade]:
    """The scored grades of the newest answers of a track. Raises StoreError."""
    found = []
    for row in store.answers(limit=2 * LOOKED_BACK, track=track):
        if row.status != "scored":
            continue
        transcript = store.transcript(row.answer_id)
        if transcript and transcript.latest and transcript.latest.status == "scored":
            found.append(transcript.latest)
        if len(found) == LOOKED_BACK:
            break
    return found
