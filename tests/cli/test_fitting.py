"""Lines of a listing on a terminal of some width."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from interviewer.cli.fitting import cells, cut
from interviewer.cli.history import row_as_text
from interviewer.domain.history import HistoryRow


def row(**changed: Any) -> HistoryRow:
    known: dict[str, Any] = {
        "entry": "answer", "id": "0123456789", "session_id": "s", "interview_id": None,
        "created_at": datetime(2026, 11, 2, 9, 30, tzinfo=UTC), "track": "ai_pm", "title": "How do you ensure " * 9,
        "question_id": "q", "question_kind": "ethics", "drill": "", "words": 100, "tries": 1, "answers": 1,
        "open": False, "status": "scored", "score": 3.3, "vote": "mixed", "specificity": 3.0, "ownership": 3.0,
        "grader": "offline", "name": "", "note": "", "tags": ("zürich",), "excerpt": "", "deleted_at": None,
    }  # fmt: skip
    return HistoryRow(**{**known, **changed})


@given(st.text(), st.integers(min_value=3, max_value=60))
def test_a_cut_text_is_never_wider_than_it_may_be(text: str, width: int) -> None:
    assert cells(cut(text, width)) <= width


def test_wide_characters_take_two_cells_and_marks_none() -> None:
    assert cells("問題") == 4
    assert cells("e\u0301") == 1
    assert cut("問題問題問題", 9) == "問題問..."


@pytest.mark.parametrize("width", [40, 80, 120])
def test_an_entry_fits_its_terminal_with_its_tags_where_there_is_room(width: int) -> None:
    line = row_as_text(row(), width)
    assert "\n" not in line
    assert cells(line) <= width
    assert ("#zürich" in line) == (width >= 80)
    assert "..." in line


def test_without_a_terminal_nothing_is_cut() -> None:
    assert "How do you ensure " * 8 in row_as_text(row())


def test_the_words_that_were_found_fit_too() -> None:
    lines = row_as_text(row(excerpt="weekly " * 40), 80).split("\n")
    assert [cells(line) <= 80 for line in lines] == [True, True]
