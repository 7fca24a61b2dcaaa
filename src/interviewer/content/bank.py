"""The question bank: built-in questions and the person's own, each checked when it is loaded."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from interviewer.content.data_folders import data_folder
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
    if isinstance(file, Problem):
        return [], [file]
    problems = [Problem(file.name, 0, key, "is not a known field") for key in file.tables if key != "questions"]
    entries = file.tables.get("questions", [])
    if not isinstance(entries, list):
        return [], [*problems, Problem(file.name, 0, "questions", "must be a list: write [[questions]]")]
    questions = []
    for index, entry in enumerate(entries):
        question = validated(Question, entry)
        line = file.entry_line("questions", index)
        if isinstance(question, Question):
            own_problems = list(_inconsistencies(file, line, question))
            problems += own_problems
            if not own_problems:
                questions.append(question)
        else:
            problems += [_located(file, line, entry, field, message) for field, message in question]
    return questions, problems


def _located(file: TomlFile, line: int, entry: Any, field: str, message: str) -> Problem:
    name = field.split("[")[0].split(".")[0]
    shown = entry.get("id") if isinstance(entry, dict) else None
    return Problem(
        file.name, file.field_line(line, name), field, f"{message} (question {shown!r})" if shown else message
    )


def _inconsistencies(file: TomlFile, line: int, question: Question) -> Iterable[Problem]:
    known = SIGNALS.get(question.track) or SIGNALS["ai_pm"] + SIGNALS["ml_pm"]
    for signal in question.signals:
        if signal not in known:
            at = file.field_line(line, "signals")
            yield Problem(
                file.name, at, "signals", f"{signal!r} is no signal of {question.track} (question {question.id!r})"
            )
    if not question.prompt.strip():
        yield Problem(file.name, file.field_line(line, "prompt"), "prompt", "must not be empty")


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


class Bank:
    """All questions, read once when they are first asked for; `reload` after a file changed."""

    def __init__(self, own_folder: Path | None = None, built_in: Path | None = None) -> None:
        self.own_folder = own_folder
        self.built_in = built_in or data_folder("question_bank")
        self._questions: dict[str, Question] | None = None
        self._own: dict[str, Path] = {}
        self._topics: list[Topic] = []
        self._problems: list[Problem] = []

    def questions(self) -> Sequence[Question]:
        return tuple(self._loaded().values())

    def topics(self) -> Sequence[Topic]:
        self._loaded()
        return tuple(self._topics)

    def problems(self) -> Sequence[Problem]:
        self._loaded()
        return tuple(self._problems)

    def get(self, question_id: str) -> Question | None:
        return self._loaded().get(question_id)

    def is_own(self, question_id: str) -> bool:
        self._loaded()
        return question_id in self._own

    def reload(self) -> None:
        self._questions = None

    def _loaded(self) -> dict[str, Question]:
        if self._questions is None:
            self._own, self._problems, self._questions = {}, [], {}
            self._topics, self._problems = load_topics(self.built_in / "topics.toml")
            for path in sorted(self.built_in.glob("*/*.toml")):
                self._add(path, f"question_bank/{path.parent.name}/{path.name}", own=False)
            if self.own_folder and self.own_folder.is_dir():
                for path in sorted(self.own_folder.rglob("*.toml")):
                    self._add(path, str(path), own=True)
        return self._questions

    def _add(self, path: Path, shown: str, *, own: bool) -> None:
        questions, problems = load_questions(path, shown)
        self._problems += problems
        topics = {topic.id for topic in self._topics}
        assert self._questions is not None
        for question in questions:
            if question.id in self._questions:
                message = f"{question.id!r} is used twice: give this question another id"
                self._problems.append(Problem(shown, self._line_of(path, question.id), "id", message))
                continue
            if not own and question.topic not in topics:
                message = f"{question.topic!r} is not in topics.toml (question {question.id!r})"
                self._problems.append(Problem(shown, self._line_of(path, question.id), "topic", message))
                continue
            self._questions[question.id] = question
            if own:
                self._own[question.id] = path

    @staticmethod
    def _line_of(path: Path, question_id: str) -> int:
        """The line of the last entry with that id: the repetition where it stands twice in one file."""
        file = read_toml(path)
        if isinstance(file, Problem):
            return 0
        entries = file.tables.get("questions", [])
        indices = [i for i, e in enumerate(entries) if isinstance(e, dict) and e.get("id") == question_id]
        return file.entry_line("questions", indices[-1]) if indices else 0
