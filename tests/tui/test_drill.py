import pytest
from textual.app import App

from interviewer.ports import StoreError
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.banner import Banner
from tests.tui.kit import RUBRICS, Kit, graded, said, until, written

SLOT = "drill:ai_pm:ai-fairness-recommender"


def kept(kit: Kit) -> str | None:
    draft = kit.store.draft(SLOT)
    return draft.text if draft else None


def editor(app: App[None]) -> AnswerEditor:
    return app.screen.query_one(AnswerEditor)


async def test_the_question_its_target_and_the_length_of_the_answer_are_shown(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        written(pilot.app, "word " * 304)
        await until(pilot, lambda: said(pilot.app, "≈ 2:10 of 4:00"))
        assert said(pilot.app, "How do you ensure fairness in a recommendation system?")
        assert said(pilot.app, "AI PM · ethics · fairness")
        assert said(pilot.app, "304 words")


async def test_typing_time_is_shown_and_goes_into_the_answer(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("I")
        kit.clock.pass_seconds(42)
        await pilot.press("f")
        await until(pilot, lambda: said(pilot.app, "typing 0:42"))
        await pilot.press("ctrl+s")
        await graded(pilot)
        row = kit.store.answers(limit=1)[0]
        transcript = kit.store.transcript(row.answer_id)
        assert transcript is not None
        assert transcript.answer.typing_seconds == 42.0


async def test_enter_and_ctrl_j_are_newlines_and_the_editors_own_keys_work(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("a", "enter", "b", "ctrl+j", "c", "ctrl+a", "x", "ctrl+e", "y", "question_mark")
        assert editor(pilot.app).text == "a\nb\nxcy?"
        await pilot.press("ctrl+u", "ctrl+z")
        assert editor(pilot.app).text == "a\nb\nxcy?"


async def test_what_is_typed_is_kept_while_it_is_typed(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press(*"I chose")
        await until(pilot, lambda: kept(kit) == "I chose", "the draft")
        await until(pilot, lambda: said(pilot.app, "draft kept"))
        await pilot.press(*" it")
        await until(pilot, lambda: kept(kit) == "I chose it", "the newer draft")


@pytest.mark.parametrize("key", ["escape", "ctrl+q", "ctrl+n"])
async def test_leaving_keeps_the_last_key(kit: Kit, key: str) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press(*"I see", key)
        await until(pilot, lambda: kept(kit) == "I see", "the draft")
    assert kept(kit) == "I see"


async def test_an_error_of_the_programs_own_keeps_the_text_and_is_one_line(kit: Kit) -> None:
    app = kit.app(kit.start())

    async def fail() -> None:
        async with app.run_test(notifications=True) as pilot:
            await until(pilot, lambda: isinstance(app.screen, DrillScreen))
            await pilot.press(*"mine")
            app.call_later(lambda: 1 // 0)
            await pilot.pause()

    with pytest.raises(ZeroDivisionError):
        await fail()
    assert kept(kit) == "mine"
    assert app.last_words is not None
    assert "ZeroDivisionError" in app.last_words
    assert "\n" not in app.last_words
    assert "ZeroDivisionError" in (kit.paths.home / "crash.txt").read_text(encoding="utf-8")


async def test_an_emptied_editor_leaves_no_draft(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("a")
        await until(pilot, lambda: kept(kit) == "a", "the draft")
        await pilot.press("backspace")
        await until(pilot, lambda: kept(kit) is None, "no draft")


async def test_a_draft_that_cannot_be_kept_is_said_until_it_can(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    from interviewer.tui import draft_keeper

    monkeypatch.setattr(draft_keeper, "RETRY", 0.05)
    full = StoreError("the disk is full: make room")
    failing = True
    save = kit.store.save_draft

    def save_draft(draft: object) -> None:
        if failing:
            raise full
        save(draft)  # type: ignore[arg-type]

    monkeypatch.setattr(type(kit.store), "save_draft", lambda self, draft: save_draft(draft))
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press(*"still here")
        await until(pilot, lambda: said(pilot.app, "the disk is full"))
        assert editor(pilot.app).text == "still here"
        assert said(pilot.app, "NOT KEPT")
        failing = False
        await until(pilot, lambda: kept(kit) == "still here", "the draft")
        await until(pilot, lambda: not pilot.app.screen.query_one(Banner).has_class("-shown"))


async def test_an_answer_that_cannot_be_stored_stays_on_the_screen(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object, **kwargs: object) -> None:
        raise StoreError("the disk is full: make room")

    save = kit.store.save_answer
    monkeypatch.setattr(type(kit.store), "save_answer", full)
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press(*"mine", "ctrl+s")
        await until(pilot, lambda: said(pilot.app, "could not be stored"))
        assert editor(pilot.app).text == "mine"
        await pilot.press("!")
        await until(pilot, lambda: kept(kit) == "mine!", "the draft")
        monkeypatch.setattr(type(kit.store), "save_answer", lambda self, *a, **k: save(*a, **k))
        await pilot.press("f5")
        await graded(pilot)
        assert kit.store.count_answers() == 1


async def test_submitting_stores_the_answer_and_leaves_no_draft(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press(*"I don't know", "ctrl+s")
        await graded(pilot)
        assert kept(kit) is None
        assert kit.store.answers(limit=1)[0].status == "scored"
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, HomeScreen))
    assert kept(kit) is None


async def test_an_empty_answer_is_asked_about_and_only_graded_when_that_is_meant(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press("space", "ctrl+s")
        await until(pilot, lambda: said(pilot.app, "Submit nothing?"))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert kit.store.count_answers() == 0
        await pilot.press("ctrl+s")
        await until(pilot, lambda: said(pilot.app, "Submit nothing?"))
        await pilot.press("down", "enter")
        await graded(pilot)
        assert kit.store.count_answers() == 1


async def test_an_empty_page_can_be_taken_back(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        written(pilot.app, "many words")
        await pilot.press("f4")
        assert editor(pilot.app).text == ""
        await pilot.press("ctrl+z")
        assert editor(pilot.app).text == "many words"


async def test_where_no_editor_can_be_opened_the_text_stays(kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", "true")
    async with kit.app(kit.start()).run_test(notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        await pilot.press(*"mine", "ctrl+o")
        await until(pilot, lambda: said(pilot.app, "cannot be lent"))
        assert editor(pilot.app).text == "mine"


async def test_the_text_survives_any_size_of_terminal(kit: Kit) -> None:
    async with kit.app(kit.start()).run_test(size=(200, 60), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        text = "I set the limit at 4 %.\n\n" * 30
        written(pilot.app, text)
        for size in ((40, 12), (10, 4), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
        assert editor(pilot.app).text == text
        assert said(pilot.app, "How do you ensure fairness")
        await pilot.press("ctrl+s")
        await graded(pilot)
        for size in ((40, 12), (10, 4), (200, 60)):
            await pilot.resize_terminal(*size)
            await pilot.press("down", "down")
            await pilot.pause()
        transcript = kit.store.transcript(kit.store.answers(limit=1)[0].answer_id)
        assert transcript is not None
        assert transcript.answer.text == text
        await pilot.press("home")
        await until(pilot, lambda: said(pilot.app, "0.45 ×"))


async def test_an_exercise_says_what_it_asks_for_and_counts_to_its_own_target(kit: Kit) -> None:
    written_one = RUBRICS.drill("one_page_prd")
    assert written_one is not None
    async with kit.run(kit.start("ai_pm", "drill-prd-lease-assistant")) as pilot:
        await until(pilot, lambda: said(pilot.app, f"{written_one.name}"))
        assert said(pilot.app, f"Target: {written_one.words} words, written.")
        written(pilot.app, "I set the limit.")
        await until(pilot, lambda: said(pilot.app, f"4 of {written_one.words} words, written"))
    spoken = RUBRICS.drill("career_story")
    assert spoken is not None
    async with kit.run(kit.start("ai_pm", "drill-career-two-minutes-ai-pm")) as pilot:
        await until(pilot, lambda: said(pilot.app, f"≈ 0:00 of {spoken.minutes}:00"))
        await until(pilot, lambda: said(pilot.app, f"Target: {spoken.minutes} minutes spoken"))
