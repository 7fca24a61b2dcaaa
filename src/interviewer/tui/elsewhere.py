"""Runs a coroutine in a thread with an event loop of its own: whatever holds it up does not hold up the screen."""

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, Generic, TypeVar

T = TypeVar("T")


async def elsewhere(make: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """What the coroutine gives or raises. Cancelling this cancels the coroutine, and ends when that has ended."""
    job = _Job(make)
    return await _ended(asyncio.get_running_loop().run_in_executor(None, job.run), job.cancel)


async def in_thread(step: Callable[[], T]) -> T:
    """As asyncio.to_thread; where this is cancelled, it ends when the thread has: nothing goes on behind one's back."""
    return await _ended(asyncio.get_running_loop().run_in_executor(None, step), lambda: None)


async def _ended(running: "asyncio.Future[T]", cancel: Callable[[], None]) -> T:
    try:
        return await asyncio.shield(running)
    except asyncio.CancelledError:
        cancel()
        await asyncio.wait([running])
        if not running.cancelled():
            running.exception()  # looked at, so that nobody is told that it never was
        raise


class _Job(Generic[T]):
    def __init__(self, make: Callable[[], Coroutine[Any, Any, T]]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._cancelled = False
        self._task: tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]] | None = None

    def run(self) -> T:
        with asyncio.Runner() as runner:
            return runner.run(self._guarded())

    async def _guarded(self) -> T:
        task = asyncio.current_task()
        with self._lock:
            if self._cancelled or task is None:
                raise asyncio.CancelledError
            self._task = asyncio.get_running_loop(), task
        try:
            return await self._make()
        finally:
            with self._lock:
                self._task = None

    def cancel(self) -> None:
        with self._lock:
            self._cancelled = True
            if self._task is not None:
                loop, task = self._task
                loop.call_soon_threadsafe(task.cancel)
