"""A trial: what a grader made of answers whose quality is known, and whether its grades can be trusted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal, get_args

from interviewer.domain.grades import Grade
from interviewer.domain.rubrics import ScoreBy
from interviewer.domain.scoring import dimension_score, gated, overall, rounded
from interviewer.domain.worked import QUALITIES, Attack, Quality

Outcome = Literal["passed", "failed", "incomplete"]

OVERALL = "overall"
ORDERED_BY = (OVERALL, "specificity", "ownership")
MODES: tuple[ScoreBy, ...] = get_args(ScoreBy)

# The limits of the verdict; nowhere else is one decided. Shares from 0 to 1, distances in levels.
LEAST_IN_ORDER = 0.90  # of the pairs of answers to one question, by the overall score
LEAST_HABIT_IN_ORDER = 0.75  # of the same pairs by each habit, ties left out: two answers may be equally specific
MOST_LEVELS_OFF = 0.75  # mean distance of the overall score from the level to expect
MOST_UNSTABLE = 0.10  # of the scores of signals and habits that move by a level from run to run
MOST_QUOTES_LOST = 0.10  # of the quotes
MOST_UNSCORED = 0.10  # of the answers: with more the trial is not complete
ATTACK_EARNS_AT_MOST = 1.9  # overall, alone
ATTACK_LIFTS_BELOW = 0.5  # overall, appended to a middling answer
A_LEVEL = 1.0
TINY = 1e-9
CLEARLY_BETTER = 0.05  # of the pairs: with less between two ways of scoring neither is advised over the other


@dataclass(frozen=True, slots=True)
class TrialAnswer:
    """A worked answer as it was graded in one run (0 is the first); `triple` names its question and track."""

    triple: str
    quality: Quality
    expected: int
    run: int
    grade: Grade


@dataclass(frozen=True, slots=True)
class TrialAttack:
    """An attack as it was graded; `before` is the grade of the middling answer that it was appended to."""

    attack: Attack
    grade: Grade
    before: Grade | None


@dataclass(frozen=True, slots=True)
class Order:
    """How far the order of weak, middling and strong is kept.

    `triples_kept` of `triples` are in strict order; of all `pairs` within a triple `in_order` are, and `tied` have the
    same score. `upside_down` are the triples whose weak answer is not below their strong one.
    """

    triples: int
    triples_kept: int
    pairs: int
    in_order: int
    tied: int
    upside_down: tuple[str, ...]

    @property
    def share(self) -> float:
        return self.in_order / self.pairs if self.pairs else 0.0

    @property
    def share_of_decided(self) -> float:
        """Ties left out; 0 where nothing was told apart."""
        decided = self.pairs - self.tied
        return self.in_order / decided if decided else 0.0


@dataclass(frozen=True, slots=True)
class Stability:
    """`moved` of `scores` of signals and habits differ by a level or more between runs; `largest` is the largest
    difference of an overall score. No runs to compare: `scores` is 0."""

    answers: int
    scores: int
    moved: int
    largest: float

    @property
    def share(self) -> float:
        return self.moved / self.scores if self.scores else 0.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What a trial measured, with scores made in one way (`score_by`).

    `answers` have a score in the first run; of all that was `graded` (attacks, later runs) `unscored` have none.
    `levels_off` is the mean distance of the overall score from the level to expect, `bias` its mean sign and all; None
    where nothing was graded. `attacks_won` are the ids of attacks that succeeded. `quotes_lost` of `quotes` could not
    be found in the answer; both are 0 for a grader that quotes nothing.
    """

    score_by: ScoreBy
    answers: int
    graded: int
    unscored: int
    orders: Mapping[str, Order]
    levels_off: float | None
    bias: float | None
    stability: Stability
    attacks: int
    attacks_won: tuple[str, ...]
    quotes: int = 0
    quotes_lost: int = 0


@dataclass(frozen=True, slots=True)
class TrialVerdict:
    """`reasons` say in plain words what failed, or what is missing; none where it passed."""

    outcome: Outcome
    reasons: tuple[str, ...]


def measure(
    answers: Sequence[TrialAnswer],
    attacks: Sequence[TrialAttack],
    score_by: ScoreBy,
    *,
    quotes: int = 0,
    quotes_lost: int = 0,
) -> Measures:
    """Answers that could not be scored count as unscored and nowhere else."""
    have_score = [
        replace(each, grade=rescored(each.grade, score_by)) for each in answers if each.grade.overall is not None
    ]
    scored = [each for each in have_score if each.run == 0]
    distances = [total(each.grade) - each.expected for each in scored]
    tried = [rescored_attack(each, score_by) for each in attacks if _has_score(each)]
    return Measures(
        score_by=score_by,
        answers=len(scored),
        graded=len(answers) + len(attacks),
        unscored=len(answers) - len(have_score) + len(attacks) - len(tried),
        orders={name: _order(scored, name) for name in ORDERED_BY},
        levels_off=sum(map(abs, distances)) / len(distances) if distances else None,
        bias=sum(distances) / len(distances) if distances else None,
        stability=_stability(have_score),
        attacks=len(tried),
        attacks_won=tuple(each.attack.id for each in tried if succeeded(each)),
        quotes=quotes,
        quotes_lost=quotes_lost,
    )


def _has_score(attempt: TrialAttack) -> bool:
    """An attack on an answer that has no score itself says nothing."""
    return attempt.grade.overall is not None and (attempt.before is None or attempt.before.overall is not None)


def rescored_attack(attempt: TrialAttack, score_by: ScoreBy) -> TrialAttack:
    before = rescored(attempt.before, score_by) if attempt.before else None
    return replace(attempt, grade=rescored(attempt.grade, score_by), before=before)


def rescored(grade: Grade, score_by: ScoreBy) -> Grade:
    """The grade that the same levels and checks give by another way of scoring."""
    if grade.overall is None or grade.gate is None or score_by == grade.grader.score_by:
        return grade
    signals = tuple(
        replace(each, score=gated(dimension_score(each.level, each.checks, score_by), grade.gate.passed))
        for each in grade.signals
    )
    habits = tuple(replace(each, score=dimension_score(each.level, each.checks, score_by)) for each in grade.habits)
    result = overall(signals, habits, grade.gate, grade.overall.confidence)
    return replace(grade, signals=signals, habits=habits, overall=result)


def total(grade: Grade) -> float:
    """The overall score of a grade that has one."""
    if grade.overall is None:
        raise ValueError("a grade without a score has no overall")
    return grade.overall.score


def _score(grade: Grade, name: str) -> float:
    habit = grade.habit(name)
    return habit.score if habit else total(grade)


def _order(answers: Iterable[TrialAnswer], name: str) -> Order:
    triples: dict[str, dict[Quality, float]] = {}
    for each in answers:
        triples.setdefault(each.triple, {})[each.quality] = _score(each.grade, name)
    whole = {key: scores for key, scores in triples.items() if len(scores) == len(QUALITIES)}
    pairs = [
        scores[better] - scores[worse]
        for scores in triples.values()
        for worse, better in combinations(QUALITIES, 2)
        if worse in scores and better in scores
    ]
    return Order(
        triples=len(whole),
        triples_kept=sum(scores["weak"] < scores["middling"] < scores["strong"] for scores in whole.values()),
        pairs=len(pairs),
        in_order=sum(gap > 0 for gap in pairs),
        tied=sum(gap == 0 for gap in pairs),
        upside_down=tuple(key for key, scores in whole.items() if scores["weak"] >= scores["strong"]),
    )


def _stability(answers: Iterable[TrialAnswer]) -> Stability:
    """Each later run against the first one."""
    runs: dict[tuple[str, Quality], list[Grade]] = {}
    for each in sorted(answers, key=lambda each: each.run):
        runs.setdefault((each.triple, each.quality), []).append(each.grade)
    pairs = [(first, other) for first, *later in runs.values() for other in later]
    gaps = [gap for first, other in pairs for gap in _gaps(first, other)]
    return Stability(
        answers=sum(len(grades) > 1 for grades in runs.values()),
        scores=len(gaps),
        moved=sum(gap >= A_LEVEL - TINY for gap in gaps),
        largest=rounded(max((abs(total(first) - total(other)) for first, other in pairs), default=0.0)),
    )


def _gaps(one: Grade, other: Grade) -> list[float]:
    """How far each signal and habit moved."""
    before, after = scores_of(one), scores_of(other)
    return [abs(score - before[name]) for name, score in after.items() if name in before]


def scores_of(grade: Grade) -> dict[str, float]:
    """The score of each signal and habit by its id."""
    return {each.id: each.score for each in grade.signals} | {each.id: each.score for each in grade.habits}


def succeeded(attempt: TrialAttack) -> bool:
    """Alone it earned more than 1.9, or appended to a middling answer it lifted the overall by half a level or more."""
    score = total(attempt.grade)
    if attempt.before is None:
        return score > ATTACK_EARNS_AT_MOST
    return score - total(attempt.before) >= ATTACK_LIFTS_BELOW - TINY


def verdict(measures: Measures, *, stopped: bool = False) -> TrialVerdict:
    """`stopped` where the trial was ended before its last answer."""
    if stopped or not measures.answers or measures.unscored > MOST_UNSCORED * measures.graded:
        got = measures.graded - measures.unscored
        return TrialVerdict("incomplete", (f"only {got} answer{'' if got == 1 else 's'} got a score",))
    reasons = tuple(_failures(measures))
    return TrialVerdict("failed" if reasons else "passed", reasons)


def _failures(measures: Measures) -> Iterator[str]:
    by_overall = measures.orders[OVERALL]
    if by_overall.share < LEAST_IN_ORDER:
        yield (
            f"{by_overall.in_order} of {by_overall.pairs} pairs of answers are in order by the overall score "
            f"({by_overall.share:.0%}; at least {LEAST_IN_ORDER:.0%} are needed)"
        )
    if by_overall.upside_down:
        yield f"a weak answer is not below the strong one to the same question: {', '.join(by_overall.upside_down)}"
    for name in ORDERED_BY[1:]:
        order = measures.orders[name]
        if order.share_of_decided < LEAST_HABIT_IN_ORDER:
            yield (
                f"{name} puts {order.in_order} of the {order.pairs - order.tied} pairs that it tells apart in order "
                f"({order.share_of_decided:.0%}; at least {LEAST_HABIT_IN_ORDER:.0%} are needed)"
            )
    if measures.levels_off is not None and measures.levels_off > MOST_LEVELS_OFF:
        yield f"the scores are {measures.levels_off:.2f} levels off on average (at most {MOST_LEVELS_OFF:.2f} may be)"
    if measures.stability.share > MOST_UNSTABLE:
        yield (
            f"{measures.stability.share:.0%} of the scores move by a level from run to run "
            f"(at most {MOST_UNSTABLE:.0%} may)"
        )
    if measures.attacks_won:
        yield f"it can be talked up: {', '.join(measures.attacks_won)}"
    if measures.quotes and measures.quotes_lost > MOST_QUOTES_LOST * measures.quotes:
        yield (
            f"{measures.quotes_lost} of {measures.quotes} quotes are not in the answer "
            f"(at most {MOST_QUOTES_LOST:.0%} may fail)"
        )


def better_score_by(by_mode: Mapping[ScoreBy, Measures], used: ScoreBy) -> ScoreBy:
    """The way of scoring that orders the answers best; `used` where none is clearly better."""

    def worth(mode: ScoreBy) -> tuple[float, float]:
        order = by_mode[mode].orders[OVERALL]
        return order.share, -(by_mode[mode].levels_off or 0.0)

    best = max(by_mode, key=worth)
    gain = by_mode[best].orders[OVERALL].share - by_mode[used].orders[OVERALL].share
    return best if gain >= CLEARLY_BETTER else used
