"""Feedback as text, for the clipboard: as it reads on the screen, without its columns."""

from collections.abc import Iterator

from interviewer.domain.grades import VOTE_NAMES, Feedback, Grade
from interviewer.domain.rubrics import Rubric
from interviewer.domain.scoring import arithmetic
from interviewer.tui.wording import graded_by


def feedback_text(grade: Grade, rubric: Rubric) -> str:
    """Score and vote, what to fix first, the scores, and all that is said in words. Raises ValueError for a grade that
    is no score."""
    return "\n".join(_lines(grade, rubric)).strip() + "\n"


def _lines(grade: Grade, rubric: Rubric) -> Iterator[str]:
    overall, feedback = grade.overall, grade.feedback or Feedback()
    if overall is None:
        raise ValueError("there is no score to tell of")
    yield f"{overall.score:.1f} {VOTE_NAMES[overall.vote]}: {arithmetic(grade.signals, overall.score)}"
    names = {each.id: each.name for each in rubric.dimensions}
    scores = [(signal.id, signal.score) for signal in grade.signals]
    for name, score in (*scores, *((habit.id, habit.score) for habit in grade.habits)):
        yield f"{names.get(name, name)} {score:.1f}"
    for title, texts in (
        ("Fix first", [feedback.fix_first]),
        ("What worked", feedback.strengths),
        ("To improve", feedback.improvements),
        ("A stronger version", [feedback.stronger_version]),
        ("You would be asked next", [feedback.follow_up]),
    ):
        said = [text for text in texts if text]
        if said:
            yield f"\n{title}:"
            yield from (said if len(said) == 1 else (f"- {text}" for text in said))
    yield f"\nGraded by: {graded_by(grade.grader)}."
