"""What a person has chosen, from the settings file, the environment and flags, the strongest last."""

import dataclasses
import functools
import os
import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, get_args
from urllib.parse import urlsplit

from interviewer.domain.grades import Effort, GraderKind
from interviewer.domain.rubrics import ScoreBy
from interviewer.paths import write_private
from interviewer.ports import ContentError, InterviewerError, Problem

OPENAI_HOST = "api.openai.com"
OPENAI_URL = f"https://{OPENAI_HOST}/v1"
DEFAULT_MODEL = "gpt-5-mini"
PLACEHOLDER_KEY = "no-key-needed"
IN_KEYRING = "the system keyring"
LOOPBACK = ("localhost", "127.0.0.1", "::1")
PORTS = {"http": 80, "https": 443}
SWITCHES = ("mouse",)
CHOICES: dict[str, tuple[str, ...]] = {
    "grader": get_args(GraderKind),
    "effort": get_args(Effort),
    "score_by": get_args(ScoreBy),
    "keymap": ("default", "vim"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Times in seconds, prices per million tokens in `currency`. `keys` maps a binding's id to keys, "ctrl+s,f5"."""

    grader: GraderKind = "offline"
    model: str = ""
    base_url: str = ""
    effort: Effort = "standard"
    score_by: ScoreBy = "level"
    rubric: str = ""
    timeout: float = 120.0
    grade_timeout: float = 1200.0
    probe_timeout: float = 15.0
    context_tokens: int = 32_000
    price_input: float | None = None
    price_cached: float | None = None
    price_output: float | None = None
    currency: str = "USD"
    theme: str = ""
    keymap: str = "default"
    mouse: bool = True
    keys: Mapping[str, str] = field(default_factory=dict)


_TYPES: dict[str, tuple[type, ...]] = {
    "timeout": (int, float), "grade_timeout": (int, float), "probe_timeout": (int, float), "context_tokens": (int,),
    "price_input": (int, float), "price_cached": (int, float), "price_output": (int, float), "keys": (dict,),
}  # fmt: skip


def load_settings(path: Path) -> Settings:
    """The settings file, or the defaults where there is none. Raises ContentError with file, line and field."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        tables = tomllib.loads(text)
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise ContentError([Problem(str(path), 0, "", f"cannot be read: {error.strerror or error}")]) from None
    except UnicodeDecodeError as error:
        told = f"not UTF-8 text (byte {error.start}): save it as UTF-8"
        raise ContentError([Problem(str(path), 0, "", told)]) from None
    except tomllib.TOMLDecodeError as error:
        found = re.search(r" \(at line (\d+), column \d+\)", str(error))
        line = int(found[1]) if found else 0
        message = str(error).replace(found[0], "") if found else str(error)
        raise ContentError([Problem(str(path), line, "", f"not valid TOML: {message}")]) from None
    problems = [Problem(str(path), _line(text, name), name, message) for name, message in _wrong(tables)]
    if problems:
        raise ContentError(problems)
    return Settings(**tables)


def _line(text: str, name: str) -> int:
    lines = text.splitlines()
    key = re.compile(rf"\s*\[?{re.escape(name)}\s*[\]=]")
    return next((number for number, line in enumerate(lines, start=1) if key.match(line)), 0)


def _wrong(tables: Mapping[str, Any]) -> list[tuple[str, str]]:
    known = {each.name for each in dataclasses.fields(Settings)}
    found = []
    for name, value in tables.items():
        if name not in known:
            found.append((name, "is not a known setting"))
        elif name in CHOICES:
            if value not in CHOICES[name]:
                found.append((name, f"{value!r} is not one of {', '.join(CHOICES[name])}"))
        elif name in SWITCHES:
            if not isinstance(value, bool):
                found.append((name, f"{value!r} is neither true nor false"))
        elif not isinstance(value, _TYPES.get(name, (str,))) or isinstance(value, bool):
            found.append((name, f"{value!r} is of the wrong kind"))
        elif isinstance(value, int | float) and value <= 0 and not name.startswith("price_"):
            found.append((name, "must be greater than 0"))
        elif isinstance(value, dict) and not all(isinstance(each, str) for each in value.values()):
            found.append((name, "must map names of actions to keys in quotes"))
        elif name == "base_url" and value and (message := url_problem(str(value))):
            found.append((name, message))
    return found


def save_settings(path: Path, changes: Mapping[str, Any]) -> None:
    """Sets the given fields in the file and leaves the rest of it, comments too, as it is. Raises OSError."""
    import tomlkit

    document = tomlkit.parse(path.read_text(encoding="utf-8-sig")) if path.exists() else tomlkit.document()
    for name, value in changes.items():
        if value is None:
            document.pop(name, None)
        else:
            document[name] = value
    write_private(path, tomlkit.dumps(document))


def with_environment(settings: Settings, environ: Mapping[str, str] = os.environ) -> Settings:
    """INTERVIEWER_GRADER, _MODEL and _BASE_URL over the file. Raises InterviewerError for a bad value."""
    changes: dict[str, Any] = {}
    for variable, name in (("GRADER", "grader"), ("MODEL", "model"), ("BASE_URL", "base_url")):
        value = environ.get(f"INTERVIEWER_{variable}", "").strip()
        if value:
            changes[name] = value
    return changed(settings, changes, origin="INTERVIEWER_")


def changed(settings: Settings, changes: Mapping[str, Any], origin: str = "--") -> Settings:
    """`settings` with the given fields set; raises InterviewerError that names the flag or variable at fault."""
    wrong = _wrong(changes)
    if wrong:
        name, message = wrong[0]
        shown = name.upper() if origin.endswith("_") else name.replace("_", "-")
        raise InterviewerError(f"{origin}{shown}: {message}")
    return dataclasses.replace(settings, **changes)


def patience(settings: Settings) -> str:
    """How long a model is waited for, as people are told it: "2:00 without a word, 20:00 in all"."""
    return f"{_clock(settings.timeout)} without a word, {_clock(settings.grade_timeout)} in all"


def _clock(seconds: float) -> str:
    """Minutes and seconds; parts of a second where there is no more."""
    return f"{seconds:g} s" if seconds < 1 else f"{int(seconds) // 60}:{int(seconds) % 60:02}"


def url_problem(url: str) -> str | None:
    """What is wrong with the address of a server, in plain words; None where nothing is."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return f"{url!r} is not an address"
    if parts.scheme not in ("http", "https") or not host or " " in url or not url.isprintable():
        return f"{url!r} is not an address: write it as http://host:port/v1"
    if parts.username or parts.password:
        return "must not hold a user name or password"
    return None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where requests go, and with which key; `from_openai_environment` allows the SDK's organisation headers.

    A key in the system keyring is read by `with_key`, just before it is sent; until then `key` is empty.
    """

    base_url: str
    host: str
    key: str = field(repr=False)
    key_source: str
    from_openai_environment: bool
    read_key: Callable[[], str | None] | None = field(default=None, repr=False, compare=False)

    @property
    def has_key(self) -> bool:
        return bool(self.key) or self.read_key is not None


class Keyring(Protocol):
    """Keys that were kept for servers, by the `origin_of` each. `read` raises InterviewerError."""

    def origins(self) -> Sequence[str]: ...

    def read(self, origin: str) -> str | None: ...


def endpoint(settings: Settings, environ: Mapping[str, str] = os.environ, keyring: Keyring | None = None) -> Endpoint:
    """The server and its key; a keyring is looked at only for what it has. Raises InterviewerError for a bad address.

    OPENAI_API_KEY goes to api.openai.com, or to the host of an OPENAI_BASE_URL from the same environment, and nowhere
    else; any other host gets INTERVIEWER_API_KEY, a key that was put into the keyring for it, or a placeholder.
    """
    openai_url = environ.get("OPENAI_BASE_URL", "").strip()
    base_url = settings.base_url or openai_url or OPENAI_URL
    problem = url_problem(base_url)
    if problem:
        name = "base_url" if settings.base_url else "OPENAI_BASE_URL"
        raise InterviewerError(f"{name}: {problem}")
    host = _origin(base_url)
    is_openai = host == _origin(OPENAI_URL)
    from_openai = is_openai or (bool(openai_url) and not url_problem(openai_url) and host == _origin(openai_url))
    own, openai = environ.get("INTERVIEWER_API_KEY", "").strip(), environ.get("OPENAI_API_KEY", "").strip()
    shown = urlsplit(base_url).netloc
    if own:
        return Endpoint(base_url, shown, own, "INTERVIEWER_API_KEY", from_openai_environment=False)
    if from_openai and openai:
        return Endpoint(base_url, shown, openai, "OPENAI_API_KEY", from_openai_environment=True)
    origin = origin_of(base_url)
    if keyring is not None and origin in keyring.origins():
        read = functools.partial(keyring.read, origin)
        return Endpoint(base_url, shown, "", IN_KEYRING, from_openai_environment=False, read_key=read)
    if is_openai:
        return Endpoint(base_url, shown, "", "none", from_openai_environment=False)
    return Endpoint(base_url, shown, PLACEHOLDER_KEY, "none (a placeholder is sent)", from_openai_environment=False)


def with_key(server: Endpoint) -> Endpoint:
    """The same with its key read. Raises InterviewerError where the keyring does not give it."""
    if server.read_key is None:
        return server
    key = server.read_key()
    if not key:
        raise InterviewerError(
            f"{IN_KEYRING} has no key for {server.host} any more: interviewer key set {origin_of(server.base_url)}"
        )
    return dataclasses.replace(server, key=key, read_key=None)


def origin_of(url: str) -> str:
    """Scheme, host and port as one word, "https://api.openai.com": what a key in the keyring is kept for."""
    scheme, host, port = _origin(url)
    name = f"[{host}]" if ":" in host else host
    return f"{scheme}://{name}" + ("" if port == PORTS[scheme] else f":{port}")


def origin_named(host: str) -> str:
    """The origin that a person means: without a scheme https, on this computer http. Check it with `url_problem`."""
    text = host.strip()
    if "://" not in text:
        try:
            name = urlsplit(f"//{text}").hostname
        except ValueError:
            return text
        text = f"http://{text}" if name in LOOPBACK else f"https://{text}"
    return text if url_problem(text) else origin_of(text)


def _origin(url: str) -> tuple[str, str, int]:
    """Scheme, host and port: what must agree before a key is sent."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or PORTS[parts.scheme]
