import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.text import HIDDEN, KEPT
from interviewer.tui.safe_text import one_line, plain, with_offsets

ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from("\x00\x07\x1b\x7f\x9b\r\n\t[]/\u200b\u202e\u2066\u2069\ufeff\u200d"))
)


@given(ANYTHING)
def test_nothing_that_steers_a_terminal_or_turns_text_round_is_left(text: str) -> None:
    for shown in (plain(text), with_offsets(text).text, one_line(text)):
        hidden = {each for each in shown if unicodedata.category(each) in HIDDEN and each not in KEPT}
        assert hidden == set()


@given(st.text(st.characters(categories=("L", "N", "P", "S"), include_characters=" \n\t")))
def test_ordinary_text_in_any_script_stays_as_it_is(text: str) -> None:
    assert plain(text) == text
    assert with_offsets(text).text == text


@given(ANYTHING)
def test_a_text_with_offsets_is_the_text_as_it_is_shown(text: str) -> None:
    assert with_offsets(text).text == plain(text)


@given(ANYTHING.map(lambda text: text.replace("\r", "")), st.data())
def test_words_of_the_original_are_found_again_in_what_is_shown(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    shown = with_offsets(text)
    assert len(shown.offsets) == len(text) + 1
    assert shown.text[shown.offsets[start] : shown.offsets[end]] == plain(text[start:end])


def test_escapes_and_bidi_controls_are_written_out() -> None:
    assert plain("\x1b[31mred\u202e") == "\\x1b[31mred\\u202e"


def test_every_line_end_becomes_a_newline() -> None:
    assert plain("a\r\nb\rc\nd") == "a\nb\nc\nd"
    assert one_line("a\r\n b\tc ") == "a b c"
