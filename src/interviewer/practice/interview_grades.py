"""Grades of an interview: each question's answer and follow-ups together, and what each follow-up brought."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

from interviewer.domain.grades import Grade
from interviewer.domain.interviews import DEEPENING, Exchange, Interview, InterviewState, Probe
from interviewer.domain.spoken import spoken
from interviewer.ports import Clock, Done, GradeEvent, Grader, GradeRequest, Store
from interviewer.practice.probing import held_up


def submitted(state: InterviewState) -> list[Exchange]:
    """The questions that are done and whose answer is stored, in order."""
    return [exchange for exchange in state.exchanges if exchange.answer_id]


def grades_of(state: InterviewState, store: Store) -> dict[int, Grade]:
    """The newest grade of each question by its position, a scored one before an unscored. Raises StoreError."""
    found = {}
    for exchange in submitted(state):
        transcript = store.transcript(exchange.answer_id)
        if transcript and transcript.latest:
            found[exchange.position] = transcript.latest
    return found


def ungraded(state: InterviewState, store: Store) -> list[Exchange]:
    """The questions that are done and have no score yet. Raises StoreError."""
    scored = {position for position, grade in grades_of(state, store).items() if grade.status == "scored"}
    return [exchange for exchange in submitted(state) if exchange.position not in scored]


async def grade_exchange(
    exchange: Exchange, interview: Interview, grader: Grader, store: Store, clock: Clock
) -> AsyncIterator[GradeEvent]:
    """Grades all that was said to a question, and stores the grade before its Done is yielded."""
    request = request_for(exchange, interview, with_follow_ups=grader.ref.kind == "llm")
    async for event in grader.grade(request):
        if isinstance(event, Done):
            asked = replace(event.grade.question, prompt=exchange.question.prompt)
            done = Done(replace(event.grade, question=asked))
            store.add_grade(exchange.answer_id, done.grade, clock.now())
            yield done
        else:
            yield event


def request_for(exchange: Exchange, interview: Interview, *, with_follow_ups: bool) -> GradeRequest:
    """All that the candidate said to a question, as one answer.

    A model has to know what was asked in between, so the follow-ups stand with the question; never in the answer,
    where they could earn something.
    """
    question = exchange.question
    if with_follow_ups and exchange.probes:
        asked = "\n".join(f"{number}. {probe.text}" for number, probe in enumerate(exchange.probes, start=1))
        told = "The interviewer then asked, one after the other, and was answered in this order:"
        question = replace(question, prompt=f"{question.prompt}\n\n{told}\n{asked}")
    text = spoken([reply.text for reply in exchange.replies]).text
    return GradeRequest(track=interview.track, question=question, answer=text)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedUp:
    """What one follow-up brought: the offline estimate without and with its reply, and the checks it won and lost (a
    fault that it added is a lost one), as "signal.check". `held` says whether the story bore it."""

    probe: Probe
    without: float
    with_it: float
    won: tuple[str, ...]
    lost: tuple[str, ...]
    held: bool


def followed_up(exchange: Exchange) -> list[FollowedUp]:
    """Every follow-up that was replied to, in order."""
    found = []
    for number in range(1, min(len(exchange.replies), len(exchange.steps))):
        before, after = exchange.steps[number - 1], exchange.steps[number]
        found.append(
            FollowedUp(
                probe=exchange.probes[number - 1],
                without=before.score,
                with_it=after.score,
                won=tuple(each for each in before.missed if each not in after.missed),
                lost=tuple(each for each in after.missed if each not in before.missed),
                held=held_up(exchange, number),
            )
        )
    return found


def levels_survived(exchange: Exchange) -> tuple[int, int]:
    """How many follow-ups in a row the story bore, and how many were put to it. Help on the way counts as neither."""
    dug = [each for each in followed_up(exchange) if each.probe.kind in DEEPENING]
    survived = next((number for number, each in enumerate(dug) if not each.held), len(dug))
    return survived, len(dug)
