"""Whatever a question, an answer or a model holds is shown as text: no markup, no escape, no link of its making."""

import re

import pytest

from interviewer.domain.grades import Feedback, Gate
from interviewer.domain.questions import Question
from interviewer.domain.transcripts import Draft
from interviewer.ports import FeedbackText, StoreError
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.services import Start
from tests.tui.conftest import Grading
from tests.tui.kit import AppPilot, Kit, graded, said, until, written
from tests.tui.scripted_grader import Script

pytestmark = pytest.mark.long
NASTY = "[bold]B[/bold] [link=http://x.y]L[/] [@click=app.quit]Q[/] \x1b[31mred\x1b]8;;http://x.y\x07 \u202eback $error"
AS_SHOWN = "[bold]B[/bold] [link=http://x.y]L[/] [@click=app.quit]Q[/] \\x1b[31mred\\x1b]8;;http://x.y\\x07 \\u202eback"
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def clean(pilot: AppPilot) -> bool:
    """No character on the screen steers a terminal, and no text of ours carries a link or an action."""
    app = pilot.app
    for line in app.screen._compositor.render_strips(app.size):
        for segment in line:
            assert not STEERING.search(segment.text), segment.text
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or "@click" not in segment.style.meta
    return True


@pytest.fixture
def nasty(kit: Kit) -> Start:
    return Start("ai_pm", Question(id="own-x", track="ai_pm", prompt=NASTY, topic=NASTY))


async def test_in_question_answer_and_grade(kit: Kit, grading: Grading, nasty: Start) -> None:
    feedback = Feedback(
        fix_first=NASTY, strengths=(NASTY,), improvements=(NASTY,), stronger_version=NASTY, follow_up=NASTY
    )
    script = Script(
        met={"business_result": [NASTY], "personal_decision": [NASTY]}, feedback=feedback, notices=(NASTY,),
        gate=Gate(passed=False, reason=NASTY), streamed=[FeedbackText("follow_up", NASTY)],
    )  # fmt: skip
    grading.follow([script])
    async with kit.run(nasty, size=(120, 100)) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert said(pilot.app, AS_SHOWN)
        written(pilot.app, NASTY)
        await pilot.pause()
        assert clean(pilot)
        await pilot.press("ctrl+s")
        await graded(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert said(pilot.app, "Fix first [bold]B[/bold]")
        assert clean(pilot)
        await pilot.press("r")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert clean(pilot)


async def test_in_lists_and_reasons(kit: Kit, grading: Grading, nasty: Start) -> None:
    question = nasty.question
    assert question is not None
    draft = Draft(
        slot="drill:ai_pm:own-x", track="ai_pm", question=question, text=NASTY, typing_seconds=1.0,
        updated_at=kit.clock.now(),
    )  # fmt: skip
    kit.store.save_draft(draft)
    grading.follow([Script(unscored=NASTY)])
    async with kit.run(size=(120, 36)) as pilot:
        assert said(pilot.app, "[bold]B[/bold]")
        assert clean(pilot)
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert clean(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "Not scored"))
        assert AS_SHOWN in str(pilot.app.screen.query_one("#not-scored").render())
        assert clean(pilot)
        await pilot.press("escape", "h")
        await until(pilot, lambda: said(pilot.app, "newest first"))
        assert said(pilot.app, "[bold]B[/bold]")
        assert clean(pilot)


async def test_in_errors_and_in_what_is_typed_to_look_for(
    kit: Kit, grading: Grading, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(*args: object, **kwargs: object) -> object:
        raise StoreError(NASTY)

    async with kit.run(size=(120, 36)) as pilot:
        await pilot.press("b")
        await until(pilot, lambda: said(pilot.app, "questions"))
        await pilot.press("slash")
        pilot.app.screen.query_one("#filter").insert_text_at_cursor(NASTY)  # type: ignore[attr-defined]
        await pilot.pause()
        assert clean(pilot)
        await pilot.press("escape", "escape")
        monkeypatch.setattr(type(kit.store.history), "rows", failing)
        await pilot.press("h")
        await until(pilot, lambda: said(pilot.app, "Your answers cannot be read. [bold]B[/bold]"))
        assert clean(pilot)
