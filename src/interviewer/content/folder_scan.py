"""Which files of questions lie in a folder, and how they stood a moment ago: cheap enough to look every two seconds."""

import os
import stat
from dataclasses import dataclass
from pathlib import Path

from interviewer.ports import Problem

IMPORTABLE = {".csv": "csv", ".tsv": "csv", ".jsonl": "jsonl"}
Stamp = tuple[int, int, int, int]  # size, time of the content, time of the entry, number on the disk


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file that may hold questions. `stamp` changes whenever the file does; a name is compared sooner than a Path."""

    name: str
    stamp: Stamp

    @property
    def path(self) -> Path:
        return Path(self.name)

    @property
    def touched_ns(self) -> int:
        """When the file was last written or replaced, nanoseconds since 1970."""
        return max(self.stamp[1], self.stamp[2])


@dataclass(frozen=True, slots=True)
class Scan:
    """`problems` are of files that are not to be opened at all."""

    files: tuple[FoundFile, ...] = ()
    problems: tuple[Problem, ...] = ()


def scan(folder: Path | None) -> Scan:
    """Every TOML file under a folder, in order of its path; hidden files are passed over.

    A linked file counts as what it points to (somebody's questions may lie with their other notes); a linked folder is
    not entered. A folder that is not there holds nothing; one that cannot be read is a problem.
    """
    files: list[FoundFile] = []
    problems: list[Problem] = []
    if folder is not None:
        _look_into(str(folder), files, problems, top=True)
    files.sort(key=lambda each: each.name)
    return Scan(tuple(files), tuple(sorted(problems, key=str)))


def _look_into(folder: str, files: list[FoundFile], problems: list[Problem], *, top: bool = False) -> None:
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not entry.name.startswith("."):
                    _look_at(entry, files, problems)
    except FileNotFoundError:
        if not top:
            problems.append(Problem(folder, 0, "", "cannot be read: it has just gone"))
    except OSError as error:
        problems.append(Problem(folder, 0, "", f"cannot be read: {error.strerror}"))


def _look_at(entry: "os.DirEntry[str]", files: list[FoundFile], problems: list[Problem]) -> None:
    is_toml = entry.name.lower().endswith(".toml")
    try:
        if entry.is_dir(follow_symlinks=False) and not is_toml:
            _look_into(entry.path, files, problems)
            return
        if not is_toml:
            wrong = _not_read_here(entry)
            problems += [wrong] if wrong else []
            return
        status = entry.stat()
    except FileNotFoundError:
        if entry.is_symlink():
            problems.append(Problem(entry.path, 0, "", "is a link to a file that is not there"))
        return  # else it has gone since the folder was listed
    except OSError as error:
        problems.append(Problem(entry.path, 0, "", f"cannot be read: {error.strerror}"))
        return
    if stat.S_ISREG(status.st_mode):
        stamp = (status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)
        files.append(FoundFile(entry.path, stamp))
    else:
        what = "is a folder, not a file" if stat.S_ISDIR(status.st_mode) else "is no ordinary file: not read"
        problems.append(Problem(entry.path, 0, "", what))


def _not_read_here(entry: "os.DirEntry[str]") -> Problem | None:
    """A table or JSON Lines that somebody dropped into the folder: nothing happens to it unless they import it."""
    suffix = os.path.splitext(entry.name)[1].lower()  # noqa: PTH122 - a Path for each entry costs too much
    if suffix not in IMPORTABLE or not entry.is_file():
        return None
    return Problem(entry.path, 0, "", "is not read from here: interviewer questions import takes it in")
