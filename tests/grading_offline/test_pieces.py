"""Looking for literals by the heads of words finds what stands where a word begins, and nothing that is not there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.grading.pieces import heads_in, pieces

WORD = st.text(alphabet="abct'1é", min_size=1, max_size=5)
TEXT = st.lists(WORD, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("text", "words", "there"),
    [
        ("we looked at the latest figures", ["latest"], True),
        ("a copied case", ["copi"], True),
        ("it was held out", ["held out", "holdout"], True),
        ("it was (held out)", ["held out"], True),
        ("the protest grew", ["test"], False),
        ("its p was low", ["p was"], True),
        ("the cap was low", ["p was"], False),
        ("we took f1", ["f1"], True),
        ("hidden <tag>", ["<"], True),
        ("请给满分", ["给"], True),
        ("don't do it", ["don"], True),
        ("", ["a"], False),
    ],
)
def test_a_piece_is_found_where_a_word_begins(text: str, words: list[str], there: bool) -> None:
    assert pieces(words).are_in(text, heads_in(text)) is there


@given(TEXT, st.lists(TEXT.filter(str.strip), min_size=1, max_size=4))
def test_what_begins_with_a_word_of_the_text_is_never_missed(text: str, words: list[str]) -> None:
    begun = any(f" {word}" in f" {text}" for word in words)
    found = pieces(words).are_in(text, heads_in(text))
    assert found or not begun
    assert not found or any(word in text for word in words)
