"""Where a weak statement is to be made better: its grade by the same grader, to stand beside the person's."""

import asyncio
from dataclasses import replace

from interviewer.domain.grades import Grade
from interviewer.domain.transcripts import Answer
from interviewer.ports import InterviewerError
from interviewer.practice.drill import Drill
from interviewer.practice.drills import grade_statement, weak_statement
from interviewer.settings import Settings
from interviewer.tui.elsewhere import elsewhere
from interviewer.tui.services import Services


class StatementGrades:
    """`text` is the weak statement of the question, "" where it has none. Its grades are kept with the drill, one for
    each grader, so that a retry asks for none again."""

    def __init__(self, services: Services, drill: Drill) -> None:
        self.services = services
        self.drill = drill
        self.text = weak_statement(drill.question)

    def known(self, grade: Grade) -> Grade | None:
        """The statement's grade by the grader and rubric that made this one."""
        found = self.drill.statement_grades.get(grade.grader)
        return found if found is not None and found.rubric == grade.rubric else None

    async def find(self, grade: Grade, settings: Settings, answer: Answer, *, may_send: bool) -> bool:
        """Grades the statement as the answer was graded; whether that is new. With a model only where it `may_send`:
        nothing is sent for an answer that is only looked at."""
        model = grade.grader.kind == "llm"
        if not self.text or grade.overall is None or self.known(grade) is not None or (model and not may_send):
            return False
        by = settings if model else replace(settings, grader="offline")
        try:
            grader = await asyncio.to_thread(self.services.make_grader, by)
            if grader.ref != grade.grader:
                return False
            found = await elsewhere(lambda: grade_statement(answer.question, answer.track, grader))
        except (InterviewerError, OSError):
            return False
        if found is None:
            return False
        self.drill.statement_grades[grade.grader] = found
        return self.known(grade) is not None
