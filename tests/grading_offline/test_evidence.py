"""A quote under a met check shows that check: what was not done, what measures nothing and what a word means elsewhere
is not quoted."""

import pytest

from interviewer.domain.grades import CheckVerdict, Evidence, Grade
from interviewer.domain.rubrics import Check, Habit
from interviewer.grading.evidence import sentences
from interviewer.grading.offline.checks import judge
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.grading.offline.reading import ReadSentence
from tests.grading_offline.conftest import GradeText

# What each sentence would show if nobody said that it was not done.
DENIED = [
    ("I never measured the share of drafts that were kept.", "evaluation"),
    ("We didn't set a limit for wrong refunds.", "limit"),
    ("No baseline was taken before the launch.", "baseline"),
    ("A threshold was never agreed.", "limit"),
    ("There was no baseline, as far as I know.", "baseline"),
    ("Nobody had tested it on accents.", "evaluation"),
    ("I should have set a limit of 5 % there.", "limit"),
    ("We couldn’t measure the error rate.", "evaluation"),
    ("I decided not to set a limit of 5 %.", "limit"),
    ("I launched it without a baseline.", "baseline"),
    ("We had no way to measure accuracy.", "evaluation"),
    ("I never set a limit of 5 %.", "i_decides"),
]
REAL = [
    ("I set a limit of 5 % that we never went over.", "limit"),
    ("I not only measured recall, I set a limit of 3 %.", "evaluation"),
    ("I decided not to launch below 90 %.", "i_decides"),
    ("I decided not to launch below 90 %.", "limit"),
    ("We did not ship it until the error rate was below 2 %.", "limit"),
    ("We did not ship it, since recall was 70 %.", "launch"),
    ("We didn't measure clicks but completed bookings.", "evaluation"),
    ("We never measured more than 3 % errors.", "evaluation"),
    ("There was no baseline, so I measured two weeks by hand.", "evaluation"),
    ("I launched it without a baseline.", "launch"),
    ("I never tested it without a control group of 200.", "evaluation"),
    ("I decided not to set a limit of 5 %.", "decision"),
    ("No more than 3 % of the answers may be wrong.", "limit"),
]
NO_MEASURES = [
    "We recommended practice sets to pupils in years seven to nine.",
    "It was for pupils aged 11 to 14, in grade 7.",
    "On 3 March 2023 I moved to version 3.2.",
    "We met in room 12 at 3 p.m. on the 5th.",
    "There were two of us, one PM and three engineers.",
    "It was a team of five, in phase 2.",
    "People over 65 used it.",
]
MEASURES = [
    ("In 2023 it fell from 14 % to 9 %.", 2),
    ("We had 2,000 calls and 2000 cases.", 2),
    ("Three engineers for six weeks.", 2),
    ("Nine of ten pharmacists overrode it.", 2),
    ("The floor was 90 % in year 7.", 1),
    ("Day 1 retention was 40 %.", 1),
]
MEANT_OTHERWISE = [
    ("Data scientists recommended it to the product manager.", "data"),
    ("It used to work under the old system.", "limit"),
    ("We talked about it after three weeks.", "compare"),
    ("The margin of error was small.", "business"),
    ("Reviewers watched each film.", "monitoring"),
    ("The valve was closed by the model.", "decision"),
]


def read(grader: OfflineGrader, text: str) -> ReadSentence:
    (sentence,) = grader.knowledge.reader.read(text).read
    return sentence


@pytest.mark.parametrize(("text", "feature"), DENIED)
def test_what_was_not_done_is_not_shown(grader: OfflineGrader, text: str, feature: str) -> None:
    assert feature not in read(grader, text).shown


@pytest.mark.parametrize(("text", "feature"), REAL)
def test_what_was_refused_or_done_after_all_is_shown(grader: OfflineGrader, text: str, feature: str) -> None:
    assert feature in read(grader, text).shown


@pytest.mark.parametrize("text", NO_MEASURES)
def test_a_number_that_measures_nothing_is_no_figure(grader: OfflineGrader, text: str) -> None:
    assert "figure" not in read(grader, text).shown


@pytest.mark.parametrize(("text", "number"), MEASURES)
def test_a_measure_is_a_figure(grader: OfflineGrader, text: str, number: int) -> None:
    assert len(read(grader, text).shown["figure"]) == number


@pytest.mark.parametrize(("text", "feature"), MEANT_OTHERWISE)
def test_a_word_shows_what_it_means_there(grader: OfflineGrader, text: str, feature: str) -> None:
    assert feature not in read(grader, text).shown


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("It stayed under 300 ms.", "limit"),
        ("It was 14 % before and 9 % after.", "compare"),
        ("The data had gaps.", "data"),
        ("I closed the valve myself.", "decision"),
    ],
)
def test_in_good_company_it_is_shown(grader: OfflineGrader, text: str, feature: str) -> None:
    assert feature in read(grader, text).shown


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We were at 300 ms. against 450 before. Fine.", ["We were at 300 ms. against 450 before.", "Fine."]),
        ("It took 300 ms. We cut it.", ["It took 300 ms.", "We cut it."]),
        ("I said no. The team agreed.", ["I said no.", "The team agreed."]),
        ("Dr. Smith of Acme Inc. said so, e.g. in no. 5.", ["Dr. Smith of Acme Inc. said so, e.g. in no. 5."]),
        ("At 3 p.m. we met. At 4 p.m. The end.", ["At 3 p.m. we met.", "At 4 p.m.", "The end."]),
        ("In the U.S. users left. We stayed.", ["In the U.S. users left.", "We stayed."]),
        ("It was approx. 300 vs. 450.", ["It was approx. 300 vs. 450."]),
        ("I asked J. Smith. Then so did I. We won.", ["I asked J. Smith.", "Then so did I.", "We won."]),
        ("1. Clarify it.\n2. Measure it. Then stop.", ["1. Clarify it.", "2. Measure it.", "Then stop."]),
        ("it worked. then we left.", ["it worked.", "then we left."]),
    ],
)
def test_a_shortened_word_ends_no_sentence(text: str, expected: list[str]) -> None:
    assert [each.text for each in sentences(text)] == expected


def verdict(grader: OfflineGrader, answer: str, find: tuple[str, ...], need: int = 1) -> CheckVerdict:
    check = Check(
        id="it", polarity="positive", points=1, statement="It is.", meaning="It is.", advice="Say it.",
        probe="Is it?", slot="It is [it].", find=find, need=need,
    )  # fmt: skip
    habit = Habit(id="it", name="It", meaning="It.", levels=("1", "2", "3", "4", "5"), checks=(check,))
    (found,) = judge(habit, grader.knowledge.reader.read(answer))
    return found


def quotes(found: CheckVerdict) -> list[str]:
    return [each.quote for each in found.evidence]


def test_one_word_does_not_show_two_things(grader: OfflineGrader) -> None:
    """ "Wrong" is a word of errors and of harm."""
    assert not verdict(grader, "The outcome was wrong somehow.", ("error harm",)).met
    assert verdict(grader, "The wrong outcome was dangerous.", ("error harm",)).met


def test_words_far_apart_speak_of_different_things(grader: OfflineGrader) -> None:
    near = "The nurse complained that nobody had told her anything."
    far = f"The nurse was there {'and so were all of the rest of them, ' * 4} and then we heard a problem."
    assert verdict(grader, near, ("person pain",)).met
    assert not verdict(grader, far, ("person pain",)).met


def test_the_sentence_that_shows_most_is_quoted_alone(grader: OfflineGrader) -> None:
    answer = (
        "The nurses had problems. I set a limit: at most 2 % of the patients may wait more than 30 minutes. "
        "Patients were under some limit or other, I think."
    )
    found = verdict(grader, answer, ("person limit figure", "limit i_decides", "person limit"))
    assert quotes(found) == ["I set a limit: at most 2 % of the patients may wait more than 30 minutes."]


def test_at_most_two_are_quoted_in_the_order_of_reading(grader: OfflineGrader) -> None:
    answer = "It took 40 minutes. It then took 30 minutes. I cut it to 12 minutes. It fell to 9 minutes."
    found = verdict(grader, answer, ("figure",), need=3)
    assert found.met
    assert len(quotes(found)) == 2
    assert found.evidence == tuple(sorted(found.evidence, key=lambda each: each.start))


def test_a_denied_act_is_not_quoted(grader: OfflineGrader) -> None:
    answer = "I never measured recall against the old model. I measured precision on 200 cases."
    assert quotes(verdict(grader, answer, ("evaluation compare", "evaluation figure"))) == [
        "I measured precision on 200 cases."
    ]


def test_every_quote_stands_in_the_answer(grader: OfflineGrader) -> None:
    answer = "I set a limit of 5 % at 300 ms. against 450 before. We kept it.\n1. I measured 200 cases."
    evidence: tuple[Evidence, ...] = verdict(grader, answer, ("figure",)).evidence
    assert evidence
    assert all(answer[each.start : each.end] == each.quote for each in evidence)


def test_a_figure_that_cannot_be_true_shows_no_check(grade: GradeText) -> None:
    answer = (
        "I chose recall for the fraud model because a miss costs us 40 dollars. I raised recall from 92% to 140% in a"
        " month, and retention went to 115%. We launched to 5% of customers first and watched complaints for two weeks."
    )
    made = grade("ml_pm", "How did you choose the metric for a fraud model?", answer)
    checks = [check for each in made.signals for check in each.checks]
    checks += [check for each in made.habits for check in each.checks]
    quotes = [piece.quote for check in checks if check.polarity == "positive" for piece in check.evidence]
    assert quotes
    assert not [quote for quote in quotes if "140%" in quote]


def met(grade: Grade, dimension: str) -> set[str]:
    checks = {each.id: each.checks for each in grade.signals} | {each.id: each.checks for each in grade.habits}
    return {check.id for check in checks[dimension] if check.met and check.polarity == "positive"}


ABOUT_SUMMARIES = "Tell me about an AI feature that summarised things, and what customers saw of it."


def test_what_cannot_be_said_shows_nothing(grade: GradeText) -> None:
    said = (
        "Our customers got summaries of their calls. I can't tell you what a wrong summary cost, because no one"
        " tracked it. I did not decide the launch, my director did, and I didn't object. There was no test, so "
        "I can't say that revenue went up because of it. What I can say is that I would not do it that way "
        "again."
    )
    graded = grade("ai_pm", ABOUT_SUMMARIES, said)
    assert met(graded, "market_impact") == set()
    assert met(graded, "technical_fluency") == set()
    assert met(graded, "ownership") <= {"answers_for_outcome"}


def test_silence_is_no_evidence_of_users(grade: GradeText) -> None:
    said = (
        "Our customers got summaries of their calls. It was right in 62% of them and nobody complained, so I went on."
    )
    graded = grade("ai_pm", ABOUT_SUMMARIES, said)
    assert met(graded, "user_empathy") == set()


def test_ages_floors_and_sayings_measure_nothing(grade: GradeText) -> None:
    said = (
        "I'm 34 and made summaries for customers on the 4th floor. My manager, who was 51, asked for them. At "
        "the end of the day nothing is perfect."
    )
    graded = grade("ai_pm", ABOUT_SUMMARIES, said)
    assert met(graded, "specificity") & {"measured_claims", "timeframe", "baseline_or_limit"} == set()


def test_working_closely_with_others_decides_nothing(grade: GradeText) -> None:
    said = "For the summaries that customers saw I would work closely with the engineers to define the right metrics."
    assert met(grade("ai_pm", ABOUT_SUMMARIES, said), "ownership") == set()


BOILERPLATE = (
    "I decided to launch to 5% of users because the cost of an error was 40 euros against a gain of 12 euros. I"
    " set a limit of 3% and a baseline of 7%. I rejected the alternative because it cost 200,000 euros. Users "
    "complained that wrong answers cost them 30 minutes, so I designed a fallback button. Precision rose from "
    "71% to 88% on 400 labelled cases. I monitor drift weekly with an alarm at 5%, and retraining is owned by "
    "me. Revenue rose from 1.2 to 1.5 million euros in six months. What I got wrong was that I should have "
    "measured it earlier."
)


@pytest.mark.parametrize("about", [ABOUT_SUMMARIES, "How do you decide that a model is good enough to launch?"])
def test_what_would_fit_any_question_earns_nothing(grade: GradeText, about: str) -> None:
    graded = grade("ai_pm", about, BOILERPLATE)
    assert graded.gate is not None
    assert not graded.gate.passed
    assert "any question" in graded.gate.reason
    named = (
        BOILERPLATE.replace("launch to 5% of users", "launch the bakery's ordering assistant to 5% of users")
        .replace("Users complained", "Bakers complained")
        .replace("on 400 labelled cases", "on 400 labelled orders for rolls")
    )
    again = grade("ai_pm", about, named).gate
    assert again is not None
    assert "any question" not in again.reason


def test_reciting_the_rubric_earns_nothing(grade: GradeText) -> None:
    recited = (
        "I tie the AI to a business result with baseline and target, start from a named user's problem, set the limit, "
        "reject an alternative for a reason, accept the cost, answer for the outcome and handle the failure mode."
    )
    graded = grade("ai_pm", ABOUT_SUMMARIES, recited)
    assert not any(met(graded, each) for each in ("market_impact", "user_empathy", "technical_fluency", "ownership"))
