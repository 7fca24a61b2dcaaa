"""Whatever a network does, an answer is kept, gets no score that is none, and the person is told in a line and free."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.grading_llm.fake_model import GOOD_ANSWER
from tests.robust.faulty_session import ALTOGETHER, KEY, Session, as_told, submitted
from tests.robust.network_faults import CASES, Case
from tests.robust.network_table import Row, rows
from tests.tui.kit import AppPilot, graded, said, until

pytestmark = pytest.mark.long
QUICK = (
    "The server takes the request and says nothing",
    "The connection is reset in the middle of the reply",
    "A certificate that nobody vouches for",
    "`HTTP_PROXY` names a dead proxy, the server is on this computer",
)
HANGING = tuple(name for name, case in CASES.items() if case.waits)


async def check(case: Case, folder: Path) -> Row:
    """Goes through one fault, and back to Home; the row that it makes in the table of the docs."""
    async with submitted(case, folder) as session:
        if case.scored:
            await graded(session.pilot)
            assert [each.status for each in session.answers.grades] == ["scored"]
            return Row("a grade: it does no harm", "answer and grade")
        await until_told(session)
        (grade,) = session.answers.grades
        assert (grade.status, grade.overall, grade.signals) == ("unscored", None, ())
        assert session.answers.texts == [GOOD_ANSWER]
        reason = str(grade.reason)
        assert "\n" not in reason
        assert KEY not in reason
        assert said(session.pilot.app, " ".join(reason.split()))
        await session.pilot.press("escape")
        await until(session.pilot, lambda: session.pilot.app.screen.id == "home")
        return Row(as_told(reason, session.place), "the answer")


async def until_told(session: Session) -> None:
    """The limit of the whole grading ends the wait; where it does not hold, this does."""
    await eventually(session.pilot, lambda: session.pilot.app.screen.query("#not-scored"), ALTOGETHER + 20)
    await session.pilot.pause()


async def eventually(pilot: AppPilot, condition: Callable[[], object], seconds: float = 30.0) -> None:
    """As `until`, for what a busy machine may be slow with: the first request imports the SDK."""
    for _ in range(int(seconds / 0.025)):
        if condition():
            return
        await pilot.pause(0.025)
    raise AssertionError("it did not come about")


@pytest.mark.parametrize("name", QUICK)
async def test_a_fault_is_told_and_the_answer_kept(name: str, tmp_path: Path) -> None:
    assert await check(CASES[name], tmp_path / "home") == rows()[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in CASES if name not in QUICK])
async def test_every_fault_is_told_as_the_docs_have_it(name: str, tmp_path: Path) -> None:
    assert await check(CASES[name], tmp_path / "home") == rows()[name]


def test_the_docs_list_every_fault_and_no_other() -> None:
    assert list(rows()) == list(CASES)


async def leave(case: Case, folder: Path) -> None:
    """Esc, once the request is under way: grading ends at once, and so does the connection."""
    async with submitted(case, folder, patient=True) as session:
        pilot, proxy = session.pilot, session.place.proxy
        await eventually(pilot, lambda: pilot.app.screen.query("#grading-view"))
        await eventually(pilot, lambda: proxy is None or proxy.open or proxy.requests)
        assert said(pilot.app, "so far; given up after 1:40 without a word, 1:40 in all")
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen.query("#not-scored"))
        assert said(pilot.app, "Grading was stopped. Your answer is stored.")
        if not case.lingers:
            await eventually(pilot, lambda: proxy is None or not proxy.open)
        assert (session.answers.texts, session.answers.grades) == ([GOOD_ANSWER], [])


async def test_esc_ends_a_wait_at_once(tmp_path: Path) -> None:
    await leave(CASES[HANGING[1]], tmp_path / "home")


@pytest.mark.slow
@pytest.mark.parametrize("name", HANGING)
async def test_esc_ends_every_wait_at_once(name: str, tmp_path: Path) -> None:
    await leave(CASES[name], tmp_path / "home")
