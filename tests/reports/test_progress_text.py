"""Progress in the terminal: it fits 79 columns, does without colour, and in ASCII where it must."""

from datetime import UTC, date

import pytest

from interviewer.domain.progress import Point
from interviewer.domain.schedule import DueItem, ScheduleItem
from interviewer.reports.character_plot import ASCII, UNICODE, counts_line, plot, sparkline
from interviewer.reports.progress_text import duration, progress_as_text
from tests.practice.kit import BANK
from tests.practice.progress_kit import NOON, answer, judge, reckoned

MODEL = judge(kind="llm", model="a-model-with-a-name-that-is-long/" + "x" * 60, effort="standard", prompt_version="3")


def many(count: int = 60) -> str:
    graded = [answer(each, 2 + each / 40, days_ago=count - each, ownership=1 + each / 30) for each in range(count)]
    graded += [answer(each, 3.0, days_ago=count - each, by=MODEL, graded_later=90) for each in range(12)]
    graded += [answer(1000 + each, 2.0, days_ago=each, track="ml_pm", by=judge("ml_pm")) for each in range(3)]
    own = {f"answer-{each}": 5 for each in range(0, count, 7)}
    return progress_as_text(
        reckoned(graded, own, interview_on=date(2026, 12, 10)), [due_item("\x1b[31mwhy" * 60)], zone=UTC
    )


def due_item(why: str) -> DueItem:
    question = BANK.questions()[0]
    item = ScheduleItem(
        kind="question", track="ai_pm", id=question.id, due=NOON, reviewed_at=NOON, graded_at=NOON, reviews=1,
        stability=1.0, difficulty=5.0,
    )  # fmt: skip
    return DueItem(item=item, question=question, why=why, since=NOON.date())


def test_no_line_is_wider_than_the_terminal_and_none_steers_it() -> None:
    text = many()
    assert max(len(line) for line in text.splitlines()) <= 79
    assert "\x1b" not in text
    assert all(line == line.rstrip() for line in text.splitlines())


def test_a_plot_with_its_table_fits_a_screen_of_24_lines() -> None:
    lines = many().splitlines()
    top = next(index for index, line in enumerate(lines) if line.startswith("  5 ┤"))
    bottom = next(index for index, line in enumerate(lines[top:], start=top) if line.startswith("Ownership"))
    assert bottom - top < 24


def test_without_utf8_everything_of_ours_is_ascii() -> None:
    graded = [answer(each, 2 + each / 40, days_ago=40 - each) for each in range(40)]
    text = progress_as_text(reckoned(graded), ascii_only=True, zone=UTC)
    assert text.isascii()
    assert "\n  5 |" in text


def test_the_figures_stand_beside_the_plot() -> None:
    graded = [answer(each, 2.0 if each < 5 else 3.5, days_ago=10 - each) for each in range(10)]
    text = progress_as_text(reckoned(graded), zone=UTC)
    overall = next(line for line in text.splitlines() if line.startswith("Overall"))
    assert overall.split() == ["Overall", "2.0", "▃▅", "3.5", "3.5–3.5", "+1.5"]
    assert "Market impact            45 %" in text
    assert "Votes: no 5, yes 5." in text


def test_what_lies_within_the_spread_is_said_to() -> None:
    graded = [answer(each, (1.0, 2.0, 3.0, 4.0, 5.0)[each % 5], days_ago=10 - each) for each in range(10)]
    text = progress_as_text(reckoned(graded), zone=UTC)
    assert "(+0.0)" in text
    assert "in brackets: no more than the spread" in " ".join(text.split())


def test_few_answers_claim_nothing() -> None:
    text = progress_as_text(reckoned([answer(1, 2.0, days_ago=3), answer(2, 4.5)]), zone=UTC)
    assert "From ten answers on" in text
    assert "+2.5" not in text


def test_graders_are_named_and_said_to_be_kept_apart() -> None:
    text = " ".join(many().split())
    assert "they are kept apart and never averaged" in text
    assert text.index("Graded by a-model") < text.index("Graded by the offline grader")


def test_what_is_due_is_named_with_its_reason_and_the_interview_with_its_date() -> None:
    text = progress_as_text(reckoned([answer(1)], interview_on=date(2026, 11, 21)), [due_item("3.1 six days ago")] * 7)
    assert "Due today: 7" in text
    assert "    3.1 six days ago" in text
    assert "    and 2 more" in text
    assert "Your interview is on 21 Nov 2026, tomorrow." in text


def test_an_interview_that_is_over_is_not_spoken_of() -> None:
    assert "interview is" not in progress_as_text(reckoned([answer(1)], interview_on=date(2026, 11, 19)))


def test_without_answers_it_says_how_to_begin() -> None:
    assert progress_as_text(reckoned([])) == "No answers yet, so there is no progress to show: interviewer practice"


def test_a_plot_shows_medians_with_their_middle_halves_at_the_right_height() -> None:
    marks = [point(2.0, 1.5, 3.0), point(4.5, None, None)]
    rows = list(plot(marks, UNICODE, ("3 Oct", "4 Oct")))
    column = {row[2]: row for row in rows if row[2] in "12345"}
    assert "●" not in column["3"]
    assert "│" in column["3"]
    assert "●" in column["2"]
    assert [row.find("●") for row in rows if "●" in row] == [9, 6], "4.5 stands above 2, further to the right"
    assert rows[-1].split() == ["3", "Oct", "4", "Oct"]


def point(median: float, low: float | None, high: float | None) -> Point:
    return Point(first=NOON, last=NOON, answers=5, median=median, low=low, high=high)


def test_sparklines_run_from_one_to_five() -> None:
    assert sparkline([1, 2, 3, 4, 5], UNICODE) == "▁▃▅▆█"
    assert sparkline([1, 2.5, 5], ASCII) == "135"
    assert counts_line([0, 1, 8], UNICODE) == "·▁█"
    assert counts_line([], UNICODE) == counts_line([], ASCII) == ""
    assert counts_line([0, 1, 8], ASCII) == "0 1 8"


@pytest.mark.parametrize(
    ("seconds", "text"), [(0, "0 s"), (29, "29 s"), (30.1, "1 min"), (3540, "59 min"), (3600, "1 h 0 min"),
                          (4_000_000, "1,111 h 7 min")],
)  # fmt: skip
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text
