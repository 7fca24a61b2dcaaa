"""Where a person's data lies: one folder, private to them."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from interviewer.ports import InterviewerError

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Paths:
    """The folder that holds settings, database and the person's own questions and rubrics."""

    home: Path

    @property
    def settings(self) -> Path:
        return self.home / "settings.toml"

    @property
    def database(self) -> Path:
        return self.home / "interviewer.db"

    @property
    def questions(self) -> Path:
        return self.home / "questions"

    @property
    def rubrics(self) -> Path:
        return self.home / "rubrics"

    @property
    def reports(self) -> Path:
        """HTML reports that were written from the app."""
        return self.home / "reports"

    @property
    def packs(self) -> Path:
        return self.home / "packs"

    @property
    def question_index(self) -> Path:
        """A cache of parsed questions, which may be deleted at any time."""
        return self.home / "questions-index.sqlite"

    def create(self) -> None:
        """Makes the folder, mode 0700. Raises InterviewerError where that cannot be done."""
        try:
            self.home.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
            if self.home.stat().st_mode & 0o077:
                self.home.chmod(self.home.stat().st_mode & PRIVATE_FOLDER)
        except OSError as error:
            raise InterviewerError(
                f"the data folder {self.home} cannot be used ({error.strerror}): "
                "make it writable, or name another with INTERVIEWER_HOME"
            ) from None


def find_paths(environ: Mapping[str, str] = os.environ) -> Paths:
    """INTERVIEWER_HOME where it is set, else the platform's folder for user data."""
    named = environ.get("INTERVIEWER_HOME", "").strip()
    if named:
        return Paths(Path(named).expanduser().absolute())
    from platformdirs import user_data_path

    return Paths(user_data_path("interviewer", appauthor=False))


def write_private(path: Path, text: str) -> None:
    """Writes a file whole or not at all, mode 0600. Raises OSError."""
    path.parent.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
