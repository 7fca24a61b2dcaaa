"""The shipped answers, which show what a grade looks like."""

from dataclasses import dataclass
from pathlib import Path

from interviewer.content.data_folders import data_folder
from interviewer.content.toml_file import read_toml, validated
from interviewer.domain.questions import Question, Text, Track
from interviewer.ports import ContentError, Problem, QuestionBank


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """An answer to a question of the bank."""

    track: Track
    question: Question
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    question_id: Text
    track: Track
    answer: Text


def load_example(bank: QuestionBank, path: Path | None = None) -> Example:
    """The first shipped answer. Raises ContentError where the file is broken or its question is in no bank."""
    path = path or data_folder("question_bank") / "examples.toml"
    file = read_toml(path, f"{path.parent.name}/{path.name}")
    if isinstance(file, Problem):
        raise ContentError([file])
    entries = file.tables.get("examples")
    if not isinstance(entries, list) or not entries:
        raise ContentError([Problem(file.name, 0, "examples", "must be a list: write [[examples]]")])
    entry = validated(_Entry, entries[0])
    line = file.entry_line("examples", 0)
    if not isinstance(entry, _Entry):
        raise ContentError([Problem(file.name, file.field_line(line, field), field, text) for field, text in entry])
    question = bank.get(entry.question_id)
    if question is None:
        at = file.field_line(line, "question_id")
        raise ContentError([Problem(file.name, at, "question_id", f"there is no question {entry.question_id!r}")])
    return Example(track=entry.track, question=question, answer=entry.answer)
