"""No invented fact in a rewrite: what stands in the answer stays, what does not becomes a slot."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.facts import FIGURE_SLOT, NAME_SLOT, keep_to_facts

ANSWER = (
    "At a payroll firm in leeds I cut it from 78% to 1,200 a week in twelve weeks. Google asked for GPT-4 by Q3. "
    "Half of the 40k clerks stayed; latency was 800ms, and it cost $2.5 million and two hundred and fifty hours."
)

KEPT = [
    "I cut it from 78 percent to 1200 in 12 weeks.",
    "Google's team wanted GPT-4 before Q3.",
    "In Leeds half of 40,000 clerks stayed.",
    "It cost 2,500,000 dollars and 250 hours, at 800 ms.",
    "We say [your metric] and [the limit you set]. One of them left; no one knew.",
    "1. First I looked.\n2. Then I decided.\n- Because it mattered.",
    "I'd say: “Because AI and ML are hard.” So I'm glad.",
]
REPLACED = [
    ("I cut it from 79%.", "I cut it from [your figure]."),
    ("It took 13 weeks.", "It took [your figure] weeks."),
    ("It took thirteen weeks.", "It took [your figure] weeks."),
    ("Revenue doubled.", "Revenue [your figure]."),
    ("We saved $3M, a third of it twice.", "We saved [your figure], [your figure] of it [your figure]."),
    ("I told Amazon and Anna Smith.", "I told [name] and [name]."),
    ("Siemens called.", "[name] called."),
    ("We used GPT-5 in Q4.", "We used GPT-[your figure] in [name]."),
    ("It fell by [e.g. 40%].", "It fell by [your figure]."),
    ("It ran in 8 weeks at 80ms.", "It ran in [your figure] weeks at [your figure]."),
    ("½ of it, in ٣ days.", "[your figure] of it, in [your figure] days."),
    ("In January we met at iRobot.", "In [name] we met at [name]."),
]


@pytest.mark.parametrize("text", KEPT)
def test_what_stands_in_the_answer_stays(text: str) -> None:
    assert keep_to_facts(text, ANSWER).text == text


@pytest.mark.parametrize(("text", "expected"), REPLACED)
def test_what_does_not_stand_there_becomes_a_slot(text: str, expected: str) -> None:
    checked = keep_to_facts(text, ANSWER)
    assert checked.text == expected
    assert checked.replaced


def test_the_question_may_be_a_source_too() -> None:
    assert (
        keep_to_facts("At 92% I'd launch on Google Maps.", ANSWER, "Google Maps is 92% accurate. Launch?").replaced
        == ()
    )


def test_without_names_and_words_only_digits_are_looked_at() -> None:
    checked = keep_to_facts("Tell Anna twice, in two words, about 17.", ANSWER, names=False, words=False)
    assert checked.text == "Tell Anna twice, in two words, about [your figure]."


sentence_like = st.lists(
    st.one_of(
        st.from_regex(r"\A[A-Za-z]{1,9}\Z"),
        st.integers(0, 10**7).map(str),
        st.floats(0, 10**5, allow_nan=False).map(lambda value: f"{value:.2f}"),
        st.sampled_from(
            [
                "$5m",
                "1,250",
                "3.5%",
                "Q2",
                "twelve",
                "two hundred",
                "half",
                "a third",
                "GPT-4",
                "I'd",
                "AI",
                "—",
                "p95",
                "40k",
            ]
        ),
        st.sampled_from([".", "!", "\n", "- ", ";"]),
    ),
    max_size=25,
).map(" ".join)


@given(sentence_like)
def test_an_answer_holds_all_its_own_facts(text: str) -> None:
    assert keep_to_facts(text, text) == keep_to_facts(text, text, text)
    assert keep_to_facts(text, text).text == text


@given(st.lists(st.integers(0, 9_999)), st.lists(st.integers(0, 9_999)))
def test_no_number_is_left_that_the_answer_lacks(written: list[int], said: list[int]) -> None:
    rewrite = "; ".join(f"it was {number} then" for number in written)
    left = re.findall(r"\d+", keep_to_facts(rewrite, "; ".join(map(str, said))).text)
    assert left == [str(number) for number in written if number in said]


@given(sentence_like, sentence_like)
def test_checking_twice_changes_nothing_more(rewrite: str, answer: str) -> None:
    once = keep_to_facts(rewrite, answer).text
    assert keep_to_facts(once, answer).text == once


@given(st.text(), st.text())
def test_any_text_is_taken_and_only_slots_are_put_in(rewrite: str, answer: str) -> None:
    checked = keep_to_facts(rewrite, answer)
    if not checked.replaced:
        assert checked.text == rewrite
    else:
        assert FIGURE_SLOT in checked.text or NAME_SLOT in checked.text


@given(st.integers(2, 10**6), st.integers(2, 10**6))
def test_a_number_stays_exactly_when_the_answer_has_its_value(said: int, written: int) -> None:
    checked = keep_to_facts(f"It came to {written:,} in the end", f"it came to {said} in the end")
    assert (checked.replaced == ()) == (said == written)
