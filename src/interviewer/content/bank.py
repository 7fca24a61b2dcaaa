"""The question bank: built-in questions and the person's own, each checked when it is loaded."""

import dataclasses
from collections.abc import Collection, Sequence
from pathlib import Path

from interviewer.content import own_questions
from interviewer.content.data_folders import data_folder
from interviewer.content.question_files import load_questions, load_topics
from interviewer.content.toml_file import read_toml
from interviewer.domain.questions import Question, Topic
from interviewer.ports import ContentError, Problem

FOLDERS = ("ai_pm", "ml_pm", "drills")


class Bank:
    """All questions, read once when they are first asked for; `reload` where a file of the person's own changed."""

    def __init__(self, own_folder: Path | None = None, built_in: Path | None = None) -> None:
        self.own_folder = own_folder
        self.built_in = built_in or data_folder("question_bank")
        self._built_in: dict[str, Question] | None = None
        self._topics: list[Topic] = []
        self._built_in_problems: list[Problem] = []
        self._questions: dict[str, Question] | None = None
        self._own: dict[str, Path] = {}
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

    def own_file(self, question_id: str) -> Path | None:
        """The file that holds a question of the person's own."""
        self._loaded()
        return self._own.get(question_id)

    def new_id(self, prompt: str) -> str:
        """An id for a new question, made from its prompt and not yet in use."""
        return own_questions.question_id(prompt, self._loaded())

    def save_own(self, question: Question) -> None:
        """Adds or replaces a question of the person's own; one without an id gets one from its prompt.

        Raises ContentError for a bad question or a file that cannot be edited, OSError where it cannot be written.
        """
        if self.own_folder is None:
            raise ContentError([Problem("question bank", 0, "", "has no folder for questions of one's own")])
        with own_questions.held(self.own_folder):
            self.reload()
            question = dataclasses.replace(question, id=question.id or self.new_id(question.prompt))
            if question.id in self._loaded() and question.id not in self._own:
                message = f"{question.id!r} is a built-in question: give yours another id"
                raise ContentError([Problem(f"question {question.id!r}", 0, "id", message)])
            own_questions.check(question)
            path = self._own.get(question.id) or self.own_folder / own_questions.NEW_QUESTIONS_FILE
            own_questions.save(path, question)
        self.reload()

    def remove_own(self, question_id: str) -> Question | None:
        """Removes a question of the person's own and gives it back; None where there is no such. Raises as save_own."""
        if self.own_folder is None or not self.own_folder.is_dir():
            return None
        with own_questions.held(self.own_folder):
            self.reload()
            question, path = self.get(question_id), self.own_file(question_id)
            if question is None or path is None:
                return None
            own_questions.remove(path, question_id)
        self.reload()
        return question

    def reload(self) -> None:
        self._questions = None

    def _loaded(self) -> dict[str, Question]:
        if self._questions is None:
            questions = dict(self._loaded_built_in())
            self._problems = list(self._built_in_problems)
            self._own = {}
            if self.own_folder and self.own_folder.is_dir():
                for path in sorted(self.own_folder.rglob("*.toml")):
                    added = self._add(questions, path, str(path), self._problems)
                    self._own.update(dict.fromkeys(added, path))
            self._questions = questions
        return self._questions

    def _loaded_built_in(self) -> dict[str, Question]:
        """The questions that came with the program, which do not change while it runs."""
        if self._built_in is None:
            self._topics, self._built_in_problems = load_topics(self.built_in / "topics.toml")
            topics = {topic.id for topic in self._topics}
            questions: dict[str, Question] = {}
            for path in sorted(path for folder in FOLDERS for path in (self.built_in / folder).glob("*.toml")):
                shown = f"question_bank/{path.parent.name}/{path.name}"
                self._add(questions, path, shown, self._built_in_problems, topics)
            self._built_in = questions
        return self._built_in

    def _add(
        self,
        known: dict[str, Question],
        path: Path,
        shown: str,
        problems: list[Problem],
        topics: Collection[str] | None = None,
    ) -> list[str]:
        """Adds a file's good questions to `known` and gives their ids; with `topics`, no other topic is allowed."""
        questions, found = load_questions(path, shown)
        problems += found
        added = []
        for question in questions:
            if question.id in known:
                message = f"{question.id!r} is used twice: give this question another id"
                problems.append(Problem(shown, self._line_of(path, question.id), "id", message))
            elif topics is not None and question.topic not in topics:
                message = f"{question.topic!r} is not in topics.toml (question {question.id!r})"
                problems.append(Problem(shown, self._line_of(path, question.id), "topic", message))
            else:
                known[question.id] = question
                added.append(question.id)
        return added

    @staticmethod
    def _line_of(path: Path, question_id: str) -> int:
        """The line of the last entry with that id: the repetition where it stands twice in one file."""
        file = read_toml(path)
        if isinstance(file, Problem):
            return 0
        entries = file.tables.get("questions", [])
        indices = [i for i, e in enumerate(entries) if isinstance(e, dict) and e.get("id") == question_id]
        return file.entry_line("questions", indices[-1]) if indices else 0
