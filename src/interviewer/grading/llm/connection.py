"""The connection to an OpenAI-compatible server: the SDK, its keys and headers, retries, and one stream of events."""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import aclosing, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, cast
from urllib.parse import urlsplit

from interviewer.domain.text import without_halves
from interviewer.grading.llm.failures import (
    HTML,
    NOT_OPENAI,
    CallError,
    Place,
    bad_key,
    connection_failure,
    detail_of,
    is_exhausted_quota,
    status_failure,
    timed_out,
    was_dropped,
)
from interviewer.grading.llm.servers import NAMES_FORMAT
from interviewer.settings import Endpoint

if TYPE_CHECKING:
    from ssl import SSLContext

    from openai import APIStatusError, AsyncOpenAI, AsyncStream

RETRIES = 2
FIRST_DELAY, LONGEST_WAIT = 0.5, 30.0  # seconds
LONGEST_CONNECT = 10.0
LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104 compared with, not bound to
OPENROUTER = "openrouter.ai"
# What the SDK itself raises on streams that are none: each was seen with a broken server.
BROKEN_STREAM = (ValueError, AttributeError, TypeError, KeyError, AssertionError, RecursionError)

Body = Mapping[str, Any]
Event = dict[str, Any]
Sleep = Callable[[float], Awaitable[None]]


class ChatClient(Protocol):
    """Sends the body of a chat completion and yields the reply's events as plain data."""

    @property
    def sends(self) -> bool:
        """Whether anything leaves this machine's program: False for a replay."""
        ...

    def stream(self, body: Body) -> AsyncIterator[Event]:
        """Yields `chat.completion.chunk` objects. Raises CallError."""
        ...

    async def close(self) -> None: ...


def is_local(base_url: str) -> bool:
    return (urlsplit(base_url).hostname or "").lower() in LOCAL_HOSTS


def proxy_for(base_url: str) -> str | None:
    """The proxy that the environment names for a server, without its password; None where there is none."""
    import urllib.request

    parts = urlsplit(base_url)
    if is_local(base_url) or urllib.request.proxy_bypass(parts.hostname or ""):
        return None
    proxies = urllib.request.getproxies()
    proxy = proxies.get(parts.scheme) or proxies.get("all")
    return proxy.rpartition("@")[2] if proxy else None


def is_openrouter(base_url: str) -> bool:
    host = (urlsplit(base_url).hostname or "").lower()
    return host == OPENROUTER or host.endswith(f".{OPENROUTER}")


def foreign_headers(key: str, environ: Mapping[str, str]) -> dict[str, Any]:
    """Headers that keep what the SDK reads from its environment from a host that this environment does not name."""
    from openai import omit

    names = ["OpenAI-Organization", "OpenAI-Project"]
    for line in environ.get("OPENAI_CUSTOM_HEADERS", "").split("\n"):
        name, colon, _ = line.partition(":")
        if colon and name.strip():
            names.append(name.strip())
    kept = {"authorization", "content-type", "accept", "user-agent"}
    return {name: omit for name in names if name.lower() not in kept} | {"Authorization": f"Bearer {key}"}


class OpenAiConnection:
    """A ChatClient over the openai SDK. `timeout` in seconds, for the time without a word from the server."""

    sends = True

    def __init__(self, endpoint: Endpoint, model: str, timeout: float, *, sleep: Sleep = asyncio.sleep) -> None:
        self._endpoint = endpoint
        self._timeout = timeout
        self._sleep = sleep
        proxy = proxy_for(endpoint.base_url)
        self._place = Place(endpoint.host, model, endpoint.key, endpoint.key_source, timeout, proxy)
        self._sdk: AsyncOpenAI | None = None

    async def stream(self, body: Body) -> AsyncIterator[Event]:
        from httpx2 import RequestError
        from openai import APIConnectionError, APIError

        stream = await self._opened(body)
        try:
            async with asyncio.timeout(self._timeout):
                whole = await self._whole_reply(stream)
            if whole is not None:
                yield whole
                return
            while True:
                async with asyncio.timeout(self._timeout):
                    chunk = await anext(stream, None)
                if chunk is None:
                    return
                yield chunk.to_dict(mode="json")
        except TimeoutError:
            raise timed_out(self._place) from None
        except (APIConnectionError, RequestError) as error:
            raise connection_failure(error, self._place) from None
        except APIError as error:
            raise self._stream_failure(error) from None
        except BROKEN_STREAM as error:
            said = self._place.said(str(error))
            raise CallError(
                f"{self._endpoint.host} sent a reply that is not a chat completion ({said}): {NOT_OPENAI}"
            ) from None
        finally:
            await stream.close()

    async def close(self) -> None:
        if self._sdk is not None:
            await self._sdk.close()
            self._sdk = None

    async def _opened(self, body: Body) -> "AsyncStream[Any]":
        """The stream, after at most two more tries where the server is busy or failing."""
        from openai import APIConnectionError, APIStatusError

        client = self._client()
        for left in range(RETRIES, -1, -1):
            try:
                async with asyncio.timeout(self._timeout):  # the SDK's own begins anew with every byte
                    return await self._sent(client, body)
            except TimeoutError:
                raise timed_out(self._place) from None
            except APIStatusError as error:
                failure, wait = self._refused(error, RETRIES - left)
                if left == 0 or wait is None:
                    raise failure from None
            except APIConnectionError as error:
                if left == 0 or not was_dropped(error):
                    raise connection_failure(error, self._place) from None
                wait = FIRST_DELAY
            except UnicodeEncodeError:
                raise bad_key(self._place) from None
            except BROKEN_STREAM as error:
                said = self._place.said(str(error))
                raise CallError(
                    f"the request to {self._endpoint.host} could not be made ({said}): {NOT_OPENAI}"
                ) from None
            await self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    @staticmethod
    async def _sent(client: "AsyncOpenAI", body: Body) -> "AsyncStream[Any]":
        sent = without_halves(dict(body))  # what was typed may hold what no request can carry
        rest = {name: value for name, value in sent.items() if name not in ("model", "messages", "stream")}
        return await client.chat.completions.create(
            model=sent["model"], messages=sent["messages"], stream=True, extra_body=rest
        )

    def _refused(self, error: "APIStatusError", tries: int) -> tuple[CallError, float | None]:
        """The failure, and how many seconds to wait before another try; None for no other try."""
        detail = detail_of(error.body) or error.response.text
        after = _retry_after(error.response.headers)
        status = error.status_code
        failure = status_failure(status, detail, error.code, self._place, retry_after=after)
        busy = status in (408, 409, 429) or status >= 500
        hopeless = is_exhausted_quota(status, detail, error.code, after) or (
            status >= 500 and NAMES_FORMAT.search(detail)
        )
        if not busy or hopeless or error.response.headers.get("x-should-retry") == "false":
            return failure, None
        wait = after if after is not None else FIRST_DELAY * 2**tries
        return failure, wait if wait <= LONGEST_WAIT else None

    def _stream_failure(self, error: Any) -> CallError:
        """An error that arrived inside a stream: some servers report there what others say with a status."""
        body = error.body if isinstance(error.body, dict) else {}
        detail = detail_of(error.body) or str(error)
        code = body.get("code")
        status = int(code) if isinstance(code, int) or (isinstance(code, str) and code.isdigit()) else 400
        failure = status_failure(status, detail, str(code or ""), self._place)
        return CallError(failure.reason, status=status, detail=failure.detail)

    async def _whole_reply(self, stream: "AsyncStream[Any]") -> Event | None:
        """The reply as one event where the server did not stream; None where it did."""
        kind = stream.response.headers.get("content-type", "").lower()
        if "json" not in kind and "html" not in kind and not (kind.startswith("text/plain")):
            return None
        text = (await stream.response.aread()).decode(errors="replace")
        if "html" in kind or HTML.match(text):
            raise CallError(
                f"{self._endpoint.host} answered with a web page, not as an OpenAI-compatible server: {NOT_OPENAI}"
            )
        with suppress(ValueError):
            data = json.loads(text)
            if isinstance(data, dict) and data.get("error"):
                raise status_failure(400, detail_of(data), None, self._place)
            if isinstance(data, dict) and isinstance(data.get("choices"), list):
                return {
                    **data,
                    "choices": [_as_delta(choice) for choice in data["choices"] if isinstance(choice, dict)],
                }
        raise CallError(f"{self._endpoint.host} answered, but not with a chat completion: {NOT_OPENAI}")

    def _client(self) -> "AsyncOpenAI":
        """Made with the first request. Raises CallError for a proxy or certificates that cannot be used."""
        if self._sdk is None:
            from httpx2 import InvalidURL

            try:
                self._sdk = self._new_client()
            except OSError as error:  # only certificates are read here; ssl's errors are among them
                raise CallError(
                    f"the certificates that SSL_CERT_FILE or SSL_CERT_DIR names cannot be read "
                    f"({self._place.said(error.strerror or str(error))}): correct the variable, or unset it"
                ) from None
            except (ImportError, ValueError, InvalidURL) as error:
                said = self._place.said(str(error).split(". ")[0])
                raise CallError(
                    f"the proxy {self._place.proxy} cannot be used ({said}): check HTTP_PROXY, HTTPS_PROXY and "
                    f"ALL_PROXY, or list {self._endpoint.host} in NO_PROXY"
                ) from None
        return self._sdk

    def _new_client(self) -> "AsyncOpenAI":
        import openai

        endpoint = self._endpoint
        headers = None if endpoint.from_openai_environment else foreign_headers(endpoint.key, os.environ)
        timeout = openai.Timeout(self._timeout, connect=min(LONGEST_CONNECT, self._timeout / 2))
        # No proxy comes between us and this machine, and no redirect carries an answer to another host.
        trust_env = not is_local(endpoint.base_url)
        http = openai.DefaultAsyncHttpxClient(
            timeout=timeout,
            follow_redirects=False,
            trust_env=trust_env,
            verify=_certificates(trust_env, os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")),
        )
        return openai.AsyncOpenAI(
            api_key=endpoint.key,
            admin_api_key="",
            base_url=endpoint.base_url,
            default_headers=cast("Mapping[str, str]", headers),
            timeout=timeout,
            max_retries=0,
            http_client=http,
        )


@cache
def _certificates(trust_env: bool, _file: str | None, _folder: str | None) -> "SSLContext":
    """What a server's certificate is checked against, read once: it takes longer than all else of a connection. The
    two variables are those that it is read from."""
    from httpx2 import create_ssl_context

    return create_ssl_context(trust_env=trust_env)


def _as_delta(choice: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "index": choice.get("index", 0),
        "delta": choice.get("message") or {},
        "finish_reason": choice.get("finish_reason"),
    }


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds from Retry-After or retry-after-ms; None where there is none that can be read. Dates are read too."""
    import email.utils
    import time

    for name, divisor in (("retry-after-ms", 1000.0), ("retry-after", 1.0)):
        value = headers.get(name)
        if value is None:
            continue
        with suppress(ValueError):
            return max(0.0, float(value) / divisor)
        date = email.utils.parsedate_tz(value)
        if date is not None:
            return max(0.0, email.utils.mktime_tz(date) - time.time())
    return None


async def collect(client: ChatClient, body: Body, take: Callable[[Event], None]) -> None:
    """Feeds every event of a reply to `take`, and closes the stream whatever happens."""
    async with aclosing(cast("Any", client.stream(body))) as events:
        async for event in events:
            take(event)
