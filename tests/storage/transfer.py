"""Exports and imports for tests: what goes elsewhere is kept in lists."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from interviewer.domain.history import Imported
from interviewer.domain.interviews import Event, Interview
from interviewer.domain.questions import Question
from interviewer.ports import BadFileError, InterviewerError
from interviewer.storage.database import open_store
from interviewer.storage.store import SqliteStore

NOW = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)


@dataclass
class Elsewhere:
    """Implements ports.ImportedElsewhere. Questions whose id is "refused" are."""

    questions: list[Question] = field(default_factory=list)
    rubrics: list[tuple[str, str]] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)
    settled: bool = False

    def question(self, question: Question) -> str:
        if question.id == "refused":
            raise InterviewerError("this question is refused")
        self.questions.append(question)
        return "added"

    def rubric(self, file: str, text: str) -> str:
        self.rubrics.append((file, text))
        return "added"

    def check_interview(self, interview: Interview, events: Sequence[Event]) -> None:
        if interview.title == "refused":
            raise InterviewerError("this interview is refused")

    def settle(self) -> None:
        self.settled = True

    def on_bad(self, error: BadFileError) -> None:
        self.bad.append(str(error))

    def on_progress(self, records: int) -> None:
        pass


def exported(store: SqliteStore, **more: Any) -> list[bytes]:
    """Lines with their ends, as they stand in a file."""
    lines = store.archive.export_lines(program="0.1.0", now=NOW, **more)
    return [f"{line}\n".encode() for line in lines]


def imported(path: Path, lines: Iterable[bytes], *, keep_good: bool = False) -> tuple[Imported, Elsewhere]:
    elsewhere = Elsewhere()
    with closing(open_store(path)) as store:
        return store.archive.import_lines(lines, elsewhere, keep_good=keep_good), elsewhere
