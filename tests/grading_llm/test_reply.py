"""Finding the object in a reply, whatever stands around it."""

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from interviewer.grading.llm.plan import tasks_for
from interviewer.grading.llm.reply import json_objects, partial_object, plain_id, read_grade
from tests.grading_llm.fake_model import FakeModel
from tests.grading_llm.support import RUBRICS, grader, request

TASK = tasks_for("quick", RUBRICS.rubric("ai_pm"), None)[0]
GOOD: dict[str, Any] = FakeModel().grade(grader(effort="quick").requests_for(request())[0])

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
prose = st.text(alphabet=st.characters(exclude_characters="{}", exclude_categories=["Cs"]), max_size=80)


@given(before=prose, value=st.dictionaries(st.text(), json_values, max_size=4), after=prose, ascii_only=st.booleans())
def test_an_object_is_found_among_any_prose(before: str, value: dict[str, Any], after: str, ascii_only: bool) -> None:
    assert json_objects(before + json.dumps(value, ensure_ascii=ascii_only) + after) == [value]


@given(st.text(alphabet='{}[]":,\\ntruefals01 \u2028', max_size=300))
@settings(max_examples=300)
def test_no_text_breaks_the_search(text: str) -> None:
    assert all(isinstance(each, dict) for each in json_objects(text))
    partial_object(text)


@given(st.integers(min_value=0, max_value=len(json.dumps(GOOD)) - 1))
def test_a_reply_that_is_cut_anywhere_is_never_a_grade(at: int) -> None:
    reply, problems = read_grade(json.dumps(GOOD)[:at], TASK)
    assert reply is None
    assert problems


def test_deep_nesting_is_no_crash() -> None:
    assert json_objects('{"a":' * 20_000) == []


def test_the_last_object_that_fits_counts() -> None:
    draft = {**GOOD, "gate": {"reason": "first thoughts", "passed": False}}
    text = f'{json.dumps(draft)} hm, no: {json.dumps(GOOD)} and a note: {{"level": 5}}'
    reply, problems = read_grade(text, TASK)
    assert not problems
    assert reply is not None
    assert reply.gate.passed


def test_an_object_in_a_wrapping_is_found_and_extra_keys_do_no_harm() -> None:
    wrapped = {"result": {"grade": {**GOOD, "confidence": "high"}}}
    reply, problems = read_grade(json.dumps(wrapped), TASK)
    assert reply is not None
    assert not problems


def test_small_slips_in_words_are_read_as_meant() -> None:
    text = json.dumps(GOOD).replace('"not_met"', '"Not met"').replace('"market_impact"', '"Market Impact"')
    text = text.replace('"level": 4', '"level": "4"').replace('"sentence": 0', '"sentence": null')
    reply, problems = read_grade(text, TASK)
    assert not problems
    assert reply is not None


def test_what_is_wrong_is_named() -> None:
    bad = json.loads(json.dumps(GOOD))
    bad["dimensions"][0]["level"] = True
    bad["dimensions"][1]["checks"][0]["verdict"] = "maybe"
    reply, problems = read_grade(json.dumps(bad), TASK)
    assert reply is None
    assert any("dimensions.0.level" in problem for problem in problems)
    assert any("dimensions.1.checks.0.verdict" in problem for problem in problems)


@given(st.text())
def test_ids_are_plain(text: str) -> None:
    assert plain_id(plain_id(text)) == plain_id(text)
