"""An interview: the conversation as it grows, the editor below it, and what comes between questions and rounds."""

import asyncio
import contextlib
import time
from collections.abc import Coroutine, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.worker import Worker, WorkerCancelled, WorkerFailed

from interviewer.ports import InterviewerError
from interviewer.practice.interview_session import InterviewSession
from interviewer.tui import chat_choices, messages
from interviewer.tui.chat_feedback import ChatFeedback
from interviewer.tui.chat_turns import ChatTurns
from interviewer.tui.conversation import Conversation
from interviewer.tui.interview_flow import InterviewFlow
from interviewer.tui.keys import binding
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.answer_box import AnswerBox
from interviewer.tui.widgets.block_view import BlockView
from interviewer.tui.widgets.choice_panel import ChoicePanel, Option
from interviewer.tui.widgets.fitted import Fitted, spread
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.round_line import RoundLine, round_time
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import told

SOON = 0.3  # seconds; who answers sooner was not thinking
NOT_DONE = "The interview could not go on."
THINKING, STORING = "The interviewer is thinking", "Storing what you said"


class ChatScreen(AppScreen[None]):
    """`self_scores` asks for the person's own score of each answer before its grade is shown."""

    CSS_PATH = "../styles/chat.tcss"
    AUTO_FOCUS = ""
    TERMS: ClassVar[tuple[str, ...]] = ("spoken time", "follow-up", "draft", "signal", "habit", "vote")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("drill.submit", "submit", label="Say it"),
        binding("drill.editor", "external_editor"),
        binding("app.back", "pause", label="Pause"),
        binding("app.back", "back"),
        binding("chat.page_up", "scroll(-1)"),
        binding("chat.page_down", "scroll(1)"),
        binding("chat.newest", "newest"),
        binding("chat.feedback", "feedback"),
    ]

    def __init__(self, session: InterviewSession, *, self_scores: bool = False) -> None:
        super().__init__()
        self.session = session
        self.self_scores = self_scores
        self.flow = InterviewFlow(session, self._changed)
        self.talk = BlockView(follows=True, id="talk")
        self.box = AnswerBox(session.keep, id="box")
        self.conversation = Conversation(session, self.talk)
        self.turns = ChatTurns(self)
        self.step: Worker[None] | None = None
        self.busy_since: float | None = None
        self.doing = ""

    def compose(self) -> ComposeResult:
        yield TitleBar(self.session.interview.title)
        with Vertical(id="column"):
            yield RoundLine()
            yield self.talk
            yield Fitted(self._status, id="chat-status")
            yield self.box
            yield ChoicePanel(id="panel")
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_interval(1.0, self._tick)
        self.run_worker(asyncio.to_thread(self.session.warm_up), exit_on_error=False)
        self.box.editor.focus()
        self._begin(self.turns.open(), "Getting ready")

    @cached_property
    def feedback(self) -> ChatFeedback:
        key = partial(self.key, "chat.feedback")
        return ChatFeedback(self.flow, self.conversation, self.interviewer.gradings, key)

    @property
    def panel(self) -> ChoicePanel:
        return self.query_one(ChoicePanel)

    # what is shown

    def _changed(self) -> None:
        """Lines have come."""
        self.conversation.grow()
        self._tick()

    def _tick(self) -> None:
        self.query_one(RoundLine).show(round_time(self.session.state, self.session.seconds()))
        self.feedback.tick()
        if self.busy_since is not None:
            self._show_status()

    def _show_status(self) -> None:
        self.query_one("#chat-status", Fitted).redraw(layout=False)

    def _status(self, width: int) -> Content:
        """Between the conversation and the editor: what is going on, and whether there is more below."""
        left = Content("")
        waited = time.monotonic() - self.busy_since if self.busy_since is not None else 0.0
        if waited >= SOON:
            asks_model = self.doing == THINKING and self.session.tools.interviewer is not None
            limit = self.interviewer.settings.probe_timeout if asks_model else 0
            most = f" of {limit:g} s at most" if limit else ""
            left = Content.styled(f"{self.doing} … {waited:.0f} s{most}", "$text-muted")
        elif self.focused is self.talk:
            left = Content.styled("↑ ↓ scroll · Tab or a letter: back to your answer", "$text-muted")
        right = Content("")
        if self.talk.unseen:
            right = Content.styled(f"▼ new below, {self.key('chat.newest')} ", "bold $text-accent")
        elif not self.talk.at_end:
            right = Content.styled(f"▼ {self.key('chat.newest')}: the newest", "$text-muted")
        return spread(width, left, right)

    def on_block_view_unseen(self, message: BlockView.Unseen) -> None:
        self._show_status()

    def on_descendant_focus(self) -> None:
        self._show_status()

    # how it goes on: one step at a time

    def _begin(self, step: Coroutine[Any, Any, None], doing: str = THINKING) -> None:
        self.doing = doing
        self.step = self.run_worker(self._guarded(step), group="talk", exclusive=True)

    async def _guarded(self, step: Coroutine[Any, Any, None]) -> None:
        """What cannot be stored is said, and can be tried again with the key that submits."""
        self.busy_since = time.monotonic()
        late = self.set_timer(SOON, self._show_status)
        try:
            await step
        except (InterviewerError, OSError) as error:
            again = f"{told(error)}. {self.key('drill.submit')} tries again."
            self.to_editor()
            self.box.warn(NOT_DONE, again)
        finally:
            late.stop()
            self.busy_since = None
            self._show_status()
            self.refresh_bindings()

    def think(self) -> None:
        """What was said is stored; now the interviewer thinks."""
        self.doing, self.busy_since = THINKING, time.monotonic()

    def to_editor(self) -> None:
        """Whoever scrolls the conversation goes on doing so; the next letter leads to the editor."""
        self.panel.close()
        self.set_class(False, "-asking")
        if self.focused is not self.talk:
            self.box.editor.focus()
        self.refresh_bindings()

    def listen(self) -> None:
        """The candidate's turn."""
        self.to_editor()
        self.box.calm()
        exchange = self.session.state.exchange
        if exchange is not None:
            self.box.aim(exchange.question.minutes, self.flow.words_said)

    def ask(self, topic: str, title: str, options: Sequence[Option], text: str = "") -> None:
        self.set_class(True, "-asking")
        self.panel.ask(topic, title, options, text)
        self.refresh_bindings()

    # what the person does

    async def action_submit(self) -> None:
        if self.step is not None and self.step.is_running:
            self.interviewer.say("It is the interviewer's turn. What you type stays in the editor.")
        elif self.session.turn != "candidate":
            self._begin(self.turns.go_on())
        elif self.box.editor.text.strip():
            self._begin(self.turns.say(), STORING)
        else:
            self._ask_about_nothing()

    def _ask_about_nothing(self) -> None:
        from interviewer.tui.screens.dialog import Dialog

        async def decided(choice: str | None) -> None:
            if choice == "silence":
                self._begin(self.turns.say(), STORING)

        text = "The editor is empty. The interviewer would take it for silence, and help you once."
        self.app.push_screen(
            Dialog("Say nothing?", text, [("write", "Go on writing"), ("silence", "Stay silent")]), decided
        )

    def on_choice_panel_chosen(self, message: ChoicePanel.Chosen) -> None:
        match message.topic, message.result:
            case chat_choices.SCORE, score:
                self._begin(self.turns.own_score(score))
            case (chat_choices.NEXT, "next"):
                self._begin(self.turns.go_on())
            case (chat_choices.NEXT, "feedback"):
                self._begin(self.turns.after_feedback())
                self.action_feedback()
            case (chat_choices.ROUND, "begin"):
                self._begin(self.turns.next_round())
            case (chat_choices.ROUND, "end"):
                self._ask_about_the_end()
            case (chat_choices.OVER, "debrief"):
                self.interviewer.open_debrief(self.session.interview.id, in_place=True)
            case _:
                self.run_worker(self._leave())

    def _ask_about_the_end(self) -> None:
        from interviewer.tui.screens.dialog import Dialog

        def decided(choice: str | None) -> None:
            self._begin(self.turns.end() if choice == "end" else self.turns.go_on())

        text = "There is no way back into it: the rounds that are left are not played."
        choices = [("stay", "Not yet"), ("end", "End it, with a debrief on the rounds so far")]
        self.app.push_screen(Dialog("End the interview for good?", text, choices), decided)

    async def action_back(self) -> None:
        """Where the interview is over there is nothing to pause."""
        await self._leave()

    async def action_pause(self) -> None:
        """Where nobody waits for an answer there is nothing to be asked."""
        if self.panel.is_open:
            await self._leave()
            return
        from interviewer.tui.screens.dialog import Dialog

        async def decided(choice: str | None) -> None:
            if choice == "pause":
                await self._leave()
            elif choice == "end":
                self._begin(self.turns.end())

        text = "Paused, it goes on exactly here: Home leads back, today or another day. What is in the editor stays."
        choices = [("pause", "Pause"), ("stay", "Go on now"), ("end", "End the interview for good, with a debrief")]
        self.app.push_screen(Dialog("Pause the interview?", text, choices), decided)

    async def _leave(self) -> None:
        if self.step is not None and self.step.is_running:
            self.step.cancel()
            with contextlib.suppress(WorkerCancelled, WorkerFailed):
                await self.step.wait()
        if self.session.turn == "over":
            await self.interviewer.leave(self._pop)
            return
        # Where that cannot be stored, its last event counts as the beginning of the pause.
        with contextlib.suppress(InterviewerError, OSError):
            await self.flow.pause()
        await self.interviewer.leave(self._paused)

    def _paused(self) -> None:
        self.interviewer.say(f"Paused. {self.key('home.resume')} on Home goes on here.")
        self._pop()

    def action_external_editor(self) -> None:
        try:
            self.box.edit_elsewhere()
        except InterviewerError as error:
            self.interviewer.say(str(error), "error")

    def action_feedback(self) -> None:
        self._open_answer(self.feedback.newest)

    def on_block_view_opened(self, message: BlockView.Opened) -> None:
        self._open_answer(message.opens)

    def _open_answer(self, answer_id: str) -> None:
        if answer_id:
            from interviewer.tui.transcripts import open_transcript

            open_transcript(self.interviewer, answer_id)

    def action_scroll(self, step: int) -> None:
        self.talk.action_page(step)

    def action_newest(self) -> None:
        self.talk.to_end()
        self._show_status()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if not self.is_mounted:
            return True
        if action in ("submit", "external_editor"):
            return not self.panel.is_open
        if action in ("pause", "back"):
            return (self.session.turn == "over") == (action == "back")
        if action == "feedback":
            return bool(self.feedback.newest)
        return True

    def unavailable(self) -> Mapping[str, str]:
        when = "after each question; there is none yet" if self.session.coached else "at the end of this interview"
        choose = "Choose one of the lines first."
        return {"chat.feedback": f"Feedback comes {when}.", "drill.submit": choose, "drill.editor": choose}

    def on_key(self, event: events.Key) -> None:
        """A letter typed while the conversation is scrolled belongs to the answer."""
        typed = event.character
        if self.focused is self.talk and event.is_printable and typed and not self.panel.is_open:
            event.stop()
            event.prevent_default()
            self.box.editor.focus()
            self.box.editor.insert(typed)

    # what happens elsewhere

    def on_resize(self, event: events.Resize) -> None:
        self.box.fit(event.size.height)

    def on_screen_resume(self) -> None:
        """An answer may have been graded again on the screen that was in front."""
        if self.session.coached:
            for exchange in self.session.state.exchanges:
                if exchange.answer_id == self.feedback.newest:
                    self.run_worker(self.feedback.refresh(exchange.position))

    async def on_question_graded(self, message: messages.QuestionGraded) -> None:
        if message.interview_id == self.session.interview.id:
            await self.feedback.refresh(message.position)

    def on_settings_changed(self, message: messages.SettingsChanged) -> None:
        super().on_settings_changed(message)
        self.run_worker(self.turns.use_settings(), exit_on_error=False, group="settings", exclusive=True)
