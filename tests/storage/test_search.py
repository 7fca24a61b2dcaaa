"""Full-text search: what is found, in which order, and that no text can make it fail."""

import dataclasses

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from interviewer.domain.grades import Feedback, Grade
from interviewer.domain.history import HistoryQuery
from interviewer.storage.search import marked, match_expression
from interviewer.storage.store import SqliteStore

from .interview_samples import DRIFT, first_round, hold, interview
from .samples import ANY_TEXT, QUESTION, answer, at, scored

TEXTS = {
    "cafe": "We opened a Café in Zürich; naïve users liked it.",
    "launch": "I decided to launch. The launch went well, deployment took a week.",
    "not": "We did not decide. Launching was decided by others.",
    "surrogate": "A lone \ud800 surrogate and a \0 zero beside it.",
}


@pytest.fixture
def texts(store: SqliteStore) -> SqliteStore:
    for number, (name, text) in enumerate(TEXTS.items()):
        store.save_answer(answer(text, id=name, seconds=number))
    return store


def found(store: SqliteStore, text: str, **more: object) -> list[str]:
    query = HistoryQuery(text=text, **more)  # type: ignore[arg-type]
    rows = [row.id for row in store.history.rows(query, limit=100)]
    assert store.history.count(query) == len(rows)
    return rows


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("cafe", ["cafe"]),
        ("CAFÉ zurich", ["cafe"]),
        ("naive", ["cafe"]),
        ("launch", ["launch"]),
        ("launch*", ["not", "launch"]),
        ("dec*", ["not", "launch"]),
        ("de* week", ["launch"]),
        ('"decided to launch"', ["launch"]),
        ('"launch decided"', []),
        ('"not dec"*', ["not"]),
        ('decided "launch went', ["launch"]),
        ("lone surrogate", ["surrogate"]),
        ("zero", ["surrogate"]),
        ("fairness", ["surrogate", "not", "launch", "cafe"]),
        ("decided nowhere", []),
        ("???", []),
        ("* \" ' ( ) - : ^", []),
        ("  ", ["surrogate", "not", "launch", "cafe"]),
        ("d*", []),
        ("NOT launch OR AND", []),
        ("text:launch", []),
        ("launch AND -week", []),
        ("launch -week", ["launch"]),
        ("don't", []),
    ],
)
def test_words_phrases_and_prefixes_are_found_newest_first(texts: SqliteStore, text: str, wanted: list[str]) -> None:
    assert found(texts, text) == wanted


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.one_of(
        ANY_TEXT,
        st.lists(
            st.sampled_from(
                ['"', "*", "(", ")", "NEAR(", "AND", "OR", "NOT", "{", "}", ":", "^", "-", "a", "é", "\0", "'"]
            )
        ).map(" ".join),
        st.lists(st.sampled_from(['"', "*", "a", "launch", " ", ":", "\ud800", "語"])).map("".join),
    )
)
def test_no_text_makes_a_search_fail(texts: SqliteStore, text: str) -> None:
    found(texts, text)


LONG = {
    "one word": ("launch " * 1700, ["launch"]),
    "brackets": ("(" * 10_000, []),
    "quotes": ('"' * 10_001, []),
    "letters": ("q* " * 3400, []),
    "numbers": (" ".join(map(str, range(3000))), []),
    "one long word": ("x" * 10_000, []),
}


@pytest.mark.parametrize("kind", LONG)
def test_ten_thousand_characters_are_a_search_like_any_other(texts: SqliteStore, kind: str) -> None:
    text, wanted = LONG[kind]
    assert found(texts, text) == wanted


def test_of_a_whole_page_the_first_fifty_words_count() -> None:
    expression = match_expression(" ".join(f"word{number}" for number in range(500)))
    assert expression is not None
    assert expression.count("AND") == 49
    assert match_expression("the same the same the") == '"the" AND "same"'


def test_the_newest_feedback_is_searched_and_the_older_one_no_longer(store: SqliteStore) -> None:
    store.save_answer(answer("An answer.", id="answer-1"))
    store.add_grade("answer-1", _saying("Name the yardstick."), at(1))
    assert found(store, "yardstick") == ["answer-1"]
    store.add_grade("answer-1", _saying("Name the benchmark."), at(2))
    assert found(store, "yardstick") == []
    assert found(store, "benchmark") == ["answer-1"]
    store.add_grade("answer-1", _saying("An older grade, stored later."), at(0))
    assert found(store, "benchmark") == ["answer-1"]
    assert found(store, "stored later") == []


def _saying(text: str) -> Grade:
    return dataclasses.replace(scored(3.0), feedback=Feedback(fix_first=text))


def test_an_interview_is_found_by_all_that_was_said_in_it(store: SqliteStore) -> None:
    first, second = hold(store)
    for text in (
        "zurich",
        "for which users",
        '"new ones"',
        "who decided the threshold",
        "weekly holdout",
        DRIFT.prompt,
    ):
        assert found(store, text) == ["interview-1"], text
    assert found(store, "zurich", shows="answers") == [first]
    assert found(store, '"weekly holdout"', shows="answers") == [second]
    assert found(store, "good morning hello") == []
    store.add_grade(second, _saying("Name the yardstick."), at(300))
    assert found(store, "yardstick") == ["interview-1"]
    assert found(store, "yardstick", shows="answers") == [second]


def test_what_was_said_can_be_searched_at_once(store: SqliteStore) -> None:
    store.begin_interview(interview())
    store.add_events("interview-1", 0, first_round()[:2])
    assert found(store, QUESTION.prompt) == ["interview-1"]
    assert found(store, "zurich") == []
    store.add_events("interview-1", 2, first_round()[2:])
    assert found(store, "fairness zurich threshold") == ["interview-1"]


def test_an_excerpt_shows_where_the_words_stand(texts: SqliteStore) -> None:
    (row,) = texts.history.rows(HistoryQuery(text='"went well" deployment'), limit=5)
    assert [row.excerpt[start:end] for start, end in row.found] == ["went well", "deployment"]
    (row,) = texts.history.rows(HistoryQuery(text="cafe"), limit=5)
    assert [row.excerpt[start:end] for start, end in row.found] == ["Café"]
    assert texts.history.rows(HistoryQuery(), limit=5)[0].excerpt == ""


def test_each_row_of_a_window_has_the_excerpt_of_its_own_text(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("interviewer.storage.search.PLACES_AT_ONCE", 3)
    store.begin_interview(interview())
    store.add_events("interview-1", 0, first_round())
    for number in range(10):
        store.save_answer(
            answer(f"Number {number}: deploying zurich{number} took a week.", id=f"a{number}", seconds=number)
        )
    rows = store.history.rows(HistoryQuery(text="zurich*"), limit=20)
    assert len(rows) == 11
    marked_words = {row.id: [row.excerpt[start:end] for start, end in row.found] for row in rows}
    assert marked_words.pop("interview-1") == ["Zürich"]
    assert marked_words == {f"a{number}": [f"zurich{number}"] for number in range(10)}


def test_marks_in_a_text_of_somebodys_make_no_spans(store: SqliteStore) -> None:
    store.save_answer(answer("A \ue000 private \ue001 sign.", id="answer-1"))
    (row,) = store.history.rows(HistoryQuery(text="sign"), limit=5)
    assert [row.excerpt[start:end] for start, end in row.found] == ["sign"]
    assert marked("no marks") == ("no marks", ())
