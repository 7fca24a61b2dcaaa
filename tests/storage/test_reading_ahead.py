"""A large import is read by a process of its own: the same records in the same order, and no end that is not told."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from interviewer.ports import StoreError
from interviewer.storage import reading_ahead
from interviewer.storage.database import open_store
from interviewer.storage.export_records import FactRecord
from interviewer.storage.reading_ahead import Read, read_records
from interviewer.storage.record_reading import BadRecordError, ReadRecord, read_record
from interviewer.storage.store import SqliteStore

from .interview_samples import hold
from .samples import answer, at, draft, scored, unscored
from .transfer import Elsewhere, exported

FACT = '{{"type":"fact","updated_at":"2026-11-20T12:00:00Z","name":"n{}","value":"v"}}\n'


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list["subprocess.Popen[bytes]"]:
    """The other processes; each import has one from its second line on."""
    processes: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *args: Any, **more: Any) -> None:
            super().__init__(*args, **more)
            processes.append(self)

    monkeypatch.setattr(reading_ahead, "FIRST", 0)
    monkeypatch.setattr(reading_ahead, "_spare_cores", lambda: True)
    monkeypatch.setattr(subprocess, "Popen", Noted)
    return processes


def facts(count: int) -> Iterator[bytes]:
    return (FACT.format(number).encode() for number in range(count))


def names(read: list[Read]) -> list[str]:
    return [each.record.name for each in read if isinstance(each, ReadRecord) and isinstance(each.record, FactRecord)]


@pytest.fixture
def lines(store: SqliteStore) -> list[bytes]:
    """Every kind of record, strange text and a grade without a score among them, some of them bad."""
    for number, grade in enumerate((scored(3.0), unscored("no reply"), scored(4.1, model="m-\ud8001"))):
        store.save_answer(answer(f"Zürich \x1b[2J \ud800 {number}", id=f"drill-{number}", seconds=number))
        store.add_grade(f"drill-{number}", replace(grade, grade_id=f"grade-{number}"), at(number + 0.5))
    hold(store)
    store.save_draft(draft("still here"))
    every = exported(store, rubrics=[("own.toml", "id = 'own'")])
    return [every[0], b'{"type":"nothing"}\n', *every[1:-1], b"no JSON\n", every[-1], b"{}"]


def test_what_it_reads_is_what_one_process_reads(lines: list[bytes], started: list["subprocess.Popen[bytes]"]) -> None:
    def alone(line: bytes) -> ReadRecord | str:
        try:
            return read_record(line)
        except BadRecordError as error:
            return str(error)

    read = [str(each) if isinstance(each, BadRecordError) else each for each in read_records(iter(lines))]

    assert read == [alone(line) for line in lines]
    assert len(started) == 1
    assert started[0].returncode is not None


def test_thousands_come_in_their_order(started: list["subprocess.Popen[bytes]"]) -> None:
    assert names(list(read_records(facts(5000)))) == [f"n{number}" for number in range(5000)]


def test_few_lines_start_no_process(started: list["subprocess.Popen[bytes]"], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_ahead, "FIRST", 10)

    assert len(list(read_records(facts(10)))) == 10
    assert not started
    assert len(list(read_records(facts(11)))) == 11
    assert len(started) == 1


@pytest.mark.parametrize("python", ["", "/nowhere/python", "/bin/true"])
def test_where_it_cannot_be_started_the_lines_are_read_here(
    python: str, started: list["subprocess.Popen[bytes]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", python)

    assert names(list(read_records(facts(100)))) == [f"n{number}" for number in range(100)]


def test_a_process_that_is_killed_is_told_and_nothing_is_imported(
    lines: list[bytes], started: list["subprocess.Popen[bytes]"], tmp_path: Path
) -> None:
    def killing() -> Iterator[bytes]:
        yield from (lines[0], *facts(3000))
        os.kill(started[0].pid, signal.SIGKILL)
        started[0].wait()
        yield from facts(3000)

    with closing(open_store(tmp_path / "other.db")) as store:
        with pytest.raises(StoreError, match="stopped: import the file again"):
            store.archive.import_lines(killing(), Elsewhere())
        assert store.scheduled.fact("n1") is None


def test_a_file_that_can_no_longer_be_read_is_told(started: list["subprocess.Popen[bytes]"]) -> None:
    def breaking() -> Iterator[bytes]:
        yield from facts(100)
        raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        list(read_records(breaking()))


def test_who_stops_in_the_middle_leaves_no_process_behind(started: list["subprocess.Popen[bytes]"]) -> None:
    with closing(read_records(facts(100_000))) as read:
        for _ in range(50):
            next(read)
    assert started[0].returncode == -signal.SIGKILL


def test_it_ends_with_the_program_even_where_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "program.py"
    script.write_text(
        "import sys, subprocess, time\n"
        "from interviewer.storage import reading_ahead\n"
        "other = reading_ahead._started()\n"
        "print(other.process.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE) as program:
        assert program.stdout
        other = int(program.stdout.readline())
        program.kill()
    until = time.monotonic() + 30
    while Path(f"/proc/{other}/cmdline").exists() and Path(f"/proc/{other}/cmdline").read_bytes():
        assert time.monotonic() < until, "the other process goes on"
        time.sleep(0.02)


def test_ctrl_c_is_not_for_it(started: list["subprocess.Popen[bytes]"]) -> None:
    def interrupting() -> Iterator[bytes]:
        yield from facts(10)
        started[0].send_signal(signal.SIGINT)
        yield from facts(10)

    assert len(list(read_records(interrupting()))) == 20
