"""A program in a terminal of its own: a pseudo-terminal, a rendered screen, keys, and when things appeared."""

import codecs
import fcntl
import os
import pty
import queue
import re
import select
import signal
import struct
import termios
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pyte

# Sequences that pyte would print, not ignore: strings (titles, colours), private CSI, CSI with intermediates.
UNKNOWN_TO_PYTE = re.compile(
    r"\x1b[\]P_^X].*?(?:\x07|\x1b\\)|\x1b\[[<=>][0-?]*[ -/]*[@-~]|\x1b\[[0-?]*[ -/]+[@-~]", re.DOTALL
)
UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]P_^X][^\x07]*)?\Z", re.DOTALL)
# What a terminal of today answers at once; a program that waits for it would else be charged its own time-out.
ANSWERS = {
    b"\x1b[?2026$p": b"\x1b[?2026;2$y",
    b"\x1b[?2048$p": b"\x1b[?2048;0$y",
    b"\x1b[6n": b"\x1b[1;1R",
    b"\x1b[c": b"\x1b[?62;22c",
    b"\x1b[>c": b"\x1b[>1;10;0c",
    b"\x1b[?u": b"\x1b[?0u",
}
NOT_PASSED_ON = ("TMUX", "STY", "LINES", "COLUMNS", "NO_COLOR", "TERM_PROGRAM", "CI")


class TerminalError(Exception):
    """What was waited for did not come; the message holds the screen."""


class Terminal:
    """Starts the program at once. Times are seconds since its start, taken when the bytes were read.

    `raw` is everything that it wrote and that was rendered so far.
    """

    def __init__(
        self, argv: Sequence[str], environ: Mapping[str, str] = {}, *, columns: int = 80, rows: int = 24
    ) -> None:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_PASSED_ON}
        modern = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._unfinished = ""
        self.raw = b""
        self._arrived: queue.Queue[tuple[float, bytes]] = queue.Queue()
        self._began = time.perf_counter()
        self.exit_code: int | None = None
        self.pid, self._fd = pty.fork()
        if self.pid == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            try:
                os.execvpe(argv[0], list(argv), {**kept, **modern, **environ})  # noqa: S606 - what it is for
            finally:
                os._exit(127)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self._fd, 65536)
            except OSError:
                data = b""
            self._arrived.put((time.perf_counter() - self._began, data))
            if not data:
                return
            for asked, answer in ANSWERS.items():
                if asked in data:
                    self.send(answer)

    def send(self, keys: str | bytes) -> None:
        os.write(self._fd, keys.encode() if isinstance(keys, str) else keys)

    @property
    def now(self) -> float:
        return time.perf_counter() - self._began

    @property
    def text(self) -> str:
        """The screen as it is rendered, without blanks at the ends of lines."""
        return "\n".join(line.rstrip() for line in self._screen.display)

    def wait_for(self, pattern: str, timeout: float = 20.0) -> float:
        """When the screen first matched the pattern. Raises TerminalError where it does not in time."""
        wanted = re.compile(pattern, re.DOTALL)
        if wanted.search(self.text):
            return self.now
        deadline = time.perf_counter() + timeout
        while (left := deadline - time.perf_counter()) > 0:
            try:
                at, data = self._arrived.get(timeout=left)
            except queue.Empty:
                break
            self._render(data)
            if wanted.search(self.text):
                return at
            if not data:
                raise TerminalError(f"it ended before {pattern!r} was shown:\n{self.text}")
        raise TerminalError(f"{pattern!r} was not shown within {timeout:g} s:\n{self.text}")

    def settle(self, quiet: float = 0.3, longest: float = 5.0) -> None:
        """Renders until nothing has come for `quiet` seconds."""
        deadline = time.perf_counter() + longest
        while time.perf_counter() < deadline:
            try:
                _, data = self._arrived.get(timeout=quiet)
            except queue.Empty:
                return
            if not data:
                self._arrived.put((self.now, b""))
                return
            self._render(data)

    def _render(self, data: bytes) -> None:
        self.raw += data
        text = UNKNOWN_TO_PYTE.sub("", self._unfinished + self._decoder.decode(data))
        cut = UNFINISHED.search(text)
        self._unfinished = cut[0] if cut else ""
        self._stream.feed(text[: cut.start()] if cut else text)

    def peak_memory(self) -> float:
        """The most memory the program ever held, in MiB (Linux)."""
        status = Path(f"/proc/{self.pid}/status").read_text(encoding="ascii", errors="replace")
        found = re.search(r"VmHWM:\s+(\d+)", status)
        return int(found[1]) / 1024 if found else 0.0

    def wait_exit(self, timeout: float = 20.0) -> int:
        """The exit code. Raises TerminalError where it does not end in time."""
        deadline = time.perf_counter() + timeout
        while self.exit_code is None:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                self.exit_code = os.waitstatus_to_exitcode(status)
            elif time.perf_counter() > deadline:
                self.settle()
                raise TerminalError(f"it did not end within {timeout:g} s:\n{self.text}")
            else:
                select.select([], [], [], 0.002)
        return self.exit_code

    def close(self) -> None:
        """Ends the program, gently first."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if self.exit_code is not None:
                break
            os.kill(self.pid, number)
            try:
                self.wait_exit(2.0)
            except TerminalError:
                continue
        os.close(self._fd)

    def __enter__(self) -> "Terminal":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
