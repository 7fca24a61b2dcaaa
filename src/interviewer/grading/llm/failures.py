"""Why a request failed, in plain words with what to do. A failure is a reason, never a score."""

import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from interviewer.domain.text import visible
from interviewer.grading.llm.servers import NAMES_OVERFLOW

LONGEST_DETAIL = 200
QUOTA = re.compile(
    r"insufficient_quota|exceeded your current quota|\bquota\b|billing|credit|payment|balance", re.IGNORECASE
)
NAMES_MODEL = re.compile(r"\bmodels?\b", re.IGNORECASE)
LOADING = re.compile(r"\bloading\b", re.IGNORECASE)
NO_SUCH_HOST = re.compile(r"name or service|nodename|getaddrinfo|name resolution", re.IGNORECASE)
HTML = re.compile(r"\s*<(?:!doctype|html|head|body|\?xml)", re.IGNORECASE)
CODES = re.compile(r"\[(?:SSL|Errno)\b[^\]]*\] *| *\(_ssl\.c:\d+\)")  # what Python adds to an error's words
NOT_OPENAI = "check base_url: the address of an OpenAI-compatible server usually ends in /v1"


class CallError(Exception):
    """A request without a usable reply. `reason` is for people; `status` and `detail` are what the server said."""

    def __init__(self, reason: str, *, status: int | None = None, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Place:
    """Whom a reason speaks of. `timeout` in seconds; `proxy` is the one that requests go through, if any."""

    host: str
    model: str
    key: str
    key_source: str
    timeout: float
    proxy: str | None = None

    def without_key(self, text: str) -> str:
        return text.replace(self.key, "…") if len(self.key) > 3 else text

    def said(self, detail: str) -> str:
        """What the server said, on one line, shortened, without the key."""
        text = " ".join(visible(self.without_key(detail)).split())
        return text if len(text) <= LONGEST_DETAIL else text[: LONGEST_DETAIL - 1] + "…"


def status_failure(
    status: int, detail: str, code: str | None, place: Place, *, retry_after: float | None = None
) -> CallError:
    """What an HTTP status means, and what to do."""
    reason = _status_reason(_Refusal(status, detail, code or "", place, retry_after))
    return CallError(reason, status=status, detail=place.without_key(detail))


@dataclass(frozen=True, slots=True)
class _Refusal:
    """One answer with a status that is no success."""

    status: int
    detail: str
    code: str
    place: Place
    retry_after: float | None

    @property
    def is_page(self) -> bool:
        return bool(HTML.match(self.detail))

    @property
    def said(self) -> str:
        return self.place.said(self.detail)


Reading = tuple[bool, str]


def _status_reason(refusal: _Refusal) -> str:
    """The first reading that fits."""
    readings = (*_of_address(refusal), *_of_request(refusal), *_of_account(refusal), *_of_server(refusal))
    otherwise = (
        f"{refusal.place.host} refused the request ({refusal.status}: {refusal.said or 'no reason given'}): check "
        "the model and base_url"
    )
    return next((reason for fits, reason in readings if fits), otherwise)


def _of_address(refusal: _Refusal) -> Iterator[Reading]:
    host, status = refusal.place.host, refusal.status
    yield (
        300 <= status < 400,
        f"{host} sends requests on to another address, and answers go only where you chose: set base_url to the "
        "new one",
    )
    yield (
        refusal.is_page and status < 500,
        f"{host} answered with a web page ({status}), not as an OpenAI-compatible server: {NOT_OPENAI}",
    )
    yield (
        status == 407,
        f"the proxy on the way to {host} wants a password: check HTTPS_PROXY, or list {host} in NO_PROXY",
    )
    yield (
        status == 404 and not NAMES_MODEL.search(refusal.detail) and refusal.code != "model_not_found",
        f"{host} knows no chat completions at this address ({refusal.said or '404'}): {NOT_OPENAI}",
    )


def _of_request(refusal: _Refusal) -> Iterator[Reading]:
    host, model, status = refusal.place.host, refusal.place.model, refusal.status
    yield (
        status == 413 and not NAMES_OVERFLOW.search(refusal.detail),
        f"{host} takes no request of this size (413: {refusal.said or 'no reason given'}): shorten the answer",
    )
    yield (
        status in (400, 413, 422, 500) and bool(NAMES_OVERFLOW.search(refusal.detail)),
        f"the request is longer than the context of {model} on {host} ({refusal.said}): shorten the answer, "
        "choose a model with a larger context, or give the local server more of it",
    )
    yield (
        status == 404,
        f"{host} has no model {model!r} ({refusal.said}): choose one that it has (model in the settings, or --model)",
    )


def _of_account(refusal: _Refusal) -> Iterator[Reading]:
    host, status, source = refusal.place.host, refusal.status, refusal.place.key_source
    wait = f"; it asks to wait {refusal.retry_after:.0f} s" if refusal.retry_after else ""
    yield (
        status == 401 and source.startswith("none"),
        f"{host} wants a key: set INTERVIEWER_API_KEY to a key for this host",
    )
    yield (
        status == 401,
        f"{host} refused the key ({source}): check it, or set INTERVIEWER_API_KEY to a key for this host",
    )
    yield (
        is_exhausted_quota(status, refusal.detail, refusal.code, refusal.retry_after),
        f"the account at {host} has no quota left ({refusal.said}): add credit there, or grade with another server or "
        "offline",
    )
    yield (
        status == 403,
        f"{host} does not allow this key to use {refusal.place.model} ({refusal.said}): choose another model, or "
        "ask for access",
    )
    yield (
        status == 429,
        f"{host} takes no more requests for the moment{wait}: try again later, or grade fewer answers at once",
    )


def _of_server(refusal: _Refusal) -> Iterator[Reading]:
    host, model, status = refusal.place.host, refusal.place.model, refusal.status
    shown = f": {refusal.said}" if refusal.said and not refusal.is_page else ""
    yield status in (408, 504), f"{host} gave up waiting for {model} ({status}): try again, or choose a faster model"
    yield (
        status == 503 and bool(LOADING.search(refusal.detail)),
        f"{host} is still loading {model}: try again in a minute",
    )
    yield status >= 500, f"{host} failed ({status}{shown}): try again later"


def is_exhausted_quota(status: int, detail: str, code: str | None, retry_after: float | None) -> bool:
    """Whether waiting would not help: an account without credit. A quota with a Retry-After is a rate limit."""
    if status == 402 or (status in (403, 429) and code == "insufficient_quota"):
        return True
    return status in (403, 429) and retry_after is None and bool(QUOTA.search(detail))


def connection_failure(error: BaseException, place: Place) -> CallError:
    """What a connection that failed means; looks at the whole chain of causes."""
    chain = list(_causes(error))
    text = " ".join(str(each) for each in chain)
    names = {type(each).__name__ for each in chain}
    host, last = place.host, place.said(_last_words(chain))
    if names & {"APITimeoutError", "ConnectTimeout", "ReadTimeout", "TimeoutError"} and "ConnectError" not in names:
        return timed_out(place, connecting="ConnectTimeout" in names)
    if "LocalProtocolError" in names:
        return bad_key(place)
    readings = (
        (
            "certificate" in text.casefold(),
            f"the certificate of {host} could not be verified ({last}): the system's own certificate store "
            "decides, so add the certificate's authority there, or correct base_url",
        ),
        (
            any(isinstance(each, ssl.SSLError) for each in chain) or "SSL" in text,
            f"no secure connection to {host} could be made: if it is a local server, write base_url with http://",
        ),
        (
            "ProxyError" in names or (place.proxy is not None and "ConnectError" in names),
            f"the proxy {place.proxy} on the way to {host} failed ({last}): check HTTP_PROXY and HTTPS_PROXY, or list "
            f"{host} in NO_PROXY",
        ),
        (
            "RemoteProtocolError" in names and "illegal" in text,
            f"{host} does not speak HTTP ({last}): check base_url",
        ),
        (
            any(isinstance(each, ConnectionRefusedError) for each in chain) or "refused" in text,
            f"no server answers at {host} (connection refused): start it, or check base_url",
        ),
        (
            "gaierror" in names or bool(NO_SUCH_HOST.search(text)),
            f"the host {host} cannot be found: check base_url and the network",
        ),
        ("ConnectError" in names, f"{host} cannot be reached ({last}): check base_url and the network"),
        ("DecodingError" in names, f"{host} sent a reply that cannot be unpacked ({last}): try again"),
        (
            "disconnected without" in text,
            f"{host} hung up without a reply: try again, or see whether base_url should begin with http:// or https://",
        ),
        (True, f"the connection to {host} broke off: try again"),
    )
    return CallError(next(reason for fits, reason in readings if fits))


def bad_key(place: Place) -> CallError:
    return CallError(
        f"the key for {place.host} ({place.key_source}) holds characters that no key has: copy it again, "
        "without quotes or line breaks"
    )


def was_dropped(error: BaseException) -> bool:
    """The server hung up before it said anything: a kept-alive connection that went stale, or a busy server."""
    cause = error.__cause__
    name = type(cause).__name__
    return name in ("ReadError", "WriteError") or (name == "RemoteProtocolError" and "disconnected" in str(cause))


def timed_out(place: Place, *, connecting: bool = False) -> CallError:
    if connecting:
        return CallError(f"{place.host} does not take the connection: check base_url and the network")
    return CallError(
        f"{place.model} on {place.host} sent nothing of a reply for {place.timeout:.0f} s: try again, choose a faster "
        "model, or raise timeout in the settings"
    )


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen = 0
    while error is not None and seen < 12:
        yield error
        if isinstance(error, BaseExceptionGroup):
            yield from error.exceptions
        error = error.__cause__ or error.__context__
        seen += 1


def _last_words(chain: list[BaseException]) -> str:
    if any(isinstance(each, ConnectionRefusedError) for each in chain):
        return "connection refused"
    said = next((str(each) for each in reversed(chain) if str(each)), "no reason given")
    return CODES.sub("", said)


def detail_of(body: Any) -> str:
    """The message in an error body of whatever shape: OpenAI's, FastAPI's, plain text."""
    if isinstance(body, str):
        return body
    if isinstance(body, dict):
        inner = body.get("error", body)
        if isinstance(inner, dict):
            message = inner.get("message") or inner.get("detail") or inner.get("msg")
            kind = inner.get("type")
            if isinstance(message, str):
                return f"{message} ({kind})" if isinstance(kind, str) and kind.startswith("exceed_") else message
            return str(message or inner)
        return str(inner)
    return str(body) if body else ""
