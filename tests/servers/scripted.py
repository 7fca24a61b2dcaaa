"""An HTTP server that does what a script says, byte by byte: streams, pauses, cuts, and notices who hangs up."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Exchange:
    """One request as it arrived, and the means to answer it."""

    path: str
    headers: Mapping[str, str]
    body: dict[str, Any]
    writer: asyncio.StreamWriter
    reader: asyncio.StreamReader

    async def send(self, data: str | bytes) -> None:
        self.writer.write(data.encode() if isinstance(data, str) else data)
        await self.writer.drain()

    async def head(self, status: str = "200 OK", kind: str = "text/event-stream") -> None:
        """The head of a reply whose end is the end of the connection."""
        await self.send(f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n")

    async def event(self, data: Mapping[str, Any]) -> None:
        await self.send(f"data: {json.dumps(data)}\n\n")

    async def gone(self) -> None:
        """Returns when the other side has hung up."""
        with suppress(ConnectionError):
            while await self.reader.read(1024):
                pass


Script = Callable[[Exchange], Awaitable[None]]


@dataclass
class ScriptedServer:
    """`exchanges` are all requests so far; `open` counts those that are being answered right now."""

    script: Script
    port: int = 0
    exchanges: list[Exchange] = field(default_factory=list)
    open: int = 0
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/v1"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {
                name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:]) if name
            }
            body = await reader.readexactly(int(headers.get("content-length", 0)))
            exchange = Exchange(head[0].split()[1], headers, json.loads(body or b"{}"), writer, reader)
            self.exchanges.append(exchange)
            await self.script(exchange)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()
            async with self.changed:
                self.changed.notify_all()

    async def idle(self, seconds: float = 5.0) -> None:
        """Returns when nothing is being answered any more. Raises TimeoutError."""
        async with asyncio.timeout(seconds), self.changed:
            await self.changed.wait_for(lambda: self.open == 0)


@asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[ScriptedServer]:
    """Serves the script on a free port of this machine."""
    server = ScriptedServer(script)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
