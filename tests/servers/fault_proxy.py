"""A proxy that stands before a server and does to its replies what networks do: delays, cuts, refusals, rubbish."""

import asyncio
import contextlib
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

TLS_GREETING = b"\x16"


@dataclass
class Passing:
    """One request on its way: `reply()` gets the server's whole reply, the rest delivers what is left of it."""

    request: bytes
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    upstream: int

    async def reply(self) -> bytes:
        return await reply_of(self.upstream, self.request)

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def gone(self) -> None:
        """Returns when the other side has hung up."""
        with contextlib.suppress(ConnectionError):
            while await self.reader.read(1024):
                pass

    def reset(self) -> None:
        """Ends the connection as a crash does: RST, not FIN."""
        connection = self.writer.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()


async def reply_of(port: int, request: bytes) -> bytes:
    """Head and body as the server sends them."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        return await reader.read()
    finally:
        writer.close()


Fault = Callable[[Passing], Awaitable[None]]


@dataclass
class FaultProxy:
    """`requests` counts those that arrived, `open` those whose connection still stands."""

    fault: Fault
    upstream: int
    port: int = 0
    requests: list[bytes] = field(default_factory=list)
    open: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.open += 1
        try:
            request = await _whole_request(reader)
            self.requests.append(request)
            passing = Passing(request, reader, writer, self.upstream)
            if request == TLS_GREETING and self.fault is not nothing:
                await passing.send(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            else:
                await self.fault(passing)
        except (OSError, asyncio.IncompleteReadError):
            pass
        finally:
            self.open -= 1
            writer.close()


async def _whole_request(reader: asyncio.StreamReader) -> bytes:
    first = await reader.readexactly(1)
    if first == TLS_GREETING:
        return first
    head = first + await reader.readuntil(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)


@asynccontextmanager
async def faulty(fault: Fault, upstream: int, tls: ssl.SSLContext | None = None) -> AsyncIterator[FaultProxy]:
    """Stands on a free port of this machine before the server at port `upstream`."""
    proxy = FaultProxy(fault, upstream)
    listening = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, ssl=tls)
    proxy.port = listening.sockets[0].getsockname()[1]
    try:
        yield proxy
    finally:
        listening.close()


# what happens before there is a reply


async def nothing(passing: Passing) -> None:
    """The request is taken and no byte ever comes back."""
    await passing.gone()


async def hang_up(passing: Passing) -> None:
    """The connection is closed without a byte."""


async def hang_up_hard(passing: Passing) -> None:
    passing.reset()


@contextlib.contextmanager
def refusing() -> Iterator[int]:
    """A port at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


@contextlib.contextmanager
def swallowing() -> Iterator[int]:
    """A port that lets nobody connect and refuses nobody: its queue is full (Linux drops what comes then)."""
    with socket.socket() as full, contextlib.ExitStack() as stack:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                waiting.connect(full.getsockname())
        yield full.getsockname()[1]


# what happens to a reply


def slowly(pause: float) -> Fault:
    """The true reply, head and all, a byte at a time with `pause` seconds between."""

    async def fault(passing: Passing) -> None:
        for byte in await passing.reply():
            await passing.send(bytes([byte]))
            await asyncio.sleep(pause)

    return fault


def dribbling(pause: float) -> Fault:
    """The true reply, an event at a time: never silent for long, never done."""

    async def fault(passing: Passing) -> None:
        head, _, body = (await passing.reply()).partition(b"\r\n\r\n")
        await passing.send(head + b"\r\n\r\n")
        for event in body.split(b"\n\n"):
            await passing.send(event + b"\n\n")
            await asyncio.sleep(pause)

    return fault


def only_comments(pause: float) -> Fault:
    """What OpenRouter sends while it waits, for ever."""

    async def fault(passing: Passing) -> None:
        await passing.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n")
        while True:
            await passing.send(b": PROCESSING\n\n")
            await asyncio.sleep(pause)

    return fault


def cut_at(byte: int) -> Fault:
    """The true reply as far as `byte`, then the connection is closed as if that were its end."""

    async def fault(passing: Passing) -> None:
        await passing.send((await passing.reply())[:byte])

    return fault


def cut_after(share: float, *, hard: bool = False, then_hang: bool = False) -> Fault:
    """That share of the true reply, then an end: gentle, by a reset, or silence instead of one."""

    async def fault(passing: Passing) -> None:
        reply = await passing.reply()
        await passing.send(reply[: int(len(reply) * share)])
        if then_hang:
            await passing.gone()
        elif hard:
            await asyncio.sleep(0.05)  # a reset at once would take back what is still under way
            passing.reset()

    return fault


def cut_chunks(share: float) -> Fault:
    """The true body in chunked encoding, cut within: a client can tell that more was to come."""

    async def fault(passing: Passing) -> None:
        _, _, body = (await passing.reply()).partition(b"\r\n\r\n")
        await passing.send(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n")
        await passing.send(b"%x\r\n%s" % (len(body), body[: int(len(body) * share)]))

    return fault


def says(body: str | bytes, status: str = "200 OK", kind: str = "application/json", **headers: str) -> Fault:
    """Another reply in place of the true one; `retry_after` is the header Retry-After."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(data)}", "Connection: close"]
    lines += [f"{name.replace('_', '-').title()}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines).encode() + b"\r\n\r\n"

    async def fault(passing: Passing) -> None:
        await passing.send(head + data)

    return fault


def raw(data: bytes) -> Fault:
    """Bytes that are no HTTP reply, or a broken one."""

    async def fault(passing: Passing) -> None:
        await passing.send(data)

    return fault


async def true_reply(passing: Passing) -> None:
    await passing.send(await passing.reply())
