"""Why an estimate stays below what the checks of a signal or habit come to, and what would lift it, in a line.

Checks ask whether a point is there at all; the estimate weighs the whole answer. By the terms of its sum an answer is
held against the rated answers for which that sum is highest, and what it lacks most against them is named.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from interviewer.domain.feedback import is_missed
from interviewer.domain.grades import HabitScore, SignalScore
from interviewer.domain.scoring import CEILING_WITH_LITTLE, evidence_ceiling
from interviewer.grading.offline.calibration import Calibration

FAR, WELL = 1.0, 4.0  # below the checks; a score that needs no reason
BEST_SHARE = 0.15  # of the kinds of rated answers: those with the highest sum
MOST_TOLD = 2
# What a trait is about, as things to say more of; the first that fits its name. What none fits is not told of.
MORE = (
    (r"business.*|money.*|market_.*", "what it means for the business, in sums"),
    (r"usage.*|launch.*|rollouts", "who got it when, and how it was taken up"),
    (r"people.*|person.*|observations|quotes|group.*|harms", "people: what they did, said or suffered"),
    (r"recover.*", "what happens when the model is wrong"),
    (r"error.*|slices|.*certaint.*", "which errors there are, and where they come from"),
    (r"technical.*|quality.*|evaluation.*|baselines|machine.*|science.*", "how the model is measured"),
    (r"monitors", "what is watched after launch"),
    (r"data.*|label.*", "where data and labels come from"),
    (r"times", "when, and over how long"),
    (r"limits?.*|i_limits", "limits, in figures"),
    (r".*bargain.*|.*reject.*", "what was turned down or given up"),
    (r"(?:reasons?|i_decisions_reasoned|decision)(?:_density)?", "decisions with their reason"),
    (r"i_.*|any_decision.*|owned_errors|steps|we_decisions", "decisions of your own"),
    (r".*(?:figure|change).*|results", "figures with their counterpart"),
    (r".*(?:concrete|dens|half|peak|particular|names|scenes).*", "concrete sentences, in every part of the answer"),
    (r"length", "the case itself: it is short"),
)
LESS = (
    (r".*(?:hedge|filler|vague).*", "hedges and filler"),
    (r".*jargon.*", "terms of the trade"),
    (r".*crowd.*|figure_pile|.*idle_figures|implausible", "figures that decide nothing"),
    (r"we_.*|no_i_.*|nobody.*|hollow.*|supports|deleg.*|discussions", "decisions by “we” or by nobody"),
    (r"intent.*|planned.*", "intentions"),
)
WEIGHED = "A check asks whether a point is there at all; the estimate, how much of the answer carries it."
DOUBT = (
    "The signals stay below their checks because the reading doubts the conclusions: they sound surer than their "
    "evidence. Say what else could explain the figures, and how you ruled it out."
)
Scored = SignalScore | HabitScore


class BestAnswers:
    """What the rated answers are like for which the sum of a signal or habit is highest; worked out once for each."""

    def __init__(self, calibration: Calibration) -> None:
        self.calibration = calibration
        self._traits: dict[str, Mapping[str, float]] = {}

    def traits(self, dimension_id: str) -> Mapping[str, float]:
        """The mean of their traits."""
        if dimension_id not in self._traits:
            self._traits[dimension_id] = self._work_out(dimension_id)
        return self._traits[dimension_id]

    def _work_out(self, dimension_id: str) -> Mapping[str, float]:
        weights, radial = self.calibration.levels[dimension_id].weights, self.calibration.radial
        places = [(at, weights[name] * radial.spreads[at]) for at, name in enumerate(radial.traits) if name in weights]
        ranked = sorted(radial.centres, key=lambda centre: -sum([weight * centre[at] for at, weight in places]))
        chosen = ranked[: max(1, int(BEST_SHARE * len(ranked)))]
        return {
            name: radial.means[at] + radial.spreads[at] * sum([centre[at] for centre in chosen]) / len(chosen)
            for at, name in enumerate(radial.traits)
        }


@dataclass(frozen=True, slots=True)
class Estimated:
    """What the estimate of an answer was made of. `words_short` is how many words it is short of counting in full;
    `better_as` the other role where the answer is much better for that one, else "".
    """

    best: BestAnswers
    traits: Mapping[str, float]
    known: frozenset[str]  # the signals and habits that have an estimate
    doubted: bool = False
    words_short: int = 0
    better_as: str = ""


def why_lower(
    scores: Sequence[Scored], names: Mapping[str, str], advised: frozenset[str], made: Estimated
) -> list[str]:
    """A line each for those that score well below their checks and for which nothing else was advised; the two
    furthest. `names` by id; `advised` are the ids with an advice."""
    if made.doubted and any(isinstance(each, SignalScore) and each.check_score - each.score >= FAR for each in scores):
        return [DOUBT]
    low = [each for each in scores if _needs_reason(each, advised, made)]
    low.sort(key=lambda each: each.score - each.check_score)
    return [_line(names[each.id], each, made, explained=at > 0) for at, each in enumerate(low[:MOST_TOLD])]


def _needs_reason(each: Scored, advised: frozenset[str], made: Estimated) -> bool:
    if each.id not in made.known or each.id in advised or each.score >= WELL:
        return False
    return each.check_score - each.score >= FAR or not any(map(is_missed, each.checks))


def _line(name: str, each: Scored, made: Estimated, *, explained: bool) -> str:
    """`explained` says that a line before this one told what an estimate weighs."""
    begin = f"{name} stays at {each.score:.1f} beside checks of {each.check_score:.1f}."
    if evidence_ceiling(each.checks) == each.score <= CEILING_WITH_LITTLE:
        return f"{begin} Too few of its checks have words of yours behind them for more."
    if made.words_short:
        return f"{begin} The answer is {made.words_short} words short of counting in full: say more of the case."
    if made.better_as and isinstance(each, SignalScore):
        return (
            f"{begin} The answer reads like one for an {made.better_as}, and that counts against it here. Say more of "
            "what your own role decides."
        )
    more, less = lacks(made.best, each.id, made.traits)
    text = begin if explained else f"{begin} {WEIGHED}"
    if more:
        text += f" Strong answers say more on {' and on '.join(more)}: that would lift it most."
    if less:
        text += f" {'Fewer' if not more else 'So would fewer'} {less[0]}{' would lift it' if not more else ''}."
    return text


def lacks(best: BestAnswers, dimension_id: str, traits: Mapping[str, float]) -> tuple[list[str], list[str]]:
    """What an answer has too little of for this dimension, at most two things, and what too much of, at most one; the
    weightiest first."""
    weights, strong = best.calibration.levels[dimension_id].weights, best.traits(dimension_id)
    more: dict[str, float] = {}
    less: dict[str, float] = {}
    for trait, weight in weights.items():
        short = weight * (strong.get(trait, traits[trait]) - traits[trait])
        if short <= 0:
            continue
        of, listed = (more, MORE) if weight > 0 else (less, LESS)
        if thing := _about(trait, listed):
            of[thing] = of.get(thing, 0.0) + short
    enough = max((*more.values(), *less.values()), default=0.0) / 2
    return _heaviest(more, enough)[:2], _heaviest(less, enough)[:1]


def _heaviest(of: Mapping[str, float], enough: float) -> list[str]:
    return sorted((thing for thing in of if of[thing] >= enough), key=lambda thing: -of[thing])


@lru_cache(maxsize=512)
def _about(trait: str, listed: tuple[tuple[str, str], ...]) -> str:
    return next((thing for pattern, thing in listed if re.fullmatch(pattern, trait)), "")
