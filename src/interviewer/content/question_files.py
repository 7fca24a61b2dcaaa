"""Files of questions and topics: what they hold, and what is wrong with the rest."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from interviewer.content.toml_file import TomlFile, read_toml, validated
from interviewer.domain.questions import Question, Topic
from interviewer.ports import Problem

SIGNALS = {
    "ai_pm": ("market_impact", "user_empathy", "technical_fluency"),
    "ml_pm": ("model_rigor", "data_pipeline_ownership", "product_integration"),
}


def load_questions(path: Path, shown: str | None = None) -> tuple[list[Question], list[Problem]]:
    """The good questions of a file, and what is wrong with the others."""
    file = read_toml(path, shown)
    return ([], [file]) if isinstance(file, Problem) else check_entries(file)


def check_entries(file: TomlFile) -> tuple[list[Question], list[Problem]]:
    problems = [
        Problem(file.name, file.table_line(key), key, "is not a known field: questions stand under [[questions]]")
        for key in file.tables
        if key != "questions"
    ]
    entries = file.tables.get("questions", [])
    if not isinstance(entries, list):
        line = file.table_line("questions")
        return [], [*problems, Problem(file.name, line, "questions", "must be a list: write [[questions]]")]
    questions = []
    for index, entry in enumerate(entries):
        question = validated(Question, entry)
        line = file.entry_line("questions", index)
        if isinstance(question, Question):
            found = list(inconsistencies(question))
            if not found:
                questions.append(question)
        else:
            found = question
        problems += [_located(file, line, entry, field, message) for field, message in found]
    return questions, problems


def _located(file: TomlFile, line: int, entry: Any, field: str, message: str) -> Problem:
    name = field.partition("[")[0].partition(".")[0]
    shown = entry.get("id") if isinstance(entry, dict) else None
    return Problem(
        file.name, file.field_line(line, name), field, f"{message} (question {shown!r})" if shown else message
    )


def inconsistencies(question: Question) -> Iterator[tuple[str, str]]:
    """What is wrong with a question although each of its fields is well formed, as (field, message)."""
    known = SIGNALS.get(question.track) or SIGNALS["ai_pm"] + SIGNALS["ml_pm"]
    for signal in question.signals:
        if signal not in known:
            yield "signals", f"{signal!r} is no signal of {question.track}"
    if not question.prompt.strip():
        yield "prompt", "must not be empty"


def load_topics(path: Path) -> tuple[list[Topic], list[Problem]]:
    file = read_toml(path, f"{path.parent.name}/{path.name}")
    if isinstance(file, Problem):
        return [], [file]
    topics, problems = [], []
    for index, entry in enumerate(file.tables.get("topics", [])):
        topic = validated(Topic, entry)
        if isinstance(topic, Topic):
            topics.append(topic)
        else:
            line = file.entry_line("topics", index)
            problems += [_located(file, line, entry, field, message) for field, message in topic]
    return topics, problems
