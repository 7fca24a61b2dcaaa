"""Somebody at a real terminal who types, remembers when each word was on the screen, and is interrupted."""

import os
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.terminal import Terminal, TerminalError

PROGRAM = (sys.executable, "-m", "interviewer")
PATIENCE = 60.0  # seconds; a busy machine is slow


@dataclass
class Text:
    """A text as far as it was typed: its words, and when each was seen. `done` once the program showed that it has it
    as an answer or as a question."""

    start: str = ""
    words: list[tuple[str, float]] = field(default_factory=list)
    done: bool = False

    def until(self, moment: float) -> str:
        """What was on the screen at that time."""
        return self.start + "".join(word for word, seen in self.words if seen <= moment)

    @property
    def whole(self) -> str:
        return self.until(float("inf"))


class Typist:
    """`texts` is all that was typed, the newest last. Times are seconds since the program was started."""

    def __init__(
        self, home: Path, argv: Sequence[str] = (), *, program: Sequence[str] = PROGRAM, **environ: str
    ) -> None:
        self.terminal = Terminal([*program, *argv], {"INTERVIEWER_HOME": str(home), **environ}, columns=90, rows=30)
        self.texts: list[Text] = []
        self._tokens = self._new_tokens()

    @staticmethod
    def _new_tokens() -> Iterator[str]:
        """Words that stand nowhere else on a screen."""
        number = 0
        while True:
            number += 1
            yield f"wq{number:04}x"

    def see(self, pattern: str) -> float:
        return self.terminal.wait_for(pattern, PATIENCE)

    def press(self, keys: str) -> None:
        self.terminal.send(keys)

    def begin(self, start: str = "") -> Text:
        self.texts.append(Text(start))
        return self.texts[-1]

    def type_words(self, count: int) -> None:
        """One after the other, each once the one before is on the screen."""
        for _ in range(count):
            word = next(self._tokens)
            self.press(f" {word}")
            self.texts[-1].words.append((f" {word}", self.see(word)))
            self.pause()

    def type_lines(self, count: int) -> None:
        """Line by line, where a line is the program's once Enter was pressed; the terminal shows it before that."""
        for _ in range(count):
            word = next(self._tokens)
            self.press(f"{word}\n")
            before = "" if not self.texts[-1].whole else "\n"
            self.texts[-1].words.append((before + word, self.see(word)))
            self.pause()

    def pause(self) -> None:
        """As long as a quick typist needs for a word."""
        self.terminal.settle(0.15)

    def paste(self, text: str) -> None:
        """As a terminal does; in pieces, because a terminal's line takes 4 kB at a time."""
        self.press("\x1b[200~")
        for at in range(0, len(text), 2000):
            self.press(text[at : at + 2000])
            self.terminal.settle(0.03)
        self.press("\x1b[201~")

    def submitted(self) -> None:
        self.texts[-1].done = True


Script = Callable[[Typist], None]


@dataclass
class Interrupted:
    """What there was when the program was killed: the texts, and at what time."""

    texts: list[Text]
    at: float
    stalled: float


class Heartbeat:
    """Notices how long this machine stood still at most: that is no fault of the program."""

    def __init__(self) -> None:
        self.longest = 0.0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        while not self._stop.is_set():
            before = time.perf_counter()
            self._stop.wait(0.02)
            self.longest = max(self.longest, time.perf_counter() - before - 0.02)

    def end(self) -> float:
        self._stop.set()
        self._thread.join()
        return self.longest


def run_until_killed(script: Script, typist: Typist, after: float) -> Interrupted:
    """Plays the script and kills the program `after` so many seconds, or at the end of the script."""
    heart = Heartbeat()
    killed: list[float] = []

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(typist.terminal.pid, 9)
            killed.append(typist.terminal.now)

    timer = threading.Timer(after, kill)
    timer.start()
    try:
        script(typist)
    except (TerminalError, OSError):
        if not killed:
            raise
    timer.cancel()
    if not killed:
        kill()
    typist.terminal.wait_exit()
    typist.terminal.close()
    return Interrupted(typist.texts, killed[0], heart.end())
