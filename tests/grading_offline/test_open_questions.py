"""Questions that leave the subject to the candidate: a good answer need not share a word with them."""

import pytest

from tests.grading_offline.conftest import GradeText

STORY = (
    "I was the PM for the claims assistant, a chatbot for an insurer's members. Members waited 9 minutes for a person."
    " I ran an A/B test with 4,000 members over six weeks: handling time fell from 9 to 4 minutes and we saved 31,000"
    " dollars a month. I set 2 percent wrong answers as the limit above which we switch it off, because one wrong"
    " promise costs us 400 dollars."
)


@pytest.mark.parametrize(
    "prompt",
    [
        "Tell me about an AI product you shipped and the impact it had.",
        "Tell me about a product you launched.",
        "Describe a project you are proud of.",
        "Walk me through a product you owned from start to finish.",
    ],
)
def test_a_good_story_passes_and_is_said_to_be_a_guess(grade: GradeText, prompt: str) -> None:
    made = grade("ai_pm", prompt, STORY)
    assert made.gate is not None
    assert made.gate.passed
    assert "only a guess" in made.gate.reason
    assert made.overall is not None
    assert made.overall.score >= 3.5


def test_a_question_with_a_subject_still_wants_it(grade: GradeText) -> None:
    made = grade("ai_pm", "Tell me about a recommendation feature you built for people with rare diseases.", STORY)
    assert made.gate is not None
    assert not made.gate.passed
