"""Lines of an interviewer that are not questions about an answer: greetings, ways in, going on."""

from collections.abc import Collection, Sequence

from interviewer.domain.interviews import DEEPENING, Exchange, Interview, Probe, ProbeKind, Said
from interviewer.domain.loops import Manner
from interviewer.domain.questions import Question, Topic, Track
from interviewer.domain.words import normal
from interviewer.practice.clarifying import fresh

TOLD = ("tell me about a time", "describe a time", "have you ever", "when did you", "walk me through a time")
NO_SUBJECT = ("past_story",)  # topics whose name is no subject that one could come back to


def is_story(question: Question) -> bool:
    """Whether a question asks for something that happened."""
    prompt = normal(question.prompt)
    return question.kind == "behavioural" or any(each in prompt for each in TOLD)


def help_back(said: Said, exchange: Exchange, manner: Manner, subject: str, asked: Collection[str]) -> Probe | None:
    """What is said, once a question, to somebody who gave no answer to it; None where it was said, or nothing is left.

    Nothing and "I don't know" get a smaller question, a refusal a calm word, what was told before a request for
    another story, an answer to another question (`said` is "answer" then) the way back to the `subject`.
    """
    if any(probe.kind not in DEEPENING for probe in exchange.probes):
        return None
    kind, lines = _lines_for(said, exchange.question, manner)
    known = {normal(each) for each in asked}
    filled = [line.replace("{topic}", subject) for line in lines if subject or "{topic}" not in line]
    unsaid = next((line for line in filled if normal(line) not in known), None)
    return Probe(text=unsaid, kind=kind, source="manner") if unsaid else None


def _lines_for(said: Said, question: Question, manner: Manner) -> tuple[ProbeKind, Sequence[str]]:
    if said in ("nothing", "no_idea"):
        return "way_in", manner.way_in_story if is_story(question) else manner.way_in_case
    if said == "declined":
        return "way_in", manner.declined
    return ("other_story", manner.other_story) if said == "repeated" else ("redirect", manner.redirect)


def subject_of(question: Question, topics: Sequence[Topic], track: Track) -> str:
    """What a question is about, as it can be said in a sentence: "fairness"; "" where that has no name."""
    if question.topic in NO_SUBJECT:
        return ""
    tracks = (question.track, track, "both")
    name = next((each.name for each in topics if each.id == question.topic and each.track in tracks), "")
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def variety(interview: Interview) -> int:
    """A number by which interviews differ in their wording; the same for the same seed."""
    return interview.seed if interview.seed is not None else sum(map(ord, interview.id))


def in_turn(lines: Sequence[str], interview: Interview, said: Collection[str]) -> str:
    """A line of a list, by turns within an interview; which one begins differs from interview to interview."""
    start = variety(interview) % len(lines)
    return fresh([*lines[start:], *lines[:start]], said)
