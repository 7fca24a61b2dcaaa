"""What each change to an answer must do to its grade (grading.md, "what must hold for both graders")."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from benchmarks.panel.data import OUTCOME_SIGNAL
from benchmarks.robustness import relations
from interviewer.domain.grades import Grade
from interviewer.domain.scoring import GATE_CEILING
from interviewer.domain.trial import scores_of, total

TINY = 1e-9
LEVEL, HALF, ANY = 1.0, 0.5, 0.1
OUTCOME = "outcome"  # the signal of the track that a result belongs to


@dataclass(frozen=True, slots=True)
class Expectation:
    """A score that falls by at least `by`, or moves by at most that. `of` is overall, a habit, or `outcome`."""

    of: str
    how: Literal["falls", "stays"]
    by: float

    def violation(self, before: Grade, after: Grade) -> str | None:
        """The numbers, where it does not hold."""
        old, new = _score(before, self.of), _score(after, self.of)
        holds = old - new >= self.by - TINY if self.how == "falls" else abs(old - new) <= self.by + TINY
        wanted = f"must fall by {self.by:.1f}" if self.how == "falls" else f"may move by {self.by:.1f}"
        return None if holds else f"{self.of} {old:.1f} -> {new:.1f} ({wanted})"


def _score(grade: Grade, name: str) -> float:
    if name == "overall":
        return total(grade)
    return scores_of(grade)[OUTCOME_SIGNAL[grade.track] if name == OUTCOME else name]


@dataclass(frozen=True, slots=True)
class Relation:
    """`change` makes another answer out of one; None asks the answer under a question that is not its own."""

    name: str
    change: Callable[[str], str] | None
    expects: tuple[Expectation, ...] = ()

    def violations(self, before: Grade, after: Grade) -> Iterator[str]:
        if self.change is None:
            yield from _off_question(after)
        for each in self.expects:
            if found := each.violation(before, after):
                yield found


def _off_question(after: Grade) -> Iterator[str]:
    """Signals at most 2, vote strong no; the habits are free."""
    high = [f"{signal.id} {signal.score:.1f}" for signal in after.signals if signal.score > GATE_CEILING + TINY]
    if high:
        yield f"{', '.join(high)} (at most {GATE_CEILING:.1f})"
    if after.overall is not None and after.overall.vote != "strong_no":
        yield f"vote {after.overall.vote} (must be strong_no)"


SAME_OVERALL = (Expectation("overall", "stays", HALF),)
RELATIONS = (
    Relation(
        "figures made vague",
        relations.without_figures,
        (Expectation("specificity", "falls", LEVEL), Expectation("ownership", "stays", HALF)),
    ),
    Relation(
        "told by 'we'",
        relations.as_we,
        (Expectation("ownership", "falls", LEVEL), Expectation("specificity", "stays", HALF)),
    ),
    Relation("decisions handed to others", relations.handed_over, (Expectation("ownership", "falls", LEVEL),)),
    Relation(
        "the outcome cut",
        relations.without_outcome,
        (Expectation(OUTCOME, "falls", ANY), Expectation("overall", "falls", ANY)),
    ),
    Relation("padded", relations.padded, SAME_OVERALL),
    Relation("paraphrased", relations.paraphrased, SAME_OVERALL),
    Relation("as bullets", relations.as_bullets, SAME_OVERALL),
    Relation("with typos", relations.with_typos, SAME_OVERALL),
    Relation("given to another question", None),
)
