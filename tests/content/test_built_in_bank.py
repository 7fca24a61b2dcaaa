"""What the shipped question bank holds."""

from collections import Counter
from itertools import combinations

import pytest

from interviewer.content.bank import Bank
from interviewer.content.examples import load_example
from interviewer.domain.questions import ROUNDS, TRACKS, Question, Track

# Questions that the source documents quote: those that two panels asked, and the sample questions.
QUOTED: dict[Track, tuple[str, ...]] = {
    "ai_pm": (
        "How do you ensure fairness in a recommendation system?",
        "How would you define the success metrics for an AI-powered recommendation feature?",
        "How do you ensure fairness and avoid disparate impact with your model?",
    ),
    "ml_pm": (
        "Explain a time you improved model latency by 30% without sacrificing accuracy.",
        "Walk me through a time you had to trade model accuracy for latency or cost.",
        "How would you detect and respond to model drift in production?",
    ),
}
# Shares in per cent of each group of topics: what candidates report being asked, and for ML PM the signal matrix.
SHARES: dict[Track, dict[str, int]] = {
    "ai_pm": {
        "product_sense": 16, "metrics": 11, "evals": 10, "model_choice": 9, "technical": 9, "strategy": 9,
        "background": 9, "ethics": 7, "data_systems": 7, "stories": 6, "prototype": 3, "execution": 4,
    },
    "ml_pm": {"rigor": 50, "data": 33, "integration": 17},
}  # fmt: skip
SHARE_TOLERANCE = 3


@pytest.fixture(scope="module")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="module", params=TRACKS)
def track(request: pytest.FixtureRequest) -> Track:
    track: Track = request.param
    return track


@pytest.fixture(scope="module")
def asked(bank: Bank, track: Track) -> list[Question]:
    return [each for each in bank.questions() if each.suits(track)]


def test_it_has_no_problems(bank: Bank) -> None:
    assert bank.problems() == ()


def test_each_track_has_at_least_forty_questions_and_a_fifth_behavioural(asked: list[Question]) -> None:
    assert len(asked) >= 40
    assert sum(each.kind == "behavioural" for each in asked) >= 0.2 * len(asked)


def test_the_quoted_questions_are_there_word_for_word(asked: list[Question], track: Track) -> None:
    prompts = {each.prompt for each in asked}
    assert [prompt for prompt in QUOTED[track] if prompt not in prompts] == []


def test_groups_of_topics_have_the_share_that_interviews_give_them(
    bank: Bank, asked: list[Question], track: Track
) -> None:
    groups = {topic.id: topic.group for topic in bank.topics() if topic.track in (track, "both")}
    counted = Counter(groups[each.topic] for each in asked if each.drill is None)
    total = sum(counted.values())
    for group, share in SHARES[track].items():
        assert abs(100 * counted[group] / total - share) <= SHARE_TOLERANCE, (group, counted[group], total)
    assert set(counted) == set(SHARES[track])


def test_every_round_and_difficulty_is_served(asked: list[Question]) -> None:
    rounds = Counter(each for question in asked for each in question.rounds)
    assert all(rounds[each] >= 5 for each in ROUNDS), rounds
    levels = Counter(each.difficulty for each in asked)
    assert all(levels[each] >= 0.15 * len(asked) for each in (1, 2, 3)), levels


def test_every_question_can_be_graded_and_probed(asked: list[Question]) -> None:
    for each in asked:
        assert len(each.expects) >= 4, each.id
        assert len(each.pitfalls) >= 2, each.id
        assert len(each.follow_ups) >= 2, each.id
        assert each.signals, each.id
        assert len(each.prompt.split()) <= 70, each.id


def test_no_prompt_and_no_follow_up_stands_twice(bank: Bank) -> None:
    texts = Counter(
        " ".join(text.lower().split()) for each in bank.questions() for text in (each.prompt, *each.follow_ups)
    )
    assert [text for text, count in texts.items() if count > 1] == []


def test_no_two_questions_ask_the_same_in_other_words(asked: list[Question]) -> None:
    words = {each.id: {word.strip("?.,'’").lower() for word in each.prompt.split()} for each in asked}
    near = [
        (one, other)
        for one, other in combinations(words, 2)
        if len(words[one] & words[other]) > 0.8 * len(words[one] | words[other])
    ]
    assert near == []


def test_every_topic_belongs_to_a_question(bank: Bank) -> None:
    used = {(track, each.topic) for each in bank.questions() for track in TRACKS if each.suits(track)}
    unused = [topic.id for topic in bank.topics() if not any((track, topic.id) in used for track in TRACKS)]
    assert unused == []


def test_the_shipped_example_answers_a_question_of_its_track(bank: Bank) -> None:
    example = load_example(bank)
    assert example.question.suits(example.track)
    assert 100 <= len(example.answer.split()) <= 320
