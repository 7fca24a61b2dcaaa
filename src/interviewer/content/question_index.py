"""A cache of parsed files of questions, in SQLite, so that only what changed is parsed again. It may be deleted.

A file that stands as it did (size, times, number on the disk) is taken to be the same; any other is known by the
SHA-256 of its content. A file written within the last two seconds is not trusted to stand still.
"""

import contextlib
import hashlib
import json
import os
import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from interviewer.content.folder_scan import FoundFile, Stamp
from interviewer.paths import PRIVATE_FILE

if TYPE_CHECKING:
    import sqlite3

SETTLED_NS = 2_000_000_000
WAIT_SECONDS = 2.0
RULES = ("question_files.py", "question_index.py", "text_file.py", "toml_file.py", "../domain/questions.py")
SCHEMA = """
create table if not exists files (
  scope text not null, path text not null, stamp text not null, settled integer not null, sha256 text not null,
  primary key (scope, path)) without rowid;
create table if not exists contents (sha256 text primary key, crc integer not null, data text not null);
"""
OF_SUM = "select sha256, crc, data from contents where sha256 = ?"
OF_SCOPE = "select sha256, crc, data from contents where sha256 in (select sha256 from files where scope = ?)"


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, as JSON values: entries with their lines, and problems as line, field and message."""

    entries: tuple[tuple[int, dict[str, Any]], ...]
    problems: tuple[tuple[int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A file's content with the stamp it was read under; `settled` where the stamp alone may be trusted from now on."""

    stamp: Stamp
    sha256: str
    content: Content
    settled: bool


Read = Callable[[Path], "bytes | Content"]
Parse = Callable[[bytes, Path], Content]


class QuestionIndex:
    """`path` is the database, None for no cache. Where it cannot be used everything is parsed, and nobody notices."""

    def __init__(self, path: Path | None) -> None:
        self.path = path

    def contents(self, scope: str, files: Sequence[FoundFile], read: Read, parse: Parse) -> list[Known]:
        """The content of each file, in order. `read` gives the bytes, or what is wrong where there are none.

        `scope` names what the files are all of ("own"): what the cache knows of others of that scope is dropped.
        """
        if self.path is not None and self.path.parent.is_dir():  # else looking leaves no traces
            import sqlite3

            with contextlib.suppress(sqlite3.Error, OSError, ValueError, TypeError), self._open(self.path) as database:
                return _Session(database, scope, read, parse).contents(files)
        return [_parsed(each, read, parse) for each in files]

    @contextlib.contextmanager
    def _open(self, path: Path) -> "Iterator[sqlite3.Connection]":
        """The cache; a broken one is made anew."""
        import sqlite3

        try:
            database = _connect(path)
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError):
                raise
            self._remove(path)
            database = _connect(path)
        try:
            with database:
                yield database
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            if not isinstance(error, sqlite3.OperationalError):  # that is a lock, or a full disk
                self._remove(path)
            raise
        finally:
            database.close()

    @staticmethod
    def _remove(path: Path) -> None:
        for name in (path.name, f"{path.name}-journal"):
            with contextlib.suppress(OSError):
                path.with_name(name).unlink()


def _connect(path: Path) -> "sqlite3.Connection":
    import sqlite3

    os.close(os.open(path, os.O_WRONLY | os.O_CREAT, PRIVATE_FILE))
    database = sqlite3.connect(path, timeout=WAIT_SECONDS)
    try:
        database.execute("pragma synchronous = off")  # whatever a power cut leaves is checked when it is read
        if database.execute("pragma user_version").fetchone()[0] != _rules():
            database.executescript("drop table if exists files; drop table if exists contents;" + SCHEMA)
            database.execute(f"pragma user_version = {_rules()}")
            database.commit()
    except BaseException:
        database.close()
        raise
    return database


@cache
def _rules() -> int:
    """A number that changes with the rules that content is held to: what was good by older ones is read again."""
    here = Path(__file__).parent
    return zlib.crc32(b"\0".join((here / name).read_bytes() for name in RULES)) & 0x7FFFFFFF


class _Session:
    """One pass over the files of a scope."""

    def __init__(self, database: "sqlite3.Connection", scope: str, read: Read, parse: Parse) -> None:
        self.database = database
        self.scope = scope
        self.read = read
        self.parse = parse
        rows = database.execute("select path, stamp, settled, sha256 from files where scope = ?", (scope,))
        self.rows = {path: (stamp, settled, sha256) for path, stamp, settled, sha256 in rows}
        self.cached = dict(self._cached(OF_SCOPE, scope))

    def contents(self, files: Sequence[FoundFile]) -> list[Known]:
        found = [self._known(each) for each in files]
        after = {
            _key(file.name): (_text(known.stamp), int(known.settled), known.sha256)
            for file, known in zip(files, found, strict=True)
            if known.sha256
        }
        if after != self.rows:
            self._keep(after)
        return found

    def _known(self, file: FoundFile) -> Known:
        stamp, settled, sha256 = self.rows.get(_key(file.name), ("", 0, ""))
        if settled and stamp == _text(file.stamp) and sha256 in self.cached:
            return Known(file.stamp, sha256, self.cached[sha256], settled=True)
        now = time.time_ns()
        raw = self.read(file.path)
        if isinstance(raw, Content):
            return Known(file.stamp, "", raw, settled=False)
        sha256 = hashlib.sha256(raw).hexdigest()
        if sha256 not in self.cached:
            self.cached |= dict(self._cached(OF_SUM, sha256))
        if sha256 not in self.cached:
            self.cached[sha256] = self.parse(raw, file.path)
            data = _as_json(self.cached[sha256])
            row = (sha256, zlib.crc32(data.encode()), data)
            self.database.execute("insert or replace into contents values (?, ?, ?)", row)
        return Known(file.stamp, sha256, self.cached[sha256], settled=_has_settled(file, now))

    def _cached(self, query: str, value: str) -> Iterator[tuple[str, Content]]:
        """The contents that a query finds; a damaged row counts as unknown."""
        for sha256, crc, data in self.database.execute(query, (value,)):
            if zlib.crc32(data.encode()) == crc:
                yield sha256, _from_json(data)

    def _keep(self, after: dict[str, tuple[str, int, str]]) -> None:
        gone = [(self.scope, path) for path in self.rows if path not in after]
        self.database.executemany("delete from files where scope = ? and path = ?", gone)
        changed = [(self.scope, path, *row) for path, row in after.items() if self.rows.get(path) != row]
        self.database.executemany("insert or replace into files values (?, ?, ?, ?, ?)", changed)
        self.database.execute("delete from contents where sha256 not in (select sha256 from files)")


def _parsed(file: FoundFile, read: Read, parse: Parse) -> Known:
    raw = read(file.path)
    content = raw if isinstance(raw, Content) else parse(raw, file.path)
    return Known(file.stamp, "", content, settled=_has_settled(file, time.time_ns()))


def _has_settled(file: FoundFile, now: int) -> bool:
    return now - file.touched_ns > SETTLED_NS


def _key(name: str) -> str:
    """A path as a key; one that is no valid text has one too."""
    return name if name.isascii() else name.encode("utf-8", "backslashreplace").decode()


def _text(stamp: Stamp) -> str:
    return " ".join(map(str, stamp))


def _as_json(content: Content) -> str:
    return json.dumps([content.entries, content.problems], ensure_ascii=False, separators=(",", ":"))


def _from_json(data: str) -> Content:
    entries, problems = json.loads(data)
    return Content(
        tuple((int(line), fields) for line, fields in entries),
        tuple((int(line), str(field), str(message)) for line, field, message in problems),
    )
