"""What screens and workers tell each other. Whoever owns the state handles the message and changes it."""

from textual.message import Message

from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track
from interviewer.ports import GradeEvent


class Practise(Message):
    """A question of this track is asked for, one that was not just asked. `replace` takes the place of this screen,
    `drill` asks for a question of that drill."""

    def __init__(self, track: Track, *, replace: bool = False, drill: str | None = None) -> None:
        self.track: Track = track
        self.replace = replace
        self.drill = drill
        super().__init__()


class Ask(Message):
    """This very question is to be answered."""

    def __init__(self, track: Track, question: Question) -> None:
        self.track: Track = track
        self.question = question
        super().__init__()


class GradingSaw(Message):
    """The grader has come a step further."""

    def __init__(self, event: GradeEvent) -> None:
        self.event = event
        super().__init__()


class GradingFailed(Message):
    """No grade could be made or kept; `reason` is one line for people; `grade` where only keeping it failed."""

    def __init__(self, reason: str, grade: Grade | None = None) -> None:
        self.reason = reason
        self.grade = grade
        super().__init__()


class DraftKept(Message):
    """What is in the editor is stored."""


class DraftNotKept(Message):
    """What is in the editor could not be stored; it is still on the screen."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__()


class SettingsChanged(Message):
    """The settings in use have changed: what was drawn by them is to be drawn anew."""


class GraderReady(Message):
    """The grader is made and begins; `description` says what grades, and what is sent where."""

    def __init__(self, description: str) -> None:
        self.description = description
        super().__init__()


class QuestionGraded(Message):
    """The grading of an interview's question has ended: the store has a grade, or there is a reason why not."""

    def __init__(self, interview_id: str, position: int) -> None:
        self.interview_id = interview_id
        self.position = position
        super().__init__()
