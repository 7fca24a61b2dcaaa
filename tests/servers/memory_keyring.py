"""A keyring that is none of the system's: in memory, or in the file that TEST_KEYRING names, for other processes.

For a program of its own: PYTHON_KEYRING_BACKEND=tests.servers.memory_keyring.MemoryKeyring, the project in PYTHONPATH.
"""

import json
import os
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """`asked` counts how often a key was read."""

    priority = 9

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        file = os.environ.get("TEST_KEYRING")
        self._file = Path(file) if file else None
        self.entries: dict[str, str] = {}
        self.asked = 0

    def _all(self) -> dict[str, str]:
        if self._file is not None and self._file.exists():
            self.entries = json.loads(self._file.read_text(encoding="utf-8"))
        return self.entries

    def _write(self) -> None:
        if self._file is not None:
            self._file.write_text(json.dumps(self.entries), encoding="utf-8")

    def get_password(self, service: str, username: str) -> str | None:
        self.asked += 1
        return self._all().get(f"{service} {username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._all()[f"{service} {username}"] = password
        self._write()

    def delete_password(self, service: str, username: str) -> None:
        if self._all().pop(f"{service} {username}", None) is None:
            raise PasswordDeleteError("no such entry")
        self._write()
