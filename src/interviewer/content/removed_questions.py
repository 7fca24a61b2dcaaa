"""Questions of one's own that were removed: kept beside the others, newest last, so that each can be put back."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from interviewer.content.own_questions import toml_fields
from interviewer.content.question_files import checked_question
from interviewer.content.text_file import read_text
from interviewer.domain.questions import Question
from interviewer.paths import write_private
from interviewer.ports import ContentError, Problem

FILE = ".removed.jsonl"
MOST_KEPT = 1_000


@dataclass(frozen=True, slots=True)
class Removed:
    """`file` is the name of the file it stood in, below the folder of one's own questions; `at` is in UTC."""

    question: Question
    file: str
    at: datetime


def removed_questions(folder: Path) -> list[Removed]:
    """Oldest first; a line that cannot be read is passed over. Raises ContentError where the file cannot be read."""
    path = folder / FILE
    if not path.exists():
        return []
    text = read_text(path, str(path))
    if isinstance(text, Problem):
        raise ContentError([text])
    return [each for line in text.split("\n") if (each := _read(line)) is not None]


def keep_removed(folder: Path, removed: Sequence[Removed]) -> None:
    """Replaces the list, whole. Raises OSError."""
    lines = [_line(each) for each in removed[-MOST_KEPT:]]
    write_private(folder / FILE, "".join(f"{line}\n" for line in lines))


def _line(removed: Removed) -> str:
    fields = toml_fields(removed.question)
    return json.dumps({"at": removed.at.isoformat(), "file": removed.file, "question": fields}, ensure_ascii=False)


def _read(line: str) -> Removed | None:
    try:
        row: dict[str, Any] = json.loads(line)
        question = checked_question(row["question"])
        at = datetime.fromisoformat(row["at"])
        name = Path(str(row["file"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    inside = not name.is_absolute() and ".." not in name.parts
    if not isinstance(question, Question) or not inside or at.tzinfo is None:
        return None
    return Removed(question, str(name), at)
