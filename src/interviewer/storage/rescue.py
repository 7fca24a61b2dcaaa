"""A damaged database: what can be saved goes into a new one, the damaged file is kept aside.

What can be read is copied into a database of the second schema, whose migration then makes all that follows from it:
places, the full-text index, scores. What was added since the second schema is copied last.
"""

import os
import shutil
import sqlite3
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from interviewer.domain.history import Rescued
from interviewer.paths import PRIVATE_FILE
from interviewer.storage.errors import told
from interviewer.storage.migrations import MIGRATIONS, apply
from interviewer.storage.opening import PAGE_BYTES
from interviewer.storage.rescue_copying import SECOND, Copying
from interviewer.storage.salvage import Salvage

HEADER_BYTES = 100
PAGE_SIZES = (PAGE_BYTES, 4096)  # of databases of ours
COPY = "-copy"


def rescue(path: Path, now: datetime) -> Rescued:
    """Replaces a damaged database by one with all that can be read of it. Raises StoreError; it is then as it was."""
    aside = path.with_name(f"{path.name}.damaged-{now.astimezone():%Y%m%d-%H%M%S}")
    part = path.with_name(f".{path.name}.{os.getpid()}.rescued")
    copy = part.with_name(part.name + COPY)
    with told(path):
        try:
            counts = _copied(path, copy, part)
            for suffix in ("-wal", "-shm", ""):
                with suppress(FileNotFoundError):
                    _beside(path, suffix).rename(_beside(aside, suffix))
            part.replace(path)
        finally:
            for suffix in ("", "-wal", "-shm", "-journal"):
                _beside(part, suffix).unlink(missing_ok=True)
                _beside(copy, suffix).unlink(missing_ok=True)
    return Rescued(aside=aside, **counts)


def is_damaged(path: Path) -> bool:
    """Whether SQLite finds anything wrong in the file; reads all of it."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            found: bool = connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",)
            return found
    except sqlite3.DatabaseError:
        return True


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _copied(path: Path, copy: Path, part: Path) -> dict[str, int]:
    """What was saved into `part`, read from a copy: SQLite would write to what it reads, when it clears up a WAL."""
    for suffix in ("", "-wal"):
        with suppress(FileNotFoundError):
            _private_copy(_beside(path, suffix), _beside(copy, suffix))
    os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    with closing(sqlite3.connect(part, isolation_level=None)) as new:
        new.execute("BEGIN")
        apply(new, MIGRATIONS[:SECOND])
        old = _opened(copy) or _opened_with_new_header(copy)
        if old is None:
            counts = {"answers": 0, "grades": 0, "interviews": 0, "drafts": 0, "unreadable": 0}
            apply(new, MIGRATIONS[SECOND:])
        else:
            with closing(old):
                counts = Copying(old, new).run()
        new.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        new.execute("COMMIT")
    return counts


def _private_copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    os.close(os.open(target, os.O_RDWR | os.O_CREAT | os.O_EXCL, PRIVATE_FILE))
    shutil.copyfile(source, target)


def _opened(path: Path) -> Salvage | None:
    with suppress(sqlite3.DatabaseError):
        return Salvage(path)
    return None


def _opened_with_new_header(path: Path) -> Salvage | None:
    """The page size is lost with the header: read with a wrong one a database has other tables, or none."""
    for page_bytes in PAGE_SIZES:
        _write_header(path, page_bytes)
        found = _opened(path)
        if found and found.has("answers"):
            return found
        if found:
            found.close()
    return None


def _write_header(path: Path, page_bytes: int) -> None:
    """The first hundred bytes tell SQLite how to read all others, and are the same in all of our databases whose pages
    are of one size."""
    with closing(sqlite3.connect(":memory:")) as sample:
        sample.execute(f"PRAGMA page_size = {page_bytes}")
        apply(sample, MIGRATIONS)
        sample.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        sample.commit()
        header = bytearray(sample.serialize()[:HEADER_BYTES])
    header[28:32] = (path.stat().st_size // page_bytes).to_bytes(4, "big")
    header[32:40] = bytes(8)  # no free pages that are known
    with path.open("r+b") as file:
        file.write(header)
