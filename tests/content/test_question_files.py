"""A mistake in a file of questions is told in one line with file, line and field, and spoils nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.content.bank import Bank
from interviewer.content.question_files import load_questions
from interviewer.ports import Problem

GOOD = """[[questions]]
id = "good-one"
track = "ai_pm"
prompt = "How do you set a launch bar?"
"""


def entry(**fields: str) -> str:
    """A second entry of raw TOML values; None leaves a field out."""
    values = {"id": '"other"', "track": '"ml_pm"', "prompt": '"Which baseline?"', **fields}
    return "[[questions]]\n" + "".join(f"{name} = {value}\n" for name, value in values.items() if value)


def at_line(path: Path, text: str) -> int:
    return next(n for n, line in enumerate(path.read_text("utf-8").splitlines(), 1) if line.startswith(text))


@pytest.mark.parametrize(
    ("bad", "field", "line_starts", "message"),
    [
        (entry(prompt=""), "prompt", "[[questions]]", "is missing"),
        (entry(id=""), "id", "[[questions]]", "is missing"),
        (entry(prompt='""'), "prompt", "prompt", "must not be empty"),
        (entry(prompt='"  "'), "prompt", "prompt", "must not be empty"),
        (entry(colour='"red"'), "colour", "colour", "is not a known field"),
        (entry(track='"data_pm"'), "track", "track", "'data_pm' is not one of"),
        (entry(kind='"trivia"'), "kind", "kind", "'trivia' is not one of"),
        (entry(minutes='"four"'), "minutes", "minutes", "must be a whole number"),
        (entry(minutes="4.5"), "minutes", "minutes", "must be a whole number"),
        (entry(minutes="true"), "minutes", "minutes", "must be a whole number"),
        (entry(difficulty="4"), "difficulty", "difficulty", "must be at most 3"),
        (entry(difficulty="0"), "difficulty", "difficulty", "must be at least 1"),
        (entry(expects='"one point"'), "expects", "expects", "must be a list"),
        (entry(expects='["fine", 3]'), "expects[2]", "expects", "must be text"),
        (entry(rounds='["lunch"]'), "rounds[1]", "rounds", "'lunch' is not one of"),
        (entry(signals='["market_impact"]'), "signals", "signals", "is no signal of ml_pm"),
        (entry(prompt="2024-01-01"), "prompt", "prompt", ""),
    ],
)
def test_a_bad_field_is_named_with_its_line_and_the_rest_loads(
    own_file: Callable[[str], Path], bad: str, field: str, line_starts: str, message: str
) -> None:
    path = own_file(f"{bad}\n{GOOD}")
    questions, problems = load_questions(path)
    if field == "prompt" and "2024" in bad:  # a TOML date reads as text: nothing is wrong with it
        assert [each.prompt for each in questions] == ["2024-01-01", "How do you set a launch bar?"]
        return
    assert [each.id for each in questions] == ["good-one"]
    assert len(problems) == 1
    problem = problems[0]
    assert (problem.field, problem.line) == (field, at_line(path, line_starts))
    assert message in problem.message
    assert str(problem).startswith(f"{path}:{problem.line}: {field}: ")
    assert "\n" not in str(problem)


def test_every_bad_entry_of_a_file_is_told(own_file: Callable[[str], Path]) -> None:
    path = own_file(entry(minutes='"x"', colour="1") + GOOD + entry(track='"no"', id='"third"'))
    questions, problems = load_questions(path)
    assert [each.id for each in questions] == ["good-one"]
    assert sorted((each.field, each.line) for each in problems) == [("colour", 6), ("minutes", 5), ("track", 13)]


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ('[[questions]]\nid = "a\ntrack = 1\n', 2, "not valid TOML"),
        ("[[questions]]\nid = \n", 2, "not valid TOML"),
        ('[[questions]]\nid = "a"\nid = "b"\n', 3, "not valid TOML"),
        ('[[questions]]\nprompt = """open\nto the end', 3, "end of the file"),
        ('[questions]\nid = "a"\n', 1, "must be a list"),
        ('[[question]]\nid = "a"\n', 1, "is not a known field"),
        ('# a note\n\ntitle = "My questions"\n', 3, "is not a known field"),
    ],
)
def test_a_broken_file_is_told_in_one_line(own_file: Callable[[str], Path], text: str, line: int, message: str) -> None:
    questions, problems = load_questions(own_file(text))
    assert questions == []
    assert len(problems) == 1
    assert problems[0].line == line
    assert message in problems[0].message


def test_bytes_that_are_no_utf8_are_told_with_their_line(own_folder: Path) -> None:
    path = own_folder / "latin.toml"
    path.write_bytes(b'[[questions]]\nid = "a"\ntrack = "ai_pm"\nprompt = "caf\xe9"\n')
    questions, problems = load_questions(path)
    assert (questions, problems[0].line) == ([], 4)
    assert "save the file as UTF-8" in problems[0].message


def test_a_byte_order_mark_does_no_harm(own_folder: Path) -> None:
    path = own_folder / "bom.toml"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode())
    assert [each.id for each in load_questions(path)[0]] == ["good-one"]


def test_a_missing_file_a_folder_and_a_huge_file_are_problems_not_errors(tmp_path: Path) -> None:
    huge = tmp_path / "huge.toml"
    with huge.open("wb") as file:
        file.truncate(9 * 1024 * 1024)
    for path, message in (
        (tmp_path / "none.toml", "cannot be read"),
        (tmp_path, "is a folder"),
        (huge, "larger than"),
    ):
        questions, problems = load_questions(path)
        assert questions == []
        assert message in problems[0].message


def test_one_bad_file_leaves_the_other_files_and_the_built_in_bank_in_use(
    bank: Bank, own_file: Callable[..., Path]
) -> None:
    own_file("[[questions]\n", "bad.toml")
    own_file(GOOD, "good.toml")
    assert bank.get("good-one") is not None
    assert bank.get("ai-fairness-recommender") is not None
    assert len(bank.problems()) == 1


def test_an_id_used_twice_is_told_at_the_repetition(bank: Bank, own_file: Callable[..., Path]) -> None:
    own_file(GOOD + "\n" + entry(id='"good-one"'))
    own_file(entry(id='"ai-fairness-recommender"'), "zz.toml")
    first, second = bank.problems()
    assert (first.line, first.field) == (6, "id")
    assert "'good-one' is used twice" in first.message
    assert "'ai-fairness-recommender' is used twice" in second.message
    kept = bank.get("ai-fairness-recommender")
    assert kept is not None
    assert kept.track == "ai_pm"


@given(st.binary(max_size=300))
def test_no_bytes_at_all_raise(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.toml"
    path.write_bytes(raw)
    questions, problems = load_questions(path)
    assert questions == []
    assert all(isinstance(each, Problem) and "\n" not in str(each) for each in problems)


VALUES = st.recursive(
    st.sampled_from(['"text"', "1", "true", "1.5", "[]", "{}", "1979-05-27", '""', '"ai_pm"', '"\\u001b[2J"']),
    lambda inner: st.lists(inner, max_size=3).map(lambda each: f"[{', '.join(each)}]"),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from(["id", "track", "prompt", "minutes", "expects", "colour"]), VALUES))
def test_whatever_an_entry_holds_it_is_a_question_or_a_problem_with_a_line(
    tmp_path_factory: pytest.TempPathFactory, fields: dict[str, str]
) -> None:
    path = tmp_path_factory.getbasetemp() / "entry.toml"
    path.write_text("[[questions]]\n" + "".join(f"{name} = {value}\n" for name, value in fields.items()) + GOOD)
    questions, problems = load_questions(path)
    assert questions[-1].id == "good-one"
    assert len(questions) == 2 or problems
    assert all(each.line for each in problems)
