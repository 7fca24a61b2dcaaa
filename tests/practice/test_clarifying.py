"""A question back gets an answer in character, and never a fact that the question and its setting do not hold."""

import re
from dataclasses import replace

import pytest

from interviewer.domain.interviews import Clarification, Exchange, Probe
from interviewer.domain.loops import Replies
from interviewer.domain.words import words
from interviewer.practice.clarifying import MOST_CLARIFICATIONS, Setting, clarification, is_enough

from .kit import BANK, LOOPS_FILE, exchange, hole, plan

LOOPS = LOOPS_FILE.loops()
RURAL = next(each for each in BANK.questions() if "rural clinics" in each.prompt and each.suits("ai_pm"))
ASKED = (
    "Could you clarify what you mean by fairness?", "Can you repeat the question?", "What?", "Which product is it?",
    "How many rural clinics are there?", "How long should I talk?", "Do you want a real example?",
    "Should I assume a start-up?", "Is this for the AI PM role?", "What are you looking for?", "Why do you ask?",
    "Can I have a minute to think?",
)  # fmt: skip


def setting(context: str | None = "startup", round_id: str = "phone_screen") -> Setting:
    company = next((each for each in LOOPS.companies if each.id == context), None)
    return Setting("ai_pm", plan(round_id), company)


def reply(asked: str, about: Exchange | None = None, where: Setting | None = None, said: tuple[str, ...] = ()) -> str:
    return clarification(asked, about or exchange((), question=RURAL), where or setting(), LOOPS.replies, said)


@pytest.mark.parametrize("context", [None, "startup", "big_tech", "enterprise"])
@pytest.mark.parametrize("asked", ASKED)
def test_every_word_of_a_reply_is_the_interviewers_the_questions_or_the_settings(
    asked: str, context: str | None
) -> None:
    where = setting(context)
    facts = f"{RURAL.prompt} {RURAL.minutes} AI PM {where.company.setting if where.company else ''}"
    own = " ".join(line for name in Replies.__slots__ for line in getattr(LOOPS.replies, name))
    text = reply(asked, where=where)
    assert set(words(text)) <= set(words(f"{own} {facts}"))
    assert set(re.findall(r"\d+", text)) <= set(re.findall(r"\d+", facts))
    assert "{" not in text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("Can you repeat the question?", RURAL.prompt),
        ("How long should I talk?", f"{RURAL.minutes} minutes"),
        ("Should I assume a start-up?", "eight weeks from an idea to its launch"),
        ("How many rural clinics are there?", "91 % accurate"),
        ("Is this for the AI PM role?", "AI PM"),
        ("What are you looking for?", "I would rather not say"),
        ("What do you mean?", "tell me which one you take"),
    ],
)
def test_what_was_asked_decides_what_is_told(asked: str, told: str) -> None:
    assert told in reply(asked)


def test_each_kind_of_company_tells_its_own_facts() -> None:
    asked = "What kind of company is this?"
    assert "500 milliseconds" in reply(asked, where=setting("big_tech"))
    assert "audit trail" in reply(asked, where=setting("enterprise"))
    assert "Choose the kind of company yourself" in reply(asked, where=setting(None))


def test_in_a_written_round_length_is_pages() -> None:
    assert "page" in reply("How long should it be?", where=setting(None, "take_home"))


def test_a_follow_up_can_be_asked_back_about_too() -> None:
    probed = exchange(("I set a limit.",), [hole("Where did you draw the line?")])
    assert "Where did you draw the line?" in reply("Could you repeat that?", probed)


def test_a_follow_up_that_goes_back_to_the_question_is_said_with_it() -> None:
    three = Probe(text="Which of the three did you do worst?", kind="depth", source="question")
    for asked in ("What do you mean by the three?", "Which three?"):
        text = reply(asked, exchange(("I set a limit.",), [three], question=RURAL))
        assert RURAL.prompt in text
        assert three.text in text


def test_a_follow_up_that_goes_back_to_the_answer_says_its_words_again() -> None:
    probed = exchange(("We had two plans. I set a limit of 12 percent.",), [hole("Who wanted that?")])
    text = reply("What do you mean?", probed)
    assert "“I set a limit of 12 percent.”" in text
    assert "Who wanted that?" in text
    plain = exchange(("I set a limit.",), [hole("Where did you draw the line?")])
    assert "tell me which one you take" in reply("What do you mean?", plain)


def test_lines_take_turns() -> None:
    first = reply("Which product is it?")
    second = reply("Which product is it?", said=(first,))
    assert second != first
    assert reply("Which product is it?", said=(first, second)) == first


def test_after_three_questions_back_it_is_time_to_answer() -> None:
    about = exchange((), question=RURAL)
    for number in range(MOST_CLARIFICATIONS):
        assert not is_enough(about)
        text = reply("Which product is it?", about)
        assert (text in LOOPS.replies.enough) == (number == MOST_CLARIFICATIONS - 1)
        more = Clarification(asked="Which product is it?", reply=text, before=0)
        about = replace(about, clarifications=(*about.clarifications, more))
    assert is_enough(about)
