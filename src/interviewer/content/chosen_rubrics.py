"""The rubrics with one of the person's own in place of its track's: what grades, shows and probes under it."""

from interviewer.content.own_rubrics import OwnRubrics
from interviewer.content.rubrics import Rubrics
from interviewer.domain.grades import Grade
from interviewer.domain.questions import Question, Track
from interviewer.domain.rubrics import DrillRubric, Rubric


class ChosenRubrics:
    """Implements ports.RubricSource. The other track and the drills keep their own rubrics."""

    def __init__(self, built_in: Rubrics, own: OwnRubrics, name: str) -> None:
        self.built_in = built_in
        self._own = own
        self.name = name

    @property
    def track(self) -> Track:
        """The track that the rubric is for. Raises ContentError."""
        return self._own.rubric(self.name).track

    def rubric(self, track: Track) -> Rubric:
        chosen = self._own.rubric(self.name)
        return chosen if chosen.track == track else self.built_in.rubric(track)

    def drill(self, drill: str | None) -> DrillRubric | None:
        return self.built_in.drill(drill)

    def of_question(self, track: Track, question: Question) -> Rubric:
        drill = self.drill(question.drill)
        return drill.for_track(track) if drill else self.rubric(track)

    def of_grade(self, grade: Grade) -> Rubric:
        return self.built_in.of_grade(grade)

    def of_id(self, track: Track, rubric_id: str) -> Rubric | None:
        return self.built_in.of_id(track, rubric_id)
