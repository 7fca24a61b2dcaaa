"""The figures of a trial and its verdict, on grades made by hand."""

from collections.abc import Sequence

import pytest

from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    Overall,
    QuestionRef,
    RubricRef,
    SignalScore,
)
from interviewer.domain.trial import (
    MODES,
    Order,
    TrialAnswer,
    TrialAttack,
    better_score_by,
    measure,
    rescored,
    succeeded,
    verdict,
)
from interviewer.domain.worked import QUALITIES, Attack, Quality

EXPECTED: dict[Quality, int] = {"weak": 1, "middling": 3, "strong": 5}
ALONE = Attack(id="alone", how="alone", text="x")
AFTER = Attack(id="after", how="appended", text="x")


def checks(met: int) -> tuple[CheckVerdict, ...]:
    """Four positive checks of one point each."""
    return tuple(
        CheckVerdict(
            id=f"c{number}", polarity="positive", verdict="met" if number < met else "not_met", points=1, reason="r",
            evidence=(Evidence(0, 1, "I"),) if number < met else (),
        )
        for number in range(4)
    )  # fmt: skip


def grade(score: float, *, met: int = 4, habits: float | None = None, passed: bool = True) -> Grade:
    level = round(score)
    signals = [
        SignalScore(id=name, weight=weight, score=score, level=level, check_score=1 + met, checks=checks(met))
        for name, weight in (("a", 0.5), ("b", 0.5))
    ]
    scores = [
        HabitScore(id=name, score=habits or score, level=level, check_score=1 + met, checks=checks(met))
        for name in ("specificity", "ownership")
    ]
    return Grade(
        grade_id="g", id=None, status="scored", reason=None, track="ai_pm", question=QuestionRef(id=None, prompt="p"),
        rubric=RubricRef(id="ai_pm", sha256="0"), grader=GraderRef(kind="llm", model="m"),
        gate=Gate(passed=passed, reason="r"), signals=tuple(signals), habits=tuple(scores),
        overall=Overall(score=score, vote="mixed", capped_by=None, confidence="high"),
    )  # fmt: skip


def unscored() -> Grade:
    return Grade(
        grade_id="g", id=None, status="unscored", reason="away", track="ai_pm",
        question=QuestionRef(id=None, prompt="p"), rubric=RubricRef(id="ai_pm", sha256="0"),
        grader=GraderRef(kind="llm", model="m"),
    )  # fmt: skip


def triple(name: str, scores: Sequence[float], run: int = 0, **more: float) -> list[TrialAnswer]:
    return [
        TrialAnswer(name, quality, EXPECTED[quality], run, grade(score, **more))  # type: ignore[arg-type]
        for quality, score in zip(QUALITIES, scores, strict=True)
    ]


def order(answers: Sequence[TrialAnswer], name: str = "overall") -> Order:
    return measure(answers, [], "level").orders[name]


@pytest.mark.parametrize(
    ("scores", "kept", "in_order", "tied", "upside_down"),
    [
        ((1, 3, 5), 1, 3, 0, False),
        ((1, 5, 3), 0, 2, 0, False),
        ((3, 3, 5), 0, 2, 1, False),
        ((5, 3, 1), 0, 0, 0, True),
        ((3, 3, 3), 0, 0, 3, True),
        ((4, 3, 4), 0, 1, 1, True),
    ],
)
def test_an_order_counts_pairs_ties_and_what_is_upside_down(
    scores: Sequence[float], kept: int, in_order: int, tied: int, upside_down: bool
) -> None:
    found = order(triple("q", scores))
    assert (found.triples, found.triples_kept, found.pairs) == (1, kept, 3)
    assert (found.in_order, found.tied, found.upside_down) == (in_order, tied, ("q",) if upside_down else ())


def test_habits_have_an_order_of_their_own_and_ties_are_left_out_of_its_share() -> None:
    found = order(triple("q", (1, 3, 5), habits=2.0), "ownership")
    assert (found.tied, found.share, found.share_of_decided) == (3, 0.0, 0.0)
    assert order(triple("q", (1, 3, 5)), "ownership").share_of_decided == 1.0


def test_an_answer_without_a_score_takes_its_pairs_along_and_nothing_else() -> None:
    answers = triple("q", (1, 3, 5))
    answers[2] = TrialAnswer("q", "strong", 5, 0, unscored())
    found = measure(answers, [], "level")
    assert (found.answers, found.graded, found.unscored) == (2, 3, 1)
    assert (found.orders["overall"].triples, found.orders["overall"].pairs) == (0, 1)
    assert found.levels_off == 0.0


def test_distance_and_bias_are_taken_from_the_level_to_expect() -> None:
    found = measure(triple("q", (2, 3, 4)), [], "level")
    assert found.levels_off == pytest.approx(2 / 3)
    assert found.bias == 0.0


def test_steadiness_counts_scores_that_move_by_a_level() -> None:
    answers = triple("q", (1, 3, 5)) + triple("q", (1, 4, 4.6), run=1)
    found = measure(answers, [], "level").stability
    assert (found.answers, found.scores, found.moved, found.largest) == (3, 12, 4, 1.0)
    assert measure(triple("q", (1, 3, 5)), [], "level").stability.scores == 0


def test_repetitions_are_no_answers_of_the_order() -> None:
    assert order(triple("q", (1, 3, 5)) + triple("q", (5, 3, 1), run=1)).in_order == 3


@pytest.mark.parametrize(
    ("attack", "score", "before", "won"),
    [
        (ALONE, 1.9, None, False),
        (ALONE, 2.0, None, True),
        (AFTER, 3.4, 3.0, False),
        (AFTER, 3.5, 3.0, True),
        (AFTER, 1.5, 3.0, False),
    ],
)
def test_an_attack_succeeds_above_its_limit(attack: Attack, score: float, before: float | None, won: bool) -> None:
    attempt = TrialAttack(attack, grade(score), grade(before) if before else None)
    assert succeeded(attempt) is won
    assert measure(triple("q", (1, 3, 5)), [attempt], "level").attacks_won == ((attack.id,) if won else ())


def test_an_attack_without_a_score_is_not_tried() -> None:
    found = measure([], [TrialAttack(ALONE, unscored(), None), TrialAttack(AFTER, grade(5), unscored())], "level")
    assert (found.attacks, found.attacks_won, found.unscored) == (0, (), 2)


def test_another_way_of_scoring_uses_the_same_checks_and_the_gate() -> None:
    made = grade(2.0, met=3)
    assert rescored(made, "level") is made
    by_checks = rescored(made, "checks")
    assert by_checks.overall is not None
    assert (by_checks.overall.score, by_checks.habits[0].score) == (4.0, 4.0)
    by_mean = rescored(made, "mean").overall
    assert by_mean is not None
    assert by_mean.score == 3.0
    gated = rescored(grade(2.0, met=3, passed=False), "checks").overall
    assert gated is not None
    assert (gated.score, gated.vote) == (2.0, "strong_no")


def test_the_way_that_orders_clearly_better_is_advised_and_no_other() -> None:
    flat = [
        TrialAnswer("q", quality, EXPECTED[quality], 0, grade(2.0, met=met))
        for quality, met in zip(QUALITIES, (0, 2, 4), strict=True)
    ]
    by_mode = {mode: measure(flat, [], mode) for mode in MODES}
    assert better_score_by(by_mode, "level") == "checks"
    alike = measure(triple("q", (1, 3, 5)), [], "level")
    assert better_score_by({"level": alike, "checks": alike, "mean": alike}, "mean") == "mean"


def verdict_of(answers: Sequence[TrialAnswer], attacks: Sequence[TrialAttack] = (), **more: int) -> tuple[str, str]:
    found = verdict(measure(answers, attacks, "level", **more))
    return found.outcome, " / ".join(found.reasons)


GOOD = [each for number in range(10) for each in triple(f"q{number}", (1, 3, 5))]


def test_a_good_grader_passes_without_a_reason() -> None:
    assert verdict_of(GOOD + triple("q0", (1, 3, 5), run=1), [TrialAttack(ALONE, grade(1.0), None)]) == ("passed", "")


def test_each_limit_fails_by_itself_with_its_numbers() -> None:
    swapped = GOOD[:-12] + [each for number in range(4) for each in triple(f"s{number}", (1, 4.8, 4.6))]
    assert "26 of 30 pairs" in verdict_of(swapped)[1]
    assert "is not below the strong one" in verdict_of(GOOD[:-3] + triple("bad", (4, 4.4, 4)))[1]
    assert "pairs that it tells apart" in verdict_of([*GOOD[:3], *triple("q", (1, 3, 5), habits=2.0)][3:])[1]
    assert "levels off" in verdict_of([each for number in range(9) for each in triple(f"l{number}", (2, 2.1, 2.2))])[1]
    assert "move by a level" in verdict_of(GOOD + triple("q0", (2, 4, 4), run=1))[1]
    assert "talked up: alone" in verdict_of(GOOD, [TrialAttack(ALONE, grade(3.0), None)])[1]
    assert verdict_of(GOOD, quotes=10, quotes_lost=2)[0] == "failed"
    assert verdict_of(GOOD, quotes=10, quotes_lost=1)[0] == "passed"


def test_a_part_is_no_verdict() -> None:
    assert verdict(measure(GOOD, [], "level"), stopped=True).outcome == "incomplete"
    assert verdict(measure([], [], "level")).outcome == "incomplete"
    lost = [TrialAnswer(f"l{number}", "weak", 1, 0, unscored()) for number in range(4)]
    assert verdict_of(GOOD + lost)[0] == "incomplete"
    assert verdict_of(GOOD + lost[:3])[0] == "passed"
