"""What moved an offline estimate from one answer to the next where no check did: by the very terms of its formula.

The estimate of a signal or habit is a sum of traits with weights, so the difference between two answers is a sum too.
Here its terms are put together under a few words that a person can look for in the answer.
"""

import re

from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.domain.questions import Question
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
    grader: OfflineGrader, question: Question, before: str, after: str, dimension_id: str
) -> dict[str, float]:
    """Levels that each group of traits brought or cost; empty for what has no calibrated estimate."""
    calibration = grader.knowledge.calibration
    linear = calibration.levels.get(dimension_id)
    if linear is None:
        return {}
    old, new = (grader.knowledge.examine(question, unwrapped(text)) for text in (before, after))
    if old.doubted != new.doubted:
        return {}
    was, now = (min(1.0, each.reading.words / TRACK_TERMS.enough_words) for each in (old, new))
    bent_old, bent_new = (calibration.level(dimension_id, each.traits) or LOWEST for each in (old, new))
    straight = linear.value(new.traits) - linear.value(old.traits)
    bent = (bent_new - bent_old) / straight if straight else 1.0  # near 1 and 5 the sum bends: all its terms alike
    found = {LENGTH: (now - was) * (bent_old - LOWEST)}  # what a short answer is short of
    for trait, weight in linear.weights.items():
        by = now * bent * weight * (new.traits[trait] - old.traits[trait])
        found[group_of(trait)] = found.get(group_of(trait), 0.0) + by
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
    moves = estimate_moves(grader, question, before[0], after[0], dimension_id)
    if abs(sum(moves.values()) - moved) > ROUNDING:
        return ""
    telling = [(name, by) for name, by in moves.items() if by * moved > 0 and abs(by) >= SMALLEST]
    telling.sort(key=lambda each: -abs(each[1]))
    return ", ".join(f"{name} {by:+.1f}" for name, by in telling[:MOST_TOLD])


def _score(grade: Grade, dimension_id: str) -> float | None:
    scored: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
    return next((each.score for each in scored if each.id == dimension_id), None)
