"""The drills as the app offers them: what is known of each, and a question of one."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from interviewer.domain.questions import Question, Track
from interviewer.domain.rubrics import DrillRubric
from interviewer.domain.transcripts import AnswerRow
from interviewer.ports import InterviewerError
from interviewer.practice.drills import choose_of_drill, questions_of
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp
    from interviewer.tui.services import Services

LOOKED_BACK = 1_000


@dataclass(frozen=True, slots=True)
class KnownDrill:
    """A drill, its questions, and how it went: the number of answers, the best and the newest score among the last
    thousand answers, None where there is none."""

    drill: DrillRubric
    questions: tuple[Question, ...]
    answers: int = 0
    best: float | None = None
    newest: float | None = None


def known_drills(services: "Services") -> list[KnownDrill]:
    """Every drill that has a question, in the order of their names. Raises InterviewerError, OSError."""
    bank, rubrics = services.bank(), services.rubrics()
    questions = [each for each in bank.questions() if each.drill is not None]
    names = sorted({each.drill for each in questions if each.drill is not None})
    rows = services.store.answers(limit=LOOKED_BACK)
    found = []
    for name in names:
        drill = rubrics.drill(name)
        if drill is not None:
            of_it = questions_of(questions, name)
            found.append(_known(drill, of_it, rows))
    return sorted(found, key=lambda each: each.drill.name.casefold())


def _known(drill: DrillRubric, questions: Sequence[Question], rows: Sequence[AnswerRow]) -> KnownDrill:
    ids = {each.id for each in questions}
    mine = [row for row in rows if row.question_id in ids]
    scores = [row.score for row in mine if row.score is not None]
    return KnownDrill(
        drill=drill,
        questions=tuple(questions),
        answers=len(mine),
        best=max(scores, default=None),
        newest=scores[0] if scores else None,
    )


async def another_of(app: "InterviewerApp", drill: str, track: Track | None, *, in_place: bool) -> None:
    """Asks a question of a drill that was asked least often; one for both tracks, or for the wanted one."""
    try:
        bank = await app.bank()
        rows = await asyncio.to_thread(app.services.store.answers, limit=LOOKED_BACK)
    except (InterviewerError, OSError) as error:
        app.say(told(error), "error")
        return
    asked = [*reversed(app.asked_now), *(row.question_id for row in rows)]
    chosen = choose_of_drill(bank.questions(), drill, track, asked, app.chance)
    if chosen is None:
        app.say("This drill has no question for that track.", "warning")
        return
    app.ask(*chosen, in_place=in_place)
