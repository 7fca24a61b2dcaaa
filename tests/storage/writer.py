"""A program that drafts, answers and grades, and says on standard output what it has been told is stored.

Usage: writer.py DATABASE NAME HOW_MANY
"""

import sys
from datetime import UTC, datetime
from pathlib import Path

from interviewer.domain.grades import Grade, GraderRef, QuestionRef, RubricRef
from interviewer.domain.questions import Question
from interviewer.domain.transcripts import Answer, Draft
from interviewer.storage.database import open_store

QUESTION = Question(id="q", track="both", prompt="Why?")


def text(name: str) -> str:
    return f"{name} decided to cut the launch. " * 100


def main(database: str, writer: str, how_many: int) -> None:
    store = open_store(Path(database))
    for number in range(how_many):
        name, now = f"{writer}-{number:06}", datetime.now(UTC)
        store.save_draft(
            Draft(slot=writer, track="ai_pm", question=QUESTION, text=text(name), typing_seconds=1.0, updated_at=now)
        )
        print("draft", name, flush=True)
        store.save_answer(
            Answer(
                id=name, session_id=writer, position=number, track="ai_pm", question=QUESTION, text=text(name),
                typing_seconds=1.0, created_at=now,
            ),
            slot=writer,
        )  # fmt: skip
        print("answer", name, flush=True)
        grade = Grade(
            grade_id=name, id=None, status="unscored", reason="a test", track="ai_pm",
            question=QuestionRef(id="q", prompt="Why?"), rubric=RubricRef(id="ai_pm", sha256=""),
            grader=GraderRef(kind="offline"),
        )  # fmt: skip
        store.add_grade(name, grade, now)
        print("grade", name, flush=True)
    store.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
