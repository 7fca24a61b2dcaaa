"""The history on the screen, over a real store: found, filtered, labelled, put away and opened."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from interviewer.domain.history import HistoryQuery
from interviewer.ports import StoreError
from interviewer.storage.history import SqliteHistory
from interviewer.storage.store import SqliteStore
from interviewer.tui.run import run_app
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.screens.compare import CompareScreen
from interviewer.tui.screens.debrief import DebriefScreen
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.help import HelpScreen
from interviewer.tui.screens.history import HistoryScreen
from interviewer.tui.screens.history_filters import FilterDialog
from interviewer.tui.screens.text_dialog import TextDialog
from interviewer.tui.screens.transcript import TranscriptScreen
from tests.tui.history_kit import FIRST, given, history, scored, settled, two_tries
from tests.tui.interview_kit import grade_all, played
from tests.tui.kit import AppPilot, Kit, pasted, said, screen_text, until

pytestmark = pytest.mark.long
OTHER = "ai-fairness-disparate-impact"
ML = "ml-contract-kilos-for-pounds"


@asynccontextmanager
async def looking(kit: Kit, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[AppPilot, HistoryScreen]]:
    async with kit.run(size=size) as pilot:
        yield pilot, await history(pilot)


async def press(pilot: AppPilot, *keys: str) -> None:
    """Keys, and then whatever they made the list read."""
    await pilot.press(*keys)
    await settled(pilot)


def ids(screen: HistoryScreen) -> list[str]:
    assert screen.window is not None
    return [row.id for number in range(len(screen.window)) if (row := screen.window.row(number))]


# what is there


async def test_drills_and_interviews_are_listed_newest_first_and_an_answer_opens_and_comes_back(kit: Kit) -> None:
    given(kit, "The older one, which I chose.", 3)
    given(kit, "I set a limit.", 1, question_id=OTHER)
    session = played(kit)
    grade_all(kit, session)
    async with looking(kit, (120, 36)) as (pilot, screen):
        answers = len(session.state.exchanges) + 2
        assert said(pilot.app, f"{answers} answers in 3 entries"), "as many answers as Home counts"
        assert ids(screen) == [session.interview.id, "00000001", "00000003"]
        assert said(pilot.app, "Interview: Phone screen")
        await pilot.press("down", "down")
        assert said(pilot.app, "14 Mar 09:00 · 6 words · try 1 · ethics")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen) and said(pilot.app, "Not graded yet"))
        assert said(pilot.app, "The older one, which I chose.")
        await pilot.press("escape")
        back = await settled(pilot)
        assert back.row is not None
        assert back.row.id == "00000003", "the same place in the list"


async def test_an_interview_opens_its_debrief_and_one_that_is_paused_goes_on(kit: Kit) -> None:
    over = played(kit)
    async with looking(kit) as (pilot, _):
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen))
        assert pilot.app.screen.interview_id == over.interview.id  # type: ignore[attr-defined]
        await pilot.press("escape")
        await settled(pilot)
    kit.clock.pass_seconds(60)
    played(kit, turns=1, seed=2)
    async with looking(kit) as (pilot, _):
        assert said(pilot.app, "paused")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen))


async def test_a_new_answer_does_not_move_the_cursor_to_another_entry(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, screen):
        await pilot.press("down", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        given(kit, "Meanwhile, in another copy.", 1)
        await pilot.press("escape")
        await settled(pilot)
        assert ids(screen) == ["00000001", "00000002", "00000005"]
        assert screen.row is not None
        assert screen.row.id == "00000005"


async def test_without_answers_it_says_how_to_begin(kit: Kit) -> None:
    async with looking(kit) as (pilot, _):
        assert said(pilot.app, "No answers yet. Press a or m to practise")
        assert said(pilot.app, "0 answers")
        await pilot.press("enter", "r", "c", "e", "d", "u", "y")
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))


async def test_a_store_that_cannot_be_read_says_so_and_is_tried_again(
    kit: Kit, monkeypatch: pytest.MonkeyPatch
) -> None:
    given(kit, "I chose exposure.", 1)

    def failing(*args: object, **kwargs: object) -> object:
        raise StoreError("the disk was pulled out")

    reading = SqliteHistory.rows
    monkeypatch.setattr(SqliteHistory, "rows", failing)
    async with kit.run() as pilot:
        await pilot.press("h")
        await until(pilot, lambda: said(pilot.app, "Your answers cannot be read. the disk was pulled out"))
        monkeypatch.setattr(SqliteHistory, "rows", reading)
        await pilot.press("2", "2", "2")
        await until(pilot, lambda: said(pilot.app, "1 answer"))
        assert not said(pilot.app, "pulled out")


# searching and filtering


async def test_it_is_searched_as_one_types_and_the_found_words_are_shown(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, screen):
        await press(pilot, "slash", "c", "h", "u")
        assert ids(screen) == ["00000002"]
        assert said(pilot.app, "“chu*”")
        assert said(pilot.app, "1 of 2")
        assert said(pilot.app, "Seller churn dropped from 12 % to 9 %")
        await press(pilot, "r", "x")
        assert said(pilot.app, "Nothing fits. Escape shows everything again.")
        await press(pilot, "escape")
        assert ids(screen) == ["00000002", "00000005"]
        assert screen.query_one("#filter", Input).value == ""
        assert screen.entries.has_focus


@pytest.mark.parametrize(
    "text",
    ['"', '""', "AND OR NOT", "x NEAR/2 y", "a*b*c:d -e ^f", "(((", "\x1b[2J\x00", "ünï " * 2000, "*", "'; DROP"],
)
async def test_whatever_is_typed_into_the_search_is_safe(kit: Kit, text: str) -> None:
    given(kit, "I chose exposure.", 1)
    async with looking(kit) as (pilot, screen):
        await pilot.press("slash")
        await pasted(pilot, text)
        await settled(pilot)
        assert not screen.query_one("Banner").has_class("-shown")
        assert screen.window is not None
        assert len(screen.window) in (0, 1)


async def test_the_search_box_is_left_downwards_or_with_enter(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, screen):
        for key in ("down", "enter"):
            await pilot.press("slash")
            assert pilot.app.focused is screen.query_one("#filter")
            await pilot.press(key)
            assert pilot.app.focused is screen.entries
            assert pilot.app.screen is screen


async def test_keys_step_through_the_filters_and_one_line_says_what_is_filtered(kit: Kit) -> None:
    two_tries(kit)
    other = given(kit, "I stopped it.", 1, track="ml_pm", question_id=ML)
    async with looking(kit, (120, 36)) as (pilot, screen):
        await press(pilot, "2", "2")
        assert ids(screen) == [other.id]
        assert said(pilot.app, "f ML PM 1 of 3")
        await press(pilot, "2", "6", "6")
        assert ids(screen) == ["00000005"], "ownership below 2.6"
        assert said(pilot.app, "ownership below 2.6")
        await press(pilot, "escape", "5", "5", "5")
        assert said(pilot.app, "2.6 to 3.3")
        await press(pilot, "escape", "7")
        assert ids(screen) == ["00000002", "00000005"], "what was graded offline"
        await press(pilot, "escape", "4", "8", "1")
        assert said(pilot.app, "single questions only")
        assert said(pilot.app, "today")


async def test_all_filters_stand_in_a_dialog_and_its_changes_show_at_once(kit: Kit) -> None:
    two_tries(kit)
    kit.store.history.add_tags("00000005", ["keep"])
    async with looking(kit) as (pilot, screen):
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FilterDialog) and said(pilot.app, "Entries"))
        assert said(pilot.app, "2 answers")
        await pilot.press("9")
        await until(pilot, lambda: said(pilot.app, "● keep"))
        await until(pilot, lambda: said(pilot.app, "1 of 2"))
        await pilot.press("down", "right")
        await until(pilot, lambda: screen.filter.chosen == {"tag": "keep", "deleted": "yes"})
        await pilot.press("backspace")
        await until(pilot, lambda: screen.filter.empty and said(pilot.app, "2 answers"))
        await pilot.press("9", "enter")
        assert await settled(pilot) is screen
        assert ids(screen) == ["00000005"]
        assert said(pilot.app, "#keep")


async def test_the_dialog_fits_into_a_very_small_terminal(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit, (40, 12)) as (pilot, _):
        await pilot.press("f", "0")
        await until(pilot, lambda: said(pilot.app, "0 Deleted"))
        await pilot.press("0", "escape")
        await settled(pilot)
        await pilot.press("N")
        await pasted(pilot, "Say it first.")
        await until(pilot, lambda: said(pilot.app, "Say it first."))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: kit.store.history.row("00000002").note == "Say it first.")  # type: ignore[union-attr]


# labels


async def test_a_name_tags_and_a_note_are_stored_before_the_dialog_closes(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit, (120, 36)) as (pilot, _):
        await pilot.press("e")
        await pasted(pilot, "The fair one")
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "The fair one How do you ensure"))
        await settled(pilot)
        await pilot.press("t")
        await pasted(pilot, "Keep, on site, keep")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "#keep #on site"))
        await settled(pilot)
        await pilot.press("N")
        await pasted(pilot, "Say it first.\nBreathe.")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "Note: Say it first. Breathe."))
        await settled(pilot)
        row = kit.store.history.row("00000002")
        assert row is not None
        assert (row.name, row.tags, row.note) == ("The fair one", ("keep", "on site"), "Say it first.\nBreathe.")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextDialog))
        assert pilot.app.screen.text == "keep, on site"  # type: ignore[attr-defined]
        pilot.app.screen.query_one(Input).value = "on site, new"
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "#new #on site"))
        row = kit.store.history.row("00000002")
        assert row is not None
        assert row.tags == ("new", "on site")


async def test_a_label_that_cannot_be_stored_says_why_and_keeps_what_was_typed(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, _):
        await pilot.press("e")
        await pasted(pilot, "x" * 201)
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "a name has at most 200 letters"))
        dialog = pilot.app.screen
        assert isinstance(dialog, TextDialog)
        assert dialog.text == "x" * 201
        await pilot.press("escape")
        await settled(pilot)
        row = kit.store.history.row("00000002")
        assert row is not None
        assert row.name == ""


async def test_a_cancelled_note_changes_nothing(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, _):
        await pilot.press("N")
        await until(pilot, lambda: pilot.app.screen.query(TextArea))
        await pasted(pilot, "no")
        await pilot.press("escape")
        await settled(pilot)
        assert kit.store.history.row("00000002").note == ""  # type: ignore[union-attr]


# putting away


async def test_what_is_deleted_is_out_of_sight_and_comes_back_with_one_key(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, screen):
        assert "Undo" not in screen_text(pilot.app)
        await press(pilot, "d")
        await until(pilot, lambda: ids(screen) == ["00000005"])
        assert said(pilot.app, "Deleted your answer of 14 Mar. u brings it back.")
        await settled(pilot)
        await press(pilot, "0")
        assert ids(screen) == ["00000002"], "what is deleted can be looked at"
        assert said(pilot.app, "deleted · 14 Mar 10:00")
        await press(pilot, "escape", "u")
        await until(pilot, lambda: ids(screen) == ["00000002", "00000005"])
        assert screen.row is not None
        assert screen.row.id == "00000002", "the cursor is on what came back"


async def test_undo_brings_back_the_last_first_and_also_later_from_home(kit: Kit) -> None:
    for number in (1, 2, 3):
        given(kit, f"Answer {number}.", number)
    async with looking(kit) as (pilot, screen):
        for key in ("d", "d"):
            await press(pilot, key)
            kit.clock.pass_seconds(1)
            await until(pilot, lambda: not screen.busy)
        await until(pilot, lambda: ids(screen) == ["00000003"])
        await pilot.press("escape")
        again = await history(pilot)
        await press(pilot, "u")
        await until(pilot, lambda: ids(again) == ["00000002", "00000003"])


async def test_an_answer_of_an_interview_is_not_deleted_alone_and_it_says_why(kit: Kit) -> None:
    played(kit)
    async with looking(kit) as (pilot, screen):
        await press(pilot, "1", "1", "1")
        count = len(ids(screen))
        await pilot.press("d")
        await until(pilot, lambda: said(pilot.app, "delete the interview"))
        assert len(ids(await settled(pilot))) == count


async def test_erasing_for_good_asks_first_and_leaves_nothing(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, screen):
        await pilot.press("D")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog) and said(pilot.app, "cannot be brought back"))
        await pilot.press("enter")
        await settled(pilot)
        assert len(ids(screen)) == 2, "Enter keeps it"
        await pilot.press("D")
        await until(pilot, lambda: isinstance(pilot.app.screen, Dialog))
        await pilot.press("down", "enter")
        await until(pilot, lambda: said(pilot.app, "Erased your answer of 14 Mar for good"))
        await until(pilot, lambda: ids(screen) == ["00000005"])
    assert isinstance(kit.store, SqliteStore)
    raw = b"".join(path.read_bytes() for path in kit.store.path.parent.glob("interviewer.db*"))
    assert b"Seller churn dropped" not in raw


def test_what_is_still_deleted_when_the_app_closes_is_gone(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    two_tries(kit)
    kit.store.history.delete("00000002", kit.clock.now())
    monkeypatch.setattr("interviewer.tui.run.InterviewerApp.run", lambda app, **options: None)
    run_app(kit.services())
    assert kit.store.history.row("00000002") is None
    assert kit.store.history.count(HistoryQuery()) == 1


# the question again, beside each other, elsewhere


async def test_retry_asks_the_question_again_with_what_to_fix_first(kit: Kit) -> None:
    two_tries(kit)
    async with looking(kit) as (pilot, _):
        await pilot.press("down", "r")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        screen = pilot.app.screen
        assert isinstance(screen, DrillScreen)
        assert screen.editor.text == FIRST
        assert screen.drill.question.id == "ai-fairness-recommender"


async def test_compare_takes_the_try_before_or_the_marked_answer(kit: Kit) -> None:
    two_tries(kit)
    given(kit, "A third, the newest.", 1)
    given(kit, "Another question.", 7, question_id=OTHER)
    async with looking(kit) as (pilot, screen):
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        compare = pilot.app.screen
        assert isinstance(compare, CompareScreen)
        assert (compare.before_id, compare.after_id) == ("00000002", "00000001")
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("space")
        await until(pilot, lambda: said(pilot.app, "◆ How do you ensure fairness"))
        await pilot.press("down", "down", "c")
        await until(pilot, lambda: isinstance(pilot.app.screen, CompareScreen))
        compare = pilot.app.screen
        assert isinstance(compare, CompareScreen)
        assert (compare.before_id, compare.after_id) == ("00000005", "00000001")
        await pilot.press("escape")
        await settled(pilot)
        await pilot.press("end", "c")
        await until(pilot, lambda: said(pilot.app, "The marked answer is to another question"))
        assert pilot.app.screen is screen


async def test_the_first_answer_to_a_question_has_nothing_to_be_compared_with(kit: Kit) -> None:
    given(kit, "I chose exposure.", 1)
    async with looking(kit) as (pilot, _):
        await pilot.press("c")
        await until(pilot, lambda: said(pilot.app, "This is your first answer to the question"))


async def test_the_whole_entry_goes_to_the_clipboard(kit: Kit) -> None:
    two_tries(kit)
    kit.store.history.set_note("00000002", "Say it first.")
    async with looking(kit) as (pilot, _):
        await pilot.press("y")
        await until(pilot, lambda: pilot.app.clipboard)
        copied = pilot.app.clipboard
        assert "Note: Say it first." in copied
        assert "I chose exposure as what fair means." in copied
        assert "Overall" in copied
        await until(pilot, lambda: said(pilot.app, "was sent to the terminal's clipboard"))


async def test_a_pager_that_cannot_have_the_terminal_is_told(kit: Kit) -> None:
    given(kit, "I chose exposure.", 1)
    async with looking(kit) as (pilot, _):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: said(pilot.app, "This terminal cannot be lent to a pager"))


async def test_the_pager_gets_the_whole_entry(kit: Kit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    given(kit, "I chose exposure.", 1)
    shown: list[str] = []
    lent: Callable[[object, str], None] = lambda app, text: shown.append(text)  # noqa: E731
    monkeypatch.setattr("interviewer.tui.entries.show_in_pager", lent)
    async with looking(kit) as (pilot, _):
        await pilot.press("ctrl+o")
        await until(pilot, lambda: shown)
    assert "I chose exposure." in shown[0]
    assert "Not graded yet." in shown[0]


async def test_help_shows_the_keys_of_the_screen_as_they_are_bound(kit: Kit) -> None:
    async with kit.run(size=(80, 50)) as pilot:
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(pilot.app.screen, HelpScreen))
        assert said(pilot.app, "Practise AI PM")
        assert said(pilot.app, "Light or dark")
        assert not said(pilot.app, "Continue the draft")
        await pilot.press("f1")
        await until(pilot, lambda: not isinstance(pilot.app.screen, HelpScreen))


async def test_scores_of_a_regrade_show_when_one_comes_back(kit: Kit) -> None:
    given(kit, FIRST, 1)
    async with looking(kit) as (pilot, _):
        assert said(pilot.app, "not graded")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TranscriptScreen))
        scored(kit, "00000001", 4.0)
        await pilot.press("escape")
        await settled(pilot)
        assert said(pilot.app, "4.0 yes")
