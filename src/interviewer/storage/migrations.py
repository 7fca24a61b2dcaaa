"""The schema, as named steps in order: a database is brought from the number of steps it has had to all of them."""

import os
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path

from interviewer.paths import PRIVATE_FILE
from interviewer.ports import StoreError
from interviewer.storage.errors import ELSEWHERE
from interviewer.storage.migration_003 import m003_history
from interviewer.storage.rows import microseconds

APPLICATION_ID = 0x49545657  # "ITVW" in the file's header: tells our databases from those of other programs

Migration = Callable[[sqlite3.Connection], None]


def m001_answers_drafts_grades(connection: sqlite3.Connection) -> None:
    """Dates are microseconds since 1970 in UTC; text is TEXT, or a BLOB where it is no valid UTF-8.

    `answers` holds what lists show and no long text, so that a list reads few pages however long the answers are.
    Its columns from `status` on belong to the newest scored grade. `drafts.number` is never used twice: see drafts.py.
    """
    statements = (
        """CREATE TABLE sessions (
            id TEXT PRIMARY KEY, kind TEXT NOT NULL, track TEXT NOT NULL, title TEXT NOT NULL,
            created_at INTEGER NOT NULL)""",
        """CREATE TABLE answers (
            number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
            session_id TEXT NOT NULL REFERENCES sessions (id), position INTEGER NOT NULL,
            track TEXT NOT NULL, question_id TEXT NOT NULL, prompt TEXT NOT NULL, kind TEXT NOT NULL,
            words INTEGER NOT NULL, tries INTEGER NOT NULL, typing_seconds REAL NOT NULL, created_at INTEGER NOT NULL,
            status TEXT NOT NULL DEFAULT 'waiting', graded_at INTEGER, score REAL, vote TEXT,
            specificity REAL, ownership REAL, grader TEXT)""",
        "CREATE INDEX answers_newest ON answers (created_at)",
        "CREATE INDEX answers_of_track ON answers (track, created_at)",
        "CREATE INDEX answers_of_question ON answers (question_id, created_at)",
        "CREATE INDEX answers_of_prompt ON answers (prompt, created_at) WHERE question_id = ''",
        "CREATE INDEX answers_of_session ON answers (session_id, position)",
        """CREATE TABLE answer_texts (
            answer INTEGER PRIMARY KEY REFERENCES answers (number), text TEXT NOT NULL, question TEXT NOT NULL)""",
        """CREATE TABLE drafts (
            number INTEGER PRIMARY KEY AUTOINCREMENT, slot TEXT NOT NULL, track TEXT NOT NULL,
            typing_seconds REAL NOT NULL, updated_at INTEGER NOT NULL, text TEXT NOT NULL, question TEXT NOT NULL)""",
        "CREATE INDEX drafts_of_slot ON drafts (slot, updated_at)",
        "CREATE INDEX drafts_newest ON drafts (updated_at)",
        """CREATE TABLE grades (
            number INTEGER PRIMARY KEY, answer INTEGER NOT NULL REFERENCES answers (number), grade_id TEXT NOT NULL,
            created_at INTEGER NOT NULL, status TEXT NOT NULL, score REAL, vote TEXT, specificity REAL, ownership REAL,
            grader TEXT NOT NULL, model TEXT, effort TEXT, rubric_sha256 TEXT NOT NULL, prompt_version TEXT,
            grade TEXT NOT NULL)""",
        "CREATE INDEX grades_of_answer ON grades (answer, created_at)",
    )
    for statement in statements:
        connection.execute(statement)


def m002_interviews(connection: sqlite3.Connection) -> None:
    """An interview is its plan and its events; `position` counts them from 0, so that no two programs write the same.

    Every interview is a session too, by the same id: its answers belong to it. `asked` is the id of the question where
    an event asks one.
    """
    statements = (
        """CREATE TABLE interviews (
            id TEXT PRIMARY KEY REFERENCES sessions (id), track TEXT NOT NULL, title TEXT NOT NULL, mode TEXT NOT NULL,
            open INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, plan TEXT NOT NULL)""",
        "CREATE INDEX interviews_newest ON interviews (updated_at)",
        "CREATE INDEX interviews_open ON interviews (updated_at) WHERE open",
        """CREATE TABLE interview_events (
            interview TEXT NOT NULL REFERENCES interviews (id), position INTEGER NOT NULL, at INTEGER NOT NULL,
            kind TEXT NOT NULL, asked TEXT, event TEXT NOT NULL, PRIMARY KEY (interview, position)) WITHOUT ROWID""",
        "CREATE INDEX interview_events_asked ON interview_events (at, asked) WHERE asked IS NOT NULL",
    )
    for statement in statements:
        connection.execute(statement)


MIGRATIONS: tuple[Migration, ...] = (m001_answers_drafts_grades, m002_interviews, m003_history)


def refuse_unknown(connection: sqlite3.Connection, path: Path, known: int) -> None:
    """Raises StoreError for a database of a newer version or of another program; reads only."""
    # One statement, so one moment: another copy of the program may be making the tables just now.
    version, application, objects = connection.execute(
        "SELECT user_version, application_id, (SELECT count(*) FROM sqlite_master)"
        " FROM pragma_user_version, pragma_application_id"
    ).fetchone()
    if objects and application != APPLICATION_ID:
        raise StoreError(f"{path} is a database of another program and was left untouched: move it away, {ELSEWHERE}")
    if version > known:
        raise StoreError(
            f"the database {path} was made by a newer interviewer (schema {version}, this one knows {known}) "
            f"and was left untouched: upgrade interviewer, {ELSEWHERE}"
        )


def schema_version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version


def migrate(connection: sqlite3.Connection, path: Path, migrations: Sequence[Migration] = MIGRATIONS) -> None:
    """Takes the steps that the database has not had, all or none; an existing one is copied beside itself first.

    Two programs may try at once: the second waits, and finds nothing left to do. Raises StoreError, sqlite3.Error or
    OSError; the database is then what it was.
    """
    if schema_version(connection) == len(migrations):
        return
    backup = None
    connection.execute("BEGIN IMMEDIATE")
    try:
        refuse_unknown(connection, path, len(migrations))
        version = schema_version(connection)
        if 0 < version < len(migrations):
            backup = _back_up(path, version)
        apply(connection, migrations[version:])
        connection.execute(f"PRAGMA user_version = {len(migrations)}")
        connection.execute("COMMIT")
    except BaseException:
        with suppress(sqlite3.Error):
            connection.execute("ROLLBACK")
        if backup:
            backup.unlink(missing_ok=True)
        raise


def apply(connection: sqlite3.Connection, pending: Sequence[Migration]) -> None:
    """Takes the steps, within the caller's transaction; the version is left to the caller."""
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, applied_at INTEGER NOT NULL)")
    for migration in pending:
        migration(connection)
        applied = (migration.__name__, microseconds(datetime.now(UTC)))
        connection.execute("INSERT INTO migrations (name, applied_at) VALUES (?, ?)", applied)


def _back_up(path: Path, version: int) -> Path:
    """A whole copy beside the database, `interviewer.db.schema-1.backup`, numbered where that is taken.

    The caller holds the write lock, so nobody changes the database meanwhile; the copy is read by a connection of its
    own, because SQLite copies no database through the connection that is about to write it.
    """
    copy, count = path.with_name(f"{path.name}.schema-{version}.backup"), 1
    while copy.exists():
        count += 1
        copy = path.with_name(f"{path.name}.schema-{version}.backup-{count}")
    part = copy.with_name(f".{copy.name}.{os.getpid()}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    try:
        with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(part)) as target:
            source.backup(target)
        part.replace(copy)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return copy
