from collections.abc import Callable

import pytest

from interviewer.content.bank import Bank
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track
from interviewer.grading.offline.grader import OfflineGrader
from interviewer.ports import GradeRequest

GradeText = Callable[[Track, str, str], Grade]


@pytest.fixture(scope="session")
def bank() -> Bank:
    return Bank()


@pytest.fixture(scope="session")
def grader(bank: Bank) -> OfflineGrader:
    return OfflineGrader(Rubrics(), bank)


@pytest.fixture(scope="session")
def grade(grader: OfflineGrader) -> GradeText:
    """Grades an answer to a question that is in no bank."""

    def graded(track: Track, prompt: str, answer: str) -> Grade:
        question = Question(id="", track=track, prompt=prompt)
        return grader.grade_now(GradeRequest(track=track, question=question, answer=answer))

    return graded
