"""A question as the text that a person edits outside the app, and back."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.domain.questions import Question
    from interviewer.ports import QuestionBank

SHOWN = "question.toml"
HEAD = """# Save and close: the form takes it over. Other fields that may be added: topic, rounds, contexts, signals,
# competency, source. expects, pitfalls and follow_ups are lists: expects = ["a point of a strong answer"]
"""


def question_text(question: "Question") -> str:
    """The question as TOML, with a word on the fields; a new one has no id yet, and gets one when it is saved."""
    from interviewer.content.own_questions import as_toml

    text = as_toml(question)
    return HEAD + (text if question.id else text.replace('id = ""\n', "", 1))


def read_question_text(text: str, question_id: str, bank: "QuestionBank") -> "Question":
    """The question that the text holds; `question_id` is empty for a new one, which gets one where it names none.

    Raises ContentError with line and field, also for an empty prompt and for another id.
    """
    from interviewer.content.own_questions import from_toml
    from interviewer.ports import ContentError, Problem

    with tempfile.TemporaryDirectory(prefix="interviewer-") as folder:
        file = Path(folder) / SHOWN
        file.write_text(text, encoding="utf-8")
        question = from_toml(file, SHOWN, lambda prompt: question_id or bank.new_id(prompt))
    if question is None:
        raise ContentError([Problem(SHOWN, 0, "prompt", "a question needs words")])
    if question_id and question.id != question_id:
        message = f"stays {question_id!r}, since your answers refer to it"
        raise ContentError([Problem(SHOWN, 0, "id", message)])
    return question
