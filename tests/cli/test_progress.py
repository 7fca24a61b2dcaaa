"""`interviewer progress` and `interviewer practice --due`, as they are run."""

import io
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from interviewer.cli.program import Program
from tests.cli.conftest import Run

QUESTION = "ai-fairness-recommender"
ANSWER = "At a payroll company clerks dismissed 78 percent of our warnings. I decided to drop those on bonuses.\n"


class Clock:
    def __init__(self) -> None:
        self.time = datetime.now(UTC)

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    found = Clock()
    monkeypatch.setattr(Program, "clock", found)
    return found


def answered(run: Run, question: str = QUESTION) -> None:
    assert run("practice", "--plain", "--question", question, stdin=ANSWER).code == 0


def test_looking_at_progress_leaves_no_traces(run: Run, home: Path) -> None:
    result = run("progress")
    assert (result.code, result.out) == (0, "No answers yet, so there is no progress to show: interviewer practice\n")
    assert run("practice", "--due", "--plain").err.startswith("nothing is due today")
    assert not home.exists()


def test_progress_as_text_and_as_json_say_the_same(run: Run) -> None:
    answered(run)
    text, found = run("progress"), run("progress", "--format", "json").json
    assert text.out.startswith("1 answer on 1 day, 1 of them scored")
    assert "AI PM: 1 answer" in text.out
    assert (found["schema_version"], found["answers"], found["graded"], found["streak"]) == (1, 1, 1, 1)
    (judged,) = found["tracks"][0]["judged"]
    point = judged["overall"]["points"][0]
    assert f"Overall                         {point['median']:.1f}" in text.out
    assert judged["judge"]["kind"] == "offline"
    assert datetime.fromisoformat(point["first"]).tzinfo is not None


def test_one_track_alone(run: Run) -> None:
    answered(run)
    assert run("progress", "--track", "ml_pm", "--format", "json").json["answers"] == 0
    assert [each["track"] for each in run("progress", "--track", "ai_pm", "--format", "json").json["tracks"]] == [
        "ai_pm"
    ]


def test_an_answer_is_due_again_and_practice_begins_with_it(run: Run, clock: Clock) -> None:
    answered(run)
    assert run("practice", "--due", "--plain").err.startswith("nothing is due today")
    tomorrow = (clock.time + timedelta(days=1)).astimezone().date()
    assert f"something again on {tomorrow:%A}, {tomorrow}" in run("practice", "--due", "--plain").err
    clock.time += timedelta(days=2)
    (due,) = [each for each in run("progress", "--format", "json").json["due"] if each["kind"] == "question"]
    assert due["question_id"] == QUESTION
    assert "two days ago" in due["why"]
    assert "Due today: 1" in run("progress").out
    begun = run("practice", "--due", "--plain")
    assert begun.code == 0
    assert "fairness in a recommendation system" in begun.out
    assert f"Due: {due['why']}" in begun.err


def test_the_interview_date_is_kept_shown_and_taken_away(run: Run, clock: Clock) -> None:
    day = (clock.time + timedelta(days=9)).astimezone().date()
    assert (
        f"Your interview is on {day.day} {day:%b %Y}, in 9 days." in run("progress", "--interview-date", str(day)).out
    )
    assert run("progress", "--format", "json").json["interview_on"] == str(day)
    assert "interview" not in run("progress", "--interview-date", "none").out.replace("interviewer", "")
    assert run("progress", "--format", "json").json["interview_on"] is None


@pytest.mark.parametrize("date", ["2020-01-01", "tomorrow", "10.12.2026", ""])
def test_a_date_that_cannot_be_used_is_told(run: Run, home: Path, date: str) -> None:
    result = run("progress", "--interview-date", date)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("interviewer: --interview-date: ")
    assert result.err.count("\n") == 1
    assert not home.exists()


def test_an_html_report_goes_into_a_private_file(run: Run, tmp_path: Path) -> None:
    answered(run)
    target = tmp_path / "report.html"
    result = run("progress", "--format", "html", "--out", str(target))
    assert (result.code, result.out) == (0, "")
    page = target.read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert page.endswith("</html>\n")
    assert target.stat().st_mode & 0o077 == 0
    assert run("progress", "--format", "html").out == page


@pytest.mark.parametrize("name", ["{folder}", "{folder}/no/such/report.html"])
def test_a_file_that_cannot_be_written_is_told(run: Run, tmp_path: Path, name: str) -> None:
    result = run("progress", "--out", name.format(folder=tmp_path))
    assert result.code == 2
    assert result.err.startswith("interviewer: --out: ")


def test_a_terminal_without_utf8_gets_ascii(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    answered(run)
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="ascii"))
    assert run("progress").code == 0
    sys.stdout.flush()
    assert raw.getvalue().isascii()
    assert b"5 |" in raw.getvalue()


@pytest.mark.parametrize("other", [("--question", QUESTION), ("--round", "onsite"), ("--seed", "1"), ("--resume",)])
def test_due_goes_together_with_nothing_else(run: Run, other: tuple[str, ...]) -> None:
    result = run("practice", "--due", *other)
    assert result.code == 2
    assert f"--due and {other[0]} do not go together" in result.err
