"""A history in the store: graded answers, several tries at one question, an interview."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from interviewer.domain.grades import Grade, GraderRef
from interviewer.domain.questions import Track
from interviewer.domain.transcripts import Answer
from interviewer.tui.screens.history import HistoryScreen
from tests.practice.kit import grade
from tests.tui.kit import AppPilot, Kit, until

FIRST = (
    "We wanted to be fair. Sellers with fewer than 50 reviews got 4 % of the first page. The team built a re-ranking "
    "step. Complaints went up in two regions."
)
SECOND = (
    "I chose exposure as what fair means. Sellers with fewer than 50 reviews got 4 % of the first page. I had a "
    "re-ranking step built. Seller churn dropped from 12 % to 9 % in a quarter."
)
MODEL = GraderRef(kind="llm", model="gpt-5-mini", effort="standard", prompt_version="3")


def scored(
    kit: Kit,
    answer_id: str,
    scores: Mapping[str, float] | float = 3.0,
    met: Mapping[str, str] | None = None,
    *,
    track: Track = "ai_pm",
    grader: GraderRef | None = None,
) -> Grade:
    """A grade in the store. `met` maps checks to their words, which must stand in the answer."""
    found = kit.store.transcript(answer_id)
    assert found is not None
    made = grade(scores, met or {}, track=track)
    made = replace(made, grader=grader or made.grader, grade_id=f"{answer_id}-{len(found.grades)}")
    placed = _placed(made, found.answer.text)
    kit.store.add_grade(answer_id, placed, found.answer.created_at + timedelta(minutes=1 + len(found.grades)))
    return placed


def _placed(made: Grade, text: str) -> Grade:
    """The quotes where they stand in the answer."""

    def moved(dimension: object) -> object:
        checks = tuple(
            replace(check, evidence=tuple(
                replace(each, start=text.index(each.quote), end=text.index(each.quote) + len(each.quote))
                for each in check.evidence
            ))
            for check in dimension.checks  # type: ignore[attr-defined]
        )  # fmt: skip
        return replace(dimension, checks=checks)  # type: ignore[type-var]

    return replace(made, signals=tuple(map(moved, made.signals)), habits=tuple(map(moved, made.habits)))  # type: ignore[arg-type]


def given(
    kit: Kit, text: str, number: int, *, track: Track = "ai_pm", question_id: str = "ai-fairness-recommender"
) -> Answer:
    """An answer in the store, as many hours old as its number says."""
    answer = Answer(
        id=f"{number:08d}", session_id=f"sitting-{number}", position=0, track=track, question=kit.question(question_id),
        text=text, typing_seconds=120.0, created_at=kit.clock.now() - timedelta(hours=number),
    )  # fmt: skip
    kit.store.save_answer(answer)
    return answer


def two_tries(kit: Kit) -> tuple[Answer, Answer]:
    """The first try at a question, and a better second one, both graded offline."""
    first, second = given(kit, FIRST, 5), given(kit, SECOND, 2)
    scored(kit, first.id, {"market_impact": 2.0, "user_empathy": 3.0, "technical_fluency": 3.0, "ownership": 2.0},
           {"collective_only": "The team built a re-ranking step.",
            "user_problem": "Sellers with fewer than 50 reviews"})  # fmt: skip
    scored(kit, second.id, {"market_impact": 4.0, "user_empathy": 2.0, "technical_fluency": 3.0, "ownership": 4.0},
           {"business_result": "Seller churn dropped", "result_measured": "from 12 % to 9 % in a quarter",
            "personal_decision": "I chose exposure"})  # fmt: skip
    return first, second


async def history(pilot: AppPilot) -> HistoryScreen:
    """The history, opened from Home, once it is read."""
    await pilot.press("h")
    return await settled(pilot)


async def settled(pilot: AppPilot) -> HistoryScreen:
    """Until the list in front is read and counted."""

    def ready() -> bool:
        screen = pilot.app.screen
        return isinstance(screen, HistoryScreen) and not screen.counting and not screen.busy

    await until(pilot, ready, "the history")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, HistoryScreen)
    return screen
