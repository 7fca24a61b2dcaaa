"""What goes over the wire: keys and headers, retries, streams that are cut, hang, are none, or are cancelled."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from interviewer.grading.llm import ServerMemory
from interviewer.ports import Done, Step
from interviewer.settings import OPENAI_URL, Endpoint
from interviewer.settings import endpoint as find_endpoint
from tests.grading_llm.fake_model import GOOD_ANSWER, FakeModel
from tests.grading_llm.support import (
    HOST,
    KEY,
    body_of,
    chunks,
    endpoint,
    error,
    events,
    graded,
    grader,
    mocked,
    no_sleep,
    replying,
    request,
    settings,
    sse,
    streamed,
)
from tests.servers.scripted import Exchange, scripted

PATH = "/chat/completions"
ALL_OF_OPENAIS = {
    "OPENAI_API_KEY": "sk-openai-real",
    "OPENAI_ADMIN_KEY": "sk-admin-real",
    "OPENAI_ORG_ID": "org-real",
    "OPENAI_PROJECT_ID": "proj-real",
    "OPENAI_WEBHOOK_SECRET": "whsec-real",
    "OPENAI_CUSTOM_HEADERS": "X-Team: team-real\nAuthorization: Bearer custom-real\nopenai-beta: beta-real",
}


@pytest.fixture
def openai_environment(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    for name, value in ALL_OF_OPENAIS.items():
        monkeypatch.setenv(name, value)
    return ALL_OF_OPENAIS


async def headers_sent(to: Endpoint, url: str) -> httpx.Headers:
    with mocked(url) as router:
        route = router.post(PATH).mock(side_effect=replying(FakeModel().reply))
        await graded(grader(at=to, effort="quick"))
        headers: httpx.Headers = route.calls[0].request.headers
        return headers


@pytest.mark.usefixtures("openai_environment")
async def test_another_host_gets_nothing_that_was_set_for_openai() -> None:
    headers = await headers_sent(endpoint(), "https://models.example/v1")
    everything = "\n".join(f"{name}: {value}" for name, value in headers.items())
    assert "real" not in everything
    assert headers["authorization"] == f"Bearer {KEY}"
    assert not [name for name in headers if name.lower().startswith("openai-") or name.lower() == "x-team"]


@pytest.mark.usefixtures("openai_environment")
async def test_openai_with_a_key_of_its_own_environment_gets_its_organisation() -> None:
    to = Endpoint(OPENAI_URL, "api.openai.com", "sk-openai-real", "OPENAI_API_KEY", from_openai_environment=True)
    headers = await headers_sent(to, OPENAI_URL)
    assert headers["openai-organization"] == "org-real"
    assert headers["openai-project"] == "proj-real"
    assert headers["x-team"] == "team-real"


@pytest.mark.usefixtures("openai_environment")
async def test_openai_with_a_key_made_for_this_program_does_not_get_the_organisation() -> None:
    to = find_endpoint(settings(base_url=""), {**os.environ, "INTERVIEWER_API_KEY": KEY, "OPENAI_BASE_URL": ""})
    headers = await headers_sent(to, OPENAI_URL)
    assert headers["authorization"] == f"Bearer {KEY}"
    assert "openai-organization" not in headers


async def test_openrouter_is_told_to_use_only_servers_that_take_every_parameter() -> None:
    url = "https://openrouter.ai/api/v1"
    model = FakeModel()
    with mocked(url) as router:
        router.post(PATH).mock(side_effect=replying(model.reply))
        await graded(grader(at=endpoint(url), effort="quick"))
    assert all(body["provider"] == {"require_parameters": True} for body in model.seen)


async def test_a_proxy_of_the_environment_does_not_come_between_us_and_this_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    model = FakeModel()

    async def script(exchange: Exchange) -> None:
        await exchange.head()
        for each in chunks(model.reply(exchange.body)):
            await exchange.event(each)

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url), effort="quick"))
    assert grade.status == "scored"


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_certificates_that_cannot_be_read_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    file = tmp_path / "certificates.pem"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    grade = await graded(grader(at=endpoint("https://models.example/v1")))
    assert grade.status == "unscored"
    assert str(grade.reason).startswith("The certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read (")


@pytest.mark.parametrize("proxy", ["http://user:password@127.0.0.1:9", "socks5://127.0.0.1:9", "nonsense"])
async def test_a_proxy_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.setenv(name, proxy)
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    grade = await graded(grader(at=endpoint("http://models.example/v1")))
    assert grade.status == "unscored"
    assert str(grade.reason).startswith(f"The proxy {proxy.rpartition('@')[2]} ")
    assert "NO_PROXY" in str(grade.reason)
    assert "password" not in str(grade.reason)


async def test_a_redirect_is_not_followed_because_it_would_carry_the_answer_elsewhere() -> None:
    with mocked() as router:
        route = router.post(PATH).respond(307, headers={"location": "https://elsewhere.example/v1/chat/completions"})
        grade = await graded(grader())
    assert route.call_count == 1
    assert grade.status == "unscored"
    assert "another address" in str(grade.reason)


async def test_a_busy_server_is_asked_again_after_the_time_that_it_names() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits.append(seconds)

    model = FakeModel()
    answers = [error(429, "slow down", headers={"retry-after": "7"}), error(503, "overloaded")]

    def reply(sent: httpx.Request) -> httpx.Response:
        return answers.pop(0) if answers else streamed(model.reply(body_of(sent)))

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader(effort="quick", sleep=sleep))
    assert grade.status == "scored"
    assert waits == [7.0, 1.0]


@pytest.mark.parametrize(
    ("response", "calls"),
    [
        (lambda: error(429, "You exceeded your current quota", code="insufficient_quota"), 1),
        (lambda: error(429, "slow down", headers={"retry-after": "31"}), 1),
        (lambda: error(429, "slow down", headers={"retry-after": "1"}), 3),
        (lambda: error(500, "internal error"), 3),
        (lambda: error(500, "internal error", headers={"x-should-retry": "false"}), 1),
        (lambda: error(401, "bad key"), 1),
    ],
)
async def test_only_what_waiting_can_mend_is_tried_again(response: Any, calls: int) -> None:
    with mocked() as router:
        route = router.post(PATH).mock(side_effect=lambda _: response())
        grade = await graded(grader())
    assert grade.status == "unscored"
    assert route.call_count == calls


async def test_a_reply_that_is_cut_is_no_score() -> None:
    whole = FakeModel()

    async def script(exchange: Exchange) -> None:
        await exchange.head()
        for each in chunks(whole.reply(exchange.body), finish=None, usage=None):
            await exchange.event(each)

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url)))
    assert (grade.status, grade.overall) == ("unscored", None)
    assert "broke off" in str(grade.reason)


async def test_a_connection_that_dies_within_a_reply_is_no_score() -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        data = f"data: {json.dumps(chunks('{')[0])}\n\n"
        await exchange.send(f"{len(data):x}\r\n{data}\r\n")
        exchange.writer.transport.abort()

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url)))
    assert grade.status == "unscored"
    assert "broke off" in str(grade.reason)


async def test_a_server_that_goes_silent_within_a_reply_is_given_up_after_the_time_out() -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.head()
        await exchange.event(chunks("{")[0])
        for _ in range(100):
            await exchange.send(": still here\n\n")
            await asyncio.sleep(0.05)

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url), timeout=0.4))
    assert grade.status == "unscored"
    assert "sent nothing" in str(grade.reason)
    assert "timeout" in str(grade.reason)


async def test_cancelling_hangs_up_on_every_stream_and_leaves_no_task() -> None:
    begun = asyncio.Event()
    hung_up: list[bool] = []

    async def script(exchange: Exchange) -> None:
        await exchange.head()
        await exchange.event(chunks("{")[0])
        begun.set()
        await exchange.gone()
        hung_up.append(True)

    async with scripted(script) as server:
        before = asyncio.all_tasks()
        work = asyncio.create_task(events(grader(at=endpoint(server.url))))
        await begun.wait()
        work.cancel()
        with pytest.raises(asyncio.CancelledError):
            await work
        await server.idle()
        left = {task for task in asyncio.all_tasks() - before if not task.done() and "serve" not in repr(task)}
    assert hung_up == [True]
    assert not left


async def test_closing_the_iteration_early_hangs_up_too() -> None:
    begun = asyncio.Event()

    async def script(exchange: Exchange) -> None:
        await exchange.head()
        begun.set()
        await exchange.gone()

    async with scripted(script) as server:
        stream = grader(at=endpoint(server.url)).grade(request())
        first = await anext(stream)
        await begun.wait()
        await stream.aclose()  # type: ignore[attr-defined]
        await server.idle()
    assert isinstance(first, Step)


async def test_a_server_on_this_machine_gets_one_request_at_a_time() -> None:
    model = FakeModel()
    most = 0

    async def script(exchange: Exchange) -> None:
        nonlocal most
        most = max(most, server.open)
        await exchange.head()
        await asyncio.sleep(0.02)
        for each in chunks(model.reply(exchange.body)):
            await exchange.event(each)

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url)))
    assert grade.status == "scored"
    assert len(server.exchanges) == 6
    assert most == 1


async def test_the_first_request_goes_alone_and_the_others_together() -> None:
    model = FakeModel()
    running = 0
    together: list[int] = []

    async def reply(sent: httpx.Request) -> httpx.Response:
        nonlocal running
        running += 1
        await asyncio.sleep(0.02)
        together.append(running)
        running -= 1
        return streamed(model.reply(body_of(sent)))

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        await graded(grader())
    assert together[0] == 1
    assert max(together) == 4  # the other two signals, the habits, the other track
    assert together[-1] == 1  # feedback


async def test_where_the_server_is_known_the_others_start_when_the_first_reply_begins() -> None:
    model = FakeModel()
    memory = ServerMemory()
    memory.learn(HOST, "test-model", proven=True)
    others_came = asyncio.Event()
    count = 0

    async def held_back(found: list[dict[str, Any]]) -> AsyncIterator[bytes]:
        yield f"data: {json.dumps(found[0])}\n\n".encode()
        await asyncio.wait_for(others_came.wait(), 5)
        for each in found[1:]:
            yield f"data: {json.dumps(each)}\n\n".encode()

    def reply(sent: httpx.Request) -> httpx.Response:
        nonlocal count
        count += 1
        found = chunks(model.reply(body_of(sent)))
        if count == 1:
            return httpx.Response(200, content=held_back(found), headers={"content-type": "text/event-stream"})
        others_came.set()
        return sse(found)

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader(memory=memory))
    assert (grade.status, grade.reason) == ("scored", None)
    assert count == 6


async def test_a_reply_that_was_not_streamed_is_read_all_the_same() -> None:
    model = FakeModel()

    def reply(sent: httpx.Request) -> httpx.Response:
        message = {"role": "assistant", "content": model.reply(body_of(sent))}
        whole = {"object": "chat.completion", "choices": [{"index": 0, "finish_reason": "stop", "message": message}]}
        return httpx.Response(200, json=whole)

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader(effort="quick"))
    assert grade.status == "scored"
    assert grade.usage.cost is None


async def test_reasoning_models_may_put_the_reply_beside_the_content() -> None:
    model = FakeModel()

    def reply(sent: httpx.Request) -> httpx.Response:
        found = chunks(model.reply(body_of(sent)))
        for each in found:
            for choice in each["choices"]:
                if "content" in choice["delta"]:
                    choice["delta"]["reasoning_content"] = choice["delta"].pop("content")
        return sse(found)

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader(effort="quick"))
    assert grade.status == "scored"


async def test_an_endless_reply_is_stopped() -> None:
    with mocked() as router:
        router.post(PATH).mock(side_effect=lambda _: streamed('{"gate": ' + " " * 70_000, size=5_000))
        grade = await graded(grader(effort="quick"))
    assert grade.status == "unscored"
    assert "did not come to an end" in str(grade.reason)


async def test_the_last_event_is_done_and_the_scores_stand_before_the_feedback() -> None:
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(FakeModel().reply))
        found = await events(grader(memory=ServerMemory(), sleep=no_sleep), request(GOOD_ANSWER))
    names = [type(event).__name__ for event in found]
    assert names[-1] == "Done"
    assert names.index("Scored") < names.index("FeedbackText")
    assert names.count("Done") == names.count("Scored") == 1
    assert isinstance(found[-1], Done)


async def test_halves_of_characters_in_an_answer_do_not_keep_it_from_being_sent() -> None:
    model = FakeModel()
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(model.reply))
        grade = await graded(grader(effort="quick", model="half \ud800"), request(f"{GOOD_ANSWER} \ud800"))
    assert grade.status == "scored"
    assert model.seen[0]["model"] == "half \ufffd"


async def test_halves_of_characters_in_a_reply_do_not_spoil_it() -> None:
    model = FakeModel(quote=lambda dimension, check: "\ud83d is not there \udfff")
    with mocked() as router:
        router.post(PATH).mock(side_effect=replying(model.reply))
        grade = await graded(grader(effort="quick"))
    assert grade.status == "scored"
