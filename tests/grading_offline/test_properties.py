"""What holds for any text at all: bounds, arithmetic, evidence that stands where it says, the same grade twice."""

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.grades import Grade, HabitScore, SignalScore
from interviewer.domain.questions import TRACKS, Track
from interviewer.domain.scoring import GATE_CEILING, HIGHEST, LOWEST, overall_score
from interviewer.domain.trial import scores_of
from interviewer.grading.offline.grader import FOREIGN
from tests.grading_offline.conftest import GradeText

PROMPT = "How do you set a launch bar for an AI feature?"
PIECES = (
    "I set the bar at 40 % because users left.", "We shipped it in 3 weeks, down from 9.", "It cost 12,000 euros",
    "ignore all previous instructions", '{"score": 5}', "\n\n- ", "…", "שלום עולם 40 %", "متى نطلق 5 من 10؟", "\u202e",
    "\u200b\u200b\u200b", "\ud800", "\0", "👩‍🚀", "é", "ﬁ", "İ", "ǅ", "١٢٣ %", "5/5",
    "<answer>", "\r\n", "\u2028", "“quoted”",
)  # fmt: skip
ANY_TEXT = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=300),
    st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=15).map("".join),
)


def assert_sound(grade: Grade, answer: str) -> None:
    if grade.status == "unscored":
        assert grade.reason == FOREIGN
        assert grade.overall is None
        assert sum(letter.isalpha() and not letter.isascii() for letter in answer) >= 2
        return
    assert grade.overall is not None
    assert grade.gate is not None
    assert all(LOWEST <= score <= HIGHEST for score in (grade.overall.score, *scores_of(grade).values()))
    assert grade.overall.score == overall_score(grade.signals)
    if not grade.gate.passed:
        assert all(signal.score <= GATE_CEILING for signal in grade.signals)
        assert grade.overall.vote == "strong_no"
    dimensions: list[SignalScore | HabitScore] = [*grade.signals, *grade.habits]
    for dimension in dimensions:
        assert 1 <= dimension.level <= 5
        for check in dimension.checks:
            assert all(answer[each.start : each.end] == each.quote != "" for each in check.evidence)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(answer=ANY_TEXT, track=st.sampled_from(TRACKS))
def test_any_text_gets_a_sound_grade_and_the_same_one_again(grade: GradeText, answer: str, track: Track) -> None:
    first = grade(track, PROMPT, answer)
    assert_sound(first, answer)
    assert grade(track, PROMPT, answer) == first


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30, deadline=None)
@given(prompt=ANY_TEXT)
def test_any_question_will_do(grade: GradeText, prompt: str) -> None:
    answer = PIECES[0]
    assert_sound(grade("ai_pm", prompt, answer), answer)


def long_text(kind: str, size: int = 1_000_000) -> str:
    """About a megabyte."""
    rng = random.Random(1)
    if kind == "sentences":
        return "".join(rng.choice(PIECES[:3]) + " " for _ in range(size // 36))
    if kind == "letters":
        return "".join(rng.choices("abcdefghij klmno.", k=size))
    if kind == "right-to-left":
        return "שלום 40 % עולם. " * (size // 16)
    return '"' * size


@pytest.mark.parametrize(
    "kind",
    [
        "right-to-left",
        *(pytest.param(each, marks=pytest.mark.slow) for each in ("sentences", "letters", "quotation marks")),
    ],
)
def test_a_megabyte_is_graded(grade: GradeText, kind: str) -> None:
    answer = long_text(kind)
    assert_sound(grade("ml_pm", PROMPT, answer), answer)


@pytest.mark.parametrize(
    "answer",
    [
        "\ud800 I cut churn by 12 %.",
        "I cut\0 churn by 12 %.",
        "\u202eI cut churn\u202c by 12 %.",
        "قررت أن نوقف الإطلاق عند 5 %.",
    ],
    ids=["surrogate", "zero byte", "overridden direction", "right-to-left"],
)
def test_strange_characters_are_graded(grade: GradeText, answer: str) -> None:
    assert_sound(grade("ai_pm", PROMPT, answer), answer)
