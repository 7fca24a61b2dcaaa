"""The app: what is shared by its screens, the way from one to the next, and nothing else."""

import asyncio
import gc
import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import SystemCommand
from textual.binding import BindingType
from textual.screen import Screen
from textual.types import CSSPathType

from interviewer.domain.questions import Question, Track
from interviewer.ports import InterviewerError, QuestionBank
from interviewer.settings import Settings
from interviewer.tui import messages, opening
from interviewer.tui.finding_app import FindingApp
from interviewer.tui.keys import binding
from interviewer.tui.offer import model_offer
from interviewer.tui.safe_text import plain
from interviewer.tui.screens.home import HomeScreen
from interviewer.tui.services import Services, Start
from interviewer.tui.wording import model_at, told

if TYPE_CHECKING:
    from interviewer.tui.interview_choices import InterviewChoices
    from interviewer.tui.interview_grading import Gradings

OFFLINE_LINE = "Grader: offline estimate, nothing is sent"
ASKED_LOOKED_BACK = 300


class InterviewerApp(FindingApp):
    """`InterviewerApp(services).run()`; `run_app` in run.py also sees to what must happen when it ends."""

    TITLE = "interviewer"
    CSS_PATH: ClassVar[CSSPathType | None] = ["styles/app.tcss", "styles/home.tcss"]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (104, "-wide")]  # noqa: RUF012 - Textual's own annotation is no ClassVar
    VERTICAL_BREAKPOINTS = [(0, "-low"), (20, "-tall"), (32, "-high")]  # noqa: RUF012
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("app.help", "help"),
        binding("app.help_letter", "help"),
        binding("app.palette", "command_palette"),
        binding("app.theme", "light_or_dark"),
        binding("app.suspend", "suspend_process"),
        binding("app.quit", "quit"),
    ]

    def __init__(self, services: Services, *, start: Start | None = None) -> None:
        super().__init__(services)
        self.start = start
        self.chance = random.Random()  # noqa: S311 - nothing is secret about a question
        self.asked_now: list[str] = []
        self.interview_choices: InterviewChoices | None = None

    def get_default_screen(self) -> Screen[Any]:
        return HomeScreen()

    def on_mount(self) -> None:
        self.call_after_refresh(gc.enable)  # switched off for a quick start
        self.watch_signals()
        if self.start is not None:
            self._begin(self.start)

    def _begin(self, start: Start) -> None:
        if start.interview_id:
            self.open_interview(start.interview_id, self_scores=start.self_scores or None)
        elif start.track is None:
            self.ask_track("Which interview do you prepare for?", lambda track: self._begin(Start(track)))
        elif start.question is None:
            self.run_worker(self._practise(start.track, in_place=False))
        else:
            self.ask(start.track, start.question)

    # the grader and the settings

    @property
    def grader_line(self) -> str:
        """Which grader is on, and what is sent where."""
        if self.settings.grader == "offline":
            return OFFLINE_LINE
        try:
            host = self.services.endpoint(self.settings).host
        except InterviewerError:
            return "Grader: a model, its address cannot be used"
        model = model_at(self.settings, host) or "no model named"
        note = self.services.trial_note(self.settings)
        doubt = f" ({note})" if note and not note.startswith("passed") else ""
        return plain(f"Grader: {model} at {host}{doubt}, answers are sent there")

    async def change_settings(self, changes: Mapping[str, Any]) -> bool:
        """Applies and saves; False where saving failed, which is said. The change then holds until the app ends."""
        defaults = Settings()
        applied = {name: getattr(defaults, name) if value is None else value for name, value in changes.items()}
        self.settings = replace(self.settings, **applied)
        if "keymap" in changes:
            self.use_keys()
        for screen in self.screen_stack:
            screen.post_message(messages.SettingsChanged())
        try:
            await asyncio.to_thread(self.services.save_settings, changes)
        except (InterviewerError, OSError) as error:
            self.say(f"The settings could not be saved ({told(error)}). They hold until you quit.", "error")
            return False
        return True

    async def action_switch_grader(self) -> None:
        """From the offline estimate to the model and back; what is not ready for that leads to Settings."""
        offer = model_offer(self.settings, self.services.endpoint)
        if self.settings.grader == "llm":
            await self.change_settings({"grader": "offline"})
            self.say("The offline estimate grades from now on. Nothing is sent.")
        elif offer.ready:
            await self.change_settings({"grader": "llm"})
            self.say(f"{offer.who} grades from now on: each question and answer is sent there.", "warning")
        else:
            self.say(offer.text, "warning")
            self.action_open("settings")

    def watch_theme(self, name: str) -> None:
        if self.is_running and name != (self.settings.theme or self.usual_theme):
            self.run_worker(self.change_settings({"theme": name}))

    # from screen to screen

    async def bank(self) -> QuestionBank:
        """The bank, its questions read. Raises InterviewerError or OSError."""

        def load() -> QuestionBank:
            bank = self.services.bank()
            bank.refresh()
            bank.questions()
            return bank

        return await asyncio.to_thread(load)

    def on_practise(self, message: messages.Practise) -> None:
        self.run_worker(
            opening.practise_drill(self, message.drill, message.track, in_place=message.replace)
            if message.drill is not None
            else self._practise(message.track, in_place=message.replace),
            exclusive=True,
            group="practise",
        )

    async def _practise(self, track: Track, *, in_place: bool) -> None:
        from interviewer.practice.choosing import choose_question
        from interviewer.practice.due import due_questions

        try:
            bank = await self.bank()
            rows = await asyncio.to_thread(self.services.store.answers, limit=ASKED_LOOKED_BACK, track=track)
            due = await asyncio.to_thread(due_questions, self.services.store, self.services.clock, track)
        except (InterviewerError, OSError) as error:
            self.say(told(error), "error")
            return
        asked = [*reversed(self.asked_now), *(row.question_id for row in rows)]
        question = choose_question(bank.questions(), track, asked, self.chance, due)
        if question is None:
            self.say("The bank holds no question for this track.", "error")
            return
        self.ask(track, question, in_place=in_place)

    def on_ask(self, message: messages.Ask) -> None:
        self.ask(message.track, message.question)

    def ask(self, track: Track, question: Question, *, in_place: bool = False) -> None:
        """Asks a question; one about an offer begins a negotiation."""
        if question.drill == opening.TALK:
            self.run_worker(opening.negotiate(self, track, question, in_place=in_place), group="practise")
        else:
            self.ask_once(track, question, in_place=in_place)

    def ask_once(self, track: Track, question: Question, *, in_place: bool = False) -> None:
        from interviewer.practice.drill import Drill
        from interviewer.tui.screens.drill import DrillScreen

        self.asked_now.append(question.id)
        screen = DrillScreen(Drill(track, question, self.services.store, self.services.clock))
        if in_place:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def ask_track(self, text: str, then: Callable[[Track], object]) -> None:
        """Asks which role in one keystroke; `then` gets it, and is not called where none is chosen."""
        opening.ask_track(self, text, then)

    @cached_property
    def gradings(self) -> "Gradings":
        """The grading of interviews, which goes on whatever is on the screen."""
        from interviewer.tui.interview_grading import Gradings

        return Gradings(self)

    def open_interview(self, interview_id: str, *, self_scores: bool | None = None) -> None:
        """Goes on with a stored interview, exactly where it was; one that is over opens with its debrief."""
        opening.open_interview(self, interview_id, self_scores)

    def open_debrief(self, interview_id: str, *, in_place: bool = False) -> None:
        """What the committee says of an interview, finished or not."""
        opening.open_debrief(self, interview_id, in_place=in_place)

    def action_open(self, name: str) -> None:
        """`interview`, `drills`, `history`, `progress`, `questions`, `settings` or `new_question`.

        Each is imported when it is first opened.
        """
        opening.open_screen(self, name)

    async def action_home(self) -> None:
        await self.leave(self._pop_to_home)

    def _pop_to_home(self) -> None:
        while len(self.screen_stack) > 1:
            self.pop_screen()

    def action_help(self) -> None:
        opening.open_help(self)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        from interviewer.tui.commands import commands

        yield from commands(self, screen)
