"""A debrief as text and as Markdown: the same parts, nothing that could steer a terminal or a page."""

from dataclasses import replace

import pytest

from interviewer.domain.debriefs import Debrief
from interviewer.domain.interviews import Step
from interviewer.reports.debrief_text import WIDTH, debrief_as_markdown, debrief_as_text, sections
from tests.practice.kit import ANSWER, exchange, grade, hole, interview, plan
from tests.practice.test_debrief import held, played

NASTY = "I cut \x1b[2J churn <script>alert(1)</script> by `12` % | *wow* \u202e # not a heading"
WEAK = Step(score=2.0, missed=("market_impact.result_measured",))


def a_debrief(quote: str = "calls fell from 40 to 28") -> Debrief:
    about = exchange((ANSWER, "We did not track that."), [hole()], [WEAK, WEAK], self_score=4)
    state = played([about], [exchange()], of=interview(plan("phone_screen"), plan("executive"), context="startup"))
    met = {"result_measured": quote, "collective_only": quote}
    return held(state, [grade(3.0, met, other=2.0), grade(2.0, met, other=2.0)])


def test_every_part_is_there_in_its_order() -> None:
    titles = [section.title for section in sections(a_debrief())]
    assert titles == [
        "Debrief: AI PM: a test", "Votes by round", "Signals", "Habits", "Reasons for", "Reasons against",
        "Three things to fix", "Track fit", "Company fit", "Question by question",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "told",
    [
        "No hire: over 2 answers the vote is no (2.5)",
        "0.45 × 2.5 + 0.30 × 2.5 + 0.25 × 2.5 = 2.5",
        "Phone screen: mixed (3.0)",
        "“calls fell from 40 to 28”",
        "Asked: What was that figure before?",
        "“We did not track that.”",
        "one level more is worth 0.45",
        "Product-First Ownership",
        "the company of this interview",
        "Your own score: 4.",
        "2.0 without it, 2.0 with it",
        "The story bore 0 of 1 levels of probing.",
        "No such score says who gets hired.",
        "Asked because: a test.",
    ],
)
def test_it_says_what_the_committee_said(told: str) -> None:
    text = " ".join(debrief_as_text(a_debrief()).split())
    assert told in text


def test_no_line_is_wider_than_a_terminal() -> None:
    assert max(map(len, debrief_as_text(a_debrief("word " * 200)).splitlines())) <= WIDTH


def test_an_empty_debrief_says_that_nobody_decided() -> None:
    text = debrief_as_text(held(played([exchange()]), [None]))
    assert "0 of 1 questions have a score" in text
    assert "Signals" not in text


def test_escapes_and_markup_in_an_answer_are_text() -> None:
    debrief = a_debrief(NASTY)
    for shown in (debrief_as_text(debrief), debrief_as_markdown(debrief)):
        assert "\x1b" not in shown
        assert "\u202e" not in shown
        assert "\\x1b" in shown
    marked = debrief_as_markdown(debrief)
    assert "<script>" not in marked
    assert "\\<script\\>" in marked
    assert "\\*wow\\*" in marked


def test_a_title_of_a_person_makes_no_second_heading() -> None:
    marked = debrief_as_markdown(replace(a_debrief(), title="A\n# B"))
    assert marked.count("\n# ") == 0
    assert marked.startswith("# Debrief: A")


def test_markdown_has_one_heading_a_part() -> None:
    marked = debrief_as_markdown(a_debrief())
    assert marked.count("\n## ") == 9
    assert "- Phone screen: mixed (3.0)" in marked


def test_what_was_passed_on_comes_before_the_sum_and_what_caps_the_vote_is_named() -> None:
    found = replace(a_debrief(), notes=("Passed on: 1 of 3 questions (“skip”).",), vote="mixed", capped_by="passed_on")
    text = " ".join(debrief_as_text(found).split())
    assert text.index("Passed on: 1 of 3 questions (“skip”).") < text.index("0.45 ×")
    assert "The vote is held at mixed: a third or more of the questions were passed on." in text


def test_a_habit_to_fix_claims_no_gain_in_the_sum() -> None:
    fix = replace(a_debrief().fixes[0], name="Specificity", habit=True, lifts_cap=False, worth=0.3)
    text = " ".join(debrief_as_text(replace(a_debrief(), fixes=(fix,))).split())
    assert "Specificity (a habit, no part of the sum, ranked as if it weighed 0.30; missed in" in text
    assert "is worth 0.30" not in text
