"""The rules for follow-ups, one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain import follow_ups
from interviewer.domain.follow_ups import Heard, forbidden_words, problems

SAID = (
    "At a payroll company clerks dismissed 78 percent of our warnings. I decided to drop the warnings on bonuses, and "
    "after two months support calls fell by 12 percent."
)
HEARD = Heard(
    said=SAID,
    question="Tell me about a time users did not trust an AI feature.",
    asked=("Tell me about a time users did not trust an AI feature.", "Who had labelled those warnings?"),
    forbidden=forbidden_words(
        ["Market impact", "market_impact", "Ownership", "harm_of_error"],
        ["Puts a figure with a baseline or a target on the business or usage result."],
    ),
)
GOOD = "You dropped the warnings on bonuses. What did the clerks miss because of that?"


def test_a_good_follow_up_breaks_no_rule() -> None:
    assert problems(GOOD, HEARD) == []


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (GOOD, True),
        ("What did the clerks miss, and why?", True),
        ("What did the clerks miss? And who told you?", False),
        ("Tell me what the clerks missed.", False),
        ("What did the clerks miss? I want to know.", False),
        ("Clerks said “why?”, and you?", False),
    ],
)
def test_it_holds_exactly_one_question_at_its_end(text: str, fits: bool) -> None:
    assert (follow_ups.one_question(text) == "") is fits


def test_it_has_at_most_forty_words() -> None:
    assert follow_ups.short_enough("word " * 39 + "warnings?") == ""
    assert "at most 40 words, and has 41" in follow_ups.short_enough("word " * 40 + "warnings?")
    assert follow_ups.short_enough("警" * 401 + "？") != ""


@pytest.mark.parametrize(
    "text",
    [
        "What about **warnings**?", "`warnings`?", "# Warnings?", "- What about warnings?", "1. What about warnings?",
        "<b>warnings</b>?", "[warnings](http://x)?", "See https://x.example for warnings?", "Follow-up: what warnings?",
        "Interviewer: which ones?", "Which warnings?\nWhich clerks", "Which \x1b[2Jwarnings?", "Which \u202ewarnings?",
        "Which \u200bwarnings?", "As an AI language model, which warnings?", "Which warnings did the candidate drop?",
        "Which warnings\x07?", "&nbsp;Which warnings?",
    ],
)  # fmt: skip
def test_it_is_plain_text_on_one_line(text: str) -> None:
    assert follow_ups.plain_text(text) != ""


@pytest.mark.parametrize("text", [GOOD, "What does “dropped” mean?", "Which of them (on bonuses) came back?"])
def test_plain_words_are_plain(text: str) -> None:
    assert follow_ups.plain_text(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Great. What did the clerks miss?", "Good answer! What did they miss?", "Thanks, and what did they miss?",
        "That's really impressive, why bonuses?", "I love that. What did they miss?", "Interesting – why bonuses?",
        "That is a strong example. Why bonuses?", "What a great story: why bonuses?", "Nice, why bonuses?",
        "I appreciate the detail. Why bonuses?", "Thank you for sharing. Why bonuses?", "Very good, and why bonuses?",
    ],
)  # fmt: skip
def test_it_praises_nobody(text: str) -> None:
    assert follow_ups.no_praise(text) != ""


@pytest.mark.parametrize(
    "text",
    [
        "What does a good warning look like?", "How good did it have to be?", "Was 12 percent a great deal for them?",
        "Is that good enough for a bank?", "Which clerks liked to keep the warnings?", GOOD,
    ],
)  # fmt: skip
def test_words_of_praise_that_praise_nobody_are_allowed(text: str) -> None:
    assert follow_ups.no_praise(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "What was the market impact of dropping the warnings?", "Show me your ownership: who dropped the warnings?",
        "The rubric asks for a baseline: what was it for calls?", "For your score, what was the baseline of calls?",
        "What would make this a 5 out of 5?", "Can you give a stronger answer about warnings?",
        "I am looking for numbers: how many calls?", "What is harm of error here?",
        "Can you put a figure with a baseline or a target on the calls?", "Is this a strong yes for you?",
    ],
)  # fmt: skip
def test_it_gives_no_hint_at_the_rubric(text: str) -> None:
    assert follow_ups.no_hint(text, HEARD) != ""


def test_a_word_that_the_candidate_used_is_no_hint() -> None:
    used = Heard(said=f"{SAID} My ownership of it was clear.", question="", asked=(), forbidden=HEARD.forbidden)
    assert follow_ups.no_hint("What did that ownership allow you to stop?", used) == ""


def test_six_words_in_a_row_give_a_rubric_away_and_five_do_not() -> None:
    runs = forbidden_words([], ["Says what happens to the person who is wrong."])
    assert "says what happens to the person" in runs
    heard = Heard(said="", question="", asked=(), forbidden=runs)
    assert follow_ups.no_hint("Who says what happens to the person next?", heard) != ""
    assert follow_ups.no_hint("Who says what happens to the clerks next?", heard) == ""


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("Who had labelled those warnings?", False),
        ("who had labelled those WARNINGS", False),
        ("And who labelled those warnings?", False),
        ("Who lost money by those warnings?", True),
        (GOOD, True),
    ],
)
def test_it_was_not_asked_before(text: str, fits: bool) -> None:
    assert (follow_ups.not_asked_before(text, HEARD.asked) == "") is fits


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        (GOOD, True),
        ("You said “support calls fell by 12 percent”. From what?", True),
        ("You said “revenue doubled”. From what?", False),
        ("What would you do differently today?", False),
        ("Which model architecture was it?", False),
        ("What came of the bonuses?", True),
    ],
)
def test_it_is_based_on_something_that_was_said(text: str, fits: bool) -> None:
    assert (follow_ups.based_on_what_was_said(text, HEARD) == "") is fits


def test_in_a_script_without_spaces_two_characters_in_common_will_do() -> None:
    heard = Heard(said="我决定取消奖金的警告。", question="", asked=(), forbidden=())
    assert follow_ups.based_on_what_was_said("奖金的警告以前有多少？", heard) == ""
    assert follow_ups.based_on_what_was_said("你们团队多大？", heard) != ""


@pytest.mark.parametrize(
    "text",
    [
        "Was haben die Sachbearbeiter wegen der Bonus-Warnungen nicht mehr gesehen, und wie war es mit den anderen?",
        "Qu'est-ce que les clerks ont manqué avec vous, et pourquoi cette décision dans votre équipe?",
        "¿Qué perdieron los clerks por la decisión, y cómo lo supo usted con el equipo?",
        "Что потеряли сотрудники из-за этого решения?",
        "这些警告是谁标注的？",
    ],
)
def test_it_speaks_the_language_of_the_conversation(text: str) -> None:
    assert "language of the conversation" in follow_ups.same_language(text, HEARD)


def test_a_candidate_who_answers_in_german_may_be_asked_in_german_or_in_the_questions_language() -> None:
    german = Heard(
        said="Ich habe die Warnungen zu den Boni gestrichen, weil sie richtig waren und nicht geholfen haben.",
        question=HEARD.question, asked=HEARD.asked, forbidden=(),
    )  # fmt: skip
    fits = (
        "Was haben die Leute mit den Warnungen gemacht, und wie war es ein Jahr später?",
        "What did the people do with the warnings, and how was it a year later?",
    )
    assert [follow_ups.same_language(text, german) for text in fits] == ["", ""]
    assert follow_ups.same_language("Qu'est-ce que les gens ont fait, et pourquoi est-ce que vous le savez?", german)


@pytest.mark.parametrize("text", ["", "   ", "?", "…?", "\n"])
def test_nothing_is_no_follow_up(text: str) -> None:
    assert problems(text, HEARD) == ["it is empty"]


@given(st.text(max_size=400))
def test_whatever_a_model_says_is_judged(text: str) -> None:
    wrong = problems(text, HEARD)
    assert all(isinstance(each, str) and each for each in wrong)
    if not wrong:
        assert text.count("?") + text.count("？") + text.count("؟") == 1
        assert text.isprintable()
