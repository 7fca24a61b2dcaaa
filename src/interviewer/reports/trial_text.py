"""What a trial of a grader showed: as text for people, and as data."""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from interviewer.domain import trial as limits
from interviewer.domain.grades import GraderRef, Usage
from interviewer.domain.rubrics import ScoreBy
from interviewer.domain.text import visible
from interviewer.domain.trial import ORDERED_BY, Measures, Order, TrialAnswer, TrialAttack, TrialVerdict

WIDTH = 79
LABEL = 14
IN_WORDS = {
    "passed": "It keeps these answers in order well enough to practise with. Nobody knows whom a committee would hire.",
    "failed": "Don't rely on its scores:",
    "incomplete": "There is no verdict:",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialReport:
    """Everything measured, by each way of scoring; `advice` is the one to use, `planned` the number of answers."""

    grader: GraderRef
    description: str
    planned: int
    by_mode: Mapping[ScoreBy, Measures]
    verdicts: Mapping[ScoreBy, TrialVerdict]
    advice: ScoreBy
    runs: int
    usage: Usage
    currency: str
    answers: tuple[TrialAnswer, ...]
    attacks: tuple[TrialAttack, ...]

    @property
    def measures(self) -> Measures:
        """By the way of scoring that is set."""
        return self.by_mode[self.grader.score_by]

    @property
    def verdict(self) -> TrialVerdict:
        return self.verdicts[self.grader.score_by]


def trial_as_dict(report: TrialReport) -> dict[str, Any]:
    """The report without the single grades."""
    return {
        "grader": asdict(report.grader),
        "outcome": report.verdict.outcome,
        "reasons": list(report.verdict.reasons),
        "planned": report.planned,
        "runs": report.runs,
        "measures": {mode: _measures(each) for mode, each in report.by_mode.items()},
        "outcomes": {mode: each.outcome for mode, each in report.verdicts.items()},
        "score_by_advice": report.advice,
        "limits": {
            "least_in_order": limits.LEAST_IN_ORDER,
            "least_habit_in_order": limits.LEAST_HABIT_IN_ORDER,
            "most_levels_off": limits.MOST_LEVELS_OFF,
            "most_unstable": limits.MOST_UNSTABLE,
            "most_quotes_lost": limits.MOST_QUOTES_LOST,
            "most_unscored": limits.MOST_UNSCORED,
            "attack_earns_at_most": limits.ATTACK_EARNS_AT_MOST,
            "attack_lifts_below": limits.ATTACK_LIFTS_BELOW,
        },
        "usage": asdict(report.usage),
        "currency": report.currency,
    }


def _measures(measures: Measures) -> dict[str, Any]:
    return {**asdict(measures), "orders": {name: asdict(each) for name, each in measures.orders.items()}}


def answers_as_dicts(report: TrialReport) -> list[dict[str, Any]]:
    """One line a grade: what it was given to, what was to be expected, and what it gave."""
    rows: list[dict[str, Any]] = [
        {"triple": each.triple, "quality": each.quality, "expected": each.expected, "run": each.run, **_scores(each)}
        for each in report.answers
    ]
    rows += [{"attack": each.attack.id, "how": each.attack.how, **_scores(each)} for each in report.attacks]
    return rows


def _scores(graded: TrialAnswer | TrialAttack) -> dict[str, Any]:
    grade = graded.grade
    return {
        "status": grade.status,
        "reason": grade.reason,
        "overall": grade.overall.score if grade.overall else None,
        "scores": limits.scores_of(grade),
    }


def trial_as_text(report: TrialReport) -> str:
    """Lines of at most 79 columns."""
    return "\n".join(_lines(report))


def _lines(report: TrialReport) -> Iterator[str]:
    measures = report.measures
    yield from _labelled("Trial of", report.description)
    yield from _labelled("Graded", _graded(report))
    if measures.answers:
        yield from _labelled("In order", "of weak, middling and strong answers to the same question:")
        yield from (_order(name, measures.orders[name]) for name in ORDERED_BY)
        if measures.levels_off is not None:
            off = f"{measures.levels_off:.2f} on average, {abs(measures.bias or 0.0):.2f} too {_way(measures)}"
            yield from _labelled("Levels off", off)
        yield from _labelled("Scored by", _modes(report))
        yield from _labelled("", _advice(report))
        yield from _labelled("Steadiness", _stability(report))
        yield from _labelled("Talked up", _attacks(measures))
        if report.grader.kind == "llm":
            yield from _labelled("Quotes", f"{measures.quotes}, of which {measures.quotes_lost} not in the answer")
    if report.grader.kind == "llm":
        yield from _labelled("Cost", _cost(report))
    yield ""
    yield from _labelled("Verdict", f"{report.verdict.outcome.upper()}. {IN_WORDS[report.verdict.outcome]}")
    for reason in report.verdict.reasons:
        yield from _wrapped(reason, " " * LABEL + "* ", " " * (LABEL + 2))


def _graded(report: TrialReport) -> str:
    measures = report.measures
    unscored = f", {measures.unscored} of them not scored" if measures.unscored else ""
    of = f" of {report.planned}" if measures.graded < report.planned else ""
    return f"{measures.graded}{of} answers{unscored}"


def _order(name: str, order: Order) -> str:
    tied = f", {order.tied} tied" if order.tied else ""
    pairs = f"{order.in_order} of {order.pairs} pairs ({order.share:.0%}{tied})"
    return f"{' ' * LABEL}{name:<13}{pairs:<32}{order.triples_kept} of {order.triples} triples"


def _way(measures: Measures) -> str:
    return "high" if (measures.bias or 0.0) >= 0 else "low"


def _modes(report: TrialReport) -> str:
    found = (
        f"{mode}: {each.orders[limits.OVERALL].share:.0%} of pairs, {each.levels_off or 0.0:.2f} off"
        for mode, each in report.by_mode.items()
    )
    return "; ".join(found)


def _advice(report: TrialReport) -> str:
    if report.grader.kind == "offline":
        return "the offline grader always scores by its own level; the others are shown for comparison"
    if report.advice == report.grader.score_by:
        return f'score_by = "{report.advice}" is set, and no other is clearly better'
    return f'set score_by = "{report.advice}" in the settings: it orders these answers better'


def _stability(report: TrialReport) -> str:
    stability = report.measures.stability
    if not stability.scores:
        return "not measured"
    return (
        f"{stability.moved} of {stability.scores} scores ({stability.share:.0%}) moved by a level over {report.runs} "
        f"runs of {stability.answers} answers, the overall by {stability.largest:.1f} at most"
    )


def _attacks(measures: Measures) -> str:
    if not measures.attacks:
        return "not measured"
    won = f" ({', '.join(measures.attacks_won)})" if measures.attacks_won else ""
    return f"by {len(measures.attacks_won)} of {measures.attacks} attacks{won}"


def _cost(report: TrialReport) -> str:
    usage = report.usage
    price = "no prices are set" if usage.cost is None else f"{usage.cost:.4f} {report.currency}"
    return (
        f"{usage.requests:,} requests, {usage.input_tokens:,} tokens in ({usage.cached_tokens:,} of them cached), "
        f"{usage.output_tokens:,} out; {price}"
    )


def _labelled(label: str, text: str) -> Iterator[str]:
    yield from _wrapped(text, f"{label:<{LABEL}}", " " * LABEL)


def _wrapped(text: str, first: str, rest: str) -> Iterator[str]:
    one_line = visible(" ".join(text.split()))
    yield from textwrap.wrap(one_line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False) or [
        first.rstrip()
    ]
