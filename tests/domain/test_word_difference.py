"""Two texts word by word: every word is in exactly one stretch, and what stayed is found."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.word_difference import WORD, word_difference

BEFORE = "We cut churn by 12 %. The team decided to hold the launch. I asked support."
AFTER = "I cut churn by 14 % in March. I decided to hold the launch, because recall was low. I asked support."


def stretches(before: str, after: str) -> list[tuple[str, str, str]]:
    return [
        (each.op, before[each.before_start : each.before_end], after[each.after_start : each.after_end])
        for each in word_difference(before, after)
    ]


def test_what_stayed_what_went_and_what_came() -> None:
    assert stretches(BEFORE, AFTER) == [
        ("replaced", "We", "I"),
        ("same", "cut churn by", "cut churn by"),
        ("replaced", "12 %. The team", "14 % in March. I"),
        ("same", "decided to hold the launch", "decided to hold the launch"),
        ("added", "", ", because recall was low"),
        ("same", ". I asked support.", ". I asked support."),
    ]


def test_equal_texts_are_one_stretch_and_blanks_do_not_count() -> None:
    assert stretches("One two.\nThree.", "One  two. Three.") == [("same", "One two.\nThree.", "One  two. Three.")]
    assert stretches("", "") == []
    assert stretches("", "Now there is something.") == [("added", "", "Now there is something.")]
    assert stretches("There was something.", " ") == [("removed", "There was something.", "")]


def test_a_sentence_that_moved_in_between_is_not_torn_apart() -> None:
    found = stretches("I set the bar. I asked support.", "I set the bar. Nobody else would have. I asked support.")
    assert found == [
        ("same", "I set the bar.", "I set the bar."),
        ("added", "", "Nobody else would have."),
        ("same", "I asked support.", "I asked support."),
    ]


def test_one_common_word_between_two_long_changes_is_no_match() -> None:
    found = stretches("red green blue the yellow brown black", "one two three the four five six")
    assert [op for op, _, _ in found] == ["replaced"]


def test_texts_with_nothing_in_common_are_replaced_whole_however_long() -> None:
    before, after = " ".join(f"a{n}" for n in range(4000)), " ".join(f"b{n}" for n in range(4000))
    assert [op for op, _, _ in stretches(before, after)] == ["replaced"]


words = st.lists(st.sampled_from(["I", "we", "set", "cut", "the", "12", "%", ".", ",", "naïve", "don't", "\n"])).map(
    " ".join
)


@given(before=st.one_of(words, st.text()), after=st.one_of(words, st.text()))
def test_every_word_of_both_texts_is_in_exactly_one_stretch(before: str, after: str) -> None:
    changes = word_difference(before, after)
    for text, spans in (
        (before, [(each.before_start, each.before_end) for each in changes]),
        (after, [(each.after_start, each.after_end) for each in changes]),
    ):
        assert all(first[1] <= second[0] for first, second in pairwise(spans))
        left = list(text)
        for start, end in spans:
            left[start:end] = [" "] * (end - start)
        assert not any(character.isalnum() for character in left)
    for each in changes:
        old, new = before[each.before_start : each.before_end], after[each.after_start : each.after_end]
        assert each.op != "same" or WORD.findall(old) == WORD.findall(new)
        assert bool(old) == (each.op != "added")
        assert bool(new) == (each.op != "removed")
