"""The drills in the app: the list, a question of one, the weak statement beside one's own, and the negotiation."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from interviewer.domain.grades import Grade, GraderRef
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeEvent, GradeRequest
from interviewer.practice.drill import grade_stored
from interviewer.practice.drills import questions_of
from interviewer.settings import Settings
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.drills import DrillsScreen
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.negotiation import TALK_OVER, NegotiationScreen
from interviewer.tui.services import Start
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.statement_view import StatementView
from tests.tui.kit import OFFLINE, RUBRICS, AppPilot, Kit, graded, said, screen_text, until, written

pytestmark = pytest.mark.long
REWRITE, BULLET, OFFER = (
    "drill-rewrite-accuracy-to-99",
    "drill-bullet-your-strongest-project",
    "drill-offer-first-ai-pm",
)
BETTER = (
    "I would stop at 95 %: the last four points double what a call costs, from 1 to 2 cents, and save 2 % of our "
    "tickets, about €3,000 a month. For the 5 % that stay wrong I show a button to a person, because they pay for it."
)
LINE = "Cut no-shows at 14 clinics from 18 % to 11 % in a quarter by asking patients to confirm by text."


@pytest.fixture
def offline(kit: Kit) -> Kit:
    kit.grader = lambda settings: OFFLINE
    return kit


async def listed(pilot: AppPilot) -> DrillsScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
    await pilot.press("l")
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillsScreen) and pilot.app.screen.drills)
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, DrillsScreen)
    return screen


async def to_drill(pilot: AppPilot, screen: DrillsScreen, drill: str) -> None:
    names = [each.drill.id for each in screen.drills]
    screen.query_one(RowList).cursor = names.index(drill)
    await pilot.pause()


def asked_id(pilot: AppPilot) -> str:
    screen = pilot.app.screen
    return screen.drill.question.id if isinstance(screen, DrillScreen) else ""


async def test_all_fifteen_are_listed_with_length_and_scores(offline: Kit) -> None:
    for number, text in ((2, LINE), (1, "Responsible for PyTorch and a BERT model with 95 % accuracy.")):
        answer = offline.answered(text, number=number, question_id=BULLET)
        async for _ in grade_stored(answer, OFFLINE, offline.store, offline.clock):
            pass
    async with offline.run(size=(120, 36)) as pilot:
        screen = await listed(pilot)
        assert len(screen.drills) == 15
        await to_drill(pilot, screen, "resume_bullet")
        row = next(line for line in screen_text(pilot.app).splitlines() if "Résumé bullet" in line)
        assert "Outcome before algorithm" in row
        assert row.split()[-4:] == ["35", "words", "4.4", "1.0"], "the best, then the newest"
        assert said(pilot.app, "Target: 35 words, written. What comes after 52 words is not graded.")
        assert said(pilot.app, "3 questions · 2 answers")
        assert said(pilot.app, "not tried yet") is False


async def test_enter_begins_a_question_of_the_drill_that_was_asked_least(offline: Kit) -> None:
    offline.answered(LINE, question_id=BULLET)
    async with offline.run() as pilot:
        screen = await listed(pilot)
        await to_drill(pilot, screen, "resume_bullet")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        of_it = {each.id for each in questions_of(offline.bank.questions(), "resume_bullet")}
        assert asked_id(pilot) in of_it - {BULLET}
        first = asked_id(pilot)
        await pilot.press("ctrl+n")
        await until(pilot, lambda: asked_id(pilot) not in ("", first))
        assert asked_id(pilot) in of_it, "another question stays within the drill"


async def test_a_track_can_be_chosen(offline: Kit) -> None:
    async with offline.run() as pilot:
        screen = await listed(pilot)
        await to_drill(pilot, screen, "weak_to_strong")
        await pilot.press("t", "t")
        assert said(pilot.app, "questions for ML PM")
        assert said(pilot.app, "3 questions · not tried yet")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.track == "ml_pm"  # type: ignore[attr-defined]


async def test_the_weak_statement_stands_beside_ones_own_with_both_scores(offline: Kit) -> None:
    async with offline.run(offline.start("ai_pm", REWRITE), size=(120, 36)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        written(pilot.app, BETTER)
        await pilot.press("ctrl+s")
        await graded(pilot)
        await until(pilot, lambda: pilot.app.screen.query(StatementView))
        assert said(pilot.app, "The weak statement and yours")
        lines = screen_text(pilot.app).splitlines()
        heads = next(line for line in lines if "strong no" in line and "1.0" in line)
        assert heads.index("1.0 strong no") < heads.index("strong yes")
        await pilot.press("d")
        await pilot.pause()
        assert said(pilot.app, "+ won Says in the first person what is decided.")


class Model(OfflineGrader):
    """The offline grader under a model's name, which counts what it is asked."""

    asked = 0

    @property
    def ref(self) -> GraderRef:
        return GraderRef(kind="llm", model="m", effort="quick")

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        self.asked += 1
        async for event in super().grade(request):
            yield event


async def test_a_model_grades_the_statement_once_a_sitting_and_never_for_a_mere_look(kit: Kit) -> None:
    model = Model(RUBRICS, kit.bank)
    kit.grader = lambda settings: model
    kit.settings = Settings(grader="llm", model="m")
    async with kit.run(kit.start("ai_pm", REWRITE)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        for text in (BETTER, f"{BETTER} I look at it weekly."):
            written(pilot.app, text)
            await pilot.press("ctrl+s")
            await graded(pilot)
            await until(pilot, lambda: pilot.app.screen.query(StatementView))
            await pilot.press("r")
            await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert model.asked == 3, "two answers, one statement"
    async with kit.run() as pilot:
        transcript = kit.store.transcript(kit.store.answers(limit=1)[0].answer_id)
        assert transcript is not None
        pilot.app.push_screen(FeedbackScreen(transcript.answer, transcript.grades))
        await graded(pilot)
        await pilot.pause(0.2)
        assert not pilot.app.screen.query(StatementView)
    assert model.asked == 3


OFFERS = (
    "I see myself at 172 base: the guide publishes 155 to 185 thousand, and I owned a budget. Which part has room?",
    "Then leave base, and I propose 20 thousand in cash on a milestone: 5,000 active users within twelve months, read "
    "from your quarterly report. In total that is 190 in the first year.",
    "If you stop the project before month eight, half of it is paid.",
    "There is no written offer, so I won't use it.",
    "The milestone bonus, with senior in the contract. Below 180 in total I would decline.",
)


async def say(pilot: AppPilot, text: str) -> None:
    screen = pilot.app.screen
    assert isinstance(screen, NegotiationScreen)
    before = len(screen.session.lines)
    screen.box.editor.load_text(text)
    await pilot.press("ctrl+s")
    await until(pilot, lambda: len(screen.session.lines) > before + 1 or screen.panel.is_open)
    await pilot.pause()


async def negotiating(pilot: AppPilot) -> NegotiationScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, NegotiationScreen))
    screen = pilot.app.screen
    assert isinstance(screen, NegotiationScreen)
    await until(pilot, lambda: screen.session.turn == "candidate" and screen.step and not screen.step.is_running)
    return screen


async def test_an_offer_is_negotiated_over_several_turns_and_graded_as_a_whole(offline: Kit) -> None:
    async with offline.run(offline.start("ai_pm", OFFER), size=(110, 40)) as pilot:
        screen = await negotiating(pilot)
        assert said(
            pilot.app, "equity 0.03-0.07 %. (AI PM vs ML PM: Role Responsibilities Compared for Career Changers)"
        )
        for text in OFFERS:
            await say(pilot, text)
            if screen.panel.is_open:
                break
        exchange = screen.session.state.exchanges[0]
        assert 3 <= len(exchange.probes) <= 5
        assert screen.panel.topic == TALK_OVER
        await until(pilot, lambda: said(pilot.app, "What each turn added"))
        assert said(pilot.app, "cash tied to a milestone")
        await until(pilot, lambda: screen.feedback.grades)
        await pilot.press("f")
        await graded(pilot)
        grade: Grade = screen.feedback.grades[0]
        assert grade.rubric.id == "offer_negotiation"
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and screen.panel.is_open)
        await pilot.press("r")
        await until(pilot, lambda: pilot.app.screen is not screen and isinstance(pilot.app.screen, NegotiationScreen))


async def test_a_talk_that_was_left_goes_on_where_it_was(offline: Kit) -> None:
    async with offline.run(offline.start("ai_pm", OFFER)) as pilot:
        screen = await negotiating(pilot)
        await say(pilot, OFFERS[0])
        interview_id = screen.session.interview.id
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        await pilot.press("r")
        again = await negotiating(pilot)
        assert again.session.interview.id == interview_id
        assert said(pilot.app, "Base is all but fixed")


async def test_a_talk_that_is_over_has_no_debrief_but_its_grade(offline: Kit) -> None:
    async with offline.run(offline.start("ai_pm", OFFER)) as pilot:
        screen = await negotiating(pilot)
        for text in ("Great, send the contract!", "I'm happy with that, send it over."):
            await say(pilot, text)
        await until(pilot, lambda: screen.feedback.grades)
        await pilot.press("h")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
        offline_app: Any = pilot.app
        offline_app.open_debrief(screen.session.interview.id)
        await graded(pilot)
        assert isinstance(pilot.app.screen, FeedbackScreen)


async def test_a_drill_is_opened_from_the_command_line(offline: Kit) -> None:
    question = offline.question(BULLET)
    async with offline.run(Start("ml_pm", question)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert said(pilot.app, "Target: 35 words, written.")


def test_a_statement_view_puts_the_two_side_by_side_where_there_is_room() -> None:
    from interviewer.tui.widgets.statement_view import _below, _beside

    beside: Callable[..., Any] = _beside
    weak, yours = ("1.0 strong no", "We improved it."), ("4.6 yes", "I cut it from 9 to 4 minutes, and more words")
    lines = [line.plain for line in beside(60, weak, yours)]
    assert lines[0].split() == ["1.0", "strong", "no", "4.6", "yes"]
    assert all(len(line) <= 60 for line in lines)
    assert next(line.plain for line in _below(40, weak, yours)) == "1.0 strong no"
