"""Lines of a large import read by a second process, while this one writes the records that were read before.

To read and check a line takes a quarter of the time that an import needs. The other process is given lines and hands
back records; it knows no file and no database, and ends with its standard input, however this process ends.
"""

import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Generator, Iterable, Iterator
from contextlib import suppress
from itertools import chain, islice
from threading import Thread
from typing import IO, NamedTuple

from interviewer.ports import StoreError
from interviewer.storage.record_reading import BadRecordError, ReadRecord, read_record

FIRST = 2000  # lines that are read in this process: starting another takes longer than they do
AT_ONCE = 32  # lines; what they hold is handed back together
LENGTH = struct.Struct("<Q")
READY = b"ready\n"

Read = ReadRecord | BadRecordError


class _Other(NamedTuple):
    process: "subprocess.Popen[bytes]"
    lines: IO[bytes]
    records: IO[bytes]


def read_records(lines: Iterable[bytes]) -> Generator[Read]:
    """What each line holds, in order. Raises what `lines` raises, and StoreError where the other process fails."""
    rest = iter(lines)
    yield from map(_read, islice(rest, FIRST))
    further = next(rest, None)
    if further is None:
        return
    rest = chain((further,), rest)
    other = _started() if _spare_cores() else None
    if other is None:
        yield from map(_read, rest)
        return
    try:
        yield from _read_by(other, rest)
    finally:
        other.process.kill()  # it may be in the middle of lines that nobody wants any more
        other.process.wait()
        other.records.close()


def _read(line: bytes) -> Read:
    try:
        return read_record(line)
    except BadRecordError as error:
        return error


def _spare_cores() -> bool:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores > 1


def _started() -> _Other | None:
    """None where a process cannot be had or does not find this program: then its work is done here."""
    if not sys.executable:
        return None
    # -P, or a file of the folder that one stands in could take the place of a module of Python's.
    command = [sys.executable, "-P", "-m", "interviewer.storage.reading_ahead"]
    try:
        process = subprocess.Popen(  # noqa: S603 - of nothing that anybody gave
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
    except OSError:
        return None
    if process.stdin and process.stdout and process.stdout.readline() == READY:
        return _Other(process, process.stdin, process.stdout)
    process.kill()
    process.communicate()
    return None


def _read_by(other: _Other, lines: Iterator[bytes]) -> Iterator[Read]:
    feeder = _Feeder(lines, other.lines)
    feeder.start()
    given = 0
    while True:
        try:
            records: list[Read] = pickle.load(other.records)  # noqa: S301 - of this program's own other half
        except (EOFError, pickle.UnpicklingError):
            break
        given += len(records)
        yield from records
    feeder.join()
    if feeder.error:
        raise feeder.error
    if given < feeder.fed or other.process.wait():
        raise StoreError("the process that reads the lines of the import stopped: import the file again")


class _Feeder(Thread):
    """Hands over lines until there are no more, or nobody takes them; the pipe holds it back where it is ahead."""

    def __init__(self, lines: Iterator[bytes], pipe: IO[bytes]) -> None:
        super().__init__(daemon=True)
        self._lines = lines
        self._pipe = pipe
        self.fed = 0
        self.error: OSError | None = None

    def run(self) -> None:
        with suppress(BrokenPipeError), self._pipe as pipe:
            for line in self._readable():
                self.fed += 1
                pipe.write(LENGTH.pack(len(line)))
                pipe.write(line)

    def _readable(self) -> Iterator[bytes]:
        try:
            yield from self._lines
        except OSError as error:
            self.error = error


def main() -> None:
    """The other process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the one that it works for
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    sink.write(READY)
    sink.flush()
    lines = _lines(source)
    while records := [_read(line) for line in islice(lines, AT_ONCE)]:
        pickle.dump(records, sink, pickle.HIGHEST_PROTOCOL)
        sink.flush()


def _lines(source: IO[bytes]) -> Iterator[bytes]:
    while length := source.read(LENGTH.size):
        yield source.read(*LENGTH.unpack(length))


if __name__ == "__main__":
    main()
