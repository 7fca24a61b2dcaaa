"""Tables for spreadsheets: no cell begins as a formula, and the text comes back as it was."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from interviewer.content.bank import Bank
from interviewer.content.import_plan import plan_import
from interviewer.content.question_writing import as_text
from interviewer.content.spreadsheet_cells import as_text_cell, of_text_cell
from interviewer.domain.questions import Question

FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
RISKY = st.lists(
    st.one_of(st.sampled_from([*FORMULA, "'", '"', ";", ",", "\n", " ", "=1+1", "''=", "a"]), st.text(max_size=3)),
    max_size=10,
).map("".join)


@given(RISKY)
@example("='")
@example("''=")
@example("'\r\r\n=")
def test_a_cell_never_begins_as_a_formula_and_comes_back(text: str) -> None:
    cell = as_text_cell(text)
    assert not any(part.lstrip(' "').startswith(FORMULA) for part in re.split("[\n;]", cell))
    assert of_text_cell(cell) == text


@pytest.mark.parametrize("text", ["", "Why?", "a = b", "'so'", "it's - well - so", "1-2", "a@b", "; and", "x,=1"])
def test_other_text_is_left_as_it_is(text: str) -> None:
    assert as_text_cell(text) == of_text_cell(text) == text


@example(prompt="", entries=[], source="\x1f")
@given(prompt=RISKY, entries=st.lists(RISKY, max_size=3), source=RISKY)
def test_a_question_of_formulas_goes_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, prompt: str, entries: list[str], source: str
) -> None:
    empty = Bank(None, built_in=tmp_path_factory.getbasetemp() / "none")
    question = Question(id="a", track="both", prompt=f"{prompt} why?", expects=tuple(entries), source=source)
    table = as_text([question], "csv")
    plan = plan_import("list", table, "csv", empty)
    refused = plan_import("list", as_text([question], "jsonl"), "jsonl", empty).problems
    assert [each.field for each in plan.problems] == [each.field for each in refused]
    if not refused:
        read = plan.new[0].question
        assert (read.prompt, read.expects) == (question.prompt, question.expects)
    for row in csv.reader(io.StringIO(table, newline="")):
        assert not any(cell.startswith(FORMULA) for cell in row)
