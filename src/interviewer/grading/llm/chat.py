"""One question to a model and a reply that can be used: the ladder of formats, one repair, the count of tokens."""

import asyncio
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Generic, TypeVar

from interviewer.domain.grades import Usage
from interviewer.grading.llm.accumulate import Accumulator, Reply
from interviewer.grading.llm.connection import ChatClient, collect
from interviewer.grading.llm.failures import CallError
from interviewer.grading.llm.servers import ServerMemory, ServerProfile, adapted, below
from interviewer.grading.llm.verdicts import clean
from interviewer.settings import Settings

T = TypeVar("T")

MOST_ROUNDS = 12  # formats, dropped parameters and the repair together
MOST_COMPLETION_TOKENS = 16_000  # reasoning included
QUOTED_BACK = 8_000  # characters of a bad reply that go back with the request to mend it
Message = dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask(Generic[T]):
    """What is asked for. `read` turns the reply's text into a value or into the list of what is wrong with it.

    `begun` is called when the reply begins, `seen` with its whole text so far whenever more of it has arrived.
    """

    messages: list[Message]
    schema_name: str
    schema: Mapping[str, Any]
    read: Callable[[str], tuple[T | None, list[str]]]
    temperature: float
    seed: int
    begun: Callable[[], None] | None = None
    seen: Callable[[str], None] | None = None


@dataclass(slots=True)
class Meter:
    """Counts what was sent and what came back. `reported` pairs our estimate of a prompt with the server's count."""

    settings: Settings
    requests: int = 0
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    uncounted: bool = False
    reported: list[tuple[int, int]] = field(default_factory=list)

    def add(self, reply: Reply, estimate: int) -> None:
        tokens = reply.tokens
        if tokens.prompt is None:
            self.uncounted = True
            return
        self.input_tokens += tokens.prompt
        self.cached_tokens += tokens.cached
        self.output_tokens += tokens.completion
        if estimate:
            self.reported.append((estimate, tokens.prompt))

    def usage(self) -> Usage:
        return Usage(
            requests=self.requests,
            input_tokens=self.input_tokens,
            cached_tokens=self.cached_tokens,
            output_tokens=self.output_tokens,
            cost=self._cost(),
        )

    def _cost(self) -> float | None:
        """In the settings' currency; None without prices, or where a server did not count."""
        settings = self.settings
        if settings.price_input is None or settings.price_output is None or self.uncounted:
            return None
        cached_price = settings.price_cached if settings.price_cached is not None else settings.price_input
        fresh = max(0, self.input_tokens - self.cached_tokens)
        total = (
            fresh * settings.price_input
            + self.cached_tokens * cached_price
            + self.output_tokens * settings.price_output
        )
        return round(total / 1_000_000, 6)


def request_body(
    ask: Ask[Any], model: str, settings: Settings, profile: ServerProfile, *, openrouter: bool
) -> dict[str, Any]:
    """The body of a request as it is sent; the same for every answer up to the question."""
    messages = [dict(message) for message in ask.messages]
    body: dict[str, Any] = {"model": model, "messages": messages, "stream": True}
    body |= _format(ask, profile, messages)
    optional: dict[str, Any] = {
        "temperature": ask.temperature,
        "seed": ask.seed,
        "max_completion_tokens": min(MOST_COMPLETION_TOKENS, settings.context_tokens // 2),
        "stream_options": {"include_usage": True},
    }
    body |= {name: value for name, value in optional.items() if name not in profile.dropped}
    if openrouter:
        body["provider"] = {"require_parameters": True}
    return body


def _format(ask: Ask[Any], profile: ServerProfile, messages: list[Message]) -> dict[str, Any]:
    """What a rung of the ladder adds. The reply's shape stands in the instructions on every rung."""
    schema = dict(ask.schema)
    if profile.rung == "strict_schema":
        named = {"name": ask.schema_name, "strict": True, "schema": schema}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    if profile.rung == "object_with_schema":
        messages[0]["content"] += f"\n\nThe reply's JSON schema:\n{json.dumps(schema)}"
        return {"response_format": {"type": "json_object", "schema": schema}}
    if profile.rung == "object":
        return {"response_format": {"type": "json_object"}}
    if profile.rung == "tool":
        function = {"name": ask.schema_name, "description": "Hands in the reply.", "parameters": schema}
        return {
            "tools": [{"type": "function", "function": function}],
            "tool_choice": {"type": "function", "function": {"name": ask.schema_name}},
        }
    return {}


class Chat:
    """Asks one model on one server. Requests beyond `at_once` wait; what a server refuses is remembered."""

    def __init__(
        self,
        client: ChatClient,
        model: str,
        host: str,
        settings: Settings,
        memory: ServerMemory,
        *,
        at_once: int,
        openrouter: bool,
    ) -> None:
        self.model = model
        self.host = host
        self.meter = Meter(settings)
        self._client = client
        self._settings = settings
        self._memory = memory
        self._openrouter = openrouter
        self._slots = asyncio.Semaphore(at_once)

    @property
    def profile(self) -> ServerProfile:
        return self._memory.profile(self.host, self.model)

    def remember_ratio(self, ratio: float) -> None:
        self._memory.learn(self.host, self.model, token_ratio=ratio)

    def body(self, ask: Ask[Any], profile: ServerProfile | None = None) -> dict[str, Any]:
        return request_body(ask, self.model, self._settings, profile or self.profile, openrouter=self._openrouter)

    async def ask(self, ask: Ask[T], estimate: int) -> T:
        """A value that `ask.read` accepts. Raises CallError with the reason where none is to be had.

        `estimate` is our count of the prompt's tokens, to be compared with the server's.
        """
        profile, original, repaired = self.profile, ask.messages, False
        problems: list[str] = []
        for _ in range(MOST_ROUNDS):
            try:
                reply = await self._send(ask, self.body(ask, profile), 0 if repaired else estimate)
            except CallError as failure:
                changed = (
                    adapted(profile, self.body(ask, profile), failure.status or 0, failure.detail)
                    if failure.status
                    else None
                )
                if changed is None:
                    raise
                # A refusal is a fact about the server, worth keeping before anything has succeeded.
                profile = self._memory.lower(self.host, self.model, changed)
                continue
            self._check_ending(reply)
            value, problems = ask.read(reply.text)
            if value is not None and not problems:
                self._memory.learn(self.host, self.model, rung=profile.rung, proven=True)
                return value
            if not repaired:
                repaired = True
                ask = replace(ask, messages=[*original, *_please_mend(reply.text, problems)])
                continue
            lower = below(profile.rung)
            if lower is None:
                break
            profile = replace(profile, rung=lower)
            ask = replace(ask, messages=original)
        raise CallError(
            f"{self.model} on {self.host} gave no reply in the shape that was asked for "
            f"({'; '.join(problems[:2]) or 'no JSON'}): try again, choose a more capable model, or another effort"
        )

    async def _send(self, ask: Ask[Any], body: dict[str, Any], estimate: int) -> Reply:
        parts = Accumulator()

        def take(event: dict[str, Any]) -> None:
            if ask.begun is not None:
                ask.begun()
            if parts.take(event) and ask.seen is not None:
                ask.seen(parts.text)
            if parts.is_endless:
                raise _EndlessError

        async with self._slots:
            self.meter.requests += 1
            with suppress(_EndlessError):
                await collect(self._client, body, take)
        reply = parts.reply()
        self.meter.add(reply, estimate)
        return reply

    def _check_ending(self, reply: Reply) -> None:
        """Raises CallError for a reply that is not whole."""
        who = f"{self.model} on {self.host}"
        if reply.ending == "cut":
            raise CallError(f"the reply of {who} broke off before its end: try again")
        if reply.ending == "length":
            raise CallError(
                f"the reply of {who} was cut at its length limit: raise context_tokens if the model takes more, "
                "use effort standard, or choose another model"
            )
        if reply.ending == "endless":
            raise CallError(f"the reply of {who} did not come to an end: try again, or choose another model")
        if reply.ending == "filtered":
            raise CallError(
                f"the content filter of {self.host} stopped the reply: rephrase the answer, or use another server"
            )
        if reply.ending == "refused":
            raise CallError(
                f"{who} declined to grade this (“{clean(reply.refusal)[:120]}”): rephrase the answer, or use "
                "another model"
            )


class _EndlessError(Exception):
    """Stops a stream that will not stop by itself."""


def _please_mend(text: str, problems: list[str]) -> list[Message]:
    listed = "\n".join(f"- {problem}" for problem in problems)
    wanted = (
        f"That reply cannot be used:\n{listed}\nSend the whole JSON object again, corrected, in the shape that the "
        "instructions give, and nothing else."
    )
    return [{"role": "assistant", "content": text[-QUOTED_BACK:] or "(empty)"}, {"role": "user", "content": wanted}]
