"""`interviewer key`: a key is kept in the keyring for one server, is never shown, and is sent to no other."""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from interviewer import stored_keys
from interviewer.cli.program import Program
from interviewer.settings import OPENAI_URL, Settings, endpoint, with_key
from interviewer.stored_keys import StoredKeys
from tests.cli.conftest import Run
from tests.servers.memory_keyring import MemoryKeyring

KEY = "sk-sentinel-1234567890"
HOST = "openrouter.ai"
ORIGIN = "https://openrouter.ai"


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    before, ours = keyring.get_keyring(), MemoryKeyring()
    keyring.set_keyring(ours)
    yield ours
    keyring.set_keyring(before)


BACKENDS: list[KeyringBackend] = [make() for make in (fail.Keyring, null.Keyring)]


def use(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)


def test_a_key_is_kept_shown_by_its_place_and_removed(run: Run, ring: MemoryKeyring) -> None:
    kept = run("key", "set", HOST, stdin=f"{KEY}\n")
    assert (kept.code, ring.entries) == (0, {f"interviewer {ORIGIN}": KEY})
    assert f"for {ORIGIN} and no other server" in kept.out
    shown = run("key", "show", "--format", "json")
    assert shown.json == {"keys": [{"server": ORIGIN, "found_in": "the system keyring"}]}
    removed = run("key", "remove", HOST)
    assert (removed.code, ring.entries) == (0, {})
    again = run("key", "remove", HOST)
    assert (again.code, again.err) == (
        1,
        f"interviewer: the system keyring has no key for {ORIGIN} (interviewer key show)\n",
    )
    assert run("key", "show").out.startswith("No key is kept")
    assert KEY not in "".join(each.out + each.err for each in (kept, shown, removed, again))


def test_no_file_holds_a_key(run: Run, home: Path) -> None:
    run("key", "set", HOST, stdin=KEY)
    files = [each for each in home.rglob("*") if each.is_file()]
    assert [each.name for each in files] == ["keyring.json"]
    assert KEY not in files[0].read_text(encoding="utf-8")
    assert files[0].stat().st_mode & 0o777 == 0o600


def test_a_terminal_is_asked_without_an_echo(run: Run, ring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr("interviewer.cli.output.is_terminal", lambda stream: True)

    def typed(prompt: str) -> str:
        asked.append(prompt)
        return f" {KEY} "

    monkeypatch.setattr("getpass.getpass", typed)
    assert run("key", "set", HOST).code == 0
    assert asked == [f"The key for {ORIGIN} (it is not shown): "]
    assert list(ring.entries.values()) == [KEY]


@pytest.mark.parametrize(("typed", "told"), [("", "no key was given"), ("two words", "holds blanks"), ("ké", "holds")])
def test_what_can_be_no_key_is_refused(run: Run, ring: MemoryKeyring, typed: str, told: str) -> None:
    refused = run("key", "set", HOST, stdin=typed)
    assert refused.code == 2
    assert told in refused.err
    assert ring.entries == {}


@pytest.mark.parametrize(
    ("host", "origin"),
    [
        ("openrouter.ai", "https://openrouter.ai"),
        ("https://OpenRouter.ai/api/v1", "https://openrouter.ai"),
        ("http://box.lan:8000/v1", "http://box.lan:8000"),
        ("localhost:11434", "http://localhost:11434"),
        ("[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_a_server_is_known_by_scheme_host_and_port(run: Run, ring: MemoryKeyring, host: str, origin: str) -> None:
    assert run("key", "set", host, stdin=KEY).code == 0
    assert list(ring.entries) == [f"interviewer {origin}"]


@pytest.mark.parametrize("host", ["", "[", "a[on red]", "ftp://x", "https://", "https://user:pass@x", "a b"])
def test_what_is_no_server_is_refused(run: Run, host: str) -> None:
    refused = run("key", "set", host, stdin=KEY)
    assert refused.code == 2
    assert "is not a server" in refused.err


class TestWhereAKeyGoes:
    """Only the server for which it was kept gets it, and only when something is sent."""

    @pytest.fixture
    def kept(self, tmp_path: Path) -> StoredKeys:
        keys = StoredKeys(tmp_path / "keyring.json")
        keys.keep(ORIGIN, KEY)
        return keys

    @pytest.mark.parametrize(
        "url", ["http://openrouter.ai/v1", "https://openrouter.ai:8443/v1", "https://evil-openrouter.ai/v1", OPENAI_URL]
    )
    def test_no_other_server_gets_it(self, kept: StoredKeys, url: str) -> None:
        found = with_key(endpoint(Settings(base_url=url), {}, kept))
        assert found.key != KEY
        assert found.key_source.startswith("none")

    def test_its_own_server_gets_it_without_the_headers_of_openai(self, kept: StoredKeys) -> None:
        found = with_key(endpoint(Settings(base_url=f"{ORIGIN}/api/v1"), {"OPENAI_API_KEY": "sk-openai"}, kept))
        assert (found.key, found.key_source) == (KEY, "the system keyring")
        assert not found.from_openai_environment
        assert KEY not in repr(found)

    def test_the_environment_stands_above_it(self, kept: StoredKeys, ring: MemoryKeyring) -> None:
        ring.asked = 0
        found = with_key(endpoint(Settings(base_url=ORIGIN), {"INTERVIEWER_API_KEY": "sk-own"}, kept))
        assert (found.key, found.key_source, ring.asked) == ("sk-own", "INTERVIEWER_API_KEY", 0)

    def test_the_keyring_is_not_asked_before_something_is_sent(self, run: Run, home: Path, ring: MemoryKeyring) -> None:
        run("key", "set", HOST, stdin=KEY)
        ring.asked = 0
        program = Program({"INTERVIEWER_HOME": str(home)})
        settings = Settings(grader="llm", model="m", base_url=ORIGIN)
        assert program.endpoint(settings).has_key
        program.llm_grader(settings)
        run("grade", "--example", "--show-request", "--grader", "llm", "--model", "m", "--base-url", ORIGIN)
        run("doctor", "--base-url", ORIGIN)
        assert ring.asked == 0

    def test_an_entry_that_has_gone_is_told(self, kept: StoredKeys, ring: MemoryKeyring) -> None:
        ring.entries.clear()
        with pytest.raises(
            Exception, match=r"has no key for openrouter\.ai any more: interviewer key set https://open"
        ):
            with_key(endpoint(Settings(base_url=ORIGIN), {}, kept))


class Locked(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked("secret of the backend")


class Failing(MemoryKeyring):
    def set_password(self, service: str, username: str, password: str) -> None:
        raise OSError(f"bus error\nwhile sending {password}")


class PlaintextKeyring(MemoryKeyring):
    """As keyrings.alt has one."""


class Silent(MemoryKeyring):
    def get_password(self, service: str, username: str) -> str | None:
        import time

        time.sleep(1.0)
        return None


@pytest.mark.parametrize(
    ("backend", "told"),
    [
        (BACKENDS[0], "this system has no keyring (as usual without a desktop): set INTERVIEWER_API_KEY"),
        (BACKENDS[1], "the system keyring (null Keyring) did not keep the key: set INTERVIEWER_API_KEY"),
        (Locked(), "the system keyring is locked: unlock it, or set INTERVIEWER_API_KEY instead"),
        (Failing(), "the system keyring cannot be used (bus error while sending …): set INTERVIEWER_API_KEY instead"),
        (
            PlaintextKeyring(),
            "the system keyring here (test key PlaintextKeyring) writes keys as plain text: set INTERVIEWER_",
        ),
        (Silent(), "the system keyring did not answer within 0.05 s: unlock it, or set INTERVIEWER_API_KEY instead"),
    ],
    ids=lambda value: type(value).__name__,
)
def test_a_keyring_that_cannot_be_used_is_told_in_a_line(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch, backend: KeyringBackend, told: str
) -> None:
    use(backend)
    monkeypatch.setattr(stored_keys, "LONGEST_WAIT", 0.05 if isinstance(backend, Silent) else 60.0)
    result = run("key", "set", HOST, stdin=KEY)
    assert result.code == 1
    assert result.err.startswith(f"interviewer: {told}")
    assert result.err.count("\n") == 1
    assert KEY not in result.err
    assert not (home / "keyring.json").exists()


def test_a_closed_input_is_told(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    assert run("key", "set", HOST).code == 2


def test_doctor_says_where_a_key_was_found(run: Run, ring: MemoryKeyring) -> None:
    run("key", "set", HOST, stdin=KEY)
    flags = ("doctor", "--grader", "llm", "--model", "m", "--base-url", f"{ORIGIN}/api/v1")
    found = run(*flags, HTTPS_PROXY="http://127.0.0.1:9").out
    assert "at openrouter.ai, key: the system keyring; answers are sent there" in found
    ring.entries.clear()
    assert "but the system keyring has no key for openrouter.ai any more" in run(*flags, HTTPS_PROXY="http://x").out
    assert "keys in the system keyring for https://openrouter.ai, not used" in run("doctor").out
