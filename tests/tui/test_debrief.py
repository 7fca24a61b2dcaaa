"""The debrief in the app: what it shows, what opens from it, and the way to it."""

import re

import pytest

from interviewer.domain.transcripts import Answer
from interviewer.tui.screens.debrief import DebriefScreen
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.interview_transcript import InterviewTranscriptScreen
from interviewer.tui.widgets.pick_view import PickView
from tests.tui.interview_kit import SlowGrader, debriefed, grade_all, played
from tests.tui.kit import OFFLINE, AppPilot, Kit, graded, said, until
from tests.tui.test_text_stays_text import clean

pytestmark = pytest.mark.long
SUM = re.compile(r"(\d\.\d) × (0\.\d\d) = (\d\.\d{3})")


@pytest.fixture
def offline(kit: Kit) -> Kit:
    kit.grader = lambda settings: OFFLINE
    return kit


def page(pilot: AppPilot) -> list[str]:
    """The whole page, line by line."""
    view = pilot.app.screen.query_one(PickView)
    return [line.plain for lines in view._wrapped for line in lines]


async def chosen(pilot: AppPilot, opens: str) -> None:
    """Walks down until something is chosen that opens so."""
    view = pilot.app.screen.query_one(PickView)
    for _ in range(200):
        if view.chosen >= 0 and view.blocks[view.chosen].opens.startswith(opens):
            return
        await pilot.press("down")
    raise AssertionError(f"nothing on the page opens {opens!r}")


async def test_it_has_every_part_and_its_sums_can_be_checked(offline: Kit) -> None:
    session = played(offline, "phone_screen", "executive")
    session.self_score(0, 4)
    grade_all(offline, session)
    async with offline.run(size=(120, 36)) as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        await debriefed(pilot)
        text = "\n".join(page(pilot))
        parts = (
            "Three things to fix", "Every signal over all answers", "Votes by round", "Reasons for", "Reasons against",
            "Habits over the whole interview", "Which role you spoke for", "Which kind of company",
            "Question by question",
        )  # fmt: skip
        assert [part for part in parts if part in text] == list(parts)
        first = text.index("1 ", text.index("By what a level more is worth, not by the lowest score."))
        assert text.index("fix first") < first < text.index("a level more adds"), "why, before what"
        found = [(float(mean), float(weight), float(product)) for mean, weight, product in SUM.findall(text)]
        assert [weight for _, weight, _ in found] == [0.45, 0.30, 0.25]
        assert all(round(mean * weight, 3) == product for mean, weight, product in found)
        total = re.search(r"sum\s+(\d\.\d{3}) ≈ (\d\.\d)", text)
        assert total is not None
        assert float(total[1]) == pytest.approx(sum(product for *_, product in found))
        assert said(pilot.app, f"= {total[2]}")
        assert text.count(" levels of probing") + text.count(" level of probing") >= 1
        assert "Your own score was 4," in text
        assert re.search(r"Q1 +Q2 +Q3 +Q4 +Q5 +Q6", text)
        assert "Phone screen" in text
        assert "Final executive interview" in text


async def test_a_recommended_drill_begins_with_enter(offline: Kit) -> None:
    session = played(offline)
    grade_all(offline, session)
    async with offline.run() as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        view = await debriefed(pilot)
        await chosen(pilot, "ask:")
        wanted = view.blocks[view.chosen].opens.removeprefix("ask:")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen), "the drill")
        assert isinstance(pilot.app.screen, DrillScreen)
        assert pilot.app.screen.drill.question.id == wanted
        assert wanted not in {each.question.id for each in session.state.exchanges}
        await pilot.press("escape")
        await debriefed(pilot)


async def test_an_answer_opens_with_its_grade_and_the_conversation_with_every_word(offline: Kit) -> None:
    session = played(offline)
    grade_all(offline, session)
    async with offline.run(size=(100, 40)) as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        await debriefed(pilot)
        await chosen(pilot, "answer:")
        await pilot.press("enter")
        await graded(pilot)
        assert isinstance(pilot.app.screen, FeedbackScreen)
        assert pilot.app.screen.answer.session_id == session.interview.id
        await pilot.press("escape")
        await debriefed(pilot)
        await pilot.press("v")
        await until(pilot, lambda: isinstance(pilot.app.screen, InterviewTranscriptScreen))
        await pilot.pause()
        talk = pilot.app.screen.query_one("#talk")
        words = " ".join(" ".join(line.plain.split()) for lines in talk._wrapped for line in lines)  # type: ignore[attr-defined]
        words = words.replace("│ ", "").replace("Interviewer ", "").replace("You ", "")
        for line in session.lines:
            assert " ".join(line.text.split()).replace("You ", "") in words


async def test_nothing_on_the_page_is_walked_past(offline: Kit) -> None:
    """With the down key alone every line of the page comes into sight."""
    session = played(offline)
    grade_all(offline, session)
    async with offline.run(size=(60, 20)) as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        view = await debriefed(pilot)
        seen: set[int] = set()
        for _ in range(300):
            seen |= set(range(view.scroll_offset.y, view.scroll_offset.y + view.size.height))
            if view.at_end and view._next(1) is None:
                break
            view.action_move(1)
        assert set(range(view.virtual_size.height)) <= seen
        for _ in range(300):
            view.action_move(-1)
        assert view.scroll_offset.y == 0


async def test_what_has_no_score_is_said_and_graded_on_request(offline: Kit) -> None:
    grader = SlowGrader()
    offline.grader = lambda settings: grader
    session = played(offline)
    async with offline.run() as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        await debriefed(pilot)
        assert said(pilot.app, "UNDECIDED")
        assert said(pilot.app, "3 answers have no score; g grades what is missing.")
        await pilot.press("g")
        await until(pilot, lambda: said(pilot.app, "Grading 3 answers …"))
        await pilot.press("g")
        grader.go.set()
        await until(pilot, lambda: said(pilot.app, "HIRE") and not said(pilot.app, "Grading"))
        assert not said(pilot.app, "have no score")
        assert grader.begun == 3


async def test_a_finished_interview_is_one_line_on_home_and_opens_its_debrief(offline: Kit) -> None:
    session = played(offline)
    grade_all(offline, session)
    offline.clock.pass_seconds(60)
    offline.store.save_answer(
        Answer(
            id="later-answer", session_id="s", position=0, track="ai_pm", question=offline.question(), text="Mine.",
            typing_seconds=1.0, created_at=offline.clock.now(),
        )
    )  # fmt: skip
    async with offline.run() as pilot:
        assert said(pilot.app, "debrief Interview: Phone screen")
        assert said(pilot.app, "Recent answers and interviews")
        assert not said(pilot.app, session.state.exchanges[0].question.prompt[:30])
        await pilot.press("end", "enter")
        await debriefed(pilot)
        assert said(pilot.app, "Debrief › AI PM: Phone screen")


async def test_it_stays_text_and_fits_any_terminal(offline: Kit) -> None:
    session = played(offline, turns=2)
    session.say("[bold]B[/bold] \x1b[31mred \u202eback 40 percent of clerks, which I measured in March.", 1.0)
    session.leave()
    grade_all(offline, session)
    async with offline.run(size=(120, 60)) as pilot:
        pilot.app.open_debrief(session.interview.id)  # type: ignore[attr-defined]
        view = await debriefed(pilot)
        assert said(pilot.app, "not played to its end")
        assert clean(pilot)
        for size in ((40, 12), (10, 4), (120, 60)):
            await pilot.resize_terminal(*size)
            await pilot.press("down", "pagedown")
            await pilot.pause()
            assert clean(pilot)
            assert all(line.cell_length <= max(40, view.size.width) for lines in view._wrapped for line in lines)
        await pilot.press("v")
        await until(pilot, lambda: said(pilot.app, "[bold]B[/bold] \\x1b[31mred \\u202eback"))
        assert clean(pilot)


async def test_an_interview_that_is_not_there_is_said_to_be_missing(offline: Kit) -> None:
    async with offline.run() as pilot:
        pilot.app.open_debrief("nothing-like-it")  # type: ignore[attr-defined]
        await until(pilot, lambda: said(pilot.app, "there is no interview"))
        assert isinstance(pilot.app.screen, DebriefScreen)
        pilot.app.open_interview("nothing-like-it")  # type: ignore[attr-defined]
        await until(pilot, lambda: said(pilot.app, "The interview cannot be opened"))
