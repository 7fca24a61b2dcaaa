from collections.abc import Sequence
from datetime import timedelta

from interviewer.domain.transcripts import AnswerRow
from interviewer.ports import StoreError
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.screens.history import HistoryRows, HistoryScreen
from tests.tui.kit import NOON, Kit, said, screen_text, until


async def test_answers_are_listed_newest_first_and_open_with_the_answer(kit: Kit) -> None:
    kit.answered("The older one, which I chose.", number=3)
    kit.answered("I set a limit.", number=1, question_id="ai-fairness-disparate-impact")
    async with kit.run(size=(120, 36)) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: said(pilot.app, "2 answers, newest first"))
        text = screen_text(pilot.app)
        assert text.index("disparate impact") < text.index("in a recommendation system")
        assert said(pilot.app, "14 Mar 11:00 · 4 words · try 1")
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FeedbackScreen) and said(pilot.app, "Not graded yet"))
        assert said(pilot.app, "The older one, which I chose.")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HistoryScreen))
        await until(pilot, lambda: said(pilot.app, "14 Mar 09:00 · 6 words"), "the same place in the list")


def row(number: int) -> AnswerRow:
    return AnswerRow(
        answer_id=f"{number:08d}", session_id="s", created_at=NOON - timedelta(minutes=number), track="ai_pm",
        question_id="q", prompt=f"Question {number}?", kind="ethics", words=10, tries=1, status="waiting", score=None,
        vote=None, specificity=None, ownership=None, grader=None,
    )  # fmt: skip


def test_a_long_history_is_read_in_pages_when_they_are_seen() -> None:
    asked: list[tuple[int, int]] = []

    def read(limit: int, offset: int) -> Sequence[AnswerRow]:
        asked.append((limit, offset))
        return [row(number) for number in range(offset, min(offset + limit, 100_000))]

    rows = HistoryRows(100_000, read, NOON, lambda error: None)
    assert asked == []
    assert "Question 99999?" in rows.draw(99_999, 80).plain
    assert "Question 99998?" in rows.draw(99_998, 80).plain
    assert asked == [(200, 99_800)]


def test_a_page_that_cannot_be_read_is_told_once_and_leaves_blank_lines() -> None:
    told: list[str] = []

    def read(limit: int, offset: int) -> Sequence[AnswerRow]:
        raise StoreError("damaged")

    rows = HistoryRows(3, read, NOON, lambda error: told.append(str(error)))
    assert [rows.draw(index, 40).plain for index in range(3)] == ["–", "–", "–"]
    assert told == ["damaged"]


async def test_help_shows_the_keys_of_the_screen_as_they_are_bound(kit: Kit) -> None:
    async with kit.run(size=(80, 50)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert said(pilot.app, "Practise AI PM")
        assert said(pilot.app, "Light or dark")
        assert not said(pilot.app, "Continue the draft")
        await pilot.press("f1")
        await until(pilot, lambda: not isinstance(pilot.app.screen, HelpScreen))
