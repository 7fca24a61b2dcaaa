from dataclasses import replace

from interviewer.domain.difference import ScoreChange, difference
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


def check(check_id: str, *, met: bool, negative: bool = False) -> CheckVerdict:
    evidence = (Evidence(0, 1, "I"),) if met else ()
    return CheckVerdict(
        id=check_id, polarity="negative" if negative else "positive", verdict="met" if met else "not_met", points=1,
        reason="", evidence=evidence,
    )  # fmt: skip


def grade(score: float, signal: list[CheckVerdict], habit: list[CheckVerdict]) -> Grade:
    return Grade(
        grade_id="g", id=None, status="scored", reason=None, track="ai_pm", question=QuestionRef(id="q", prompt="Why?"),
        rubric=RubricRef(id="ai_pm", sha256=""), grader=GraderRef(kind="offline"), gate=Gate(passed=True, reason=""),
        overall=Overall(score=score, vote="yes" if score > 3.4 else "mixed", capped_by=None, confidence="high"),
        signals=(SignalScore(id="s", weight=1.0, score=score, level=3, check_score=3.0, checks=tuple(signal)),),
        habits=(HabitScore(id="h", score=2.0, level=2, check_score=2.0, checks=tuple(habit)),),
    )  # fmt: skip


BEFORE = grade(
    3.0,
    [check("a", met=False), check("b", met=True)],
    [check("fault", met=True, negative=True), check("gone", met=True)],
)
AFTER = grade(3.6, [check("a", met=True), check("b", met=False)], [check("fault", met=False, negative=True)])


def test_scores_votes_and_checks_won_and_lost() -> None:
    found = difference(BEFORE, AFTER)
    assert found is not None
    assert (found.before, found.after, found.vote_before, found.vote_after) == (3.0, 3.6, "mixed", "yes")
    assert found.scores == (ScoreChange("s", 3.0, 3.6), ScoreChange("h", 2.0, 2.0))
    assert found.won == (("s", "a"), ("h", "fault"))
    assert found.lost == (("s", "b"),)
    assert found.same_grader


def test_a_failure_is_compared_with_nothing() -> None:
    failed = replace(BEFORE, status="unscored", reason="cut", overall=None, signals=(), habits=())
    assert difference(failed, AFTER) is None
    assert difference(BEFORE, failed) is None


def test_another_grader_is_said() -> None:
    other = replace(AFTER, grader=GraderRef(kind="llm", model="m"))
    found = difference(BEFORE, other)
    assert found is not None
    assert not found.same_grader
