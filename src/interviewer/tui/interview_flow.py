"""An interview driven from a screen: every step of it in a thread, one at a time, so that no wait holds up a key."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import Exchange
from interviewer.domain.transcripts import Draft
from interviewer.practice.interview_grades import grades_of
from interviewer.practice.interview_session import InterviewSession, Tools, run_offline
from interviewer.tui.elsewhere import elsewhere, in_thread

# What has come up: the candidate is to answer, a question or a round is done, or everything is.
Stop = Literal["answer", "question", "round", "over"]


class InterviewFlow:
    """`changed` is called on the screen's own thread whenever lines were added. Methods raise InterviewerError or
    OSError; then nothing has changed, and the same call works once the cause is gone."""

    def __init__(self, session: InterviewSession, changed: Callable[[], None]) -> None:
        self.session = session
        self._changed = changed
        self._one_at_a_time = asyncio.Lock()

    async def read(self) -> tuple[Draft | None, dict[int, Grade]]:
        """The draft of the turn under way, and the grades by position of the question."""
        store = self.session.tools.store
        draft = await asyncio.to_thread(self.session.draft)
        return draft, await asyncio.to_thread(grades_of, self.session.state, store)

    async def grade_of(self, exchange: Exchange) -> Grade | None:
        transcript = await asyncio.to_thread(self.session.tools.store.transcript, exchange.answer_id)
        return transcript.latest if transcript else None

    async def advance(self) -> Stop:
        """The interviewer's moves, until somebody else is to do something. Begins the first round by itself."""
        session = self.session
        if session.turn == "nobody" and not session.state.rounds:
            await self.begin_round()
        while session.turn == "interviewer":
            before = session.state.exchange
            await self._move()
            if before is not None and session.state.exchange is None:
                return "question"
        if session.turn == "candidate":
            return "answer"
        return "over" if session.turn == "over" else "round"

    async def _move(self) -> None:
        session = self.session
        async with self._one_at_a_time:
            if session.tools.interviewer is None:
                await in_thread(lambda: run_offline(session))
            else:
                await elsewhere(session.move)
        self._changed()

    async def say(self, text: str, seconds: float) -> None:
        await self._do(lambda: self.session.say(text, seconds))

    async def begin_round(self) -> None:
        await self._do(self.session.begin_round)

    async def leave(self) -> None:
        """Ends the interview for good."""
        await self._do(self.session.leave)

    async def pause(self) -> None:
        await self._do(self.session.pause)

    async def self_score(self, position: int, score: int) -> None:
        await self._do(lambda: self.session.self_score(position, score))

    async def _do(self, step: Callable[[], object]) -> None:
        async with self._one_at_a_time:
            await in_thread(step)
        self._changed()

    def use(self, tools: Tools) -> None:
        """Another interviewer words the follow-ups from the next one on: the settings have changed."""
        self.session.tools = replace(self.session.tools, interviewer=tools.interviewer)

    @property
    def words_said(self) -> int:
        """How much was said to the question under way until now."""
        exchange = self.session.state.exchange
        return sum(len(reply.text.split()) for reply in exchange.replies) if exchange else 0
