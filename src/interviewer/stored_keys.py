"""Keys of model servers in the system's keyring. A file says for which servers one is there; no file holds a key.

So the keyring, which may ask the person to unlock it, is only asked where an entry was made.
"""

import json
import os
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from interviewer.paths import write_private
from interviewer.ports import KeyringError

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

FILE = "keyring.json"
SERVICE = "interviewer"
KEYRING = "the system keyring"
LONGEST_WAIT = 60.0  # seconds; a person may have to type a password
INSTEAD = "or set INTERVIEWER_API_KEY instead"

VARIABLES = ("INTERVIEWER_API_KEY", "OPENAI_API_KEY", "OPENAI_ADMIN_KEY", "OPENAI_WEBHOOK_SECRET")
SHORTEST = 4  # characters of what is taken for a key

T = TypeVar("T")
_read_ones: set[str] = set()


def without_keys(text: str, environ: Mapping[str, str] = os.environ) -> str:
    """`text` with every key that this program knows taken out: for what is kept or shown of an error."""
    known = {environ.get(name, "").strip() for name in VARIABLES} | _read_ones
    for key in sorted(known, key=len, reverse=True):
        if len(key) >= SHORTEST:
            text = text.replace(key, "…")
    return text


class StoredKeys:
    """Entries by the origin of their server, "https://api.openai.com". Every error is an KeyringError."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def origins(self) -> tuple[str, ...]:
        """The servers for which an entry was made; none where the list cannot be read."""
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))["origins"]
        except (OSError, ValueError, KeyError, TypeError):
            return ()
        return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()

    def read(self, origin: str) -> str | None:
        """The key, or None where the keyring has none any more."""
        key = _asked(lambda: _backend().get_password(SERVICE, origin))
        if key:
            _read_ones.add(key)
        return key

    def keep(self, origin: str, key: str) -> str:
        """Keeps the key and returns the keyring's own name; refuses a keyring that would write it as plain text."""

        def kept() -> str:
            backend = _backend()
            backend.set_password(SERVICE, origin, key)
            if backend.get_password(SERVICE, origin) != key:
                raise KeyringError(f"{KEYRING} ({backend.name}) did not keep the key: set INTERVIEWER_API_KEY")
            return str(backend.name)

        name = _asked(kept, secret=key)
        self._list({*self.origins(), origin})
        return name

    def remove(self, origin: str) -> bool:
        """Whether there was an entry."""

        def drop() -> bool:
            backend = _backend()
            there = backend.get_password(SERVICE, origin) is not None
            if there:
                backend.delete_password(SERVICE, origin)
            return there

        there = _asked(drop)
        self._list({*self.origins()} - {origin})
        return there

    def _list(self, origins: set[str]) -> None:
        try:
            write_private(self._file, json.dumps({"origins": sorted(origins)}) + "\n")
        except OSError as error:
            raise KeyringError(f"{self._file} cannot be written ({error.strerror}): make it writable") from None


def _backend() -> "KeyringBackend":
    """The keyring of this system. Raises KeyringError where there is none that keeps secrets."""
    import keyring

    backend = keyring.get_keyring()
    used = [backend, *getattr(backend, "backends", ())]
    plain = next((each for each in used if "plaintext" in type(each).__name__.casefold()), None)
    if plain is not None:
        raise KeyringError(f"{KEYRING} here ({plain.name}) writes keys as plain text: set INTERVIEWER_API_KEY")
    return backend


def _asked(question: Callable[[], T], secret: str = "") -> T:
    """What the keyring answers, in a thread of its own: some wait for ever for a prompt that nobody can see."""
    answers: list[T] = []
    errors: list[BaseException] = []

    def ask() -> None:
        try:
            answers.append(question())
        except BaseException as error:  # noqa: BLE001 - backends raise what their systems do; all of it is told below
            errors.append(error)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(LONGEST_WAIT)
    if answers:
        return answers[0]
    if not errors:
        raise KeyringError(f"{KEYRING} did not answer within {LONGEST_WAIT:g} s: unlock it, {INSTEAD}")
    raise _told(errors[0], secret) from None


def _told(error: BaseException, secret: str) -> KeyringError:
    from keyring.errors import KeyringLocked, NoKeyringError

    if isinstance(error, KeyringError):
        return error
    if isinstance(error, NoKeyringError):
        return KeyringError("this system has no keyring (as usual without a desktop): set INTERVIEWER_API_KEY")
    if isinstance(error, KeyringLocked):
        return KeyringError(f"{KEYRING} is locked: unlock it, {INSTEAD}")
    said = " ".join(str(error).split()) or type(error).__name__
    said = said.replace(secret, "…") if secret else said
    return KeyringError(f"{KEYRING} cannot be used ({said[:120]}): {INSTEAD.removeprefix('or ')}")
