"""What an interview needs from outside, and what it asks of that at the beginning of a round."""

from collections.abc import Sequence
from dataclasses import dataclass

from interviewer.domain.interviews import ChosenQuestion, Interview
from interviewer.domain.loops import RoundPlan
from interviewer.domain.questions import Question
from interviewer.ports import (
    Clock,
    Interviewer,
    InterviewerError,
    InterviewStore,
    LoopSource,
    NegotiationSource,
    QuestionBank,
    QuickGrader,
    RubricSource,
)
from interviewer.practice.interview_questions import Known, choose_for_round
from interviewer.practice.negotiation import Negotiation
from interviewer.practice.weak_spots import newest_grades, weak_spots

LOOKED_BACK = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What an interview needs from outside. `quick` decides what is asked next, whoever grades in the end;
    `interviewer` words the follow-ups, None leaves that to the rubric; `negotiation` is what the other side of an offer
    says.
    """

    store: InterviewStore
    clock: Clock
    bank: QuestionBank
    rubrics: RubricSource
    loops: LoopSource
    quick: QuickGrader
    interviewer: Interviewer | None = None
    negotiation: NegotiationSource | None = None


def questions_of_round(
    tools: Tools, interview: Interview, plan: RoundPlan, earlier: Sequence[Question]
) -> tuple[ChosenQuestion, ...]:
    """What a round asks: the question it is about, else what fits it best. Raises InterviewerError where the bank has
    none, StoreError."""
    if plan.question and (named := tools.bank.get(plan.question)) is not None:
        return (ChosenQuestion(question=named, reason="you chose it"),)
    track = interview.track
    known = Known(
        questions=tools.bank.questions(),
        is_own=tools.bank.is_own,
        asked=tools.store.asked_questions(track, limit=LOOKED_BACK),
        weak=weak_spots(newest_grades(tools.store, track)),
    )
    chosen = choose_for_round(interview, plan, tools.rubrics.rubric(track), known, earlier)
    if not chosen or plan.question:
        raise InterviewerError(f"the bank holds no question for the round {plan.name!r} (interviewer questions check)")
    return chosen


def negotiation_of(tools: Tools, plan: RoundPlan | None, question: Question) -> Negotiation | None:
    """The other side of the offer, where a round is a talk about one."""
    drill = tools.rubrics.drill(question.drill)
    if plan is None or not plan.question or drill is None or tools.negotiation is None:
        return None
    script = tools.negotiation.script()
    offer = script.offer(question.id)
    return Negotiation(script, offer, drill) if offer else None
