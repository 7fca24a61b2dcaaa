"""Where an estimate stays below its checks and nothing else is advised, a line says why, by the terms of its sum."""

from dataclasses import replace

import pytest

from interviewer.domain.grades import CheckVerdict, Evidence, SignalScore
from interviewer.domain.questions import Question
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.why_lower import DOUBT, LESS, MORE, Estimated, lacks, why_lower
from tests.grading_offline.conftest import GradeText

NAMES = {"user_empathy": "User empathy"}
VAGUE = (
    "I think that users matter a lot, and perhaps we should kind of listen to them more. Some users were probably "
    "unhappy, because the feature was sort of wrong for them at times, and that is always a pity for everybody."
)


def verdict(number: int) -> CheckVerdict:
    quote = (Evidence(number, number + 1, "x"),)
    return CheckVerdict(id=f"c{number}", polarity="positive", verdict="met", points=2, reason="", evidence=quote)


def scored(score: float, check_score: float = 5.0, checks: int = 4) -> SignalScore:
    verdicts = tuple(map(verdict, range(checks)))
    return SignalScore(
        id="user_empathy", weight=0.3, score=score, level=round(score), check_score=check_score, checks=verdicts
    )


@pytest.fixture(scope="module")
def made(grader: OfflineGrader) -> Estimated:
    question = Question(id="", track="ai_pm", prompt="How do you win back users?")
    examined = grader.knowledge.estimated(grader.knowledge.examine(question, VAGUE), "ai_pm")
    return Estimated(grader.knowledge.best, examined.traits, frozenset(examined.estimates))


def test_all_checks_met_beside_a_low_score_is_explained_in_one_line(made: Estimated) -> None:
    (line,) = why_lower([scored(2.9)], NAMES, frozenset(), made)
    assert line.startswith("User empathy stays at 2.9 beside checks of 5.0. ")
    assert "lift" in line
    assert "\n" not in line
    assert "say more on" in line or "Fewer" in line


@pytest.mark.parametrize("score", [4.0, 4.6])
def test_a_score_that_is_good_needs_no_reason(made: Estimated, score: float) -> None:
    assert why_lower([scored(score)], NAMES, frozenset(), made) == []


def test_what_is_advised_on_or_has_no_estimate_is_left_alone(made: Estimated) -> None:
    assert why_lower([scored(2.9)], NAMES, frozenset(NAMES), made) == []
    assert why_lower([scored(2.9)], NAMES, frozenset(), replace(made, known=frozenset())) == []


def test_a_short_answer_a_bound_and_a_doubt_are_named_as_what_they_are(made: Estimated) -> None:
    (short,) = why_lower([scored(2.9)], NAMES, frozenset(), replace(made, words_short=14))
    assert "14 words short" in short
    (bound,) = why_lower([scored(2.0, 3.4, checks=0)], NAMES, frozenset(), made)
    assert "Too few of its checks" in bound
    (other,) = why_lower([scored(2.9)], NAMES, frozenset(), replace(made, better_as="ML PM"))
    assert "reads like one for an ML PM" in other
    assert why_lower([scored(2.9)], NAMES, frozenset(), replace(made, doubted=True)) == [DOUBT]


def test_saying_more_of_what_is_named_raises_the_sum(made: Estimated) -> None:
    strong = made.best.traits("user_empathy")
    linear = made.best.calibration.levels["user_empathy"]
    more, less = lacks(made.best, "user_empathy", made.traits)
    assert more or less
    assert set(more) <= {thing for _, thing in MORE}
    assert set(less) <= {thing for _, thing in LESS}
    known = {name: strong.get(name, made.traits[name]) for name in linear.weights}
    assert linear.value(known) > linear.value(made.traits) + 0.5


def test_an_answer_whose_conclusions_are_doubted_is_told_so(grade: GradeText) -> None:
    answer = (
        "I pulled 90 days of data. Of 52,000 learners 8,100 had tried the partner. Their retention was 67%, and for "
        "learners who never opened it, it was 38%. So the feature was adding 29 points of retention. People who had "
        "used it more than 12 times were retained at 81%, which confirmed the effect, since more use gave more "
        "retention. I recommended making it the default tab, and revenue per learner proves that it pays."
    )
    done = grade("ai_pm", "How would you decide whether an AI feature should exist at all?", answer)
    assert done.feedback is not None
    assert any("Check this conclusion" in each for each in done.notices)
    assert DOUBT in done.feedback.improvements
