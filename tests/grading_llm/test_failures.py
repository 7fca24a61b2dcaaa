"""Every way in which a server can fail: an unscored grade with a plain reason and what to do, never a score."""

import asyncio
import shutil
import ssl
import subprocess
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from interviewer.settings import OPENAI_URL, Endpoint
from tests.grading_llm.fake_model import FakeModel, is_feedback
from tests.grading_llm.support import (
    HOST,
    KEY,
    URL,
    body_of,
    chunk,
    chunks,
    endpoint,
    error,
    graded,
    grader,
    mocked,
    request,
    sse,
    streamed,
)
from tests.servers.scripted import Exchange, scripted

PATH = "/chat/completions"
Answer = Callable[[], httpx.Response]


def html(status: int) -> httpx.Response:
    return httpx.Response(status, html="<!DOCTYPE html><html><body>Sign in to the network</body></html>")


def in_stream(message: str, code: int | None = None) -> httpx.Response:
    return sse([chunk({"content": "{"}), {"error": {"message": message, "code": code}}])


CASES: dict[str, tuple[Answer, str, str]] = {
    "wrong key": (lambda: error(401, f"Incorrect API key provided: {KEY}"), "refused the key", "INTERVIEWER_API_KEY"),
    "forbidden": (lambda: error(403, "Country not supported"), "does not allow", "choose another model"),
    "no such model": (lambda: error(404, "The model `x` does not exist"), "has no model", "--model"),
    "no such path": (lambda: httpx.Response(404, json={"detail": "Not Found"}), "no chat completions", "/v1"),
    "rate limit": (lambda: error(429, "Rate limit reached"), "no more requests", "try again later"),
    "quota": (lambda: error(429, "You are out of money", code="insufficient_quota"), "no quota", "add credit"),
    "no credit": (lambda: error(402, "Insufficient credits"), "no quota", "add credit"),
    "internal error": (lambda: error(500, "boom"), "failed (500: boom)", "try again later"),
    "bad gateway page": (lambda: html(502), "failed (502)", "try again later"),
    "gateway time-out": (lambda: error(504, "upstream"), "gave up waiting", "faster model"),
    "loading": (lambda: error(503, "Loading model"), "still loading", "in a minute"),
    "web page": (lambda: html(200), "web page", "/v1"),
    "web page, not found": (lambda: html(404), "web page", "/v1"),
    "some other JSON": (lambda: httpx.Response(200, json={"hello": "world"}), "not with a chat completion", "/v1"),
    "error with status 200": (lambda: httpx.Response(200, json={"error": "crash"}), "crash", "check the model"),
    "plain words": (lambda: httpx.Response(200, text="It works!"), "not with a chat completion", "/v1"),
    "a stream of no JSON": (
        lambda: httpx.Response(200, text="data: hello\n\n", headers={"content-type": "text/event-stream"}),
        "not a chat completion", "/v1",
    ),
    "an empty stream": (
        lambda: httpx.Response(200, text="", headers={"content-type": "text/event-stream"}), "broke off", "try again",
    ),
    "an error within the stream": (lambda: in_stream("the GPU fell off"), "the GPU fell off", "check the model"),
    "overload within the stream": (lambda: in_stream("overloaded", 529), "failed (529: overloaded)", "later"),
    "context overflow": (
        lambda: error(400, "the request exceeds the available context size", type="exceed_context_size_error"),
        "longer than the context", "shorten the answer",
    ),
    "context overflow at OpenAI": (
        lambda: error(400, "This model's maximum context length is 8192 tokens. Your messages have 9000"),
        "longer than the context", "larger context",
    ),
    "too large": (lambda: error(413, "request entity too large"), "takes no request of this size (413", "shorten"),
    "length": (lambda: streamed('{"gate":', finish="length"), "length limit", "raise context_tokens"),
    "content filter": (lambda: streamed("", finish="content_filter"), "content filter", "rephrase"),
    "refusal": (
        lambda: sse([chunk({"refusal": "I can't help with that."}), chunk({}, "stop")]), "declined", "another model",
    ),
    "prose for ever": (lambda: streamed("I think that this is a fine answer."), "in the shape", "more capable model"),
    "proxy wants a password": (lambda: httpx.Response(407), "the proxy", "NO_PROXY"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
async def test_a_failure_is_unscored_with_what_happened_and_what_to_do(name: str) -> None:
    answer, what, todo = CASES[name]
    with mocked() as router:
        router.post(PATH).mock(side_effect=lambda _: answer())
        grade = await graded(grader())
    assert grade.status == "unscored"
    assert (grade.overall, grade.signals, grade.habits, grade.gate, grade.feedback) == (None, (), (), None, None)
    reason = str(grade.reason)
    assert what.casefold() in reason.casefold()
    assert todo in reason
    assert HOST in reason
    assert KEY not in reason
    assert "\n" not in reason
    assert reason.endswith(".")
    assert grade.usage.requests >= 1


async def test_a_server_that_wants_a_key_where_none_is_set_says_which_to_set() -> None:
    placeholder = Endpoint(URL, HOST, "no-key-needed", "none (a placeholder is sent)", from_openai_environment=False)
    with mocked() as router:
        router.post(PATH).mock(side_effect=lambda _: error(401, "Unauthorized"))
        grade = await graded(grader(at=placeholder))
    assert grade.reason == f"{HOST} wants a key: set INTERVIEWER_API_KEY to a key for this host."


async def test_an_error_message_cannot_steer_the_terminal() -> None:
    with mocked() as router:
        router.post(PATH).mock(side_effect=lambda _: error(400, "\x1b[2Jbad\u202e"))
        grade = await graded(grader())
    assert "\x1b" not in str(grade.reason)
    assert "\u202e" not in str(grade.reason)


async def test_no_server_at_the_address() -> None:
    server = await asyncio.start_server(lambda _r, _w: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()
    grade = await graded(grader(at=endpoint(f"http://127.0.0.1:{port}/v1")))
    assert grade.reason == f"No server answers at 127.0.0.1:{port} (connection refused): start it, or check base_url."


async def test_https_to_a_server_that_has_none() -> None:
    def plain(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with server:
        grade = await graded(grader(at=endpoint(f"https://127.0.0.1:{port}/v1")))
    assert f"no secure connection to 127.0.0.1:{port}" in str(grade.reason).casefold()
    assert "http://" in str(grade.reason)


@pytest.fixture
def own_certificate(tmp_path: Path) -> ssl.SSLContext:
    """A server's certificate that no authority signed."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed to make a certificate")
    key, certificate = str(tmp_path / "key.pem"), str(tmp_path / "certificate.pem")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += [
        "-subj",
        "/CN=localhost",
        "-addext",
        "subjectAltName=DNS:localhost",
        "-keyout",
        key,
        "-out",
        certificate,
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, key)
    return context


async def test_a_certificate_that_nobody_vouches_for(own_certificate: ssl.SSLContext) -> None:
    server = await asyncio.start_server(lambda _r, writer: writer.close(), "127.0.0.1", 0, ssl=own_certificate)
    port = server.sockets[0].getsockname()[1]
    async with server:
        grade = await graded(grader(at=endpoint(f"https://localhost:{port}/v1")))
    assert str(grade.reason).startswith(f"The certificate of localhost:{port} could not be verified")
    assert "system's own certificate store" in str(grade.reason)


async def test_a_host_that_does_not_exist() -> None:
    grade = await graded(grader(at=endpoint("http://no-such-host.invalid/v1")))
    assert "cannot be found" in str(grade.reason) or "cannot be reached" in str(grade.reason)


@pytest.mark.parametrize("key", ["“quoted”", "two\nlines", "nul\x00"])
async def test_a_key_that_cannot_be_sent_is_told_without_showing_it(key: str) -> None:
    async def script(exchange: Exchange) -> None:
        raise AssertionError("nothing may arrive")

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url, key=key)))
    assert grade.status == "unscored"
    assert "holds characters that no key has" in str(grade.reason)
    assert key not in str(grade.reason)


async def test_a_stalled_reply_of_another_kind_is_a_time_out() -> None:
    async def script(exchange: Exchange) -> None:
        await exchange.head(kind="application/json")
        await exchange.send('{"choices": ')
        await exchange.gone()

    async with scripted(script) as server:
        grade = await graded(grader(at=endpoint(server.url), timeout=0.3))
    assert "sent nothing" in str(grade.reason)


async def test_a_missing_key_or_model_is_told_before_anything_is_sent() -> None:
    keyless = Endpoint(OPENAI_URL, "api.openai.com", "", "none", from_openai_environment=False)
    with mocked(OPENAI_URL) as router:
        route = router.post(PATH)
        grade = await graded(grader(at=keyless))
        nameless = await graded(grader(model=""))
    assert route.call_count == 0
    assert "no key for api.openai.com" in str(grade.reason)
    assert f"No model is named for {HOST}" in str(nameless.reason)


async def test_one_failed_signal_leaves_the_answer_unscored_and_stops_the_others() -> None:
    model = FakeModel()

    def reply(sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        if "\nuser_empathy: " in str(body["messages"][1]["content"]):
            return error(400, "this one is bad")
        return streamed(model.reply(body))

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader())
    assert grade.status == "unscored"
    assert "this one is bad" in str(grade.reason)
    assert not any(map(is_feedback, model.seen))


async def test_without_the_other_track_the_grade_stands_with_a_notice() -> None:
    model = FakeModel()

    def reply(sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        if "\nmodel_rigor: " in str(body["messages"][1]["content"]):
            return sse(chunks("{", finish=None))
        return streamed(model.reply(body))

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader())
    assert grade.status == "scored"
    assert grade.other_track is None
    assert any("other track was not scored" in notice for notice in grade.notices)


async def test_when_the_feedback_fails_the_grade_stands_with_the_rubrics_own_advice() -> None:
    model = FakeModel(
        level=3, met=lambda _, check: check in ("business_result", "user_problem", "right_measure", "named_things")
    )

    def reply(sent: httpx.Request) -> httpx.Response:
        body = body_of(sent)
        return error(500, "tired") if is_feedback(body) else streamed(model.reply(body))

    with mocked() as router:
        router.post(PATH).mock(side_effect=reply)
        grade = await graded(grader())
    assert grade.status == "scored"
    assert grade.feedback is not None
    assert grade.feedback.improvements
    assert grade.feedback.follow_up
    assert any("wrote no feedback" in notice and "tired" in notice for notice in grade.notices)


async def test_an_answer_without_a_word_is_graded_without_a_request() -> None:
    with mocked() as router:
        route = router.post(PATH)
        grade = await graded(grader(), request(" \n… "))
    assert route.call_count == 0
    assert grade.status == "scored"
    assert grade.overall is not None
    assert (grade.overall.score, grade.overall.vote) == (1.0, "strong_no")
    assert grade.usage.requests == 0
