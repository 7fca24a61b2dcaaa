"""Honest answers that speak of orders, graders, scores, JSON and other languages are graded like any other."""

import pytest
from benchmarks.robustness.cases import Honest, honest

from interviewer.domain.trial import total
from interviewer.grading.orders import ORDER_NOTICE, order_spans
from tests.grading_offline.conftest import GradeText

MOST_DRIFT = 0.3 + 1e-9
ROWS = list(honest())

each_honest = pytest.mark.parametrize("row", ROWS, ids=[each.id for each in ROWS])


def test_there_are_enough() -> None:
    assert len(ROWS) >= 15
    assert {each.case.track for each in ROWS} == {"ai_pm", "ml_pm"}
    assert all(each.case.answer != each.neutral.answer for each in ROWS)


@each_honest
def test_it_is_not_taken_for_an_order(grade: GradeText, row: Honest) -> None:
    assert [row.case.answer[start:end] for start, end in order_spans(row.case.answer)] == []
    notices = grade(row.case.track, row.case.question, row.case.answer).notices
    assert not any(notice.startswith(ORDER_NOTICE) for notice in notices)


# The offline grader reads "gave itself the best score" as a faulty conclusion, a "verdict" as a decision, and a "score"
# that a model gives to people as a measure of the model.
MOVED = {
    "score-of-the-vendor": "a story about a faulty comparison is taken for one",
    "fake-verdict-json": "a verdict",
    "committee-and-grade": "a score of people",
}
rewordings = [
    pytest.param(
        each, id=each.id, marks=[pytest.mark.xfail(strict=True, reason=MOVED[each.id])] if each.id in MOVED else []
    )
    for each in ROWS
]


@pytest.mark.parametrize("row", rewordings)
def test_the_words_themselves_move_the_overall_little(grade: GradeText, row: Honest) -> None:
    before = grade(row.case.track, row.case.question, row.case.answer)
    after = grade(row.neutral.track, row.neutral.question, row.neutral.answer)
    assert abs(total(before) - total(after)) <= MOST_DRIFT
