import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from interviewer.domain.questions import Question
from interviewer.practice.choosing import choose_question

QUESTIONS = [Question(id=f"q{number}", track="ai_pm", prompt="Why?") for number in range(8)]
OTHER = Question(id="ml", track="ml_pm", prompt="Why?")
BOTH = Question(id="both", track="both", prompt="Why?")


@given(st.lists(st.sampled_from([question.id for question in QUESTIONS])), st.randoms(use_true_random=False))
def test_a_question_that_was_just_asked_never_comes_again_at_once(asked: list[str], chance: random.Random) -> None:
    chosen = choose_question(QUESTIONS, "ai_pm", asked, chance)
    assert chosen is not None
    recent = list(dict.fromkeys(asked))[:5]
    assert chosen.id not in recent


def test_only_questions_of_the_track_are_asked() -> None:
    chance = random.Random(1)
    chosen = {choose_question([OTHER, BOTH, *QUESTIONS], "ml_pm", [], chance) for _ in range(50)}
    assert chosen == {OTHER, BOTH}


def test_the_only_question_there_is_may_come_again_and_none_is_none() -> None:
    assert choose_question([OTHER], "ml_pm", ["ml", "ml"], random.Random(1)) == OTHER
    assert choose_question([OTHER], "ai_pm", [], random.Random(1)) is None


def test_what_was_practised_little_comes_more_often() -> None:
    chance = random.Random(3)
    asked = ["q7", "q6", "q5", "q4", "q3", *["q0"] * 2, "q1"]
    times = Counter(
        question.id for question in (choose_question(QUESTIONS, "ai_pm", asked, chance) for _ in range(900)) if question
    )
    assert set(times) == {"q0", "q1", "q2"}
    assert times["q2"] > 2 * times["q1"] > 2 * times["q0"]


def test_what_is_due_comes_more_often_than_what_was_never_asked_but_not_alone() -> None:
    chance = random.Random(3)
    asked = ["q7", "q6", "q5", "q4", "q3", *["q0"] * 4]
    chosen = [choose_question(QUESTIONS, "ai_pm", asked, chance, due=["q0", "q3"]) for _ in range(900)]
    times = Counter(question.id for question in chosen if question)
    assert set(times) == {"q0", "q1", "q2"}, "what was just asked waits, due or not"
    assert times["q0"] > 1.5 * times["q1"]
