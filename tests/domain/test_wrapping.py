"""Text that was broken at a width is read as paragraphs; lines that were ended on purpose stay lines."""

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.wrapping import unwrapped

PROSE = (
    "I ran the night dispatch of an ambulance service for six years. In 2023 we bought a model that predicted where "
    "calls would come from, and my managers wanted it live in all nine districts. I decided to launch in four only."
)


@pytest.mark.parametrize("width", [50, 72, 79, 120])
def test_text_broken_at_a_width_is_one_paragraph_again(width: int) -> None:
    assert unwrapped(textwrap.fill(PROSE, width)) == PROSE
    two = f"{textwrap.fill(PROSE, width)}\n\n{textwrap.fill(PROSE, width)}"
    assert unwrapped(two) == f"{PROSE}\n\n{PROSE}"


def test_lines_broken_by_hand_at_about_the_same_length_run_on() -> None:
    typed = (
        "The effort with the hidden costs: 3 for the build plus 1.5 for labelling plus\n"
        "0.5 for retraining plus 0.5 for monitoring plus 0.5 for the\n"
        "regulatory review makes 6 person-months."
    )
    assert unwrapped(typed) == typed.replace("\n", " ")


@pytest.mark.parametrize(
    "lines",
    [
        "Reach 12,000\nimpact 1.5\nconfidence 0.6",
        "Led the launch of the claims assistant in four regions\nCut the time to answer from 9 to 4 minutes",
        "- what I decided was the limit, and I wrote it into the contract with the vendor\n- what came of it",
        "1. Segmentation. I would look at the groups of users who complain more often than others do\n2. reading",
        "Decision: I ask you to let the agent pay refunds below forty dollars, from March\nWhy: it saves money",
    ],
)
def test_lines_that_were_ended_on_purpose_stay(lines: str) -> None:
    first, *rest = lines.split("\n")
    kept = unwrapped(lines)
    assert kept == lines or (first.endswith(".") and rest)


def test_an_item_of_a_list_may_itself_be_broken() -> None:
    item = "- what I decided was the limit, and I wrote it into the contract with the vendor, because nobody else would"
    wrapped = textwrap.fill(item, 50, subsequent_indent="  ")
    assert unwrapped(f"{wrapped}\n- and the date").count("\n") == 1


@given(st.text(alphabet="ab .,\n-1I\t", max_size=300))
def test_nothing_but_line_breaks_changes_and_the_length_stays(text: str) -> None:
    plain = unwrapped(text)
    assert len(plain) == len(text)
    assert all(new == old or (new, old) == (" ", "\n") for new, old in zip(plain, text, strict=True))
