"""One question and the editor for its answer."""

import asyncio
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from interviewer.domain.grades import Grade
from interviewer.domain.lengths import length_told
from interviewer.domain.transcripts import Answer
from interviewer.ports import InterviewerError
from interviewer.practice.drill import Drill
from interviewer.tui import messages
from interviewer.tui.draft_keeper import DraftKeeper
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain, safe
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.typing_time import TypingTime
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.length_meter import Length, LengthMeter
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import PLACEHOLDER, WRITTEN_PLACEHOLDER, about, told, word_count

if TYPE_CHECKING:
    from interviewer.domain.rubrics import DrillRubric

COUNT_DELAY = 0.15


class DrillScreen(AppScreen[None]):
    """`last` is the try before this one with its grade: its text is in the editor, its advice above it."""

    CSS_PATH = "../styles/drill.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("spoken time", "draft", "signal", "habit", "evidence")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("drill.submit", "submit"),
        binding("drill.editor", "external_editor"),
        binding("drill.another", "another"),
        binding("drill.clear", "clear"),
    ]

    def __init__(self, drill: Drill, last: tuple[Answer, Grade | None] | None = None) -> None:
        super().__init__()
        self.drill = drill
        self.last = last
        self.typing = TypingTime()
        self.keeper: DraftKeeper | None = None
        self.counting: Timer | None = None
        self.words = 0
        self.kept = ""
        self.unread = ""
        self.told_unkept = False
        self.exercise: DrillRubric | None = None
        self.editor = AnswerEditor(placeholder=PLACEHOLDER, id="answer")

    def compose(self) -> ComposeResult:
        question = self.drill.question
        self.editor = AnswerEditor(self._first_text(), placeholder=PLACEHOLDER, id="answer")
        yield TitleBar("Retry" if self.last else "Practise")
        with Vertical(id="column"):
            yield Static(Content(plain(self._about())), id="about", markup=False)
            with VerticalScroll(id="question", can_focus=False):
                yield Static(safe(question.prompt, "bold"), markup=False)
                yield Static("", id="exercise", markup=False)
            advice = self._advice()
            if advice:
                yield Static(Content.assemble(("Fix first  ", "bold $text-accent"), plain(advice)), id="advice")
            yield Banner()
            yield self.editor
            yield LengthMeter()
        yield KeyLine()

    def _first_text(self) -> str:
        """The draft of this question, else the last try, else nothing."""
        try:
            draft = self.drill.draft()
        except (InterviewerError, OSError) as error:
            draft, self.unread = None, told(error)
        if draft is None:
            return self.last[0].text if self.last else ""
        self.typing, self.kept = TypingTime(draft.typing_seconds), "draft kept"
        return draft.text

    def _advice(self) -> str:
        grade = self.last[1] if self.last else None
        return grade.feedback.fix_first if grade and grade.feedback else ""

    def on_mount(self) -> None:
        if self.unread:
            self.query_one(Banner).show("Your draft could not be read.", self.unread)
        self.words = word_count(self.editor.text)
        self.keeper = DraftKeeper(self, self._typed, self.drill.keep)
        self.interviewer.keepers.add(self.keeper)
        self.set_interval(1.0, self._tick)
        if self.drill.question.drill:
            self.run_worker(self._read_exercise(self.drill.question.drill), group="exercise")
        self._tick()
        self.editor.move_cursor(self.editor.document.end)
        self.editor.focus()

    def on_unmount(self) -> None:
        if self.keeper is not None:
            self.keeper.flush()
            self.interviewer.keepers.discard(self.keeper)

    def _typed(self) -> tuple[str, float]:
        return self.editor.text, self.typing.seconds(self.services.clock.now())

    def _tick(self) -> None:
        typed = self.typing.seconds(self.services.clock.now())
        exercise = self.exercise
        minutes = (exercise.minutes if exercise else None) or self.drill.question.minutes
        target = exercise.words if exercise else None
        self.query_one(LengthMeter).show(Length(self.words, minutes, typed, self.kept, target))

    async def _read_exercise(self, drill: str) -> None:
        """What this kind of exercise asks for, and how long it should be, by its own rubric."""
        try:
            self.exercise = await asyncio.to_thread(lambda: self.services.rubrics().drill(drill))
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("The rubric of this exercise cannot be used.", told(error))
        if self.exercise is not None:
            self.query_one("#about", Static).update(Content(plain(f"{self._about()} · {self.exercise.name}")))
            what = f"{self.exercise.what} {length_told(self.exercise)}"
            exercise = self.query_one("#exercise", Static)
            exercise.update(safe(what, "$text-muted"))
            exercise.display = True
            if self.exercise.words:
                self.editor.placeholder = WRITTEN_PLACEHOLDER
            self._tick()

    def _about(self) -> str:
        return about(self.drill.question, self.drill.track)

    # what is typed

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        """Per key: a time stamp and two timers, nothing that grows with the text."""
        if self.keeper is None:
            return
        self.typing.key(self.services.clock.now())
        self.keeper.touch()
        self.kept = "…"
        if self.counting is None:
            self.counting = self.set_timer(COUNT_DELAY, self._count)

    def _count(self) -> None:
        self.counting = None
        self.words = word_count(self.editor.text)
        self._tick()

    def on_draft_kept(self, message: messages.DraftKept) -> None:
        if self.told_unkept:
            self.query_one(Banner).hide()
        self.told_unkept = False
        self.kept = "draft kept"
        self._tick()

    def on_draft_not_kept(self, message: messages.DraftNotKept) -> None:
        self.kept, self.told_unkept = "NOT KEPT", True
        self.query_one(Banner).show("Your draft could not be stored; it is only on this screen.", message.reason)
        self._tick()

    # what can be done with it

    async def action_submit(self) -> None:
        text = self.editor.text
        if not text.strip():
            self._ask_about_nothing()
        elif self.last is not None and text == self.last[0].text:
            self.interviewer.say("This is your last answer, word for word. Change it first.", "warning")
        else:
            await self._submit(text)

    def _ask_about_nothing(self) -> None:
        from interviewer.tui.screens.dialog import Dialog

        async def decided(choice: str | None) -> None:
            if choice == "grade":
                await self._submit(self.editor.text)

        text = "You have written nothing yet. An empty answer is graded as a strong no, just as “I don't know” is."
        choices = [("write", "Go on writing"), ("grade", "Submit the empty answer")]
        self.app.push_screen(Dialog("Submit nothing?", text, choices), decided)

    async def _submit(self, text: str) -> None:
        keeper = self.keeper
        if keeper is None or self.editor.read_only:
            return
        self.editor.read_only = True
        keeper.close()
        seconds = self.typing.seconds(self.services.clock.now())
        try:
            answer = await asyncio.to_thread(self.drill.submit, text, seconds)
        except (InterviewerError, OSError) as error:
            self.editor.read_only = False
            self.told_unkept = False
            keeper.reopen()
            self.query_one(Banner).show("Your answer could not be stored; it is still here.", told(error))
            return
        from interviewer.tui.screens.feedback import FeedbackScreen

        self.app.switch_screen(FeedbackScreen(answer, drill=self.drill))

    def action_external_editor(self) -> None:
        from interviewer.tui.external_editor import lend_terminal

        if self.keeper is not None:
            self.keeper.flush()
        before = self.editor.text
        try:
            edited = lend_terminal(self.app, before, self.services.paths.home / "answer.md")
        except InterviewerError as error:
            self.interviewer.say(str(error), "error")
            return
        if edited != before:
            self.editor.put(edited)

    async def action_another(self) -> None:
        another = messages.Practise(self.drill.track, replace=True, drill=self.drill.question.drill)
        await self.interviewer.leave(lambda: self.post_message(another))

    def action_clear(self) -> None:
        if self.editor.text:
            self.editor.put("")
            self.interviewer.say("An empty page. Ctrl+Z brings the text back.")
