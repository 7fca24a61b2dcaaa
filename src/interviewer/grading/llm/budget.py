"""Whether a request fits the model's context, before it is sent: a prompt cut in silence gives a false grade."""

import asyncio
from collections.abc import Sequence
from typing import Any

from interviewer.grading.llm.chat import Ask, Chat
from interviewer.grading.llm.failures import CallError
from interviewer.grading.llm.plan import Task
from interviewer.grading.llm.tokens import message_tokens
from interviewer.settings import Settings

REPLY_TOKENS, TOKENS_PER_CHECK = 250, 70  # what a reply takes, as seen in full replies
WORDS_PER_TOKEN = 0.7
CERTAINLY_CUT, PERHAPS_CUT = 0.6, 0.92
WINDOW_SLACK = 64
WINDOWS = tuple(1024 * 2**power for power in range(8))
RATIO_BOUNDS = (0.6, 1.7)


class Budget:
    """Estimates prompts for one model, corrected by what its server counted before."""

    def __init__(self, chat: Chat, settings: Settings) -> None:
        self._chat = chat
        self._settings = settings

    async def estimates(self, asks: Sequence[Ask[Any]], tasks: Sequence[Task]) -> list[int]:
        """Tokens of each prompt. Raises CallError where one does not fit together with its reply."""
        ratio = self._chat.profile.token_ratio
        counted = await asyncio.to_thread(lambda: [message_tokens(ask.messages, self._chat.model) for ask in asks])
        estimates = [round(count * ratio) for count in counted]
        for estimate, task in zip(estimates, tasks, strict=True):
            needed = estimate + reply_tokens(task)
            if needed > self._settings.context_tokens:
                raise CallError(self._too_long(needed, task))
        return estimates

    def _too_long(self, needed: int, task: Task) -> str:
        limit = self._settings.context_tokens
        words = max(10, round((needed - limit) * WORDS_PER_TOKEN))
        smaller = "use effort standard, " if len(task.dimensions) > 2 else ""
        return (
            f"the answer does not fit: the request takes ≈ {needed:,} tokens with its reply, and context_tokens allows "
            f"{limit:,}: shorten the answer by ≈ {words:,} words, {smaller}or raise context_tokens if "
            f"{self._chat.model} takes more"
        )

    def learn(self) -> None:
        """Remembers how the server's count of the first prompt differs from the estimate."""
        if not self._chat.meter.reported:
            return
        estimate, counted = self._chat.meter.reported[0]
        if estimate and not seems_cut(estimate, counted):
            ratio = self._chat.profile.token_ratio * counted / estimate
            if RATIO_BOUNDS[0] < ratio < RATIO_BOUNDS[1]:
                self._chat.remember_ratio(round(ratio, 3))


def reply_tokens(task: Task) -> int:
    return REPLY_TOKENS + TOKENS_PER_CHECK * sum(len(dimension.checks) for dimension in task.dimensions)


def seems_cut(estimate: int, counted: int) -> bool:
    """Whether a server read less than it was sent: far fewer tokens, or fewer and exactly a window's worth."""
    if counted < CERTAINLY_CUT * estimate:
        return True
    return counted < PERHAPS_CUT * estimate and any(0 <= window - counted <= WINDOW_SLACK for window in WINDOWS)
