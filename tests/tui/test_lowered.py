"""In a coached conversation a follow-up whose answer cost something is named, with what it cost."""

from dataclasses import replace

import pytest

from interviewer.domain.interviews import Step
from interviewer.tui.lowered import lowered_by_follow_ups
from tests.practice.kit import ANSWER, exchange, hole
from tests.tui.interview_kit import chatting, planned
from tests.tui.kit import OFFLINE, RUBRICS, Kit, said, until

RUBRIC = RUBRICS.rubric("ai_pm")
FAULT = next(each for each in RUBRIC.habits[1].checks if each.id == "hands_over")
BEFORE = Step(score=3.1, missed=("market_impact.economics",))
AFTER = replace(BEFORE, score=2.8, missed=(*BEFORE.missed, "ownership.hands_over"))


def test_the_fault_that_a_reply_added_is_named() -> None:
    (told,) = lowered_by_follow_ups(exchange((ANSWER, "They decided."), [hole()], [BEFORE, AFTER]), RUBRIC)
    assert told == f"Follow-up 1 lowered the offline estimate, 3.1 → 2.8. Ownership now: {FAULT.statement}"


def test_a_reply_that_lowered_nothing_is_not_named_and_no_reason_is_made_up() -> None:
    better = replace(AFTER, score=3.3)
    assert lowered_by_follow_ups(exchange((ANSWER, "They decided."), [hole()], [BEFORE, better]), RUBRIC) == []
    lower = replace(BEFORE, score=2.9)
    (told,) = lowered_by_follow_ups(exchange((ANSWER, "Well."), [hole()], [BEFORE, lower]), RUBRIC)
    assert told.endswith("No check was lost: it is an estimate by the whole answer.")


async def test_it_stands_with_the_feedback_in_the_conversation(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    kit.grader = lambda settings: OFFLINE
    monkeypatch.setattr("interviewer.tui.chat_feedback.lowered_by_follow_ups", lambda *_: ["Follow-up 1 lowered it."])
    async with chatting(kit, planned(kit, mode="coached"), size=(100, 40)) as chat:
        await chat.to_panel("next")
        await until(chat.pilot, lambda: said(chat.pilot.app, "Follow-up 1 lowered it."))
        assert said(chat.pilot.app, "Fix first")
