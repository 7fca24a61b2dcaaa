"""The program in a real terminal of its own: a pseudo-terminal, with what it draws read back by pyte."""

import contextlib
import fcntl
import os
import pty
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Mapping
from pathlib import Path

import pyte

LONGEST_WAIT = 20.0


class Terminal:
    """`see` waits until the screen shows something; `ended` until the program has ended, and gives its exit status."""

    def __init__(self, arguments: list[str], home: Path, environ: Mapping[str, str] | None = None) -> None:
        self.screen = pyte.Screen(80, 24)
        self.stream = pyte.ByteStream(self.screen)
        self.output = b""
        variables = {
            **os.environ, "INTERVIEWER_HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", **(environ or {}),
        }  # fmt: skip
        self.pid, self.master = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
            os.execve(sys.executable, [sys.executable, "-m", "interviewer", *arguments], variables)  # noqa: S606

    def send(self, keys: str) -> None:
        os.write(self.master, keys.encode())

    def see(self, text: str) -> None:
        deadline = time.monotonic() + LONGEST_WAIT
        while text not in "\n".join(self.screen.display):
            assert time.monotonic() < deadline, f"never saw {text!r}:\n" + "\n".join(self.screen.display)
            if not self._read():
                break
        assert text in "\n".join(self.screen.display)

    def _read(self) -> bool:
        """Some of what the program wrote; False where it has gone."""
        if not select.select([self.master], [], [], 0.1)[0]:
            return True
        try:
            data = os.read(self.master, 65_536)
        except OSError:
            return False
        self.output += data
        # Questions to the terminal (ESC [ ? 2026 $ p and the like) are none of pyte's languages.
        self.stream.feed(data.replace(b"\x1b[?2026$p", b"").replace(b"\x1b[?2048$p", b"").replace(b"\x1b[>25u", b""))
        return bool(data)

    def signal(self, number: signal.Signals) -> None:
        os.kill(self.pid, number)

    def hang_up(self) -> None:
        os.close(self.master)
        self.master = -1

    def ended(self) -> int:
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline:
            if self.master >= 0:
                self._read()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.pid = 0
                while self.master >= 0 and select.select([self.master], [], [], 0.1)[0] and self._read():
                    pass
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.02)
        raise AssertionError("the program did not end")

    def close(self) -> None:
        if self.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        if self.master >= 0:
            os.close(self.master)
