"""What comes after what in an interview on the screen: turns, own scores, feedback, the next round, the end."""

import asyncio
import contextlib
from typing import TYPE_CHECKING

from interviewer.domain.interviews import Exchange
from interviewer.ports import InterviewerError
from interviewer.tui import chat_choices
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.screens.chat import ChatScreen

OWN_SCORE = "Your own score for this answer"


class ChatTurns:
    """Every coroutine is run by the screen as its one step under way, which says what cannot be stored."""

    def __init__(self, screen: "ChatScreen") -> None:
        self.screen = screen
        self.session = screen.session
        self.flow = screen.flow

    async def open(self) -> None:
        """Everything that was said until now, and then on from there."""
        screen = self.screen
        draft, grades = await self.flow.read()
        screen.conversation.grow()
        screen.feedback.take_up(grades)
        if draft is not None:
            screen.box.restore(draft.text, draft.typing_seconds)
        state = self.session.state
        done = state.round.exchanges if state.round and self.session.turn == "interviewer" else ()
        asks = state.exchange is None and bool(done) and await self._question_done(done[-1])
        if not asks:
            await self.go_on()

    async def go_on(self) -> None:
        """The interviewer's moves, until the person is to do something."""
        stop = await self.flow.advance()
        while stop == "question" and not await self._question_done(self.session.state.exchanges[-1]):
            stop = await self.flow.advance()
        if stop == "answer":
            self.screen.listen()
        elif stop == "round":
            self._round_done()
        elif stop == "over":
            self.screen.ask(chat_choices.OVER, "The interview is over", chat_choices.at_the_end())

    async def say(self) -> None:
        """What is in the editor; where it cannot be stored it stays there."""
        box = self.screen.box
        text, seconds = await box.take()
        try:
            await self.flow.say(text, seconds)
        except (InterviewerError, OSError) as error:
            box.failed("What you said could not be stored; it is still here.", told(error))
            return
        self.screen.think()
        box.done()
        self.screen.talk.to_end()
        await self.go_on()

    async def _question_done(self, exchange: Exchange) -> bool:
        """Grades it behind the screen; True where the person is asked something before it goes on."""
        feedback = self.screen.feedback
        if not exchange.answer_id:
            return False
        wants_own = self.screen.self_scores and exchange.self_score is None
        feedback.hidden = exchange.position if wants_own else None
        if exchange.position not in feedback.grades:
            feedback.grade(exchange)
        if wants_own:
            self.screen.ask(chat_choices.SCORE, OWN_SCORE, chat_choices.own_score())
        elif self.session.coached:
            await self.after_feedback()
        return wants_own or self.session.coached

    async def own_score(self, score: str) -> None:
        """Kept before the grade is revealed. Where it cannot be stored, it is asked for again."""
        screen = self.screen
        position = self.session.state.exchanges[-1].position
        try:
            if score != "none":
                await self.flow.self_score(position, int(score))
        except (InterviewerError, OSError) as error:
            screen.interviewer.say(f"Your score could not be stored: {told(error)}", "error")
            screen.ask(chat_choices.SCORE, OWN_SCORE, chat_choices.own_score())
            return
        screen.feedback.hidden = None
        screen.feedback.show(position)
        if self.session.coached:
            await self.after_feedback()
        else:
            await self.go_on()

    async def after_feedback(self) -> None:
        """The clock stands still while feedback is read; whatever is said next lets it go on."""
        with contextlib.suppress(InterviewerError, OSError):
            await self.flow.pause()
        options = chat_choices.after_question(self.session.state)
        self.screen.ask(chat_choices.NEXT, "This question is done", options)

    def _round_done(self) -> None:
        plan = self.session.state.next_round
        if plan is not None:
            questions = len(plan.kinds(self.session.interview.track))
            self.screen.ask(chat_choices.ROUND, "This round is over", chat_choices.after_round(plan, questions))

    async def next_round(self) -> None:
        await self.flow.begin_round()
        await self.go_on()

    async def end(self) -> None:
        """For good: what was said so far is graded, and the committee says what it has heard."""
        await self.flow.leave()
        feedback = self.screen.feedback
        for exchange in self.session.state.exchanges[-1:]:
            if exchange.position not in feedback.grades:
                feedback.grade(exchange)
        self.screen.interviewer.open_debrief(self.session.interview.id, in_place=True)

    async def use_settings(self) -> None:
        """Another model, or none, words the follow-ups from now on."""
        app = self.screen.interviewer
        try:
            self.flow.use(await asyncio.to_thread(app.services.interview_tools, app.settings))
        except (InterviewerError, OSError) as error:
            app.say(f"The follow-ups stay as they were: {told(error)}", "warning")
