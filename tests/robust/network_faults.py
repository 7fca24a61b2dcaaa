"""Everything that a network or a server can do to a request for a grade, by the words of the table in the docs."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal

from tests.servers import fault_proxy as faults
from tests.servers.fault_proxy import Fault

REMOTE = "http://models.example/v1"
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
OVERLONG = "This model's maximum context length is 4096 tokens, however you requested 5500 tokens"


@dataclass(frozen=True, kw_only=True)
class Case:
    """`url` is where requests are to go; its {port} and that of `environ` is the port of `fault`, or of none.

    `waits` says that a person would have to wait: the one thing for which Esc is there. `lingers` says that the
    connection, over which nothing was sent, stays open for a while after that: httpcore2 does not close a socket whose
    TLS greeting is cancelled.
    """

    name: str
    fault: Fault = faults.true_reply
    at: Literal["proxy", "nobody", "full queue"] = "proxy"
    url: str = "http://127.0.0.1:{port}/v1"
    tls: bool = False
    environ: Mapping[str, str] = field(default_factory=dict)
    waits: bool = False
    lingers: bool = False
    scored: bool = False


def _error(status: str, message: str, **more: str) -> Fault:
    headers = {name: more.pop(name) for name in tuple(more) if name.startswith("retry") or name == "location"}
    return faults.says(json.dumps({"error": {"message": message, **more}}), status, **headers)


def _before_the_reply() -> Iterator[Case]:
    yield Case(name="No server runs at the address", at="nobody")
    yield Case(name="Packets vanish: nobody takes or refuses the connection", at="full queue", waits=True)
    yield Case(name="The server takes the request and says nothing", fault=faults.nothing, waits=True)
    yield Case(name="The server hangs up without a word, three times", fault=faults.hang_up)
    yield Case(name="The connection is reset", fault=faults.hang_up_hard)
    yield Case(name="The host's name cannot be found", url="http://nowhere.invalid/v1")


def _slow() -> Iterator[Case]:
    yield Case(name="The reply comes a byte at a time", fault=faults.slowly(0.05), waits=True)
    yield Case(name="The reply comes, but never gets done", fault=faults.dribbling(0.3), waits=True)
    yield Case(name="Nothing but keep-alive comments", fault=faults.only_comments(0.1), waits=True)
    yield Case(name="Half of the reply, then silence", fault=faults.cut_after(0.5, then_hang=True), waits=True)


def _cut() -> Iterator[Case]:
    yield Case(name="The connection ends in the middle of the reply", fault=faults.cut_after(0.5))
    yield Case(name="The connection is reset in the middle of the reply", fault=faults.cut_after(0.5, hard=True))
    yield Case(name="A chunk of the reply is cut", fault=faults.cut_chunks(0.7))
    yield Case(name="The head of the reply is cut", fault=faults.cut_at(20))


def _refused() -> Iterator[Case]:
    yield Case(
        name="307, to another host", fault=_error("307 Temporary Redirect", "", location="http://other.example/")
    )
    yield Case(name="400", fault=_error("400 Bad Request", "no such luck"))
    yield Case(name="400, the request is too long", fault=_error("400 Bad Request", OVERLONG))
    yield Case(name="401", fault=_error("401 Unauthorized", "Incorrect API key provided"))
    yield Case(name="402", fault=_error("402 Payment Required", "Insufficient credits"))
    yield Case(name="403", fault=_error("403 Forbidden", "not for you"))
    yield Case(name="404, no such address", fault=_error("404 Not Found", "Not Found"))
    yield Case(name="404, no such model", fault=_error("404 Not Found", "model 'm' not found", code="model_not_found"))
    yield Case(name="408", fault=_error("408 Request Timeout", "too slow"))
    yield Case(name="413", fault=_error("413 Payload Too Large", "too large"))
    yield Case(name="500", fault=_error("500 Internal Server Error", "out of memory"))
    yield Case(
        name="502, with a web page", fault=faults.says("<html>Bad gateway</html>", "502 Bad Gateway", "text/html")
    )
    yield Case(name="503, the model is loading", fault=_error("503 Service Unavailable", "Loading model"))
    yield Case(name="504", fault=_error("504 Gateway Timeout", "upstream"))
    yield Case(name="529", fault=_error("529 Overloaded", "Overloaded"))


def _storms() -> Iterator[Case]:
    def at(hours: float) -> str:
        return format_datetime(datetime.now(UTC) + timedelta(hours=hours), usegmt=True)

    storm = "429 Too Many Requests"
    said = "Rate limit reached"
    yield Case(name="429, again and again", fault=_error(storm, said))
    yield Case(
        name="429, the quota is used up",
        fault=_error(storm, "You exceeded your current quota", code="insufficient_quota"),
    )
    yield Case(name="429, to wait 25 s each time", fault=_error(storm, said, retry_after="25"), waits=True)
    yield Case(name="429, to wait an hour", fault=_error(storm, said, retry_after="3600"))
    yield Case(
        name="429, to wait until a time that is past (a clock is wrong)", fault=_error(storm, said, retry_after=at(-30))
    )
    yield Case(name="429, to wait until tomorrow (a clock is wrong)", fault=_error(storm, said, retry_after=at(24)))
    yield Case(name="429, to wait “soon”", fault=_error(storm, said, retry_after="soon"))


def _rubbish() -> Iterator[Case]:
    gzip = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\nno"
    )
    yield Case(name="A web page instead of a reply", fault=faults.says("<!doctype html><p>Log in", kind="text/html"))
    yield Case(name="JSON that is no chat completion", fault=faults.says('{"ok": true}'))
    yield Case(name="An empty reply", fault=faults.says("", kind="text/event-stream"))
    yield Case(name="Bytes that are not HTTP", fault=faults.raw(b"\x00\xff\xfeSSH-2.0-OpenSSH_9.2\r\n"))
    yield Case(name="A reply that says it is compressed and is not", fault=faults.raw(gzip))
    yield Case(name="An event that is not JSON", fault=faults.says("data: {oops\n\n", kind="text/event-stream"))
    yield Case(name="Bytes that are not UTF-8", fault=faults.says(b"data: \xff\xfe\n\n", kind="text/event-stream"))


def _secure() -> Iterator[Case]:
    https = "https://localhost:{port}/v1"
    yield Case(name="A certificate that nobody vouches for", url=https, tls=True)
    yield Case(name="https:// where the server speaks http", url=https)
    yield Case(name="http:// where the server speaks https", tls=True)
    yield Case(name="A TLS greeting that is never answered", url=https, fault=faults.nothing, waits=True, lingers=True)


def _proxies() -> Iterator[Case]:
    here = {"HTTP_PROXY": "http://127.0.0.1:{port}"}
    yield Case(
        name="`HTTP_PROXY` names a dead proxy, the server is on this computer",
        environ={"HTTP_PROXY": "http://127.0.0.1:9"},
        scored=True,
    )
    yield Case(name="`HTTP_PROXY` names a proxy that works", url=REMOTE, environ=here, scored=True)
    yield Case(name="`HTTP_PROXY` names a dead proxy", url=REMOTE, environ=here, at="nobody")
    yield Case(
        name="`HTTP_PROXY` names a proxy that says nothing", url=REMOTE, environ=here, fault=faults.nothing, waits=True
    )
    yield Case(
        name="407 from the proxy", url=REMOTE, environ=here, fault=faults.says("", "407 Proxy Authentication Required")
    )
    yield Case(
        name="502 from the proxy", url=REMOTE, environ=here, fault=faults.says("<html>", "502 Bad Gateway", "text/html")
    )
    yield Case(name="`HTTP_PROXY` is no address", url=REMOTE, environ={"HTTP_PROXY": "nonsense://x"})


CASES = {
    case.name: case
    for group in (_before_the_reply, _slow, _cut, _refused, _storms, _rubbish, _secure, _proxies)
    for case in group()
}
