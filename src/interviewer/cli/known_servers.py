"""What was learnt about model servers, kept in the data folder from one run to the next."""

import contextlib

from interviewer.grading.llm.servers import ServerMemory
from interviewer.paths import Paths, write_private
from interviewer.ports import InterviewerError

FILE = "servers.json"


class KnownServers:
    """`memory` is read when this is made; `save` writes it where something was learnt. A shortcut, never an error."""

    def __init__(self, paths: Paths) -> None:
        self._paths = paths
        self._path = paths.home / FILE
        text = ""
        with contextlib.suppress(OSError, UnicodeDecodeError):
            text = self._path.read_text(encoding="utf-8")
        self.memory = ServerMemory.load(text)
        self._known = self.memory.dump()

    def save(self) -> None:
        now = self.memory.dump()
        if now == self._known:
            return
        with contextlib.suppress(OSError, InterviewerError):
            self._paths.create()
            write_private(self._path, now)
