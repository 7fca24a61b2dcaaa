"""A negotiation in the app: the conversation of an interview, with the offer's published figures and its own end."""

from collections.abc import Mapping, Sequence

from interviewer.domain.interviews import Exchange
from interviewer.practice.interview_session import InterviewSession
from interviewer.practice.negotiation import TurnAdded
from interviewer.tui import talk_blocks
from interviewer.tui.chat_turns import ChatTurns
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.widgets.block_view import Block
from interviewer.tui.widgets.choice_panel import ChoicePanel, Option

TALK_OVER = "talk over"


class NegotiationScreen(ChatScreen):
    """`told` stands before the offer, by paragraphs: what the drill is, its length, published pay with its source."""

    def __init__(self, session: InterviewSession, told: Sequence[str]) -> None:
        super().__init__(session)
        self.turns = NegotiationTurns(self, told)

    def unavailable(self) -> Mapping[str, str]:
        return {**super().unavailable(), "chat.feedback": "Feedback comes when the talk is over."}

    async def action_pause(self) -> None:
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
        choices = [("pause", "Pause"), ("stay", "Go on now"), ("end", "End the talk for good, and have it graded")]
        self.app.push_screen(Dialog("Pause the talk?", text, choices), decided)

    def on_choice_panel_chosen(self, message: ChoicePanel.Chosen) -> None:
        if message.topic != TALK_OVER:
            return
        message.prevent_default()  # the screen of an interview would take it for one of its own
        if message.result == "feedback":
            self._begin(self.turns.go_on())
            self.action_feedback()
        elif message.result == "again":
            question = self.session.state.exchanges[0].question
            self.interviewer.ask(self.session.interview.track, question, in_place=True)
        else:
            self.run_worker(self._leave())


class NegotiationTurns(ChatTurns):
    """As in an interview, but nothing is asked after the one question, and no committee sits at the end."""

    def __init__(self, screen: NegotiationScreen, told: Sequence[str]) -> None:
        super().__init__(screen)
        self.told = told
        self.shown = False

    async def open(self) -> None:
        self.screen.talk.append(*(talk_blocks.note(each) for each in self.told))
        await super().open()

    async def go_on(self) -> None:
        await super().go_on()
        if self.session.turn == "over":
            self._show_turns()
            said = any(exchange.answer_id for exchange in self.session.state.exchanges)
            self.screen.ask(TALK_OVER, "The talk is over", at_the_end(said=said))

    async def _question_done(self, exchange: Exchange) -> bool:
        """Graded behind the screen; the other side's last words come first."""
        if exchange.answer_id and exchange.position not in self.screen.feedback.grades:
            self.screen.feedback.grade(exchange)
        return False

    async def end(self) -> None:
        """For good: what was said so far is graded."""
        await self.flow.leave()
        for exchange in self.session.state.exchanges:
            await self._question_done(exchange)
        await self.go_on()

    def _show_turns(self) -> None:
        """What each turn added, once."""
        exchange = next(iter(self.session.state.exchanges), None)
        talk = self.session.negotiation(exchange) if exchange is not None else None
        if exchange is not None and talk is not None and not self.shown:
            self.shown = True
            self.screen.talk.append(turns_block(talk.turns(exchange)))


def at_the_end(*, said: bool) -> Sequence[Option]:
    feedback = [Option("feedback", "f", "The whole feedback", "every check, with your own words")] if said else []
    return [
        *feedback,
        Option("again", "r", "Once more", "the same offer from the beginning"),
        Option("home", "h", "Home", "the talk stays in your history"),
    ]


def turns_block(turns: Sequence[TurnAdded]) -> Block:
    """The offline estimate before and after each turn, and what the turn was the first to bring up."""
    lines = ["What each turn added (the offline estimate before and after it):"]
    for number, turn in enumerate(turns, start=1):
        change = f"{turn.with_it:.1f}" if turn.without is None else f"{turn.without:.1f} → {turn.with_it:.1f}"
        lines.append(f"{number}. {change}  {', '.join(turn.points) if turn.points else 'nothing new'}")
    return talk_blocks.note("\n".join(lines), "$foreground")
