"""An answer that says what one would do gets slots that say so too."""

import pytest

from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.questions import custom_question
from interviewer.grading.facts import keep_to_facts
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.half_said import halves
from interviewer.grading.offline.plans import is_plan, wordings
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


def story_wordings() -> set[str]:
    checks = [
        check for track in ("ai_pm", "ml_pm") for each in Rubrics().rubric(track).dimensions for check in each.checks
    ]
    mine = {text for check in checks for text in (check.slot, check.advice, check.probe)}
    return mine | {text for found in halves().values() for half in found for text in (half.advice, half.ask)}


@pytest.mark.parametrize("told", wordings())
def test_what_is_worded_for_a_plan_is_worded_for_a_story_too(told: str) -> None:
    assert told in story_wordings()
    assert told.count("{words}") == wordings()[told].count("{words}")
    assert told.count("[") == wordings()[told].count("[")


@pytest.mark.parametrize("slot", [text for text in wordings().values() if "[" in text])
def test_a_slot_of_a_plan_claims_nothing(slot: str) -> None:
    assert keep_to_facts(slot).text == slot


def slots(*, planned: bool) -> list[str]:
    return [(text if planned else told) for told, text in wordings().items() if "[" in told]


def test_a_plan_gets_slots_of_plans(grade: GradeText) -> None:
    text = version(grade("ai_pm", HOW, PLAN))
    assert any(slot in text for slot in slots(planned=True))
    assert not any(slot in text for slot in slots(planned=False))


def test_a_story_keeps_the_slots_of_the_rubric(grade: GradeText) -> None:
    text = version(grade("ai_pm", HOW, STORY))
    assert any(slot in text for slot in slots(planned=False))
    assert not any(slot in text for slot in slots(planned=True))


def test_an_answer_to_a_question_about_the_past_is_no_plan() -> None:
    knowledge = OfflineGrader(Rubrics(), Bank()).knowledge
    for prompt, planned in ((HOW, True), (WHEN, False)):
        assert is_plan(knowledge.examine(custom_question("ai_pm", prompt), PLAN).reading, prompt) is planned


def test_where_the_gate_is_failed_the_question_says_which(grade: GradeText) -> None:
    wedding = "I once planned a wedding and chose a band, because the guests were older. They danced until three."
    planned = version(grade("ai_pm", HOW, wedding))
    told = version(grade("ai_pm", WHEN, wedding))
    assert any(slot in planned for slot in slots(planned=True))
    assert any(slot in told for slot in slots(planned=False))


def test_advice_and_question_fit_the_answer(grade: GradeText) -> None:
    planned, told = (grade("ai_pm", HOW, answer).feedback for answer in (PLAN, STORY))
    assert planned
    assert told
    assert "What would it earn, save or prevent" in planned.fix_first
    assert planned.follow_up == "What would that change for the business?"
    assert told.follow_up == "What did that change for the business?"
