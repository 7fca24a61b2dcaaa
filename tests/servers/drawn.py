"""What a terminal shows of the bytes that an app draws."""

import pyte
from benchmarks.terminal import UNFINISHED, UNKNOWN_TO_PYTE


class Drawn:
    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen)
        self._rest = ""

    def feed(self, data: bytes) -> None:
        text = UNKNOWN_TO_PYTE.sub("", self._rest + data.decode("utf-8", "replace"))
        cut = UNFINISHED.search(text)
        self._rest = cut[0] if cut else ""
        self._stream.feed(text[: cut.start()] if cut else text)

    def resize(self, columns: int, rows: int) -> None:
        self._screen.resize(rows, columns)

    def reset(self) -> None:
        self._screen.reset()
        self._rest = ""

    @property
    def text(self) -> str:
        return "\n".join(line.rstrip() for line in self._screen.display)
