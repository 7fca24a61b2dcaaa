"""What is done with the whole history: out into a file, in from one, copied while the app runs, erased for good."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from interviewer.paths import PRIVATE_FILE
from interviewer.ports import ImportedElsewhere, StoreError
from interviewer.storage.deleting import remove
from interviewer.storage.entries import wanted_entry
from interviewer.storage.errors import told
from interviewer.storage.rows import fields_of
from interviewer.storage.search import ANSWERS, INTERVIEWS

if TYPE_CHECKING:
    from interviewer.domain.history import Imported
    from interviewer.domain.questions import Question
    from interviewer.storage.connection import SharedConnection
    from interviewer.storage.drafts import Drafts

COPIES = ".schema-*.backup*"
SET_ASIDE = ".damaged-*"
EMPTIED = (
    "scores", "judges", "grades", "answer_texts", "answers", "interview_events", "interviews", "sessions", "drafts",
    "labels", "tags", "schedule", "facts",
)  # fmt: skip


class SqliteArchive:
    """Implements ports.Archive."""

    def __init__(self, shared: SharedConnection, drafts: Drafts) -> None:
        self._shared = shared
        self._drafts = drafts

    def export_lines(
        self,
        *,
        program: str,
        now: datetime,
        questions: Iterable[Question] = (),
        rubrics: Iterable[tuple[str, str]] = (),
    ) -> Iterator[str]:
        from interviewer.storage.exporting import export_lines

        more: list[dict[str, object]] = [{"type": "question", "question": fields_of(each)} for each in questions]
        more += [{"type": "rubric", "file": file, "text": text} for file, text in rubrics]
        return export_lines(self._shared, program=program, now=now, more=more)

    def import_lines(
        self, lines: Iterable[bytes], elsewhere: ImportedElsewhere, *, keep_good: bool = False
    ) -> Imported:
        from interviewer.storage.import_file import FileImport

        return FileImport(self._shared, elsewhere, keep_good=keep_good).run(lines)

    def back_up(self, target: Path) -> None:
        """As it is at one moment, read by a connection of its own: in WAL mode nobody has to wait for it."""
        part = target.with_name(f".{target.name}.{os.getpid()}.part")
        with told(target):
            part.unlink(missing_ok=True)
            os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
            try:
                source = f"{self._shared.path.absolute().as_uri()}?mode=ro"
                with closing(sqlite3.connect(source, uri=True)) as original, closing(sqlite3.connect(part)) as copy:
                    original.backup(copy)
                    copy.execute("PRAGMA journal_mode = DELETE")
                part.replace(target)
            except BaseException:
                part.unlink(missing_ok=True)
                raise

    def purge(self, entry_ids: Sequence[str]) -> Sequence[Path]:
        self._refuse_company()
        with self._shared.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            for entry_id in entry_ids:
                remove(connection, wanted_entry(connection, entry_id))
        self._wipe()
        self._drop(self._beside(COPIES))
        return self._beside(SET_ASIDE)

    def purge_all(self) -> None:
        self._refuse_company()
        with self._shared.writing() as connection:
            connection.execute("PRAGMA secure_delete = ON")
            for table in EMPTIED:
                connection.execute(f"DELETE FROM {table}")
            for table in (ANSWERS, INTERVIEWS):
                _empty_index(connection, table)
        self._drafts.forget()
        self._wipe()
        self._drop([*self._beside(COPIES), *self._beside(SET_ASIDE)])

    def _refuse_company(self) -> None:
        """While others read, the WAL cannot be emptied, and would keep what is erased. Raises StoreError."""
        with self._shared.reading() as connection:
            if not _emptied_wal(connection):
                raise StoreError(
                    f"nothing was erased: another program is reading the database {self._shared.path}: close it, then"
                    " try again"
                )

    def _wipe(self) -> None:
        """Leaves nothing of what was removed in the file: not in the index, not in unused pages, not in the WAL."""
        with self._shared.reading() as connection:
            for table in (ANSWERS, INTERVIEWS):
                connection.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")
            connection.execute("VACUUM")
            emptied = _emptied_wal(connection)
            connection.execute("PRAGMA secure_delete = OFF")
        if not emptied:
            raise StoreError(
                f"it is removed, but {self._shared.path}-wal may hold some of it until every copy of interviewer is"
                " closed"
            )

    def _beside(self, pattern: str) -> list[Path]:
        path = self._shared.path
        return sorted(path.parent.glob(f"{path.name}{pattern}"))

    def _drop(self, files: Iterable[Path]) -> None:
        for file in files:
            with told(file):
                file.unlink(missing_ok=True)


def _emptied_wal(connection: sqlite3.Connection) -> bool:
    """Whether all of the WAL is in the main file now, and the WAL empty."""
    busy: int = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy


def _empty_index(connection: sqlite3.Connection, table: str) -> None:
    """Made anew: taken out one by one, a hundred thousand rows would take a minute."""
    made = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (table,)).fetchone()[0]
    connection.execute(f"DROP TABLE {table}")
    connection.execute(made)
