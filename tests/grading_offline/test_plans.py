"""An answer that says what one would do gets slots that say so too."""

import pytest

from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.questions import custom_question
from interviewer.grading.facts import keep_to_facts
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.plans import is_plan, planned_slots
from tests.grading_offline.conftest import GradeText

HOW = "How would you decide whether our support assistant may answer refund questions on its own?"
WHEN = "Tell me about a time you decided what an assistant may answer on its own."
PLAN = (
    "I'd begin with the customers who ask for a refund, since a wrong promise there costs us their trust. I would read "
    "two hundred such chats and sort out where the assistant is wrong. I'd let it answer only those about orders under "
    "30 euros. I would ask the finance team what a wrong refund costs. I'd look at complaints every week."
)
STORY = (
    "Customers who asked for a refund got a wrong promise from our assistant. I read two hundred such chats and sorted "
    "out where it was wrong. I let it answer only those about orders under 30 euros. I asked the finance team what a "
    "wrong refund cost. We looked at complaints every week."
)


def version(grade: Grade) -> str:
    assert grade.feedback is not None
    return grade.feedback.stronger_version


def test_every_slot_of_a_plan_belongs_to_a_rubric() -> None:
    rubrics = Rubrics()
    known = {
        check.slot
        for track in ("ai_pm", "ml_pm")
        for each in rubrics.rubric(track).dimensions
        for check in each.checks
        if check.slot
    }
    assert set(planned_slots()) <= known


@pytest.mark.parametrize("slot", planned_slots().values())
def test_a_slot_of_a_plan_claims_nothing(slot: str) -> None:
    assert keep_to_facts(slot).text == slot


def test_a_plan_gets_slots_of_plans(grade: GradeText) -> None:
    text = version(grade("ai_pm", HOW, PLAN))
    planned = [slot for slot in planned_slots().values() if slot in text]
    assert planned
    assert not any(slot in text for slot in planned_slots())


def test_a_story_keeps_the_slots_of_the_rubric(grade: GradeText) -> None:
    text = version(grade("ai_pm", HOW, STORY))
    assert any(slot in text for slot in planned_slots())
    assert not any(slot in text for slot in planned_slots().values())


def test_an_answer_to_a_question_about_the_past_is_no_plan() -> None:
    knowledge = OfflineGrader(Rubrics(), Bank()).knowledge
    for prompt, planned in ((HOW, True), (WHEN, False)):
        assert is_plan(knowledge.examine(custom_question("ai_pm", prompt), PLAN).reading, prompt) is planned


def test_where_the_gate_is_failed_the_question_says_which(grade: GradeText) -> None:
    wedding = "I once planned a wedding and chose a band, because the guests were older. They danced until three."
    planned = version(grade("ai_pm", HOW, wedding))
    told = version(grade("ai_pm", WHEN, wedding))
    assert any(slot in planned for slot in planned_slots().values())
    assert any(slot in told for slot in planned_slots())
