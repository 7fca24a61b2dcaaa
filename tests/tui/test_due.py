"""Home says how much is due, and one key begins with it."""

import subprocess
import sys
from datetime import timedelta

from interviewer.domain.schedule import ScheduleItem
from interviewer.practice.schedule import refresh
from interviewer.storage.store import SqliteStore
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.home import HomeScreen
from tests.practice.kit import grade
from tests.tui.kit import Kit, said, screen_text, until


def graded(kit: Kit, score: float = 3.0) -> None:
    answer = kit.answered("I decided to hold the launch.")
    kit.store.add_grade(answer.id, grade(score), kit.clock.now())


async def test_what_was_graded_meanwhile_is_counted_once_the_screen_stands(kit: Kit) -> None:
    graded(kit)
    kit.clock.pass_seconds(timedelta(days=2).total_seconds())
    async with kit.app().run_test(notifications=True) as pilot:
        await until(pilot, lambda: said(pilot.app, "1 question to practise again"))


async def test_one_key_begins_with_the_first_due_question_and_says_why(kit: Kit) -> None:
    graded(kit)
    kit.clock.pass_seconds(timedelta(days=2).total_seconds())
    async with kit.app().run_test(notifications=True) as pilot:
        await pilot.press("d")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await until(pilot, lambda: said(pilot.app, "How do you ensure fairness"))
        await until(pilot, lambda: said(pilot.app, "3.0 two days ago"))


async def test_with_nothing_due_home_says_so_and_the_key_leads_nowhere(kit: Kit) -> None:
    graded(kit)
    async with kit.app().run_test(notifications=True) as pilot:
        assert said(pilot.app, "nothing to repeat today")
        await pilot.press("d")
        await until(pilot, lambda: said(pilot.app, "Nothing is due today"))
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_the_first_time_home_does_not_speak_of_it(kit: Kit) -> None:
    async with kit.app().run_test(notifications=True) as pilot:
        assert "Due today" not in screen_text(pilot.app)


async def test_a_stored_date_is_shown_at_once(kit: Kit) -> None:
    graded(kit)
    assert isinstance(kit.store, SqliteStore)
    refresh(kit.store, kit.clock)
    (item,) = [each for each in kit.store.scheduled.schedule() if each.kind == "question"]
    assert isinstance(item, ScheduleItem)
    kit.clock.pass_seconds(timedelta(days=2).total_seconds())
    async with kit.app().run_test(notifications=True) as pilot:
        assert said(pilot.app, "1 question to practise again")


def test_the_first_screen_knows_no_scheduler() -> None:
    probe = "import sys, interviewer.tui.run, interviewer.practice.due; sys.exit('fsrs' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", probe], timeout=60, check=False).returncode == 0
