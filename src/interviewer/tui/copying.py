"""Which part of an answer and its feedback goes to the clipboard."""

from typing import TYPE_CHECKING

from interviewer.domain.grades import Grade
from interviewer.domain.rubrics import Rubric
from interviewer.domain.transcripts import Answer
from interviewer.tui.entries import copy_entry
from interviewer.tui.feedback_text import feedback_text
from interviewer.tui.screens.dialog import Dialog

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

WHAT = {
    "answer": "Your answer",
    "feedback": "The feedback",
    "stronger": "The stronger version",
    "everything": "Question, answer and every grade",
}


def copy_part(app: "InterviewerApp", answer: Answer, grade: Grade | None, rubric: Rubric | None) -> None:
    """Asks for one of the parts that there are; `grade` is the one on the screen."""
    texts = {"answer": answer.text}
    if grade is not None and rubric is not None:
        texts["feedback"] = feedback_text(grade, rubric)
        if grade.feedback and grade.feedback.stronger_version:
            texts["stronger"] = grade.feedback.stronger_version

    def decided(part: str | None) -> None:
        if part == "everything":
            app.run_worker(copy_entry(app, answer.id), group="copying", exclusive=True)
        elif part is not None:
            app.copy(texts[part], WHAT[part])

    choices = [(part, label) for part, label in WHAT.items() if part in texts or part == "everything"]
    app.push_screen(Dialog("Copy to the clipboard", "Which part?", choices), decided)
