"""Every screen as it looks, at 80x24 and 120x36; `--snapshot-update` takes them anew."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from interviewer.content.bank import Bank
from interviewer.domain.grades import Feedback
from interviewer.domain.questions import KINDS, Question
from interviewer.domain.transcripts import Draft
from interviewer.paths import Paths
from interviewer.practice.drill import grade_stored
from interviewer.settings import Settings
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.services import Start
from interviewer.tui.widgets.answer_editor import AnswerEditor
from tests.tui.conftest import Grading
from tests.tui.kit import AppPilot, Kit, graded, said, until, written
from tests.tui.scripted_grader import Script

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("plain_environment")]

SIZES = [(80, 24), (120, 36)]
ANSWER = """Sellers with fewer than 50 reviews got 4 % of the first page and held 22 % of the stock. I chose exposure,
not sales, as what fair means here, because buyers decide about sales and we decide about the page.

I set a band of 0.8 to 1.25 around each group's share of good stock, and had it built as a re-ranking step, so that I
could switch it off within the hour. Conversion fell from 3.1 % to 3.0 %, which I had noted as the most we'd pay.
Seller churn dropped from 12 % to 9 % in a quarter. We saw complaints go up in two regions."""
FIRST = Script(
    met={
        "business_result": ["Seller churn dropped from 12 % to 9 % in a quarter."],
        "result_measured": ["Conversion fell from 3.1 % to 3.0 %"],
        "user_problem": ["Sellers with fewer than 50 reviews got 4 % of the first page"],
        "technical_trade_off": ["had it built as a re-ranking step"],
        "measured_claims": ["4 % of the first page", "22 % of the stock", "0.8 to 1.25"],
        "personal_decision": ["I chose exposure", "I set a band of 0.8 to 1.25"],
        "collective_only": ["We saw complaints go up in two regions."],
    },
    levels={"market_impact": 4, "user_empathy": 3, "technical_fluency": 3, "specificity": 4, "ownership": 2},
    feedback=Feedback(
        fix_first="Ownership: Say what you decided yourself, with the verb: I set, I refused, I stopped.",
        strengths=("The price of fairness stands beside what it brought.",),
        improvements=("Say what a seller saw on the day it was wrong.",),
        stronger_version="I chose exposure as what fair means. When complaints rose I [what you did about them].",
        follow_up="Which complaint would have made you switch it off?",
    ),
)
SECOND = Script(
    met={key: quotes for key, quotes in FIRST.met.items() if key not in ("collective_only", "user_problem")}
    | {"decision_reason": ["because buyers decide about sales"]},
    levels={"market_impact": 4, "user_empathy": 2, "technical_fluency": 3, "specificity": 4, "ownership": 4},
)
Step = Callable[[AppPilot], Awaitable[None]]


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "VISUAL", "EDITOR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def shot(kit: Kit, snap_compare: Any) -> Callable[..., None]:
    """Compares a screen, reached by `steps`, with how it looked; the paths shown are the same on every machine."""

    def compare(
        size: tuple[int, int], steps: Step | None = None, *, start: Start | None = None, theme: str = ""
    ) -> None:
        kit.settings = Settings(theme=theme) if theme else kit.settings
        app = kit.app(start)

        async def before(pilot: AppPilot) -> None:
            if steps is not None:
                await steps(pilot)
            for editor in app.screen.query(AnswerEditor):
                editor.cursor_blink = False
            await pilot.pause()

        assert snap_compare(app, terminal_size=size, run_before=before)

    return compare


async def seed(kit: Kit, grading: Grading) -> None:
    grading.follow([FIRST, SECOND])
    for number, question_id in enumerate(["ai-fairness-recommender", "ai-first-eval-set-no-users"], start=1):
        answer = kit.answered(ANSWER, number=number, question_id=question_id)
        async for _ in grade_stored(answer, grading.grader, kit.store, kit.clock):
            pass
    kit.answered("I don't know.", number=30, question_id="ai-fairness-disparate-impact")
    question = kit.question("ai-why-ai-pm-now")
    kit.store.save_draft(
        Draft(
            slot="drill:ai_pm:ai-why-ai-pm-now", track="ai_pm", question=question, text="I moved because I wanted to",
            typing_seconds=30.0, updated_at=kit.clock.now(),
        )
    )  # fmt: skip


async def answering(pilot: AppPilot) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
    written(pilot.app, ANSWER)
    await until(pilot, lambda: said(pilot.app, "draft kept"))


async def feedback(pilot: AppPilot) -> None:
    await answering(pilot)
    await pilot.press("ctrl+s")
    await graded(pilot)


def test_home_at_first(shot: Callable[..., None]) -> None:
    shot((80, 24))


@pytest.mark.parametrize(("size", "theme"), [((80, 24), "ink"), ((120, 36), "ink"), ((80, 24), "paper")])
def test_home(shot: Callable[..., None], kit: Kit, grading: Grading, size: tuple[int, int], theme: str) -> None:
    import asyncio

    asyncio.run(seed(kit, grading))
    kit.environ["OPENAI_API_KEY"] = "sk-1"
    shot(size, theme=theme)


@pytest.mark.parametrize("size", [*SIZES, (40, 12)])
def test_drill(shot: Callable[..., None], kit: Kit, size: tuple[int, int]) -> None:
    shot(size, answering if size[0] >= 80 else written_small, start=kit.start())


async def written_small(pilot: AppPilot) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
    written(pilot.app, "I chose exposure.")
    await until(pilot, lambda: pilot.app.screen.keeper.all_kept)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("size", "theme"), [((80, 24), "ink"), ((120, 36), "ink"), ((120, 36), "paper"), ((80, 24), "ansi-dark")]
)
def test_feedback(shot: Callable[..., None], kit: Kit, grading: Grading, size: tuple[int, int], theme: str) -> None:
    grading.follow([FIRST])
    shot(size, feedback, start=kit.start(), theme=theme)


@pytest.mark.parametrize("size", SIZES)
def test_a_chosen_check(shot: Callable[..., None], kit: Kit, grading: Grading, size: tuple[int, int]) -> None:
    async def choose(pilot: AppPilot) -> None:
        await feedback(pilot)
        await pilot.press("down", "down")
        await pilot.pause()

    grading.follow([FIRST])
    shot(size, choose, start=kit.start())


@pytest.mark.parametrize("size", SIZES)
def test_the_difference_to_the_last_try(
    shot: Callable[..., None], kit: Kit, grading: Grading, size: tuple[int, int]
) -> None:
    async def retry(pilot: AppPilot) -> None:
        await feedback(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        written(pilot.app, " I stopped it there.")
        await pilot.press("ctrl+s")
        await graded(pilot)

    grading.follow([FIRST, SECOND])
    shot(size, retry, start=kit.start())


@pytest.mark.parametrize("size", SIZES)
def test_not_scored(shot: Callable[..., None], kit: Kit, grading: Grading, size: tuple[int, int]) -> None:
    async def unscored(pilot: AppPilot) -> None:
        await answering(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "Not scored"))

    grading.follow([Script(unscored="The server is out of quota. Wait an hour, or grade offline.")])
    kit.settings = Settings(grader="llm", model="m")
    kit.environ["OPENAI_API_KEY"] = "sk-1"
    shot(size, unscored, start=kit.start())


@pytest.mark.parametrize("size", SIZES)
def test_questions(shot: Callable[..., None], kit: Kit, size: tuple[int, int]) -> None:
    async def questions(pilot: AppPilot) -> None:
        await pilot.press("b")
        await until(pilot, lambda: said(pilot.app, " questions"))
        await pilot.press("t", "t", "t")
        await until(pilot, lambda: said(pilot.app, "3 questions"))

    kit.bank = Bank(kit.paths.questions)
    prompts = ("Which model would you retire first?", "What is a refusal worth?", "When did you overrule a scientist?")
    for number, prompt in enumerate(prompts):
        kit.bank.save_own(Question(id=f"own-{number}", track="ai_pm", prompt=prompt, kind=KINDS[number]))
    shot(size, questions)


@pytest.mark.parametrize("size", SIZES)
def test_the_form_for_a_question(shot: Callable[..., None], kit: Kit, size: tuple[int, int]) -> None:
    async def form(pilot: AppPilot) -> None:
        pilot.app.action_open("new_question")  # type: ignore[attr-defined]
        await until(pilot, lambda: said(pilot.app, "As an interviewer would say it."))
        await pilot.press("x", "backspace", "tab", "shift+tab")
        await until(pilot, lambda: said(pilot.app, "a question needs words"))

    shot(size, form)


@pytest.mark.parametrize("size", SIZES)
def test_settings(shot: Callable[..., None], kit: Kit, size: tuple[int, int]) -> None:
    async def settings(pilot: AppPilot) -> None:
        await pilot.press("s")
        await until(pilot, lambda: said(pilot.app, "What is sent where"))
        await pilot.press("right")
        await until(pilot, lambda: said(pilot.app, "Sent to"))

    kit.environ["OPENAI_API_KEY"] = "sk-1"
    kit.paths = Paths(Path("/home/ana/.local/share/interviewer"))
    shot(size, settings)


@pytest.mark.parametrize("size", SIZES)
def test_help(shot: Callable[..., None], kit: Kit, size: tuple[int, int]) -> None:
    async def shown(pilot: AppPilot) -> None:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("f1")
        await until(pilot, lambda: said(pilot.app, "Keys"))

    shot(size, shown, start=kit.start())
