"""Duties out of a job description, and the bank's questions that fit them."""

import pytest

from interviewer.content.bank import Bank
from interviewer.content.job_description import MOST_DUTIES, duties, likely_track
from interviewer.content.job_match import match_duties

AI_JOB = """# Senior AI Product Manager

We are the pets' insurer. We love dogs.

## What you'll do
- Own pricing of our LLM-based claims assistant,
  from the first pilot to launch.
* Set guardrails and decide when a feature is good enough to ship; Define what stops a release.
1. Partner with legal on fairness, privacy and the EU AI Act

**Requirements**
• You can prototype with coding assistants

## Benefits
- Free dog food for everybody who works here
"""
ML_JOB = """Machine Learning Product Manager, fraud

In this role you will define the labelling guidelines and manage the labelling vendors. You own monitoring, drift
detection and the retraining cadence of all our fraud models.

About us
We process payments for sixty banks and are proud of it.
"""


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank()


def test_duties_are_bullets_and_sentences_with_their_lines_and_nothing_else() -> None:
    assert [(duty.line, duty.text) for duty in duties(AI_JOB)] == [
        (6, "Own pricing of our LLM-based claims assistant, from the first pilot to launch."),
        (8, "Set guardrails and decide when a feature is good enough to ship;"),
        (8, "Define what stops a release."),
        (9, "Partner with legal on fairness, privacy and the EU AI Act"),
        (12, "You can prototype with coding assistants"),
    ]


def test_running_text_without_headings_is_read_by_its_sentences() -> None:
    assert [duty.text.split()[:4] for duty in duties(ML_JOB)] == [
        ["In", "this", "role", "you"], ["You", "own", "monitoring,", "drift"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "track"),
    [
        (AI_JOB, "ai_pm"), (ML_JOB, "ml_pm"), ("Product Manager, Generative AI", "ai_pm"), ("ML platform PM", "ml_pm"),
        ("AI/ML product manager: AI product manager or ML product manager", None), ("Baker", None), ("", None),
    ],
)  # fmt: skip
def test_the_role_is_told_by_the_titles(text: str, track: str | None) -> None:
    assert likely_track(text) == track


@pytest.mark.parametrize("text", ["", "\0", "-", "# " * 500, "- x\n" * 5000, "a" * 100_000, "•" * 1000])
def test_no_text_raises_and_there_are_never_too_many(text: str) -> None:
    assert len(duties(text)) <= MOST_DUTIES


def test_each_duty_gets_the_questions_on_its_subject_and_says_why(bank: Bank) -> None:
    found = match_duties(duties(AI_JOB), bank.questions(), bank.topics(), "ai_pm")
    topics = [[fit.question.topic for fit in each.fits] for each in found]
    assert {"pricing", "go_to_market"} & set(topics[0])
    assert "guardrails" in topics[1]
    assert topics[3][0] in ("privacy_compliance", "fairness")
    assert topics[4][0] in ("prototyping", "feature_design")
    assert all(fit.why for each in found for fit in each.fits)
    assert "privacy" in found[3].fits[0].why


def test_the_other_role_has_its_own(bank: Bank) -> None:
    first, second = match_duties(duties(ML_JOB), bank.questions(), bank.topics(), "ml_pm")
    assert {fit.question.topic for fit in first.fits} == {"labels"}
    assert {fit.question.topic for fit in second.fits} <= {"drift", "data_quality"}
    assert all(fit.question.suits("ml_pm") and fit.question.drill is None for fit in (*first.fits, *second.fits))


def test_no_question_is_proposed_for_two_duties_and_none_for_nothing(bank: Bank) -> None:
    text = "## Duties\n" + "- Own drift detection of our models\n- Own the drift detection of every model\n"
    found = match_duties([*duties(text), *duties("## Duties\n- Feed the seventeen hippopotami at noon")],
                         bank.questions(), bank.topics(), None)  # fmt: skip
    ids = [fit.question.id for each in found for fit in each.fits]
    assert len(ids) == len(set(ids)) == 4
    assert found[-1].fits == ()
