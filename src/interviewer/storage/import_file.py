"""An import from its first line to its last: all of it or nothing, or with `keep_good` all but the bad lines."""

import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from interviewer.ports import InterviewerError
from interviewer.storage.connection import SharedConnection
from interviewer.storage.export_records import (
    FORMAT,
    BadRecordError,
    End,
    Header,
    QuestionRecord,
    Record,
    RubricRecord,
    read_record,
)
from interviewer.storage.importing import ConflictError, Importer

CACHE_KB = 65_536  # SQLite's own 2 MB would write the same pages again and again
BATCH = 500  # records; with `keep_good` so many are written at once, and between two batches others can write

Elsewhere = QuestionRecord | RubricRecord


class BadFileError(InterviewerError):
    """A file that cannot be imported, or a line of it: `line` counts from 1."""

    def __init__(self, line: int, reason: str) -> None:
        self.line = line
        self.reason = reason
        super().__init__(f"line {line}: {reason}")


@dataclass(slots=True)
class ImportCounts:
    """`counts` as the Importer's, of so many records; `bad` lines were left out."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    bad: int = 0
    records: int = 0


class FileImport:
    """Reads numbered lines. `elsewhere` takes what does not belong into the database (questions, rubrics), says what
    became of it, and may refuse it with InterviewerError; `settle` makes that stand before the database does, and may
    raise too. `on_bad` hears of each bad line with `keep_good`; `on_progress` of each batch of records.
    """

    def __init__(
        self,
        shared: SharedConnection,
        *,
        elsewhere: Callable[[Elsewhere], str],
        settle: Callable[[], None] = lambda: None,
        on_bad: Callable[[BadFileError], None] | None = None,
        on_progress: Callable[[int], None] = lambda records: None,
    ) -> None:
        self._shared = shared
        self._elsewhere = elsewhere
        self._settle = settle
        self._on_bad = on_bad
        self._on_progress = on_progress
        self._result = ImportCounts()
        self._ended = False

    def run(self, lines: Iterable[bytes]) -> ImportCounts:
        """Raises BadFileError, StoreError; without `on_bad` nothing was then imported."""
        records = self._records(lines)
        with self._shared.reading() as connection:
            connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")
        if self._on_bad is None:
            with self._shared.writing() as connection:
                self._put_all(connection, records)
                self._settle()
            return self._result
        while self._put_batch(records):
            pass
        self._settle()
        return self._result

    def _put_batch(self, records: Iterator[tuple[int, Record]]) -> bool:
        with self._shared.writing() as connection:
            before = self._result.records
            self._put_all(connection, (pair for _, pair in zip(range(BATCH), records, strict=False)))
            return self._result.records > before

    def _put_all(self, connection: sqlite3.Connection, records: Iterable[tuple[int, Record]]) -> None:
        importer = Importer(connection)
        for number, record in records:
            self._result.records += 1
            try:
                if isinstance(record, QuestionRecord | RubricRecord):
                    self._result.counts[record.type, self._elsewhere(record)] += 1
                else:
                    importer.put(record)
            except (ConflictError, InterviewerError, OverflowError) as error:
                self._bad(BadFileError(number, str(error)))
            if self._result.records % BATCH == 0:
                self._on_progress(self._result.records)
        importer.finish()
        self._result.counts.update(importer.counts)

    def _records(self, lines: Iterable[bytes]) -> Iterator[tuple[int, Record]]:
        number = 0
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                record = read_record(line)
            except BadRecordError as error:
                if number == 1:
                    raise BadFileError(1, f"no export of interviewer ({error})") from None
                self._bad(BadFileError(number, str(error)))
                continue
            yield from self._checked(number, record)
        if not self._ended:
            self._bad(BadFileError(max(1, number), "the file ends before its end: it was cut, export it again"))

    def _checked(self, number: int, record: Record) -> Iterator[tuple[int, Record]]:
        """Header and end are taken out."""
        if number == 1:
            if not isinstance(record, Header):
                raise BadFileError(1, "no export of interviewer: its first line is no header")
            if record.format != FORMAT:
                newer = "a newer interviewer" if record.format > FORMAT else "an unknown interviewer"
                raise BadFileError(
                    1, f"made by {newer} (format {record.format}, this one reads {FORMAT}): upgrade interviewer"
                )
        elif isinstance(record, Header) or self._ended:
            self._bad(BadFileError(number, "something follows the end of the export"))
        elif isinstance(record, End):
            self._ended = True
        else:
            yield number, record

    def _bad(self, error: BadFileError) -> None:
        if self._on_bad is None:
            raise error
        self._result.bad += 1
        self._on_bad(error)
