"""The length of an answer to a drill: what is told before, what is heard, and what is said afterwards."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.drills import Drills
from interviewer.domain.lengths import heard, heard_words, length_notice, length_told, target_words

DRILLS = Drills()
BULLET, STORY, OFFER = (DRILLS.rubric(name) for name in ("resume_bullet", "career_story", "offer_negotiation"))


def test_the_target_is_in_words_or_in_minutes_of_speech() -> None:
    assert (target_words(BULLET), target_words(STORY)) == (35, 280)
    assert length_told(BULLET) == "Target: 35 words, written. What comes after 52 words is not graded."
    assert length_told(STORY) == (
        "Target: 2 minutes spoken, about 280 words. What comes after 420 words is not graded."
    )


def test_a_talk_is_never_cut() -> None:
    assert heard_words(OFFER) is None
    assert length_told(OFFER) == "Target: 3 minutes spoken, about 420 words in all."
    assert heard(OFFER, "word " * 5_000) == "word " * 5_000


def test_whole_sentences_are_heard_where_that_costs_little() -> None:
    ten = "One two three four five six seven eight nine ten. "
    assert heard(BULLET, ten * 9) == (ten * 5).rstrip()
    assert heard(BULLET, "word " * 90) == ("word " * 52).rstrip()


@given(st.text(alphabet="ab .!?\n", max_size=600))
def test_what_is_heard_is_a_beginning_of_the_answer_and_no_longer_than_it_may_be(answer: str) -> None:
    part = heard(BULLET, answer)
    assert answer.startswith(part)
    assert len(part.split()) <= 52
    if len(answer.split()) <= 52:
        assert part == answer


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (0, None),
        (1, "Short: 1 word, where the target is 35. What is left out cannot be found."),
        (17, "Short: 17 words, where the target is 35. What is left out cannot be found."),
        (18, None),
        (43, None),
        (44, "Long: 44 words, where the target is 35. It cost nothing yet; after 52 nothing counts."),
        (53, "Too long: 53 words, where the target is 35. Only the first 52 were graded."),
    ],
)
def test_a_length_that_does_not_fit_is_told(words: int, told: str | None) -> None:
    assert length_notice(BULLET, "word " * words) == told


def test_a_drill_of_a_minute_has_one() -> None:
    assert length_told(replace(STORY, minutes=1)).startswith("Target: 1 minute spoken")
