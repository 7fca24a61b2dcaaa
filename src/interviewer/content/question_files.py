"""Files of questions and topics: what they hold, and what is wrong with the rest."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from interviewer.content.data_folders import known_drills
from interviewer.content.toml_file import TomlFile, read_toml, validated
from interviewer.domain.questions import Question, Topic
from interviewer.ports import Problem

SIGNALS = {
    "ai_pm": ("market_impact", "user_empathy", "technical_fluency"),
    "ml_pm": ("model_rigor", "data_pipeline_ownership", "product_integration"),
}
LONGEST_TEXT = 4_000  # characters of one field: nobody asks or reads more


@dataclass(frozen=True, slots=True)
class ReadQuestions:
    """What a file holds: its good questions, each with the line it begins at (0 where that is unknown)."""

    questions: tuple[tuple[int, Question], ...]
    problems: tuple[Problem, ...]


def load_questions(path: Path, shown: str | None = None) -> tuple[list[Question], list[Problem]]:
    """The good questions of a file, and what is wrong with the others."""
    read = read_questions(path, shown)
    return [question for _, question in read.questions], list(read.problems)


def read_questions(path: Path, shown: str | None = None) -> ReadQuestions:
    """As load_questions, with the lines of the questions; `shown` is the file's name for people."""
    file = read_toml(path, shown)
    return ReadQuestions((), (file,)) if isinstance(file, Problem) else read_entries(file)


def check_entries(file: TomlFile) -> tuple[list[Question], list[Problem]]:
    read = read_entries(file)
    return [question for _, question in read.questions], list(read.problems)


def read_entries(file: TomlFile) -> ReadQuestions:
    """Every entry of a parsed file, held to the rules; a bad one is told with line and field and spoils no other."""
    problems = [
        Problem(file.name, file.table_line(key), key, "is not a known field: questions stand under [[questions]]")
        for key in file.tables
        if key != "questions"
    ]
    entries = file.tables.get("questions", [])
    if not isinstance(entries, list):
        line = file.table_line("questions")
        problems.append(Problem(file.name, line, "questions", "must be a list: write [[questions]]"))
        return ReadQuestions((), tuple(problems))
    questions = []
    for index, entry in enumerate(entries):
        question = checked_question(entry)
        line = file.entry_line("questions", index)
        if isinstance(question, Question):
            questions.append((line, question))
        else:
            problems += [_located(file, line, entry, field, message) for field, message in question]
    return ReadQuestions(tuple(questions), tuple(problems))


def checked_question(entry: Any) -> Question | list[tuple[str, str]]:
    """A table as a question that keeps every rule, or what is wrong with it as (field, message)."""
    question = validated(Question, entry)
    if not isinstance(question, Question):
        return question
    return list(inconsistencies(question)) or question


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
    if question.drill is not None and question.drill not in known_drills():
        yield "drill", f"there is no drill {question.drill!r} (interviewer practice --drill lists them)"
    if not question.prompt.strip():
        yield "prompt", "must not be empty"
    for each in fields(question):
        value = getattr(question, each.name)
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str) and (message := unfit(text)):
                yield each.name, message


def unfit(text: str) -> str:
    """Why a text cannot be shown or asked; nothing where it can."""
    if len(text) > LONGEST_TEXT:
        return f"is longer than {LONGEST_TEXT:,} characters"
    if text.isprintable():
        return ""
    bad = next((each for each in text if unicodedata.category(each) in ("Cc", "Cs") and each not in "\n\r\t"), None)
    return f"holds the control character {bad!a}: take it out" if bad else ""


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
