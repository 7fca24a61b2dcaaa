"""An interviewer's follow-ups by a model: asked under our rules, mended once, and given up in time."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from interviewer.domain.follow_ups import problems
from interviewer.grading.llm.chat import Ask, Chat, Message
from interviewer.grading.llm.connection import ChatClient, OpenAiConnection, Sleep, is_openrouter
from interviewer.grading.llm.failures import CallError
from interviewer.grading.llm.keyed import with_key_read
from interviewer.grading.llm.plan import SEED
from interviewer.grading.llm.prompt import as_data, prompt_file
from interviewer.grading.llm.record import Recorder
from interviewer.grading.llm.reply import json_objects
from interviewer.grading.llm.servers import ServerMemory
from interviewer.ports import FollowUp, FollowUpRequest, InterviewerError
from interviewer.settings import DEFAULT_MODEL, OPENAI_HOST, Endpoint, Settings

TEMPERATURE = 0.5
LONGEST_PLAIN = 400  # characters of a reply that is no JSON object, but may be the question itself
MOST_SHOWN = 40  # earlier questions that the model is told of, the newest
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"based_on": {"type": "string"}, "question": {"type": "string"}},
    "required": ["based_on", "question"],
    "additionalProperties": False,
}


class LlmInterviewer:
    """Implements ports.Interviewer. `settings.probe_timeout` is the whole time it takes at most, in seconds.

    `memory` is what is known of servers, best the grader's own; `recorder` keeps every exchange; `client` answers
    instead of the network.
    """

    def __init__(
        self,
        settings: Settings,
        endpoint: Endpoint,
        *,
        memory: ServerMemory | None = None,
        recorder: Recorder | None = None,
        client: ChatClient | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._memory = memory if memory is not None else ServerMemory()
        self._recorder = recorder
        self._given_client = client
        self._sleep = sleep
        self._model = settings.model or (DEFAULT_MODEL if endpoint.host == OPENAI_HOST else "")

    @property
    def description(self) -> str:
        model, host = self._model or "no model named", self._endpoint.host
        return f"follow-ups by {model} at {host}; questions and answers go to {host}"

    async def follow_up(self, request: FollowUpRequest) -> FollowUp:
        """A follow-up that keeps the rules, or why there is none. Cancelling it closes the connection."""
        if not self._model or not self._endpoint.has_key:
            what = "no model is named" if not self._model else "there is no key"
            return FollowUp(text="", reason=f"{what} for {self._endpoint.host}")
        limit = self._settings.probe_timeout
        try:
            async with asyncio.timeout(limit):
                return await self._asked(request)
        except TimeoutError:
            reason = f"{self._model} on {self._endpoint.host} took longer than {limit:g} s (probe_timeout)"
            return FollowUp(text="", reason=reason)
        except CallError as failure:
            return FollowUp(text="", reason=failure.reason)
        except InterviewerError as error:
            return FollowUp(text="", reason=str(error))

    async def _asked(self, request: FollowUpRequest) -> FollowUp:
        """The first reply that keeps the rules; one that breaks them is sent back once."""
        client = await self._client()
        try:
            await asyncio.to_thread(_import_what_is_heavy)
            chat = self._chat(client)
            ask = follow_up_ask(request)
            text = await chat.ask(ask, 0)
            wrong = problems(text, request.heard)
            if wrong:
                mend = [*ask.messages, *_please_mend(text, wrong)]
                text = await chat.ask(replace(ask, messages=mend), 0)
                wrong = problems(text, request.heard)
        finally:
            if client is not self._given_client:
                await client.close()
        if wrong:
            return FollowUp(text="", reason=f"the follow-up of {self._model} was not asked: {wrong[0]}")
        return FollowUp(text=text)

    async def _client(self) -> ChatClient:
        """Raises InterviewerError where the keyring does not give the key."""
        client = self._given_client
        if client is None:
            self._endpoint = await with_key_read(self._endpoint)
            timeout = min(self._settings.timeout, self._settings.probe_timeout)
            client = OpenAiConnection(self._endpoint, self._model, timeout, sleep=self._sleep)
        return self._recorder.wrap(client) if self._recorder else client

    def _chat(self, client: ChatClient) -> Chat:
        return Chat(
            client,
            self._model,
            self._endpoint.host,
            self._settings,
            self._memory,
            at_once=1,
            openrouter=is_openrouter(self._endpoint.base_url),
        )


def follow_up_ask(request: FollowUpRequest) -> Ask[str]:
    """The request as it is sent: what never changes first, what was said last."""
    return Ask(
        messages=messages(request),
        schema_name="follow_up",
        schema=SCHEMA,
        read=read_follow_up,
        temperature=TEMPERATURE,
        seed=SEED,
    )


def messages(request: FollowUpRequest) -> list[Message]:
    told = {
        "who_you_are": request.manner,
        "company": request.setting or "not said",
        "question": request.question.prompt,
        "already_asked": list(request.asked[-MOST_SHOWN:]),
        "turns": [{"speaker": speaker, "text": text} for speaker, text in request.turns],
        "missing": request.aim,
    }
    return [
        {"role": "system", "content": prompt_file("follow_up.txt")},
        {"role": "user", "content": f"{as_data(told)}\n\nReply with the JSON object only."},
    ]


def read_follow_up(text: str) -> tuple[str, list[str]]:
    """The question in the last object that has one; the whole reply where a model sent no object, "" where it is long.

    Whether it may be asked is for the rules to say, so nothing is wrong here.
    """
    found = [value["question"] for value in json_objects(text) if isinstance(value.get("question"), str)]
    reply = found[-1] if found else text
    return (reply.strip() if found or len(reply) <= LONGEST_PLAIN else ""), []


def _please_mend(text: str, wrong: Sequence[str]) -> list[Message]:
    listed = "\n".join(f"- {each}" for each in wrong)
    wanted = f"That follow-up cannot be asked:\n{listed}\nSend the JSON object again, with another question."
    return [{"role": "assistant", "content": as_data({"question": text})}, {"role": "user", "content": wanted}]


def _import_what_is_heavy() -> None:
    """In a thread: importing the SDK takes a third of a second, and the screen must not stand still for it."""
    import openai  # noqa: F401
