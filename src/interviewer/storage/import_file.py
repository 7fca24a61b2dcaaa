"""An import from its first line to its last: all of it or nothing, or with `keep_good` all but the bad lines."""

import sqlite3
from collections import Counter, deque
from collections.abc import Generator, Iterable, Iterator, Mapping
from contextlib import closing
from itertools import islice

from interviewer.domain.history import Imported
from interviewer.ports import BadFileError, ImportedElsewhere, InterviewerError
from interviewer.storage.connection import SharedConnection
from interviewer.storage.export_records import (
    FORMAT,
    End,
    Header,
    InterviewRecord,
    QuestionRecord,
    RubricRecord,
)
from interviewer.storage.importing import ConflictError, Importer
from interviewer.storage.reading_ahead import read_records
from interviewer.storage.record_reading import BadRecordError, ReadRecord, format_of, read_record
from interviewer.storage.search import ANSWERS

CACHE_KB = 16_384  # SQLite's own 2 MB would write the same pages again and again; much more is slower, not quicker
# How FTS5 writes its index: as it always does, little by little, merging as it goes; and in an import, which would
# write the same words over and over, much at once and merged later.
AS_ALWAYS = {"hashsize": 1024 * 1024, "automerge": 4}
MUCH_AT_ONCE = {"hashsize": 16 * 1024 * 1024, "automerge": 0}
BATCH = 500  # records; with `keep_good` so many are written at once, and between two batches others can write


class FileImport:
    """Reads lines, and counts them from 1."""

    def __init__(self, shared: SharedConnection, elsewhere: ImportedElsewhere, *, keep_good: bool) -> None:
        self._shared = shared
        self._elsewhere = elsewhere
        self._keep_good = keep_good
        self._counts: Counter[tuple[str, str]] = Counter()
        self._bad_lines = self._read = 0
        self._ended = False

    def run(self, lines: Iterable[bytes]) -> Imported:
        """Raises BadFileError, StoreError; without `keep_good` nothing was then imported."""
        with self._shared.reading() as connection:
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        with closing(self._records(lines)) as records:
            if self._keep_good:
                while self._put_batch(records):
                    pass
                self._elsewhere.settle()
            else:
                with self._shared.writing() as connection:
                    self._put_all(connection, records)
                    self._elsewhere.settle()
        outcomes = [
            {kind: count for (kind, outcome), count in self._counts.items() if outcome == wanted}
            for wanted in ("added", "completed", "there")
        ]
        return Imported(added=outcomes[0], completed=outcomes[1], there=outcomes[2], bad=self._bad_lines)

    def _put_batch(self, records: Iterator[tuple[int, ReadRecord]]) -> bool:
        with self._shared.writing() as connection:
            before = self._read
            self._put_all(connection, islice(records, BATCH))
            return self._read > before

    def _put_all(self, connection: sqlite3.Connection, records: Iterable[tuple[int, ReadRecord]]) -> None:
        importer = Importer(connection)
        _write_index(connection, MUCH_AT_ONCE)
        for number, read in records:
            self._read += 1
            try:
                self._put(importer, read)
            except (ConflictError, InterviewerError, OverflowError) as error:
                self._bad(BadFileError(number, str(error)))
            if self._read % BATCH == 0:
                self._elsewhere.on_progress(self._read)
        importer.finish()
        _write_index(connection, AS_ALWAYS)
        self._counts.update(importer.counts)

    def _put(self, importer: Importer, read: ReadRecord) -> None:
        record = read.record
        if isinstance(record, QuestionRecord):
            self._counts[record.type, self._elsewhere.question(record.question)] += 1
        elif isinstance(record, RubricRecord):
            self._counts[record.type, self._elsewhere.rubric(record.file, record.text)] += 1
        else:
            if isinstance(record, InterviewRecord):
                self._elsewhere.check_interview(record.interview, [each.event for each in record.events])
            importer.put(read)

    def _records(self, lines: Iterable[bytes]) -> Generator[tuple[int, ReadRecord]]:
        """Without the header, the end and empty lines; each with the number of its line."""
        rest = iter(lines)
        first = next(rest, None)
        if first is None:
            raise BadFileError(1, "no export of interviewer: the file is empty")
        if first.strip():
            _check_header(first)
        numbers, last = deque[int](), 1

        def filled() -> Iterator[bytes]:
            nonlocal last
            for last, line in enumerate(rest, start=2):
                if line.strip():
                    numbers.append(last)
                    yield line

        with closing(read_records(filled())) as every:
            for read in every:
                number = numbers.popleft()
                if isinstance(read, BadRecordError):
                    self._bad(BadFileError(number, str(read)))
                elif isinstance(read.record, Header) or self._ended:
                    self._bad(BadFileError(number, "something follows the end of the export"))
                elif isinstance(read.record, End):
                    self._ended = True
                else:
                    yield number, read
        if not self._ended:
            self._bad(BadFileError(last, "the file ends before its end: it was cut, export it again"))

    def _bad(self, error: BadFileError) -> None:
        if not self._keep_good:
            raise error
        self._bad_lines += 1
        self._elsewhere.on_bad(error)


def _check_header(line: bytes) -> None:
    """Raises BadFileError for a first line that does not begin an export which this program reads."""
    number = format_of(line)
    if number is not None and number != FORMAT:
        made_by = "a newer interviewer" if number > FORMAT else "an unknown interviewer"
        raise BadFileError(1, f"made by {made_by} (format {number}, this one reads {FORMAT}): upgrade interviewer")
    try:
        record = read_record(line).record
    except BadRecordError as error:
        raise BadFileError(1, f"no export of interviewer ({error})") from None
    if not isinstance(record, Header):
        raise BadFileError(1, "no export of interviewer: its first line is no header")


def _write_index(connection: sqlite3.Connection, how: Mapping[str, int]) -> None:
    for name, value in how.items():
        connection.execute(f"INSERT INTO {ANSWERS} ({ANSWERS}, rank) VALUES (?, ?)", (name, value))
