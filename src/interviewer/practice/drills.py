"""The drills of the bank: which question of one comes next, and what its rubric says to the person before."""

import random
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from interviewer.domain.grades import Grade
from interviewer.domain.lengths import length_told
from interviewer.domain.questions import TRACKS, Question, Track
from interviewer.domain.rubrics import DrillRubric
from interviewer.ports import Done, Grader, GradeRequest, Scored

QUOTED = re.compile(r"[\"“„]([^\"“”„]{12,})[\"”]")
ASKS_FOR_BETTER = ("weak_to_strong", "resume_bullet")  # drills whose questions quote what is to be made better


def questions_of(questions: Sequence[Question], drill: str, track: Track | None = None) -> list[Question]:
    """The questions of a drill, in the order of the bank."""
    return [each for each in questions if each.drill == drill and (track is None or each.suits(track))]


def choose_of_drill(
    questions: Sequence[Question], drill: str, track: Track | None, asked: Sequence[str], chance: random.Random
) -> tuple[Track, Question] | None:
    """A question of the drill that was asked least often, by chance among them; None where there is none.

    `asked` are the ids of questions asked before, newest first. The one asked last does not come again at once.
    """
    fitting = questions_of(questions, drill, track)
    if not fitting:
        return None
    times = Counter(asked)
    last = asked[0] if asked else ""
    fewest = min(times[each.id] for each in fitting)
    rare = [each for each in fitting if times[each.id] == fewest]
    pool = [each for each in rare if each.id != last] or [each for each in fitting if each.id != last] or fitting
    question = chance.choice(pool)
    return track_of(question, track), question


def track_of(question: Question, wanted: Track | None) -> Track:
    """The track that a question is answered for: its own, else the wanted one."""
    return question.track if question.track != "both" else wanted or TRACKS[0]


def told_before(drill: DrillRubric) -> tuple[str, str]:
    """What a drill is, and its length: two lines for before the answer."""
    return f"{drill.name}. {drill.what}", length_told(drill)


def weak_statement(question: Question) -> str:
    """The statement or line that a question asks to be made better, as it quotes it; "" where it quotes none."""
    if question.drill not in ASKS_FOR_BETTER:
        return ""
    return max(QUOTED.findall(question.prompt), key=len, default="").strip()


async def grade_statement(question: Question, track: Track, grader: Grader) -> Grade | None:
    """The grade of the weak statement by itself, as if somebody had given it; None where there is none, or no score.

    It is not stored: nobody answered it. The grading is stopped once the scores stand, so no feedback is asked for.
    """
    statement = weak_statement(question)
    if not statement:
        return None
    bare = replace(question, prompt=question.prompt.replace(statement, "…"))
    events = grader.grade(GradeRequest(track=track, question=bare, answer=statement))
    grade = None
    async for event in events:
        if isinstance(event, Scored | Done):
            grade = event.grade
            break
    close = getattr(events, "aclose", None)
    if close is not None:
        await close()
    return grade if grade is not None and grade.status == "scored" else None
