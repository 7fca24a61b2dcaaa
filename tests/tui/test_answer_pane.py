"""The answer beside its grade."""

import pytest
from textual.app import App, ComposeResult
from textual.content import Content

from interviewer.domain.grades import CheckVerdict, Evidence
from interviewer.tui.widgets.answer_pane import AnswerPane

ANSWER = "I set the gap at 5 points. " * 60
CHECK = CheckVerdict(
    id="limit_set",
    polarity="positive",
    verdict="met",
    points=2,
    reason="",
    evidence=(Evidence(quote="5 points", start=ANSWER.rindex("5 points"), end=ANSWER.rindex("5 points") + 8),),
)


class Alone(App[None]):
    def compose(self) -> ComposeResult:
        yield AnswerPane(ANSWER)


async def test_a_chosen_check_brings_its_words_into_view() -> None:
    app = Alone()
    async with app.run_test(size=(60, 12)) as pilot:
        app.query_one(AnswerPane).choose(CHECK, Content("what is said"))
        await pilot.pause()
        assert app.query_one("#answer-scroll").scroll_offset.y > 0


@pytest.mark.parametrize("gone", ["#check-detail, #answer-scroll", "#answer-text"])
async def test_a_check_chosen_while_the_screen_is_left_ends_nothing(gone: str) -> None:
    """What is to be done after the next drawing finds some or none of it any more."""
    app = Alone()
    async with app.run_test(size=(60, 12)) as pilot:
        pane = app.query_one(AnswerPane)
        pane.choose(CHECK, Content("what is said"))
        await pane.query(gone).remove()
        await pilot.pause()
        assert app.is_running
