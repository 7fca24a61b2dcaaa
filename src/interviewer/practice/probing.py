"""What an interviewer does after an answer: one follow-up, aimed at the largest hole, or on to the next question."""

import re
from collections.abc import Collection, Iterator, Sequence

from interviewer.domain.feedback import Missed, missed_checks
from interviewer.domain.follow_ups import line_read, not_asked_before
from interviewer.domain.grades import Grade
from interviewer.domain.interviews import (
    DEEPENING,
    Exchange,
    InterviewState,
    Leaving,
    Probe,
    ProbeSource,
    RoundState,
    Step,
)
from interviewer.domain.loops import Company, Loops
from interviewer.domain.questions import Question
from interviewer.domain.rubrics import Check, Rubric
from interviewer.practice.interview import asked_texts, time_is_up
from interviewer.practice.manner import help_back, is_story, variety

NO_HOLE_FROM = 4.0  # a signal or habit as good as that needs no follow-up
FEW_TURNS_DRY = 2  # follow-ups in a row that brought nothing, and the interviewer goes on
EMPHASIS = 3  # places by which a check moves up that this kind of company listens for
BESIDE_THE_QUESTION = 2  # places by which a signal falls back that the question hardly gives a chance to show
SHORTEST_QUOTE, LONGEST_QUOTE = 4, 12  # words
NO_STORY_BELOW = 1.8  # a strong no
SURELY_OFF_TOPIC = 25  # words; whoever said less is asked for more, not sent back
SUBSTANCE = 12  # words of a reply to a question that aims at no check

PAST = re.compile(r"\b(?:did|was|were|had|didn't|wasn't)\b", re.IGNORECASE)
# A follow-up may only refer to what was said: the words that it refers by, and what must then stand in the answer.
REFERS = (
    (re.compile(r"\b(?:that|this|those|these|many|which) (?:figure|number)s?\b", re.IGNORECASE), re.compile(r"\d")),
    (re.compile(r"\byou said we\b", re.IGNORECASE), re.compile(r"\bwe\b", re.IGNORECASE)),
)
POINTS_BACK = re.compile(r"\b(?:that|it|them|those)\b", re.IGNORECASE)
QUOTATION = re.compile(r"^You said “[^”]*”\. ")  # before a follow-up; it is no part of what was asked
CLAUSE = re.compile(r"(?:[^,;:.!?()–—]|(?<=\d)[.,:](?=\d))+")


def step_of(rubric: Rubric, grade: Grade) -> Step:
    """The estimate of an answer so far, in short. `grade` is scored."""
    missed = missed_checks(rubric, grade.signals, grade.habits, None)
    score = grade.overall.score if grade.overall else 1.0
    return Step(score=score, missed=tuple(f"{dimension.id}.{check.id}" for dimension, check in missed))


def next_move(state: InterviewState, grade: Grade, rubric: Rubric, loops: Loops, subject: str) -> Probe | Leaving:
    """The follow-up, or why there is none. `grade` is the estimate of all that was said to the question under way,
    `subject` what it is about ("" without a name)."""
    exchange, here = state.exchange, state.round
    if exchange is None or here is None or not exchange.replies:
        raise ValueError("nothing was said yet, so there is nothing to follow up")
    said = exchange.replies[-1].said
    asked = asked_texts(state)
    if time_is_up(state):
        return "time"
    off_topic = _is_off_topic(exchange, grade)
    if said != "answer" or off_topic:
        first = len(exchange.replies) == 1
        way_back = help_back(said, exchange, loops.manner(here.plan.manner), subject, asked) if first else None
        return way_back or ("nothing_came" if said != "answer" else "off_topic")
    if not _budget_left(exchange, here):
        return "budget"
    dug = [number for number, probe in enumerate(exchange.probes, start=1) if probe.kind in DEEPENING]
    held = [held_up(exchange, number, step_of(rubric, grade)) for number in dug]
    if len(held) >= FEW_TURNS_DRY and not any(held[-FEW_TURNS_DRY:]):
        return "no_more_came"
    depth = _depth(exchange, asked)
    hole = next(_at_holes(state, grade, rubric, loops, asked), None)
    deeper_first = bool(held) and held[-1]
    return (depth or hole if deeper_first else hole or depth) or "answered"


def held_up(exchange: Exchange, number: int, after: Step | None = None) -> bool:
    """Whether reply `number` (from 1 on) bore its follow-up: it earned something for a story that is one.

    A reply to a question that aims at no check has borne it with some length and no loss. `after` is the estimate
    after the reply, where the exchange does not hold it yet.
    """
    reply, probe, before = exchange.replies[number], exchange.probes[number - 1], exchange.steps[number - 1]
    later = exchange.steps[number] if number < len(exchange.steps) else after
    if reply.said != "answer" or later is None or later.score < NO_STORY_BELOW:
        return False
    if set(before.missed) - set(later.missed) or later.score > before.score:
        return True
    return not probe.check and later.score >= before.score and len(reply.text.split()) >= SUBSTANCE


def _is_off_topic(exchange: Exchange, grade: Grade) -> bool:
    """Whether the answer is about something else; a few words are too few to tell."""
    count = sum(len(reply.text.split()) for reply in exchange.replies)
    return grade.gate is not None and not grade.gate.passed and count >= SURELY_OFF_TOPIC


def holes(rubric: Rubric, grade: Grade, company: Company | None, question: Question) -> list[Missed]:
    """The missed checks of weak signals and habits, largest hole first under the weights.

    What a company listens for moves up; a signal that the question is not about stands back a little.
    """
    capped_by = grade.overall.capped_by if grade.overall else None
    scores = {each.id: each.score for each in grade.signals} | {each.id: each.score for each in grade.habits}
    missed = missed_checks(rubric, grade.signals, grade.habits, capped_by)
    weak = [each for each in missed if scores[each[0].id] < NO_HOLE_FROM]
    emphasis = company.emphasis if company else ()
    about = set(question.signals or scores) | {habit.id for habit in rubric.habits}

    def place(numbered: tuple[int, Missed]) -> tuple[bool, int]:
        at, (dimension, check) = numbered
        at += BESIDE_THE_QUESTION if dimension.id not in about else 0
        return dimension.id != capped_by, at - (EMPHASIS if check.id in emphasis else 0)

    return [each for _, each in sorted(enumerate(weak), key=place)]


def _budget_left(exchange: Exchange, here: RoundState) -> bool:
    """What helps somebody back on the way is not counted: only follow-ups that dig."""
    on_question = sum(probe.kind in DEEPENING for probe in exchange.probes)
    in_round = sum(probe.kind in DEEPENING for each in here.exchanges for probe in each.probes)
    return on_question < here.plan.probes and in_round < here.plan.probe_budget


def _depth(exchange: Exchange, asked: Collection[str]) -> Probe | None:
    """The question's own next turn of the screw; one a question."""
    if any(probe.kind == "depth" for probe in exchange.probes):
        return None
    unsaid = next((text for text in exchange.question.follow_ups if not _was_asked((text,), asked)), None)
    return Probe(text=unsaid, kind="depth", source="question") if unsaid else None


def _at_holes(
    state: InterviewState, grade: Grade, rubric: Rubric, loops: Loops, asked: Sequence[str]
) -> Iterator[Probe]:
    """A follow-up for each hole that this question's follow-ups have not aimed at, in order."""
    exchange = state.exchange
    if exchange is None:
        return
    company = loops.company(state.interview.context)
    aimed = {(probe.signal, probe.check) for probe in exchange.probes}
    words = "\n".join(reply.text for reply in exchange.replies)
    quotes_used = any("“" in probe.text for probe in exchange.probes)
    for dimension, check in holes(rubric, grade, company, exchange.question):
        if (dimension.id, check.id) in aimed:
            continue
        for line, source in _wordings(check, exchange, loops, company, variety(state.interview)):
            text = _form(line, story=is_story(exchange.question))
            if _was_asked(_forms(line), asked) or not _refers_to_something(text, words):
                continue
            quote = "" if quotes_used or source != "rubric" else _quote(grade, dimension.id, check, text)
            said = f"You said “{quote}”. {text}" if quote else text
            yield Probe(text=said, kind="hole", source=source, signal=dimension.id, check=check.id)
            break


def _wordings(
    check: Check, exchange: Exchange, loops: Loops, company: Company | None, variety: int
) -> Iterator[tuple[str, ProbeSource]]:
    """Lines that ask for a check: the company's own, then the rubric's probe and others by turns; `variety` says which
    of them begins."""
    for line in company.lines(check.id) if company else ():
        yield line, "company"
    own = list(loops.lines(check.id))
    fits = is_story(exchange.question) or not PAST.search(check.probe)
    texts = [check.probe, *own] if fits else own
    start = (exchange.position + variety) % len(texts) if texts else 0
    for text in (*texts[start:], *texts[:start], *(() if fits else (check.probe,))):
        yield text, "rubric"


def _was_asked(forms: Collection[str], asked: Collection[str]) -> bool:
    """Whether any form of a follow-up was asked in this interview, in the same words or nearly the same."""
    plain = [QUOTATION.sub("", each) for each in asked]
    known = {line_read(each)[1] for each in plain}
    return any(
        not_asked_before(form, plain) or any(each.endswith(line_read(form)[1]) for each in known) for form in forms
    )


def _forms(line: str) -> tuple[str, ...]:
    """A line about what happened and the same about what might are one question."""
    return tuple(dict.fromkeys((_form(line, story=True), _form(line, story=False))))


def _form(line: str, *, story: bool) -> str:
    """`about what happened | about what might`."""
    happened, _, might = line.partition(" | ")
    return happened.strip() if story or not might else might.strip()


def _refers_to_something(text: str, words: str) -> bool:
    return all(needed.search(words) for refers, needed in REFERS if refers.search(text))


def _quote(grade: Grade, dimension_id: str, check: Check, text: str) -> str:
    """Words of the answer that a follow-up with "that" or "it" can point to: the opening clause of a sentence that
    shows the fault, or that earned something for the same signal."""
    if not POINTS_BACK.search(text):
        return ""
    signals = {each.id: each.checks for each in grade.signals}
    habits = {each.id: each.checks for each in grade.habits}
    if check.polarity == "negative":
        verdicts = [each for each in (signals | habits).get(dimension_id, ()) if each.id == check.id]
    else:
        verdicts = [each for each in signals.get(dimension_id, ()) if each.polarity == "positive"]
    for evidence in (evidence for each in verdicts if each.met for evidence in each.evidence):
        clause = CLAUSE.match(evidence.quote.strip())
        quote = " ".join(clause[0].split()) if clause else ""
        if SHORTEST_QUOTE <= len(quote.split()) <= LONGEST_QUOTE and not set(quote) & set('“”"`*_#<>[]'):
            return quote
    return ""
