"""The key of a server, from a keyring that may wait for the person, without anybody waiting for the keyring."""

import asyncio
import contextlib
import threading

from interviewer.settings import Endpoint, with_key


async def with_key_read(server: Endpoint) -> Endpoint:
    """As `with_key`. Cancelled, or left at the end of the program, it leaves the keyring to itself."""
    if server.read_key is None:
        return server
    loop = asyncio.get_running_loop()
    found: asyncio.Future[Endpoint] = loop.create_future()

    def tell(result: Endpoint | Exception) -> None:
        if found.done():
            return
        if isinstance(result, Endpoint):
            found.set_result(result)
        else:
            found.set_exception(result)

    def read() -> None:
        try:
            result: Endpoint | Exception = with_key(server)
        except Exception as error:  # noqa: BLE001 - raised where it is awaited
            result = error
        with contextlib.suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(tell, result)

    # A daemon, unlike the threads of asyncio.to_thread: those are waited for when the program ends.
    threading.Thread(target=read, daemon=True).start()
    return await found
