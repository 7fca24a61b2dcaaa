"""Who may use the app in the browser: whoever brings the token, from our own page, under a name that is ours."""

import hmac
import ipaddress
import secrets
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

LOOPBACK = ("127.0.0.1", "localhost", "::1")
TOKEN_BYTES = 32

# The page takes everything from this server. Styles: the terminal in the page writes its own.
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; img-src 'self' data:; "
    "connect-src 'self' ws://{host}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def headers(host: str) -> dict[str, str]:
    """What every reply carries."""
    return {
        "Content-Security-Policy": CONTENT_POLICY.format(host=host),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }


@dataclass(frozen=True, slots=True)
class Guard:
    """`token` stands in the link that is printed; a browser that brought it gets `session` as a cookie instead.

    `host` is what the server listens on. On the loopback address only its names are taken for ours, elsewhere `host`,
    the computer's own `names`, and addresses in figures: a name of somebody else's may lead here too (DNS rebinding).
    """

    host: str
    port: int
    names: tuple[str, ...] = ()
    token: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES), repr=False)
    session: str = field(default_factory=lambda: secrets.token_urlsafe(TOKEN_BYTES), repr=False)

    @property
    def cookie(self) -> str:
        """Its name; with the port, because a browser gives the cookies of a host to all of its ports."""
        return f"interviewer-{self.port}"

    def refusal(self, request: web.Request) -> str | None:
        """Why a request is refused, in words for the person; None where it is not."""
        if not self.is_ours(request.host):
            return "This name does not lead here. Use the link that `interviewer serve` printed."
        origin = request.headers.get("Origin")
        if origin is None and request.path == "/ws":
            return "A connection without an origin does not come from the page."
        if origin is not None and origin != f"http://{request.host}":
            return "This comes from another page."
        if not self.has_session(request) and not self.has_token(request):
            return "Use the link that `interviewer serve` printed: it holds the token of this run."
        return None

    def is_ours(self, host_header: str) -> bool:
        try:
            parts = urlsplit(f"//{host_header}")
            name, port = (parts.hostname or "").lower(), parts.port or 80
        except ValueError:
            return False
        if port != self.port or parts.username is not None or parts.netloc != host_header:
            return False
        if self.host in LOOPBACK:
            return name in LOOPBACK
        return name in (self.host.lower(), *self.names, *LOOPBACK) or _is_address(name)

    def has_token(self, request: web.Request) -> bool:
        return request.path == "/" and _same(request.query.get("token", ""), self.token)

    def has_session(self, request: web.Request) -> bool:
        return _same(request.cookies.get(self.cookie, ""), self.session)


def middleware(guard: Guard) -> Middleware:
    """Refuses in a line of text, and puts our headers on every reply but that of a websocket."""

    @web.middleware
    async def watch(request: web.Request, handler: Handler) -> web.StreamResponse:
        ours = headers(request.host if guard.is_ours(request.host) else f"{guard.host}:{guard.port}")
        why = guard.refusal(request)
        if why is not None:
            return web.Response(status=403, text=f"{why}\n", headers=ours)
        try:
            reply = await handler(request)
        except web.HTTPException as error:
            error.headers.update(ours)
            raise
        if not reply.prepared:
            reply.headers.update(ours)
        return reply

    return watch


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode("utf-8", "surrogateescape"), wanted.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True
