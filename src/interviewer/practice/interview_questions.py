"""Which questions a round asks: of its kinds, not just asked, of several topics, rather where the person is weak."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from interviewer.domain.interviews import ChosenQuestion, Interview
from interviewer.domain.loops import RoundPlan
from interviewer.domain.questions import Kind, Question, Track
from interviewer.domain.rubrics import Rubric
from interviewer.practice.weak_spots import WeakSpot

JUST_ASKED = 30
OWN, OF_THE_COMPANY, NEW_TOPIC = 3.0, 3.0, 6.0  # how many times as likely
# A habit shows best in these kinds of question.
SHOWS_HABIT: dict[str, tuple[Kind, ...]] = {
    "ownership": ("behavioural", "execution", "negotiation"),
    "specificity": ("metrics", "evaluation", "estimation", "data"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What there is to choose from and what is known of the person. `asked` are ids, newest first."""

    questions: Sequence[Question]
    is_own: Callable[[str], bool]
    asked: Sequence[str] = ()
    weak: Sequence[WeakSpot] = ()


def choose_for_round(
    interview: Interview, plan: RoundPlan, rubric: Rubric, known: Known, earlier: Sequence[Question]
) -> tuple[ChosenQuestion, ...]:
    """The questions of a round with the reason for each; `earlier` were asked in this interview's rounds before.

    With a seed neither what was asked nor what is weak counts, so that the same questions come again. Fewer than
    planned, or none, where the bank has no more.
    """
    seeded = interview.seed is not None
    basis = interview.seed if seeded else interview.id
    chance = random.Random(f"{basis} {plan.id} {len(earlier)}")  # noqa: S311 - nothing is secret about a question
    if seeded:
        known = Known(questions=known.questions, is_own=known.is_own)
    chooser = _Chooser(interview, plan, rubric, known, chance)
    chosen: list[ChosenQuestion] = []
    for kinds in plan.kinds(interview.track):
        taken = [*earlier, *(each.question for each in chosen)]
        found = chooser.choose(kinds, taken)
        if found is not None:
            chosen.append(found)
    return tuple(chosen)


class _Chooser:
    def __init__(
        self, interview: Interview, plan: RoundPlan, rubric: Rubric, known: Known, chance: random.Random
    ) -> None:
        self.interview = interview
        self.plan = plan
        self.rubric = rubric
        self.known = known
        self.chance = chance
        self.times = Counter(known.asked)
        self.recent = set(known.asked[:JUST_ASKED])

    def choose(self, kinds: Sequence[Kind], taken: Sequence[Question]) -> ChosenQuestion | None:
        pool, why = self._pool(kinds, {each.id for each in taken})
        if not pool:
            return None
        topics = [each.topic for each in taken]
        weights = [self._weight(question, topics) for question in pool]
        question = self.chance.choices(pool, weights)[0]
        return ChosenQuestion(question=question, reason=self._reason(question, why, topics))

    def _pool(self, kinds: Sequence[Kind], taken: set[str]) -> tuple[list[Question], str]:
        """The questions that fit best and were not just asked; what fits less where there are none, and why."""
        track: Track = self.interview.track
        context = self.interview.context
        whole = [
            each for each in self.known.questions if each.suits(track) and each.drill is None and each.id not in taken
        ]
        here = [each for each in whole if context is None or not each.contexts or context in each.contexts] or whole
        fresh = [each for each in here if each.id not in self.recent]
        of_kind = "/".join(kind.replace("_", " ") for kind in kinds)
        steps = (
            (fresh, True, f"a question on {of_kind} for this round"),
            (fresh, False, f"this round has no fresh question on {of_kind}; one of its others"),
            (here, True, f"every question on {of_kind} for this round was asked lately"),
            (here, False, "every question of this round was asked lately"),
        )
        for questions, by_kind, why in steps:
            pool = [each for each in questions if self._meant(each) and (each.kind in kinds or not by_kind)]
            if pool:
                return pool, why
        return fresh or here, "the bank has no question for this round; one of the track"

    def _meant(self, question: Question) -> bool:
        """Meant for this round; a question of one's own that names no round is meant for each."""
        return self.plan.round in question.rounds or (not question.rounds and self.known.is_own(question.id))

    def _weight(self, question: Question, topics: Sequence[str]) -> float:
        weight = 1 / (1 + self.times[question.id]) ** 2
        if self.known.is_own(question.id):
            weight *= OWN
        if self.interview.context in question.contexts:
            weight *= OF_THE_COMPANY
        if question.topic not in topics:
            weight *= NEW_TOPIC
        for spot in self._weak_here(question):
            weight *= 1 + 2 * spot.depth
        return weight

    def _weak_here(self, question: Question) -> list[WeakSpot]:
        """The weak signals and habits that this question gives practice in."""
        return [
            spot
            for spot in self.known.weak
            if spot.id in question.signals or question.kind in SHOWS_HABIT.get(spot.id, ())
        ]

    def _reason(self, question: Question, why: str, topics: Sequence[str]) -> str:
        parts = [why]
        weak = self._weak_here(question)
        if weak:
            names = {each.id: each.name.lower() for each in self.rubric.dimensions}
            spot = weak[0]
            parts.append(f"practises {names.get(spot.id, spot.id)} ({spot.score:.1f} over {spot.answers} answers)")
        if self.known.is_own(question.id):
            parts.append("one of your own")
        if self.interview.context in question.contexts:
            parts.append("asked at this kind of company")
        if question.topic not in topics and topics:
            parts.append("a topic not touched yet")
        if self.interview.seed is not None:
            parts.append(f"drawn with seed {self.interview.seed}")
        elif self.known.asked:
            count = self.times[question.id]
            parts.append("never asked before" if not count else f"asked {count} time{'s' if count > 1 else ''} before")
        return "; ".join(parts)
