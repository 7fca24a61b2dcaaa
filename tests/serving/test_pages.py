"""A page and the real app behind it: what is typed is kept, however either of them ends."""

import asyncio
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest

from interviewer.cli import serve as serve_command
from interviewer.serving import server as server_module
from interviewer.serving.guard import Guard
from interviewer.storage.database import open_store
from tests.cli.conftest import Run, home, run  # noqa: F401 - fixtures
from tests.servers.drawn import Drawn

pytestmark = pytest.mark.long
SERVE = (sys.executable, "-m", "interviewer", "serve", "--port", "0")
ANSWER = "I set the limit at 4 percent"


@dataclass
class Served:
    """`interviewer serve` in a process of its own; `pages()` opens one."""

    process: asyncio.subprocess.Process
    url: str
    home: Path
    http: aiohttp.ClientSession

    @asynccontextmanager
    async def page(self) -> "AsyncIterator[Page]":
        origin = self.url.partition("/?")[0]
        socket = await self.http.ws_connect(f"{origin}/ws?width=90&height=30", headers={"Origin": origin})
        try:
            yield Page(socket)
        finally:
            await socket.close()

    def draft(self) -> str | None:
        store = open_store(self.home / "interviewer.db")
        try:
            draft = store.newest_draft()
        finally:
            store.close()
        return draft.text if draft else None


class Page:
    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket
        self.drawn = Drawn(90, 30)

    async def wait_for(self, text: str) -> None:
        try:
            async with asyncio.timeout(20):
                while text not in self.drawn.text:
                    message = await self.socket.receive()
                    assert message.type is aiohttp.WSMsgType.BINARY, (message, self.drawn.text)
                    self.drawn.feed(message.data)
        except TimeoutError:
            raise AssertionError(f"{text!r} was not shown:\n{self.drawn.text}") from None

    async def type(self, keys: str) -> None:
        await self.socket.send_str(json.dumps(["stdin", keys]))

    async def ended(self) -> None:
        """Returns when the server has closed the connection."""
        async with asyncio.timeout(30):
            while (await self.socket.receive()).type is aiohttp.WSMsgType.BINARY:
                pass


@pytest.fixture
async def served(tmp_path: Path) -> AsyncIterator[Served]:
    environ = {**os.environ, "INTERVIEWER_HOME": str(tmp_path / "home")}
    process = await asyncio.create_subprocess_exec(*SERVE, stdout=asyncio.subprocess.PIPE, env=environ)
    assert process.stdout is not None
    found = re.search(r"http://127\.0\.0\.1:\d+/\?token=\S+", (await process.stdout.readline()).decode())
    assert found is not None
    async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as http:
        async with http.get(found[0]) as reply:
            assert reply.status == 200
        yield Served(process, found[0], tmp_path / "home", http)
    if process.returncode is None:
        process.terminate()
        await process.wait()


async def becomes(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - another process makes it so
            await asyncio.sleep(0.05)


async def test_a_page_that_is_closed_keeps_the_last_key_and_another_has_it(served: Served) -> None:
    async with served.page() as page:
        await page.wait_for("Practise AI PM")
        await page.type("a")
        await page.wait_for("^s Submit")
        for rubbish in (
            "",
            "no json",
            "[]",
            "{}",
            '["stdin"]',
            '["resize", {"width": "x"}]',
            '["resize", 1]',
            '["what"]',
        ):
            await page.socket.send_str(rubbish)
        await page.socket.send_bytes(b"\xff\x00")
        await page.socket.send_str('["resize", {"width": 1e999, "height": -5}]')
        await page.socket.send_str('["resize", {"width": 90, "height": 30}]')
        await page.type(ANSWER + "\ud800")
        await page.wait_for(ANSWER)
    await becomes(lambda: (served.draft() or "").startswith(ANSWER))
    async with served.page() as again:
        await again.wait_for("Continue your draft")
        await again.type("c")
        await again.wait_for(ANSWER)


async def test_an_app_that_ends_says_so_to_its_page(served: Served) -> None:
    async with served.page() as page:
        await page.wait_for("Practise AI PM")
        await page.type("\x11")
        await page.ended()


async def test_a_server_that_is_killed_takes_its_apps_with_it_and_nothing_is_lost(served: Served) -> None:
    async with served.page() as page:
        await page.wait_for("Practise AI PM")
        (child,) = children(served.process.pid)
        await page.type("a")
        await page.wait_for("^s Submit")
        await page.type(ANSWER)
        await page.wait_for(ANSWER)
        served.process.send_signal(signal.SIGKILL)
        await becomes(lambda: not Path(f"/proc/{child}").exists())
    assert served.draft() == ANSWER


async def test_a_server_that_is_ended_ends_its_apps_in_order(served: Served) -> None:
    async with served.page() as page:
        await page.wait_for("Practise AI PM")
        await page.type("a")
        await page.wait_for("^s Submit")
        await page.type(ANSWER)
        await page.wait_for(ANSWER)
        served.process.send_signal(signal.SIGINT)
        await page.ended()
    assert await served.process.wait() == 0
    assert served.draft() == ANSWER


def children(pid: int) -> list[int]:
    return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()]


async def test_no_more_than_some_pages_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server_module, "MOST_APPS", 0)
    guard_server = server_module.BrowserServer(("false",), Guard("127.0.0.1", 1))
    with pytest.raises(aiohttp.web.HTTPServiceUnavailable):
        await guard_server.handle_websocket(None)  # type: ignore[arg-type]


def test_a_missing_extra_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811 - the fixture
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = run("serve")
    assert result.code == 1
    assert result.err == "interviewer: the app in a browser needs an extra: pip install 'interviewer[serve]'\n"


@pytest.mark.parametrize(("host", "port"), [("127.0.0.1", "taken"), ("no.such.host.invalid", "0"), ("1.2.3.4", "0")])
def test_an_address_that_cannot_be_used_is_told(run: Run, host: str, port: str) -> None:  # noqa: F811
    with server_module.listening("127.0.0.1", 0) as taken:
        number = str(taken.getsockname()[1]) if port == "taken" else port
        result = run("serve", "--host", host, "--port", number)
    assert result.code == 1
    assert result.err.startswith(f"interviewer: cannot listen on {host}, port {number} (")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("port", ["x", "-1", "65536"])
def test_a_port_that_is_none_is_refused(run: Run, port: str) -> None:  # noqa: F811
    assert run("serve", "--port", port).code == 2
    assert serve_command.DEFAULT_HOST == "127.0.0.1"
