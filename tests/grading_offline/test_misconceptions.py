"""Every misconception finds its own wrong example and leaves the honest one alone (misconceptions.toml beside this)."""

import tomllib
from pathlib import Path

import pytest

import interviewer.grading.offline
from interviewer.grading.evidence import sentences
from interviewer.grading.offline.misconceptions import (
    BASE_RATE,
    Misconception,
    find_misconceptions,
    load_misconceptions,
)
from interviewer.grading.pieces import heads_in

KNOWN = load_misconceptions(Path(interviewer.grading.offline.__file__).parent / "data" / "misconceptions.toml")
EXAMPLES = tomllib.loads((Path(__file__).parent / "misconceptions.toml").read_text(encoding="utf-8"))


def found(answer: str) -> list[str]:
    return [each.id for _, each in find_misconceptions(answer, sentences(answer), heads_in(answer.lower()), KNOWN)]


def test_each_has_its_examples() -> None:
    ids = [each.id for each in KNOWN] + [BASE_RATE.id]
    assert len(set(ids)) == len(ids)
    assert set(EXAMPLES) == set(ids)


@pytest.mark.parametrize("name", EXAMPLES)
def test_wrong_is_found(name: str) -> None:
    assert name in found(EXAMPLES[name]["wrong"])


@pytest.mark.parametrize("name", EXAMPLES)
def test_honest_is_left_alone(name: str) -> None:
    assert found(EXAMPLES[name]["honest"]) == []


@pytest.mark.parametrize("each", KNOWN, ids=lambda each: each.id)
def test_words_for_the_filter_are_lower_case_and_reasons_are_sentences(each: Misconception) -> None:
    assert each.needs
    assert all(words.all for words in each.needs)
    assert all(word and word == word.lower() for words in each.needs for word in words.all)
    assert all(word and word == word.lower() for word in each.unless)
    assert each.why.endswith(".")


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        ("One in 200 claims is forged. The model is right in 99.4% of cases, so we launched.", True),
        ("Around three percent of customers churn. It's ninety-six percent accurate, a great result.", True),
        ("About 0.8% of weeks end in a failure, and its accuracy was 91%, which satisfied everyone.", True),
        ("A boiler breaks in about 1.5% of weeks, and the model is right 98 times in 100.", True),
        ("About 0.8% of payments are fraud. Accuracy is 99.1% and recall 40%.", False),
        ("About 0.8% of payments are fraud. Accuracy is 99.1%, and it caught half of them.", False),
        ("About 0.8% of payments are fraud. Accuracy was only 99.1%.", False),
        ("About 6% of customers leave. Accuracy is 98.5%.", False),
        ("About 30% of customers leave. Accuracy is 68%.", False),
        ("0.0% of cases, one in 0, one in 000 is bad; accuracy 99%.", False),
        ("Accuracy is 99%.", False),
    ],
)
def test_accuracy_no_better_than_the_base_rate(answer: str, wrong: bool) -> None:
    assert (BASE_RATE.id in found(answer)) is wrong


def test_sentence_is_named() -> None:
    answer = "I did it. About 0.8% of weeks end in a failure. We were happy. Its accuracy was 99%."
    assert find_misconceptions(answer, sentences(answer), heads_in(answer.lower()), KNOWN) == [(3, BASE_RATE)]


def test_curly_apostrophe_counts_as_straight() -> None:
    straight = next(each["wrong"] for each in EXAMPLES.values() if "'" in each["wrong"])
    assert found(straight)
    assert found(straight.replace("'", "’")) == found(straight)


@pytest.mark.parametrize(
    "text",
    [
        "about 0.8% of the cases are fraud with accuracy of 99.9% ",
        "which so both fail on the test and the training until we removed accuracy to ",
        "so we miss each one in 20 and therefore ",
        " ".join(example["wrong"] for example in EXAMPLES.values()).replace(".", "") + " ",
        "\n".join(" ".join(example["wrong"].split()[:9]) for example in EXAMPLES.values()) + "\n",
    ],
    ids=["shares", "connectors", "rarely", "one long sentence", "beginnings"],
)
@pytest.mark.timeout(100)
def test_a_book_does_not_hang_it(text: str) -> None:
    answer = text * (50_000 // len(text.split()) + 1)
    numbered = sentences(answer)
    assert all(
        0 <= place < len(numbered)
        for place, _ in find_misconceptions(answer, numbered, heads_in(answer.lower()), KNOWN)
    )


def test_nothing_in_nothing() -> None:
    assert find_misconceptions("", [], frozenset(), KNOWN) == []


def test_a_word_within_a_word_shows_that_the_trap_was_seen() -> None:
    said = "The model gives a confidence of 0.95, so it is right in 95% of those cases."
    assert found(said)
    assert found(f"{said} We had it recalibrated.") == []
