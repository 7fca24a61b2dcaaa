"""What the tests of the LLM grader share: settings, endpoints, streams as a server sends them, a mocked transport."""

import json
from collections.abc import Callable, Iterable
from typing import Any

import httpx
import respx
from respx.mocks import HTTPCoreMocker

from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track
from interviewer.grading.llm import LlmGrader
from interviewer.ports import Done, GradeEvent, GradeRequest
from interviewer.settings import Endpoint, Settings
from tests.grading_llm.fake_model import GOOD_ANSWER

URL = "https://models.example/v1"
HOST = "models.example"
KEY = "secret-key-of-this-host"
RUBRICS = Rubrics()
USAGE = {
    "prompt_tokens": 5400,
    "completion_tokens": 300,
    "total_tokens": 5700,
    "prompt_tokens_details": {"cached_tokens": 5000},
}


class HTTPCore2Mocker(HTTPCoreMocker):
    """respx for httpx2, which the openai SDK speaks since 3.x."""

    name = "httpcore2"
    targets = [target.replace("httpcore.", "httpcore2.", 1) for target in HTTPCoreMocker.targets]  # noqa: RUF012


def mocked(url: str = URL) -> respx.MockRouter:
    return respx.mock(base_url=url, using="httpcore2", assert_all_called=False)


def endpoint(url: str = URL, *, key: str = KEY, from_openai: bool = False) -> Endpoint:
    host = url.split("/")[2]
    return Endpoint(url, host, key, "INTERVIEWER_API_KEY", from_openai_environment=from_openai)


def settings(**changes: Any) -> Settings:
    return Settings(**{"grader": "llm", "model": "test-model", "timeout": 5.0, **changes})


async def no_sleep(_seconds: float) -> None:
    """Retries without waiting."""


def grader(client: Any = None, *, at: Endpoint | None = None, **changes: Any) -> LlmGrader:
    memory, recorder = changes.pop("memory", None), changes.pop("recorder", None)
    sleep = changes.pop("sleep", no_sleep)
    return LlmGrader(
        settings(**changes), at or endpoint(), RUBRICS, memory=memory, recorder=recorder, client=client, sleep=sleep
    )


def request(
    answer: str = GOOD_ANSWER, *, track: Track = "ai_pm", prompt: str = "", line: str | None = None
) -> GradeRequest:
    question = Question(
        id="q",
        track=track,
        prompt=prompt or "Tell me about a time users did not trust an AI feature. What did you do?",
        expects=("why users did not trust it", "what was changed for them"),
        pitfalls=("explains the model instead",),
    )
    return GradeRequest(track=track, question=question, answer=answer, id=line)


async def events(which: LlmGrader, what: GradeRequest | None = None) -> list[GradeEvent]:
    return [event async for event in which.grade(what or request())]


async def graded(which: LlmGrader, what: GradeRequest | None = None) -> Grade:
    """The grade of the last event, which has to be Done."""
    last = (await events(which, what))[-1]
    assert isinstance(last, Done)
    return last.grade


def chunk(delta: dict[str, Any], finish: str | None = None, **more: Any) -> dict[str, Any]:
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice], **more}


def chunks(
    text: str, finish: str | None = "stop", usage: dict[str, Any] | None = USAGE, size: int = 200
) -> list[dict[str, Any]]:
    found = [chunk({"role": "assistant", "content": text[at : at + size]}) for at in range(0, len(text), size)]
    if finish:
        found.append(chunk({}, finish))
    if usage:
        found.append({**chunk({}), "choices": [], "usage": usage})
    return found


def sse(found: Iterable[dict[str, Any]], *, done: bool = True) -> httpx.Response:
    text = "".join(f"data: {json.dumps(each)}\n\n" for each in found) + ("data: [DONE]\n\n" if done else "")
    return httpx.Response(200, text=text, headers={"content-type": "text/event-stream"})


def streamed(text: str, **more: Any) -> httpx.Response:
    return sse(chunks(text, **more))


def body_of(sent: httpx.Request) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(sent.content)
    return body


def replying(reply: Callable[[dict[str, Any]], str]) -> Callable[[httpx.Request], httpx.Response]:
    """A route's side effect: a whole stream with what `reply` says to the request's body."""
    return lambda sent: streamed(reply(body_of(sent)))


def error(status: int, message: str, **more: Any) -> httpx.Response:
    headers = more.pop("headers", {})
    return httpx.Response(status, json={"error": {"message": message, **more}}, headers=headers)
