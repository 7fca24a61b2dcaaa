"""Nobody gets in without the token, under another name, or from another page; and what is sent out is locked down."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import aiohttp
import pytest

from interviewer.serving.guard import Guard
from interviewer.serving.server import listening, serve

PATHS = ("/", "/ws", "/static/js/textual.js", "/page/page.js", "/download/x", "/nowhere")
NEVER = ("false",)  # a command that no test here lets start


@pytest.fixture
async def guard() -> AsyncIterator[Guard]:
    """A guard whose server is running."""
    listener = listening("127.0.0.1", 0)
    ready = asyncio.Event()
    guard = Guard("127.0.0.1", listener.getsockname()[1])
    task = asyncio.create_task(serve(NEVER, guard, listener, ready.set))
    await ready.wait()
    yield guard
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


def base(guard: Guard) -> str:
    return f"http://127.0.0.1:{guard.port}"


def cookie(guard: Guard) -> dict[str, str]:
    return {"Cookie": f"{guard.cookie}={guard.session}"}


async def status(http: aiohttp.ClientSession, url: str, headers: dict[str, str]) -> int:
    async with http.get(url, headers=headers, allow_redirects=False) as reply:
        return reply.status


@pytest.mark.parametrize("path", PATHS)
async def test_nothing_is_given_without_the_token(guard: Guard, http: aiohttp.ClientSession, path: str) -> None:
    for headers in ({}, {"Cookie": f"{guard.cookie}=wrong"}, {"Cookie": f"other={guard.session}"}):
        async with http.get(base(guard) + path, headers=headers) as reply:
            assert reply.status == 403
            assert (await reply.text()).count("\n") == 1


@pytest.mark.parametrize("token", ["", "wrong", "é", "%F0%9F%92%A9"])
async def test_a_wrong_token_is_refused(guard: Guard, http: aiohttp.ClientSession, token: str) -> None:
    assert await status(http, f"{base(guard)}/?token={token}", {}) == 403
    assert await status(http, f"{base(guard)}/?token={guard.token[:-1]}", {}) == 403
    assert await status(http, f"{base(guard)}/?token={guard.session}", {}) == 403


async def test_the_token_opens_the_front_door_alone(guard: Guard, http: aiohttp.ClientSession) -> None:
    for path in PATHS[1:]:
        assert await status(http, f"{base(guard)}{path}?token={guard.token}", {"Origin": base(guard)}) == 403


async def test_the_token_becomes_a_cookie_that_no_script_and_no_other_site_gets(
    guard: Guard, http: aiohttp.ClientSession
) -> None:
    async with http.get(f"{base(guard)}/?token={guard.token}") as reply:
        assert reply.status == 200
        kept = reply.cookies[guard.cookie]
        text = await reply.text()
    assert (kept.value, kept["httponly"], kept["samesite"], kept["path"]) == (guard.session, True, "Strict", "/")
    assert guard.token not in text
    assert str(guard.port) in guard.cookie
    async with http.get(base(guard), headers=cookie(guard)) as reply:
        page = await reply.text()
    assert reply.status == 200
    assert f"ws://127.0.0.1:{guard.port}/ws" in page
    assert guard.token not in page
    assert guard.session not in page


async def test_the_page_loads_nothing_from_elsewhere(guard: Guard, http: aiohttp.ClientSession) -> None:
    for path in ("/", "/page/page.css", "/page/page.js"):
        async with http.get(base(guard) + path, headers=cookie(guard)) as reply:
            assert reply.status == 200
            text = (await reply.text()).replace(f"ws://127.0.0.1:{guard.port}/ws", "")
            assert "//" not in text.replace("// The terminal", "")


async def test_every_reply_carries_the_policy(guard: Guard, http: aiohttp.ClientSession) -> None:
    for path in PATHS:
        for headers in ({}, cookie(guard)):
            async with http.get(base(guard) + path, headers=headers) as reply:
                policy = reply.headers["Content-Security-Policy"]
                assert policy.startswith("default-src 'none'; script-src 'self';")
                assert "http:" not in policy
                assert reply.headers["Referrer-Policy"] == "no-referrer"
                assert reply.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("query", ["ping=http://evil.example/", "delay=1", "token=wrong"])
async def test_the_page_takes_no_orders_from_its_address(guard: Guard, http: aiohttp.ClientSession, query: str) -> None:
    """The script in the page would ask any address that `ping` names."""
    async with http.get(f"{base(guard)}/?{query}", headers=cookie(guard), allow_redirects=False) as reply:
        assert (reply.status, reply.headers["Location"]) == (303, "/")


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "127.0.0.1.evil.example:{port}",
             "127.0.0.1:{port}@evil.example", "user@127.0.0.1:{port}", "localhost:{port}?x", "[::2]:{port}", ""],
)  # fmt: skip
async def test_another_name_is_refused_whatever_it_brings(guard: Guard, http: aiohttp.ClientSession, host: str) -> None:
    headers = {**cookie(guard), "Host": host.format(port=guard.port)}
    assert await status(http, f"{base(guard)}/?token={guard.token}", headers) in (400, 403)
    assert await status(http, base(guard), headers) in (400, 403)


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"])
async def test_its_own_names_are_taken(guard: Guard, http: aiohttp.ClientSession, name: str) -> None:
    assert await status(http, base(guard), {**cookie(guard), "Host": f"{name}:{guard.port}"}) == 200


@pytest.mark.parametrize(
    "origin", [None, "null", "http://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "https://127.0.0.1:{port}",
               "http://localhost:{port}", "http://127.0.0.1:{port}.evil.example"],
)  # fmt: skip
async def test_a_websocket_from_another_page_is_refused(
    guard: Guard, http: aiohttp.ClientSession, origin: str | None
) -> None:
    headers = {**cookie(guard), **({"Origin": origin.format(port=guard.port)} if origin else {})}
    with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
        await http.ws_connect(f"{base(guard)}/ws", headers=headers)
    assert refused.value.status == 403


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
async def test_a_request_from_another_page_is_refused(guard: Guard, http: aiohttp.ClientSession, origin: str) -> None:
    assert await status(http, base(guard), {**cookie(guard), "Origin": origin}) == 403


@pytest.mark.parametrize(
    ("host", "is_ours"),
    [
        ("192.168.1.7:80", True),
        ("192.168.1.7", True),
        ("[fe80::1]:80", True),
        ("my-mac:80", True),
        ("my-mac.evil.example:80", False),
        ("evil.example:80", False),
        ("192.168.1.7:81", False),
    ],
)
def test_beyond_this_computer_names_of_others_are_refused(host: str, is_ours: bool) -> None:
    assert Guard("0.0.0.0", 80, names=("my-mac",)).is_ours(host) is is_ours  # noqa: S104 nothing listens


def test_tokens_are_long_new_each_time_and_not_shown() -> None:
    one, other = Guard("h", 1), Guard("h", 1)
    assert len({one.token, one.session, other.token, other.session}) == 4
    assert min(map(len, (one.token, one.session))) >= 43
    assert one.token not in repr(one)
    assert one.session not in repr(one)
