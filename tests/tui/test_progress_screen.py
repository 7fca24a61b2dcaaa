"""Progress on the screen, over a real store: scores by track and grader, what is due, topics, the interview's day."""

from datetime import UTC, datetime, timedelta

import pytest

from interviewer.domain.progress import Point
from interviewer.ports import InterviewerError, StoreError
from interviewer.practice.due import interview_on
from interviewer.storage.scores import SqliteProgress
from interviewer.tui.progress_blocks import COURSE, DUE, MORE_TOPICS, TOPIC, duration
from interviewer.tui.progress_plot import counts_line, plot, sparkline
from interviewer.tui.progress_reading import keep_interview_day
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.screens.progress import ProgressScreen
from interviewer.tui.screens.text_dialog import TextDialog
from interviewer.tui.widgets.pick_view import PickView
from tests.tui.history_kit import FIRST, MODEL, given, scored
from tests.tui.interview_kit import grade_all, played
from tests.tui.kit import AppPilot, Kit, pasted, said, screen_text, until

pytestmark = pytest.mark.long
QUESTIONS = ("ai-fairness-recommender", "ai-fairness-disparate-impact", "ai-first-eval-set-no-users")


def practised(kit: Kit, count: int = 12, *, first: float = 2.0, last: float = 4.0) -> None:
    """So many graded answers, one each two days, the last two days ago: half of them with one score, then another."""
    for number in range(count):
        answer = given(kit, FIRST, 48 * (count - number), question_id=QUESTIONS[number % 3])
        scored(kit, answer.id, first if number < count / 2 else last)


async def shown(pilot: AppPilot) -> ProgressScreen:
    """Progress, opened from Home, once it is read."""
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, ProgressScreen) and pilot.app.screen.report, "progress")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, ProgressScreen)
    return screen


def everything(screen: ProgressScreen, width: int = 76) -> str:
    return "\n".join(line.plain.rstrip() for block in screen.query_one(PickView).blocks for line in block.lines(width))


async def choose(pilot: AppPilot, opens: str) -> None:
    """Walks down to the first block that opens something of this kind."""
    view = pilot.app.screen.query_one(PickView)
    for _ in range(150):
        if view.chosen >= 0 and view.blocks[view.chosen].opens.startswith(opens):
            return
        await pilot.press("down")
    raise AssertionError(f"{opens} cannot be reached\n{screen_text(pilot.app)}")


# what it shows


async def test_each_signal_and_habit_stands_with_its_course_and_spread(kit: Kit) -> None:
    practised(kit)
    async with kit.run(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        assert said(pilot.app, "Streak 0 days (longest 1) · 12 answers on 12 days, 12 scored · 24 min")
        text = everything(screen)
        assert "Graded by the offline grader (an estimate)" in text
        for name in ("Overall", "Market impact", "User empathy", "Technical fluency", "Specificity", "Ownership"):
            (line,) = [each for each in text.splitlines() if each.lstrip("● ").startswith(name) and "+" in each]
            assert line.endswith("2.0  ▃▆                 4.0  4.0–4.0   +2.0"), line
        assert "Market impact           45 %" in text
        assert "median of 6 answers" in text
        assert "Votes: no 6, yes 6." in text
        assert max(map(len, text.splitlines())) <= 76


async def test_two_graders_are_kept_apart_and_it_says_so(kit: Kit) -> None:
    practised(kit, 3)
    kit.clock.pass_seconds(1)
    answer = given(kit, FIRST, 1)
    scored(kit, answer.id, 4.5, grader=MODEL)
    async with kit.run() as pilot:
        text = everything(await shown(pilot))
        assert "they are kept apart and never averaged" in " ".join(text.split())
        assert text.index("Graded by gpt-5-mini, standard effort") < text.index("Graded by the offline grader")
        assert "too few answers for a trend" in text, "no course is made up out of two graders"


async def test_the_first_figure_says_what_it_is_and_by_which_grader(kit: Kit) -> None:
    practised(kit, 3)
    async with kit.run() as pilot:
        await shown(pilot)
        assert said(pilot.app, "AI PM 4.0 last answer ▃▃▆ too few answers for a trend offline estimate")


async def test_from_ten_answers_on_the_first_figure_is_a_median_and_says_of_how_many(kit: Kit) -> None:
    practised(kit, 100)
    for size in ((80, 24), (120, 36)):
        async with kit.run(size=size) as pilot:
            await shown(pilot)
            assert said(pilot.app, "AI PM 4.0 median of last 5")
            assert said(pilot.app, "+2.0 since the start")
            assert said(pilot.app, "offline estimate")


async def test_own_scores_are_held_against_the_grades(kit: Kit) -> None:
    session = played(kit)
    for exchange in session.state.exchanges:
        if exchange.answer_id:
            session.self_score(exchange.position, 4)
    grade_all(kit, session)
    async with kit.run() as pilot:
        text = everything(await shown(pilot))
        assert "above the grade on average" in text
        assert "you said 4, graded" in text


async def test_without_answers_it_says_how_to_begin_and_the_day_can_still_be_set(kit: Kit) -> None:
    async with kit.run() as pilot:
        assert "Progress" not in screen_text(pilot.app), "Home offers it once there is something to show"
        screen = await shown(pilot)
        assert said(pilot.app, "No answers yet, so there is no progress to show. Press a or m to practise.")
        await pilot.press("x", "t", "enter")
        assert not (kit.paths.home / "reports").exists()
        await pilot.press("i")
        await pasted(pilot, "2026-03-20")
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "Your interview is on 20 Mar 2026, in 6 days"))
        assert pilot.app.screen is screen


async def test_what_cannot_be_read_is_told(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    practised(kit, 2)

    def failing(*args: object, **kwargs: object) -> object:
        raise StoreError("the disk was pulled out")

    monkeypatch.setattr(SqliteProgress, "self_scores", failing)
    async with kit.run() as pilot:
        await pilot.press("p")
        await until(pilot, lambda: said(pilot.app, "Your progress cannot be read. the disk was pulled out"))


async def test_it_bears_a_very_small_terminal(kit: Kit) -> None:
    practised(kit)
    async with kit.run(size=(40, 12)) as pilot:
        screen = await shown(pilot)
        assert max(len(line) for line in everything(screen, 36).splitlines()) <= 36
        await pilot.press("down", "down", "pagedown", "end", "home", "t")


# what the person does


async def test_enter_on_what_is_due_asks_it_and_it_says_why(kit: Kit) -> None:
    practised(kit, 3, first=2.0, last=2.0)
    async with kit.run() as pilot:
        screen = await shown(pilot)
        assert screen.report is not None
        due = screen.report.due[0]
        assert f"Due today: {len(screen.report.due)}" in everything(screen)
        assert " ".join(due.why.split()) in " ".join(everything(screen).split())
        await choose(pilot, DUE)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.question.id == due.question.id  # type: ignore[attr-defined]
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_enter_on_a_topic_not_yet_practised_asks_a_question_of_it(kit: Kit) -> None:
    practised(kit, 1)
    async with kit.run() as pilot:
        screen = await shown(pilot)
        assert "Topics: 1 of " in everything(screen)
        await choose(pilot, MORE_TOPICS)
        await pilot.press("enter")
        await until(pilot, lambda: "that you have not practised" not in everything(screen))
        view = screen.query_one(PickView)
        view.choose(next(at for at, block in enumerate(view.blocks) if block.opens.startswith(TOPIC)))
        topic = view.blocks[view.chosen].opens.rpartition(":")[2]
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.drill.question.topic == topic  # type: ignore[attr-defined]


async def test_enter_on_a_signal_plots_it_and_brings_the_plot_into_sight(kit: Kit) -> None:
    practised(kit)
    async with kit.run(size=(80, 24)) as pilot:
        screen = await shown(pilot)
        assert "  Overall  ● median of 6 answers" in everything(screen)
        await choose(pilot, f"{COURSE}ai_pm/0:ownership")
        await pilot.press("enter")
        await until(pilot, lambda: "  Ownership  ● median of 6 answers" in everything(screen))
        assert said(pilot.app, "● Ownership")
        assert said(pilot.app, "yes"), "the line where yes begins is in sight"


async def test_one_key_leads_to_the_other_track_and_back(kit: Kit) -> None:
    practised(kit, 2)
    answer = given(kit, FIRST, 3, track="ml_pm", question_id="ml-contract-kilos-for-pounds")
    scored(kit, answer.id, 3.0, track="ml_pm")
    async with kit.run() as pilot:
        screen = await shown(pilot)
        view = screen.query_one(PickView)
        await pilot.press("t")
        ai = view.scroll_offset.y
        await pilot.press("t")
        assert view.scroll_offset.y > ai > 0
        await pilot.press("t")
        assert view.scroll_offset.y == ai


async def test_the_day_of_the_interview_is_kept_and_a_bad_one_is_told(kit: Kit) -> None:
    practised(kit, 1)
    async with kit.run() as pilot:
        await shown(pilot)
        await pilot.press("i")
        await pasted(pilot, "soon")
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "“soon” is no date"))
        assert isinstance(pilot.app.screen, TextDialog)
        await pilot.press("escape", "i")
        await pasted(pilot, "2026-03-15")
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "Your interview is on 15 Mar 2026, tomorrow"))
        await pilot.press("i")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextDialog))
        pilot.app.screen.query_one("Input").value = ""  # type: ignore[attr-defined]
        await pilot.press("enter")
        await until(pilot, lambda: said(pilot.app, "the day of your interview"))
        assert interview_on(kit.store) is None


def test_a_day_that_is_over_is_refused(kit: Kit) -> None:
    with pytest.raises(InterviewerError, match="2026-03-13 is over"):
        keep_interview_day(kit.services(), "2026-03-13")
    keep_interview_day(kit.services(), " 2026-03-14 ")
    assert interview_on(kit.store) is not None
    keep_interview_day(kit.services(), "None")
    assert interview_on(kit.store) is None


async def test_the_report_is_written_as_one_page_and_its_place_is_told(kit: Kit) -> None:
    practised(kit)
    async with kit.run(size=(120, 36)) as pilot:
        await shown(pilot)
        await pilot.press("x")
        await until(pilot, lambda: said(pilot.app, "progress-2026-03-14.html"))
    page = kit.paths.home / "reports" / "progress-2026-03-14.html"
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "Market impact" in text
    assert page.stat().st_mode & 0o077 == 0, "only its owner can read it"


@pytest.fixture
def in_the_way(kit: Kit) -> None:
    (kit.paths.home / "reports").write_text("a file", encoding="utf-8")


@pytest.mark.usefixtures("in_the_way")
async def test_a_report_that_cannot_be_written_is_told(kit: Kit) -> None:
    practised(kit, 1)
    async with kit.run() as pilot:
        await shown(pilot)
        await pilot.press("x")
        await until(pilot, lambda: said(pilot.app, "The report was not written"))


async def test_it_is_read_anew_when_one_comes_back(kit: Kit) -> None:
    practised(kit, 1)
    async with kit.run() as pilot:
        screen = await shown(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        scored(kit, given(kit, FIRST, 1).id, 3.0)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen and said(pilot.app, "2 answers on 2 days"))


@pytest.mark.parametrize("key", ["", "sk-1"])
async def test_home_still_fits_with_all_its_entries(kit: Kit, key: str) -> None:
    kit.environ["OPENAI_API_KEY"] = key  # the offer to grade with a model takes more lines
    for number in range(8):
        given(kit, f"Answer {number}.", number + 1)
    kit.clock.pass_seconds(60)
    played(kit, turns=1)
    from interviewer.domain.transcripts import Draft

    question = kit.question()
    kit.store.save_draft(
        Draft(slot="drill:ai_pm:x", track="ai_pm", question=question, text="I", typing_seconds=1.0,
              updated_at=kit.clock.now())
    )  # fmt: skip
    async with kit.run(size=(80, 24)) as pilot:
        assert isinstance(pilot.app.screen, HomeScreen)
        menu = pilot.app.screen.query_one("RowList")
        await until(pilot, lambda: said(pilot.app, "Progress"))
        assert said(pilot.app, "Resume the interview")
        assert said(pilot.app, "Continue your draft")
        assert menu.virtual_size.height <= menu.size.height


# drawing


def point(median: float, low: float | None = None, high: float | None = None) -> Point:
    at = datetime(2026, 3, 1, tzinfo=UTC)
    return Point(first=at, last=at + timedelta(days=1), answers=5, median=median, low=low, high=high)


def test_a_plot_says_it_with_shapes_and_needs_no_colour() -> None:
    drawn = [
        line.plain.rstrip() for line in plot([point(1.5), point(3.0, 2.0, 4.0), point(5.0)], ("1 Mar", "9 Mar"), 30)
    ]
    assert drawn == [
        "  5 ┤              ●",
        "    ┤",
        "  4 ┤        │",
        "    ┤┄┄┄┄┄┄┄┄│┄┄┄┄┄┄┄┄┄ yes",
        "  3 ┤        ●",
        "    ┤        │",
        "  2 ┤        │",
        "    ┤  ●",
        "  1 ┤",
        "    └──────────────────",
        "     1 Mar        9 Mar",
    ]


def test_where_there_is_no_room_for_all_the_newest_points_are_plotted() -> None:
    points = [point(1.0)] * 30 + [point(5.0)] * 3
    drawn = [line.plain.rstrip() for line in plot(points, ("1 Mar", "9 Mar"), 24)]
    assert drawn[0].count("●") == 3
    assert all(len(line) <= 24 for line in drawn)


def test_small_lines_and_times() -> None:
    assert sparkline([1.0, 3.0, 5.0]) == "▁▅█"
    assert counts_line([0, 1, 8]) == "·▁█"
    assert [duration(seconds) for seconds in (20, 720, 12_000)] == ["20 s", "12 min", "3 h 20 min"]
