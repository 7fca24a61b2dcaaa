"""Which requests a grade takes: what each one grades, and in which order it asks for the checks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.domain.grades import Effort
from interviewer.domain.questions import TRACKS, Track
from interviewer.domain.rubrics import AnyRubric, Check, Habit, Rubric, Signal

SAMPLES = 3
STEADY, VARIED = 0.0, 0.7  # temperatures: one sample should be repeatable, three should differ
SEED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One request: the dimensions it grades under one rubric. `sample` 0-2 decides the order of the checks."""

    name: str
    rubric: AnyRubric
    dimensions: tuple[Signal | Habit, ...]
    sample: int = 0
    temperature: float = STEADY
    other_track: bool = False

    def ordered_checks(self, dimension: Signal | Habit) -> tuple[Check, ...]:
        """As the rubric has them, backwards, or from the middle on."""
        checks = dimension.checks
        if self.sample == 1:
            return checks[::-1]
        middle = len(checks) // 2
        return checks[middle:] + checks[:middle] if self.sample == 2 else checks

    @property
    def seed(self) -> int:
        return SEED + self.sample


def tasks_for(effort: Effort, rubric: AnyRubric, other: Rubric | None) -> list[Task]:
    """The requests of an effort; the first is to be sent alone, so that the others find the prompt in the cache.

    quick: one for everything. standard: one a signal and one for the habits. thorough: three samples of each of those.
    The other track's signals take one request more, but for quick.
    """
    if effort == "quick":
        return [Task(name="the whole answer", rubric=rubric, dimensions=rubric.dimensions)]
    single = [Task(name=signal.name.lower(), rubric=rubric, dimensions=(signal,)) for signal in rubric.signals]
    if rubric.habits:
        names = " and ".join(habit.name.lower() for habit in rubric.habits)
        single.append(Task(name=names, rubric=rubric, dimensions=rubric.habits))
    tasks = _sampled(single) if effort == "thorough" else single
    if other is not None:
        tasks.append(Task(name="the other track", rubric=other, dimensions=other.signals, other_track=True))
    return tasks


def _sampled(tasks: Sequence[Task]) -> list[Task]:
    return [replace(task, sample=sample, temperature=VARIED) for sample in range(SAMPLES) for task in tasks]


def other_track(track: Track) -> Track:
    return next(each for each in TRACKS if each != track)
