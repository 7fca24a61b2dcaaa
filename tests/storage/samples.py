"""Questions, answers, drafts and grades to store."""

import dataclasses
import types
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Feedback,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    Overall,
    QuestionRef,
    RubricRef,
    SignalScore,
)
from interviewer.domain.questions import Question, Track
from interviewer.domain.transcripts import Answer, Draft

START = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
QUESTION = Question(
    id="ai-fairness", track="both", prompt="How do you ensure fairness?", kind="ethics", rounds=("onsite",),
    expects=("what fair means here", "how the gap is measured"),
)  # fmt: skip


def at(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def answer(text: str = "I cut churn by 12 %.", *, seconds: float = 0, **changes: Any) -> Answer:
    sample = Answer(
        id=uuid.uuid4().hex, session_id="sitting-1", position=0, track="ai_pm", question=QUESTION, text=text,
        typing_seconds=12.5, created_at=at(seconds),
    )  # fmt: skip
    return dataclasses.replace(sample, **changes)


def draft(text: str = "I cut", *, seconds: float = 0, slot: str = "drill:ai_pm:ai-fairness") -> Draft:
    return Draft(
        slot=slot, track="ai_pm", question=QUESTION, text=text, typing_seconds=3.25, updated_at=at(seconds)
    )  # fmt: skip


def scored(score: float = 3.3, *, model: str | None = None, specificity: float = 3.5, ownership: float = 2.0) -> Grade:
    check = CheckVerdict(
        id="names-a-metric", polarity="positive", verdict="met", points=2, reason="names churn",
        evidence=(Evidence(0, 11, "I cut churn"),),
    )  # fmt: skip
    return dataclasses.replace(
        unscored(""), status="scored", reason=None, gate=Gate(passed=True, reason="about fairness"),
        grader=GraderRef(kind="llm" if model else "offline", model=model),
        overall=Overall(score=score, vote="mixed", capped_by="ownership", confidence="high"),
        signals=(SignalScore(id="market_impact", weight=0.45, score=4.0, level=4, check_score=4.2, checks=(check,)),),
        habits=(
            HabitScore(id="specificity", score=specificity, level=3, check_score=3.4, checks=()),
            HabitScore(id="ownership", score=ownership, level=2, check_score=1.8, checks=(check,)),
        ),
        feedback=Feedback(fix_first="Say what you decided.", strengths=("a metric",)),
    )  # fmt: skip


def unscored(reason: str, track: Track = "ai_pm") -> Grade:
    return Grade(
        grade_id=uuid.uuid4().hex, id=None, status="unscored", reason=reason, track=track,
        question=QuestionRef(id=QUESTION.id, prompt=QUESTION.prompt), rubric=RubricRef(id=track, sha256="ab" * 32),
        grader=GraderRef(kind="offline"),
    )  # fmt: skip


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=30)
"""Every code point: lone surrogates, NUL, controls, noncharacters."""


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value that a field of a domain type can have."""
    origin, inner = get_origin(hint), get_args(hint)
    if dataclasses.is_dataclass(hint):
        return records(hint)
    if origin is tuple:
        return st.lists(values(inner[0]), max_size=2).map(tuple)
    if origin in (Union, types.UnionType):
        return st.one_of(*map(values, inner))
    if origin is Literal:
        return st.sampled_from(inner)
    plain: dict[Any, st.SearchStrategy[Any]] = {
        str: ANY_TEXT,
        bool: st.booleans(),
        int: st.integers(0, 2**53),
        float: st.floats(allow_nan=False, allow_infinity=False),
        datetime: st.datetimes(timezones=st.just(UTC)),
        types.NoneType: st.none(),
    }
    return plain[hint]


def records(kind: Any) -> st.SearchStrategy[Any]:
    """Any record of a domain type, every field drawn, those with defaults too."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{field.name: values(hints[field.name]) for field in dataclasses.fields(kind)})
