"""What to practise for a check that was missed: a drill that trains it, and a question where it earns most."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from interviewer.domain.debriefs import Suggestion
from interviewer.domain.loops import Loops
from interviewer.domain.questions import Question, Track
from interviewer.domain.rubrics import Check, Habit, Signal
from interviewer.domain.words import content_words
from interviewer.practice.interview_questions import SHOWS_HABIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What there is to practise. `used` are the ids of questions that were just asked or suggested."""

    track: Track
    questions: Sequence[Question]
    loops: Loops


def suggestions(
    dimension: Signal | Habit, check: Check, choice: Choice, used: Collection[str]
) -> tuple[Suggestion, ...]:
    """A drill where the bank has one for the check, then a question; none that is in `used`."""
    fitting = [each for each in choice.questions if each.suits(choice.track) and each.id not in used]
    wanted = content_words(f"{check.statement} {check.meaning} {check.advice} {' '.join(check.words)}")

    def nearness(question: Question) -> tuple[int, str]:
        text = " ".join((question.prompt, *question.expects))
        return -len(wanted & content_words(text)), question.id

    drills = [each for name in choice.loops.drills(check.id) for each in fitting if each.drill == name]
    kinds = SHOWS_HABIT.get(dimension.id, ())
    questions = [
        each for each in fitting if each.drill is None and (dimension.id in each.signals or each.kind in kinds)
    ]
    found = [min(each, key=nearness) for each in (drills, questions) if each]
    return tuple(Suggestion(question_id=each.id, prompt=each.prompt, drill=each.drill) for each in found)
