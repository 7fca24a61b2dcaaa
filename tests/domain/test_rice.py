"""The arithmetic of RICE is read out of answers as people write them, and each stated result is checked."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.bank import Bank
from interviewer.domain.rice import StatedSum, reaches, read_rice, rice_score, right_scores


def read(answer: str) -> list[tuple[float, bool | None]]:
    return [(each.stated, each.right) for each in read_rice(answer)]


@pytest.mark.parametrize(
    "answer",
    [
        "12,000 × 1.5 × 0.6 / 6 = 1,800",
        "12000 * 1.5 * .6 / 6 = 1800",
        "12 000 x 1.5 x 60 % ÷ 6 = 1 800",
        "12k × 1.5 × 0,6 / 6 = 1.8k",
        "1.5 × 0.6 × 12,000 users / 6 person-months = 1,800",
        "(12,000 clerks/month × 1.5 × 0.6 (60 %)) / (3 + 1.5 + 1 + 0.5) = 1,800",
        "Reach 12,000 × impact 1.5 × confidence 0.6 ÷ effort 6 = a score of 1,800",
        "RICE = reach × impact × confidence / effort = 12,000 × 1.5 × 0.6 / 6 = 1,800",
        "12,000 clerks times an impact of 1.5 times a confidence of 60 % divided by 6 person-months gives 1,800.",
        "Reach 12,000 a month, impact 1.5, confidence 60 %, effort 6 person-months, so the score is 1,800.",
        "Effort: 6 person-months. Confidence: 0.6. Impact: 1.5 (scale 0.25-3). Reach: 12,000. RICE score: 1,800.",
        "12,000 reach, 1.5 impact, 60 % confidence, 6 person-months of effort: the score is 1,800.",
        "The score is 1,800: reach 12,000, impact 1.5, confidence 60 and effort 6.",
        "Reach is 12,000, impact 1.5, confidence 0.6. The effort rises from 3 to 6, so the score is 1,800.",
        "Effort was 3 and it becomes 6. Reach 12,000, impact 1.5, confidence 0.6. That is a score of 1,800.",
        "Effort is 3 + 1.5 + 1 + 0.5 person-months; reach 12,000, impact 1.5, confidence 0.6. The score is 1,800.",
        "12,000 × 1.5 × 0.6 / 6\n= 1,800",
    ],
)
def test_a_right_score_is_read_however_it_is_put(answer: str) -> None:
    assert read(answer) == [(1800, True)]
    wrong = answer.replace("1,800", "2,400").replace("1800", "2400").replace("1 800", "2 400").replace("1.8k", "2.4k")
    assert read(wrong) == [(2400, False)]


def test_each_step_is_checked_and_the_next_goes_on_from_what_was_stated() -> None:
    assert read("12,000 × 1.5 × 0.6 is 10,800, divided by 6 gives 1,800.") == [(10_800, True), (1800, True)]
    assert read("12,000 × 1.5 × 0.6 = 10,800. Divided by 6 that makes 1,800.") == [(10_800, True), (1800, True)]
    assert read("12,000 × 1.5 × 0.6 = 18,000, / 6 = 3,000") == [(18_000, False), (3000, True)]
    with_effort_apart = "12,000 × 1.5 × 0.6 = 10,800 and the effort is 6, so the score is 1,800."
    assert read(with_effort_apart) == [(10_800, True), (1800, True)]


def test_the_sum_of_the_effort_is_a_step_and_no_score() -> None:
    found = read_rice("Effort is 3 + 1.5 + 1 + 0.5 = 7 person-months.")
    assert [(each.stated, each.expected, each.right, each.is_score) for each in found] == [(7, 6, False, False)]
    assert found[0].worked == "3 + 1.5 + 1 + 0.5"


def test_a_second_score_takes_over_what_is_not_said_again() -> None:
    before_and_after = (
        "8,000 × 2 × 0.5 / 4 = 2,000. With the hidden costs effort is 8, so the score drops from 2,000 to "
    )
    assert read(before_and_after + "1,000.") == [(2000, True), (1000, True)]
    assert read(before_and_after + "1,500.") == [(2000, True), (1500, False)]


def test_two_initiatives_keep_their_own_factors_and_a_repeated_score_counts_once() -> None:
    answer = (
        "A: reach 12,000, impact 1.5, confidence 0.6, effort 6, score 1,800. "
        "B scores 1,500: reach 5,000, impact 3, confidence 0.5, effort 5. "
        "So A's score of 1,800 beats B's score of 1,500."
    )
    assert read(answer) == [(1800, True), (1500, True)]


@pytest.mark.parametrize(
    ("stated", "right"),
    [
        *((right, True) for right in ("2,133.33", "2,133", "2,130", "2,100", "about 2,200")),
        *((wrong, False) for wrong in ("2,000", "2,200", "2.1", "about 2,300")),
    ],
)
def test_rounding_is_fine_and_about_gives_a_little_more_room(stated: str, right: bool) -> None:
    (found,) = read_rice(f"20,000 × 1 × 0.8 / 7.5 = {stated}")
    assert found.right is right


def test_the_place_and_the_sum_are_given_for_the_screen() -> None:
    answer = "Reach 12,000, impact 1.5, confidence 0.6 and effort 6: the score is 2,400."
    (found,) = read_rice(answer)
    assert answer[found.start : found.end] == "2,400"
    assert found == StatedSum(found.start, found.end, 2400, 1800, False, "12,000 × 1.5 × 0.6 / 6", True)


def test_a_score_that_cannot_be_checked_says_what_is_missing() -> None:
    (found,) = read_rice("Reach 12,000, impact 2, so the score is 4,000.")
    assert (found.expected, found.right, found.missing) == (None, None, ("confidence", "effort"))
    (found,) = read_rice("12,000 × 1.5 / 0 = 5")
    assert (found.expected, found.right, found.missing) == (None, None, ())


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "I would use RICE: reach times impact times confidence, divided by effort.",
        "Our F1 score is 0.85, the trust score of 4 fell, and support is there 24/7.",
        "The score is 1,800.",
        "Two of three clinics, 65+ and the team is 4 people.",
        "It is right three times a week, which is 40 % of the cases.",
        "The labelling effort is 2 person-months and the confidence score is 0.6.",
    ],
)
def test_other_figures_are_left_alone(answer: str) -> None:
    assert read_rice(answer) == ()


@pytest.mark.parametrize(
    "noise", ["1 x ", "(", "score 3 ", "1 + ", "((1+2)*3) ", "reach 3 impact 4 confidence .5 effort 6 score 1 "]
)
def test_noise_is_read_without_a_crash(noise: str) -> None:
    assert all(math.isfinite(each.stated) for each in read_rice(noise * 2000))


numbers = st.integers(100, 99_999)
halves = st.integers(1, 24).map(lambda each: each / 2)


@given(numbers, st.sampled_from([0.25, 0.5, 1, 2, 3]), st.integers(1, 10).map(lambda each: each / 10), halves)
def test_what_the_formula_gives_is_always_right_and_twice_that_never(
    reach: int, impact: float, confidence: float, effort: float
) -> None:
    score = rice_score(reach, impact, confidence, effort)
    for factor, right in ((1, True), (2, False)):
        (in_the_open,) = read_rice(f"{reach:,} × {impact:g} × {confidence:g} / {effort:g} = {score * factor:,.2f}")
        (by_name,) = read_rice(
            f"Confidence {confidence:.0%}, effort {effort:g}, reach {reach:,}, impact {impact:g}: "
            f"score {score * factor:,.2f}"
        )
        assert (in_the_open.right, by_name.right) == (right, right)


@given(st.text())
def test_any_text_is_read_and_every_place_lies_in_it(text: str) -> None:
    for each in read_rice(text):
        assert 0 <= each.start < each.end <= len(text)


# What the prompts of the questions give: reach, impact, confidence, the parts of the effort, and the right score.
WORKED = {
    "drill-rice-invoice-matching": (12_000, 1.5, 0.6, (3, 1.5, 0.5, 0.5, 0.5), 1800),
    "drill-rice-triage-or-reminders": (9000, 2, 0.5, (3, 2, 1, 1, 2), 1000),
    "drill-rice-search-confidence": (40_000, 0.5, 0.8, (5, 1, 2, 1.5, 0.5), 1600),
    "drill-rice-buy-the-labels": (1500, 3, 0.7, (4, 3, 1, 0.5, 0.5), 350),
    "drill-rice-first-year-of-a-bot": (6000, 1, 0.8, (2, 1, 1, 4 * 0.25, 4 * 0.25), 800),
}


def test_every_question_of_the_drill_has_the_right_score_among_its_points() -> None:
    questions = {each.id: each for each in Bank().questions() if each.drill == "rice_ai_costs"}
    assert set(questions) == set(WORKED)
    for question_id, (reach, impact, confidence, effort, score) in WORKED.items():
        question = questions[question_id]
        assert rice_score(reach, impact, confidence, sum(effort)) == pytest.approx(score)
        assert score in [each for _, each in right_scores(question.expects)]
        assert all(f"{figure:,}" in question.prompt for figure in (reach, impact, confidence))
        stated = [each for point in question.expects for each in read_rice(point)]
        assert len(stated) >= 3
        assert all(each.right for each in stated)


def test_an_answer_is_compared_with_the_right_score() -> None:
    expects = ("with the hidden costs: 12,000 × 1.5 × 0.6 / 6 = 1,800", "names the softest input")
    assert right_scores(expects) == ((expects[0], 1800),)
    assert reaches(read_rice("12,000 × 1.5 × 0.6 / 6 = about 1,810"), 1800)
    assert not reaches(read_rice("12,000 × 1.5 × 0.6 / 3 = 3,600"), 1800)
    assert not reaches(read_rice("Effort: 900 + 900 = 1,800"), 1800)


def test_an_earlier_score_may_be_varied_by_a_figure_of_the_same_sentence() -> None:
    worked = (
        "Reach is 12,000, impact 1.5, confidence 0.6 and effort 6, so the score is 1,800. By the build alone it is "
        "12,000 × 1.5 × 0.6 / 3 = 3,600. What I trust least is the confidence of 0.6. If it were 0.3 the score would "
        "fall to "
    )
    assert read(worked + "900.") == [(1800, True), (3600, True), (900, True)]
    assert read(worked + "700.")[-1] == (700, False)
