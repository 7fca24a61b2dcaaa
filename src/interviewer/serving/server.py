"""The server behind the page: a guard before everything, one app for each page, and nothing from elsewhere."""

import asyncio
import contextlib
import json
import signal
import socket
from collections.abc import Awaitable, Callable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import textual_serve
from aiohttp import WSCloseCode, WSMsgType, web
from textual_serve.app_service import AppService
from textual_serve.download_manager import DownloadManager
from textual_serve.server import Server

from interviewer.serving.app_process import AppProcess
from interviewer.serving.guard import Guard, middleware

MOST_APPS = 8
SMALLEST, LARGEST = 2, 1000  # columns and rows that a page may ask for
LONGEST_GOODBYE = 15.0  # seconds; an app stores what was typed in them
LONGEST_MESSAGE = 8 * 1024 * 1024
PAGE_FILES = {"page.css": "text/css", "page.js": "text/javascript"}
HERE = files("interviewer.serving")
STATIC = Path(textual_serve.__file__).parent / "static"


class BrowserServer(Server):
    """textual-serve's server with our page, our guard, and apps that are started without a shell."""

    def __init__(self, argv: Sequence[str], guard: Guard) -> None:
        # Its own __init__ would open a console and look for templates; this is all of it that is used.
        self.debug = False
        self.download_manager = DownloadManager()
        self.guard = guard
        self.pages: set[web.WebSocketResponse] = set()
        self._argv = tuple(argv)

    async def _make_app(self) -> web.Application:
        app = web.Application(middlewares=[middleware(self.guard)])
        app.add_routes(
            [
                web.get("/", self.handle_index),
                web.get("/ws", self.handle_websocket),
                web.get("/download/{key}", self.handle_download),
                web.get("/page/{name}", self._page_file),
                web.static("/static", STATIC),
            ]
        )
        return app

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page. Who comes with the token gets the cookie first, and the address without the token."""
        if self.guard.has_token(request):
            reply = _html("welcome.html")
            reply.set_cookie(self.guard.cookie, self.guard.session, path="/", httponly=True, samesite="Strict")
            return reply
        if request.query_string:
            raise web.HTTPSeeOther("/")
        return _html("page.html", HOST=request.host)

    async def _page_file(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name not in PAGE_FILES:
            raise web.HTTPNotFound
        return web.Response(text=(HERE / name).read_text(encoding="utf-8"), content_type=PAGE_FILES[name])

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        if len(self.pages) >= MOST_APPS:
            raise web.HTTPServiceUnavailable(text="Too many pages are open: close some.\n")
        page = web.WebSocketResponse(heartbeat=15, max_msg_size=LONGEST_MESSAGE)
        self.pages.add(page)
        try:
            await page.prepare(request)
            await self._talk(request, page)
        finally:
            self.pages.discard(page)
        return page

    async def close_pages(self) -> None:
        for page in tuple(self.pages):
            await page.close(code=WSCloseCode.GOING_AWAY)

    async def _talk(self, request: web.Request, page: web.WebSocketResponse) -> None:
        app = AppProcess(
            "",
            write_bytes=page.send_bytes,
            write_str=page.send_str,
            close=_closing(page),
            download_manager=self.download_manager,
        )
        app.argv = self._argv
        width, height = (_cells(request.query.get(name), default) for name, default in (("width", 80), ("height", 24)))
        await app.start(width, height)
        try:
            await self._process_messages(page, app)
        finally:
            await app.stop()
            await page.close()

    async def _process_messages(self, websocket: web.WebSocketResponse, app_service: AppService) -> None:
        """Passes on what the page sends; what is no message of ours is left out."""
        async for message in websocket:
            if message.type != WSMsgType.TEXT:
                continue
            with contextlib.suppress(ValueError, TypeError, KeyError, IndexError):
                kind, *rest = json.loads(message.data)
                if kind == "stdin":
                    await app_service.send_bytes(str(rest[0]).encode("utf-8", "replace"))
                elif kind == "resize":
                    size = rest[0]
                    await app_service.set_terminal_size(_cells(size["width"], 80), _cells(size["height"], 24))
                elif kind == "ping":
                    await websocket.send_json(["pong", rest[0]])
                elif kind in ("blur", "focus"):
                    await (app_service.blur() if kind == "blur" else app_service.focus())


def _closing(page: web.WebSocketResponse) -> Callable[[], Awaitable[None]]:
    async def close() -> None:
        await page.close()

    return close


def _cells(asked: Any, default: int) -> int:
    try:
        return min(LARGEST, max(SMALLEST, int(asked)))
    except (TypeError, ValueError, OverflowError):
        return default


def _html(name: str, **values: str) -> web.Response:
    """One of our pages; `values` are of our own making."""
    text = (HERE / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"{{{{{key}}}}}", value)
    return web.Response(text=text, content_type="text/html")


def listening(host: str, port: int) -> socket.socket:
    """A socket at that address; port 0 is any that is free. Raises OSError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, reuse_port=False)


async def serve(argv: Sequence[str], guard: Guard, listener: socket.socket, ready: Callable[[], None]) -> None:
    """Serves until SIGINT or SIGTERM; then every app is asked to end, which keeps what was typed."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    server = BrowserServer(argv, guard)
    runner = web.AppRunner(await server._make_app(), access_log=None, shutdown_timeout=LONGEST_GOODBYE)
    await runner.setup()
    try:
        await web.SockSite(runner, listener).start()
        ready()
        await stop.wait()
    finally:
        await server.close_pages()
        await runner.cleanup()
