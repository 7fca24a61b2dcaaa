"""The app in a process of its own, which speaks to a browser's page over pipes."""

import asyncio
import contextlib
from collections.abc import Sequence

from textual_serve.app_service import AppService

READY = b"__GANGLION__\n"  # what Textual's web driver says first
LINES_BEFORE_READY = 10
DATA, META, PACKED = b"D", b"M", b"P"
SECONDS_TO_END = 10.0


class AppProcess(AppService):
    """textual-serve's service, started without a shell; when the app ends the page is told. Errors go to our own
    standard error, as the app worded them."""

    argv: Sequence[str] = ()
    """The command, word by word."""

    async def _open_app_process(self, width: int = 80, height: int = 24) -> asyncio.subprocess.Process:
        environ = self._build_environment(width=width, height=height)
        self._process = process = await asyncio.create_subprocess_exec(
            *self.argv, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, env=environ
        )
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Passes on what the app draws, until it ends."""
        stdout = self._process.stdout if self._process is not None else None
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            if stdout is not None and await self._is_ready(stdout):
                await self._pass_on(stdout)
        with contextlib.suppress(ConnectionError):
            await self.remote_close()

    async def _is_ready(self, stdout: asyncio.StreamReader) -> bool:
        for _ in range(LINES_BEFORE_READY):
            line = await stdout.readline()
            if line in (READY, b""):
                return bool(line)
        return False

    async def _pass_on(self, stdout: asyncio.StreamReader) -> None:
        kinds = {DATA: self.on_data, META: self.on_meta, PACKED: self.on_packed}
        while True:
            kind = await stdout.readexactly(1)
            size = int.from_bytes(await stdout.readexactly(4), "big")
            await kinds[kind](await stdout.readexactly(size))

    async def stop(self) -> None:
        """Asks the app to end, which keeps what was typed, and waits for it; one that does not end is ended."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        await self.send_meta({"type": "quit"})
        try:
            async with asyncio.timeout(SECONDS_TO_END):
                await task
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
            await process.wait()
