"""What a text is taken for: an answer, nothing, no idea, a refusal, a question back, or the same again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.practice.hearing import hear, repeats

from .kit import ANSWER


@pytest.mark.parametrize(
    "text", ["", "   \n\n", "...", "um, well", "Hmm, let me think", "Well... I mean, you know", "?!"]
)
def test_nothing_is_nothing(text: str) -> None:
    assert hear(text) == "nothing"


@pytest.mark.parametrize(
    "text",
    [
        "I don't know.", "I don’t know", "No idea, sorry.", "Honestly, I have no clue.", "I'm not sure.", "I pass.",
        "nothing comes to mind", "Ich weiß nicht.", "Je ne sais pas", "No sé.",
        "I'm stuck, can you give me a hint?", "I'm stuck.", "Could you give me a little help, please?",
        "Can I have a hint?", "Any hints?", "Can you help me out here?",
    ],
)  # fmt: skip
def test_having_no_idea_is_heard(text: str) -> None:
    assert hear(text) == "no_idea"


@pytest.mark.parametrize(
    "text",
    [
        "This is a stupid question.", "I won't answer that.", "Why should I tell you?", "No comment.", "Next question.",
        "This is a waste of my time.", "Can we skip this?", "Who cares", "skip", "Skip.",
        "I'd skip the question, please.",
    ],
)  # fmt: skip
def test_a_refusal_is_heard(text: str) -> None:
    assert hear(text) == "declined"


@pytest.mark.parametrize(
    "text",
    [
        "Could you clarify what you mean by fairness?", "could you clarify", "Can you repeat the question please",
        "What do you mean?", "Sorry, I don't quite follow the question.", "Should I assume a start-up?", "What?",
        "I'm lost, can you repeat the question?",
        "Which product are we talking about? Thanks.", "How long should my answer be?", "Can I have a minute to think?",
        "Before I answer, may I ask who the users are and which market this is for?", "Please rephrase",
    ],
)  # fmt: skip
def test_a_question_back_is_heard(text: str) -> None:
    assert hear(text) == "question_back"


@pytest.mark.parametrize(
    "text",
    [
        ANSWER,
        "I don't know the exact figure, but it was about 12 percent.",
        "I don't know, I'd ask the engineer to decide that.",
        "I'm not sure about that, but I'd start with the users.",
        "I would skip this step and launch.",
        "I told him that it is nonsense and stopped the launch.",
        "I'd rather not say which company it was, but we cut costs by a third.",
        "What would I do? I'd look at the data.",
        "How long did it take? Two months.",
        "Which users are affected? What changed last week? What does the log say? I'd ask that on the first day.",
        "No.",
        "我不知道数据从哪里来，所以先问数据团队。",
    ],
)
def test_an_answer_is_an_answer(text: str) -> None:
    assert hear(text) == "answer"


@given(st.text(max_size=300))
def test_whatever_was_typed_is_heard_as_something(text: str) -> None:
    heard = hear(text)
    assert heard in ("answer", "nothing", "no_idea", "declined", "question_back")
    assert heard == "nothing" or any(map(str.isalnum, text))


def test_a_story_told_again_is_a_repetition_whatever_its_case_and_dots() -> None:
    assert repeats(ANSWER.upper().replace(".", "!"), [ANSWER])
    assert repeats(f"Well. {ANSWER}", ["Something else.", ANSWER])


def test_a_new_sentence_in_an_old_story_is_no_repetition() -> None:
    assert not repeats(f"{ANSWER} After two months 31 percent were dismissed, and support calls fell.", [ANSWER])
    assert not repeats("I watched five of them work.", [ANSWER])  # short enough to be said twice
