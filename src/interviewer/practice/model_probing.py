"""A follow-up in a model's words, under our rules; where it breaks one, or none comes, the offline one is asked."""

from dataclasses import replace

from interviewer.domain.follow_ups import forbidden_words, problems
from interviewer.domain.interviews import DEEPENING, Exchange, InterviewState, Probe, Speaker
from interviewer.domain.loops import Loops
from interviewer.domain.rubrics import Rubric
from interviewer.domain.text import visible
from interviewer.ports import FollowUpRequest, Interviewer
from interviewer.practice.interview import asked_texts


async def worded_by_model(
    state: InterviewState, probe: Probe, rubric: Rubric, loops: Loops, interviewer: Interviewer
) -> Probe:
    """The probe with a model's text, or itself with a note why not. What leads back to the question stays as it is."""
    if probe.kind not in DEEPENING:
        return probe
    request = follow_up_request(state, probe, rubric, loops)
    reply = await interviewer.follow_up(request)
    if not reply.text:
        return replace(probe, note=visible(reply.reason) or "the model asked nothing")
    wrong = problems(reply.text, request.heard)
    if wrong:
        return replace(probe, note=f"the model's follow-up was not asked: {wrong[0]}")
    return replace(probe, text=reply.text, source="model")


def follow_up_request(state: InterviewState, probe: Probe, rubric: Rubric, loops: Loops) -> FollowUpRequest:
    """What a model is told: the talk so far, what is missing in plain words, and nothing of scores."""
    exchange, here = state.exchange, state.round
    if exchange is None or here is None:
        raise ValueError("no question is under way")
    company = loops.company(state.interview.context)
    return FollowUpRequest(
        track=state.interview.track,
        question=exchange.question,
        turns=turns_of(exchange),
        aim=_aim(probe, rubric),
        manner=loops.manner(here.plan.manner).style,
        setting=company.setting if company else "",
        asked=tuple(asked_texts(state)),
        forbidden=rubric_words(rubric),
        instead=probe.text,
    )


def turns_of(exchange: Exchange) -> tuple[tuple[Speaker, str], ...]:
    """Who said what to a question, in order."""
    turns: list[tuple[Speaker, str]] = [("interviewer", exchange.asked)]
    for number in range(len(exchange.replies) + 1):
        if 0 < number <= len(exchange.probes):
            turns.append(("interviewer", exchange.probes[number - 1].text))
        for each in exchange.clarifications:
            if each.before == number:
                turns += [("candidate", each.asked), ("interviewer", each.reply)]
        if number < len(exchange.replies):
            turns.append(("candidate", exchange.replies[number].text))
    return tuple(turns)


def rubric_words(rubric: Rubric) -> tuple[str, ...]:
    """Names of the rubric, and runs of words of its sentences; its probes are questions, which may be asked."""
    dimensions = rubric.dimensions
    names = [name for each in dimensions for name in (each.name, each.id)] + [rubric.framework, rubric.name]
    checks = [check for each in dimensions for check in each.checks]
    ids = [check.id for check in checks if "_" in check.id]
    sentences = [text for check in checks for text in (check.statement, check.advice)]
    sentences += [level for each in dimensions for level in each.levels]
    return forbidden_words([name for name in (*names, *ids) if name], sentences)


def _aim(probe: Probe, rubric: Rubric) -> str:
    """What the answer lacks, in plain words."""
    if not probe.check:
        return f"Go one turn deeper, in the direction of this question: {probe.text}"
    check = next(each for each in rubric.dimension(probe.signal).checks if each.id == probe.check)
    return f"{check.meaning} (for example: {probe.text})"
