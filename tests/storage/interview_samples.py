"""A finished interview of two rounds, stored as the app stores it."""

from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain.interviews import (
    Answered,
    Asked,
    ChosenQuestion,
    Clarified,
    Event,
    Interview,
    MovedOn,
    Probe,
    Probed,
    RoundBegan,
    RoundEnded,
    SelfScored,
    Step,
)
from interviewer.domain.loops import RoundPlan
from interviewer.storage.store import SqliteStore

from .samples import QUESTION, answer, at

STEP = Step(score=3.0, missed=("market_impact.names-a-metric",))
DRIFT = replace(QUESTION, id="ai-drift", prompt="How do you notice drift?", kind="metrics")


def plan(round_id: str, kind: str) -> RoundPlan:
    return RoundPlan(
        id=round_id, name=round_id.title(), round=kind, manner="plain", minutes=30, probes=2,  # type: ignore[arg-type]
        probe_budget=6, ai_pm=(("ethics",),), ml_pm=(("ethics",),),
    )  # fmt: skip


def interview(name: str = "interview-1", seconds: float = 100) -> Interview:
    return Interview(
        id=name, track="ai_pm", title="Two rounds", mode="realistic", context=None, seed=1,
        rounds=(plan("screen", "phone_screen"), plan("panel", "executive")), created_at=at(seconds),
    )  # fmt: skip


def first_round(seconds: float = 100) -> Sequence[Event]:
    return (
        RoundBegan(at=at(seconds), questions=(ChosenQuestion(question=QUESTION, reason="it fits"),), text="Hello."),
        Asked(at=at(seconds + 1), question_id=QUESTION.id, text=QUESTION.prompt),
        Clarified(at=at(seconds + 2), asked="For which users?", reply="For the new ones."),
        Answered(at=at(seconds + 3), text="I measured the gap in Zürich.", typing_seconds=5.0, said="answer"),
        Probed(
            at=at(seconds + 4),
            probe=Probe(text="Who decided the threshold?", kind="hole", source="rubric"),
            step=STEP,
        ),
        Answered(at=at(seconds + 5), text="I did, at five percent.", typing_seconds=4.0, said="answer"),
    )


def hold(store: SqliteStore, name: str = "interview-1", seconds: float = 100) -> Sequence[str]:
    """Stores the interview and gives the ids of its two answers."""
    store.begin_interview(interview(name, seconds))
    events = first_round(seconds)
    store.add_events(name, 0, events)
    count = len(events)
    ids = (f"{name}-answer-1", f"{name}-answer-2")
    given = answer(
        "I measured the gap in Zürich.\n\nI did, at five percent.", id=ids[0], session_id=name, seconds=seconds + 6
    )
    moved = MovedOn(at=at(seconds + 6), text="Thank you.", reason="answered", answer_id=ids[0], step=STEP)
    store.add_events(name, count, [moved], answer=given)
    more: list[Event] = [
        SelfScored(at=at(seconds + 7), position=0, score=4),
        RoundEnded(at=at(seconds + 8), text="Bye.", reason="done"),
        RoundBegan(at=at(seconds + 9), questions=(ChosenQuestion(question=DRIFT, reason="it fits"),), text="Hello."),
        Asked(at=at(seconds + 10), question_id=DRIFT.id, text=DRIFT.prompt),
        Answered(at=at(seconds + 11), text="A weekly holdout shows it.", typing_seconds=3.0, said="answer"),
    ]
    store.add_events(name, count + 1, more)
    last: list[Event] = [
        MovedOn(at=at(seconds + 12), text="", reason="answered", answer_id=ids[1], step=STEP),
        RoundEnded(at=at(seconds + 13), text="", reason="done"),
    ]
    given = answer(
        "A weekly holdout shows it.", id=ids[1], session_id=name, position=1, question=DRIFT, seconds=seconds + 12
    )
    store.add_events(name, count + 1 + len(more), last, answer=given, is_open=False)
    return ids
