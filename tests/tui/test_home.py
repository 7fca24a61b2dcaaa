from functools import partial
from typing import cast

from textual.app import App

from interviewer.domain.transcripts import Draft
from interviewer.settings import Settings, load_settings
from interviewer.tui.app import InterviewerApp
from interviewer.tui.screens.drill import DrillScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from tests.tui.conftest import Grading
from tests.tui.kit import Kit, said, screen_text, until


def draft(kit: Kit, text: str) -> Draft:
    question = kit.question()
    return Draft(
        slot=f"drill:ai_pm:{question.id}", track="ai_pm", question=question, text=text, typing_seconds=61.0,
        updated_at=kit.clock.now(),
    )  # fmt: skip


async def test_the_first_time_home_says_what_to_press_and_that_nothing_is_sent(kit: Kit) -> None:
    async with kit.app().run_test(notifications=True) as pilot:
        text = screen_text(pilot.app)
        assert "Press a or m for a question" in text
        assert "Grader: offline estimate, nothing is sent" in text
        assert "Continue" not in text


async def test_an_unfinished_draft_is_continued_with_one_key(kit: Kit) -> None:
    kit.store.save_draft(draft(kit, "I decided to"))
    async with kit.app().run_test(notifications=True) as pilot:
        assert said(pilot.app, "3 words on “How do you ensure fairness")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(pilot.app.screen, DrillScreen))
        assert pilot.app.screen.query_one(AnswerEditor).text == "I decided to"
        await until(pilot, lambda: said(pilot.app, "typing 1:01"))


async def test_recent_answers_are_shown_with_score_and_open_with_enter(kit: Kit) -> None:
    kit.answered("I don't know.")
    async with kit.app().run_test(notifications=True) as pilot:
        assert said(pilot.app, "not graded")
        await pilot.press("end", "enter")
        await until(pilot, lambda: said(pilot.app, "Not graded yet"))


async def test_home_is_up_to_date_when_one_comes_back_to_it(kit: Kit) -> None:
    app = kit.app()
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("h")
        await until(pilot, lambda: said(app, "No answers yet"))
        kit.answered("I chose the smaller model.")
        await pilot.press("escape")
        await until(pilot, lambda: said(app, "1 answer"))


async def test_practise_asks_a_question_of_the_track_and_another_one_next(kit: Kit) -> None:
    app = kit.app()
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))
        asked = []
        for _ in range(3):
            screen = app.screen
            assert isinstance(screen, DrillScreen)
            assert screen.drill.track == "ml_pm"
            asked.append(screen.drill.question.id)
            await pilot.press("ctrl+n")
            await until(pilot, partial(_is_another_drill, app, screen))
        assert len(set(asked)) == 3
        assert len(app.screen_stack) == 2


async def test_a_key_in_the_environment_chooses_nothing_and_one_keystroke_switches(kit: Kit) -> None:
    kit.environ["OPENAI_API_KEY"] = "sk-1"
    app = kit.app()
    async with app.run_test(notifications=True) as pilot:
        text = " ".join(screen_text(app).split())
        assert "Grader: offline estimate, nothing is sent" in text
        assert "Grade with gpt-5-mini at api.openai.com instead (key from OPENAI_API_KEY)" in text
        assert "sent the question, your answer and the rubric" in text
        assert not kit.paths.settings.exists()
        await pilot.press("g")
        await until(pilot, kit.paths.settings.exists)
        assert load_settings(kit.paths.settings).grader == "llm"
        assert app.settings.grader == "llm"
        await until(pilot, lambda: said(app, "gpt-5-mini at api.openai.com, answers are sent there"))
        await pilot.press("g")
        await until(pilot, lambda: load_settings(kit.paths.settings).grader == "offline")


async def test_without_a_key_the_switch_leads_to_settings_and_chooses_nothing(kit: Kit) -> None:
    app = kit.app()
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("g")
        await until(pilot, lambda: said(app, "What is sent where"))
        assert app.settings.grader == "offline"
        assert not kit.paths.settings.exists()


async def test_a_local_server_needs_no_key_but_a_model(kit: Kit) -> None:
    kit.settings = Settings(base_url="http://localhost:11434/v1")
    async with kit.app().run_test(notifications=True) as pilot:
        assert "name the model in Settings first" in " ".join(screen_text(pilot.app).split())


async def test_an_address_that_cannot_be_used_is_said_in_a_line(kit: Kit) -> None:
    kit.settings = Settings(grader="llm", base_url="localhost")
    async with kit.app().run_test(size=(120, 36), notifications=True) as pilot:
        assert said(pilot.app, "its address cannot be used")


async def test_a_store_that_cannot_be_read_is_a_line_and_home_still_works(kit: Kit, grading: Grading) -> None:
    kit.store.close()
    async with kit.app().run_test(size=(120, 36), notifications=True) as pilot:
        await until(pilot, lambda: said(pilot.app, "cannot be read"))
        assert said(pilot.app, "Practise AI PM")


async def test_keys_of_the_settings_replace_the_usual_ones_and_unknown_ones_are_said(kit: Kit) -> None:
    kit.settings = Settings(keys={"home.history": "x", "drill.send": "y"})
    app = kit.app()
    async with app.run_test(size=(120, 36), notifications=True) as pilot:
        await until(pilot, lambda: said(app, "drill.send"))
        await pilot.press("h")
        assert len(app.screen_stack) == 1
        await pilot.press("x")
        await until(pilot, lambda: len(app.screen_stack) == 2)


async def test_the_theme_that_is_chosen_is_kept(kit: Kit) -> None:
    app = kit.app()
    async with app.run_test(notifications=True) as pilot:
        assert app.current_theme.dark
        await pilot.press("ctrl+t")
        await until(pilot, kit.paths.settings.exists)
        assert load_settings(kit.paths.settings).theme == "paper"
        assert not app.current_theme.dark


async def test_the_palette_leads_everywhere(kit: Kit) -> None:
    app = kit.app()
    async with app.run_test(notifications=True) as pilot:
        for words, shown in (("history", "No answers yet"), ("add a question", "As an interviewer would say it")):
            await pilot.press("ctrl+p")
            await pilot.pause()
            await pilot.press(*words)
            await until(pilot, partial(_found, app, words))
            await pilot.press("enter")
            await until(pilot, partial(said, app, shown))


def _found(app: App[None], words: str) -> bool:
    """The palette has found the command: it stands below what was typed."""
    return screen_text(app).lower().count(words) > 1


def _is_another_drill(app: App[None], old: DrillScreen) -> bool:
    return isinstance(app.screen, DrillScreen) and app.screen is not old


async def test_a_toast_covers_no_line_of_home_or_of_an_answer(kit: Kit) -> None:
    """The lines above it move up for it, and come back when it goes."""
    async with kit.run() as pilot:
        app = cast("InterviewerApp", pilot.app)
        await until(pilot, lambda: said(app, "● Grader: offline estimate, nothing is sent"))
        quiet = screen_text(app)
        app.say("A line that is said, " + "and so much of it that it takes a second line, " * 2 + "and ends here.")
        await until(pilot, lambda: said(app, "and ends here."))
        assert said(app, "● Grader: offline estimate, nothing is sent g Grade with a model")
        assert said(app, "f1 Help")
        app.clear_notifications()
        await until(pilot, lambda: screen_text(app) == quiet)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, DrillScreen))
        app.say("A line that is said.")
        await until(pilot, lambda: said(app, "A line that is said."))
        assert said(app, "0 words")
