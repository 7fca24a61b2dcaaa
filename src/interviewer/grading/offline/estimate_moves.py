"""What moved an offline estimate from one answer to the next where no check did: by the very terms of its formula.

Traits are put together under a few words that a person can look for in the answer. One group after the other is taken
from the new answer instead of the old one, and what the estimate then gains or loses is that group's doing; once in
this order and once in the other, since the formula bends and the order counts. The parts add up to the difference.
"""

import re
from collections.abc import Mapping

from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.domain.questions import Question, Track
from interviewer.domain.scoring import LOWEST
from interviewer.domain.wrapping import unwrapped
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.terms import TRACK_TERMS
from interviewer.ports import GradeRequest

Told = tuple[str, Grade]  # an answer and its grade

SMALLEST = 0.05  # of a level: less is not told
ROUNDING = 0.12  # both scores have one decimal
MOST_TOLD = 2
LENGTH = "its length"
DECIDERS = "hollow|delegat|support|discussion|nobody|step|intent|own|decision"
# The first that fits the name of a trait; what none fits is what the answer speaks of.
GROUPS = (
    (LENGTH, r"length|shortness|short_.*"),
    ("hedges, filler and jargon", r".*(?:hedge|filler|jargon|vague|certain).*"),
    ("how crowded its figures are", r".*crowd.*|figure_pile|densest_figures"),
    ("its figures, limits and dates", r".*(?:figure|change|baseline|limit|implausible|times).*"),
    ("its reasons and trade-offs", r".*(?:reason|bargain|reject).*"),
    ("who decides and acts", rf"(?:i|we|no_i)_.*|.*(?:{DECIDERS}).*"),
    ("the share of concrete sentences", r".*(?:concrete|dense|half|peak|particular|name|quote|scene).*"),
)
OTHER = "what it speaks of"


def group_of(trait: str) -> str:
    return next((name for name, pattern in GROUPS if re.fullmatch(pattern, trait)), OTHER)


def estimate_moves(
    grader: OfflineGrader, question: Question, track: Track, answers: tuple[str, str], dimension_id: str
) -> dict[str, float]:
    """Levels that each group of traits brought or cost from the first answer to the second; empty for what has no
    calibrated estimate."""
    calibration = grader.knowledge.calibration
    old, new = (
        grader.knowledge.estimated(grader.knowledge.examine(question, unwrapped(text)), track) for text in answers
    )
    if dimension_id not in old.estimates or old.doubted != new.doubted:
        return {}

    def estimate(traits: Mapping[str, float]) -> float:
        return calibration.estimates(traits)[track][dimension_id]

    groups: dict[str, list[str]] = {}
    for trait in new.traits:
        if new.traits[trait] != old.traits[trait]:
            groups.setdefault(group_of(trait), []).append(trait)
    was, now = (min(1.0, each.reading.words / TRACK_TERMS.enough_words) for each in (old, new))
    found = {LENGTH: (now - was) * (old.estimates[dimension_id] - LOWEST)}  # what a short answer is short of
    for order in (list(groups), list(reversed(groups))):
        traits, before = dict(old.traits), old.estimates[dimension_id]
        for group in order:
            traits.update({trait: new.traits[trait] for trait in groups[group]})
            after = estimate(traits)
            found[group] = found.get(group, 0.0) + now * (after - before) / 2
            before = after
    return found


def moves_text(grader: OfflineGrader, question: Question, before: Told, after: Told, dimension_id: str) -> str:
    """`its length +0.2, who decides and acts -0.1`: what brought most in the direction in which the score moved.

    Nothing where these grades are not what this grader makes of the answers, where the terms do not come to how far the
    score moved (other bounds held it), or where none of them stands out.
    """
    if question.drill is not None:  # graded on terms of its own
        return ""
    scores = []
    for text, grade in (before, after):
        made = grader.grade_now(GradeRequest(track=grade.track, question=question, answer=text))
        score = _score(grade, dimension_id)
        if made.rubric != grade.rubric or score is None or _score(made, dimension_id) != score:
            return ""
        scores.append(score)
    moved = scores[1] - scores[0]
    moves = estimate_moves(grader, question, after[1].track, (before[0], after[0]), dimension_id)
    if abs(sum(moves.values()) - moved) > ROUNDING:
        return ""
    telling = [(name, by) for name, by in moves.items() if by * moved > 0 and abs(by) >= SMALLEST]
    telling.sort(key=lambda each: -abs(each[1]))
    return ", ".join(f"{name} {by:+.1f}" for name, by in telling[:MOST_TOLD])


def _score(grade: Grade, dimension_id: str) -> float | None:
    scored: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    return next((each.score for each in scored if each.id == dimension_id), None)
