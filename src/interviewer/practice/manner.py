"""Lines of an interviewer that are not questions about an answer: greetings, ways in, going on."""

from collections.abc import Collection, Sequence

from interviewer.domain.interviews import Exchange, InterviewState, Probe, ProbeKind, Said
from interviewer.domain.loops import Manner
from interviewer.domain.questions import Question, Topic, Track
from interviewer.domain.words import normal
from interviewer.practice.clarifying import fresh


def is_story(question: Question) -> bool:
    """Whether a question asks for something that happened."""
    asks = normal(question.prompt)
    told = ("tell me about a time", "describe a time", "have you ever", "when did you", "walk me through a time")
    return question.kind == "behavioural" or any(each in asks for each in told)


def help_back(
    said: Said, exchange: Exchange, manner: Manner, topics: Sequence[Topic], track: Track, asked: Collection[str]
) -> Probe | None:
    """What is said, once a question, to somebody who gave no answer to it; None where it was said, or nothing fits.

    Nothing and "I don't know" get a smaller question, a refusal a calm word, what was told before a request for
    another story, an answer to another question the way back.
    """
    kind: ProbeKind
    if said in ("nothing", "no_idea"):
        kind, lines = "way_in", manner.way_in_story if is_story(exchange.question) else manner.way_in_case
    elif said == "declined":
        kind, lines = "way_in", manner.declined
    elif said == "repeated":
        kind, lines = "other_story", manner.other_story
    else:
        kind, lines = "redirect", _redirects(exchange.question, manner, topics, track)
    if any(probe.kind not in ("hole", "depth") for probe in exchange.probes):
        return None
    known = {normal(each) for each in asked}
    unsaid = next((line for line in lines if normal(line) not in known), None)
    return Probe(text=unsaid, kind=kind, source="manner") if unsaid else None


def _redirects(question: Question, manner: Manner, topics: Sequence[Topic], track: Track) -> Sequence[str]:
    """The way back, by the name of the subject that was asked about, where it has one."""
    named = next(
        (each.name for each in topics if each.id == question.topic and each.track in (question.track, track, "both")),
        None,
    )
    if named is None:
        return manner.redirect_plain
    subject = named[:1].lower() + named[1:] if named[1:2].islower() else named
    return [*(line.replace("{topic}", subject) for line in manner.redirect), *manner.redirect_plain]


def in_turn(lines: Sequence[str], state: InterviewState, said: Collection[str]) -> str:
    """A line of a list, by turns within an interview, and not the same at the start of each."""
    if not lines:
        return ""
    start = sum(map(ord, state.interview.id)) % len(lines)
    return fresh([*lines[start:], *lines[:start]], said)
