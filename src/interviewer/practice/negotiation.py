"""An offer negotiation as a state machine: what was heard decides what the other side answers, until it is settled.

It is played as an interview of one round about one question; its pushes are the follow-ups.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import pairwise

from interviewer.domain.follow_ups import problems
from interviewer.domain.interviews import Exchange, Interview, InterviewState, Leaving, Probe
from interviewer.domain.loops import RoundPlan
from interviewer.domain.negotiation import SILENCE, Lines, Offer, Point, Push, Script
from interviewer.domain.questions import TRACK_NAMES, Question, Track
from interviewer.domain.rubrics import DrillRubric
from interviewer.domain.text import visible
from interviewer.ports import FollowUpRequest, Interviewer, InterviewerError
from interviewer.practice.drill import new_id
from interviewer.practice.interview import asked_texts
from interviewer.practice.model_probing import rubric_words, turns_of

ROUND, OTHER_SIDE = "negotiation", "the_other_side"
MINUTES = 10
SMALLEST, LARGEST = 5.0, 1000.0  # thousands a year: what can be a sum of money in such a talk
BARE_FROM, BARE_TO = 100.0, 999.0  # "at 172"; other figures without a unit or a currency mean something else
UNNAMED = frozenset({"conditions"})  # what only decides the next push
BRIEF = 6  # words of a sentence in which a sum needs no other word: "165, then"

SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?=\d|\w))+")
SUM = re.compile(
    r"(?<![\w.,])(?P<currency>[$€£]\s?)?(?P<digits>\d{1,3}(?:[,\u00a0\u202f ]\d{3})+|\d+(?:\.\d+)?)"
    r"(?P<unit>\s?(?:k\b|thousand\b|grand\b))?"
    r"(?!\s?(?:%|percent|per cent|months?|weeks?|days?|years?|users?|people|customers|weekly|monthly|active|hours?))",
    re.IGNORECASE,
)
SPAN = re.compile(r"\s*(?:k|thousand)?\s*(?:to|-|–|—|and|or)\s*[$€£]?\s*\Z", re.IGNORECASE)


def plan_negotiation(question: Question, track: Track, script: Script, at: datetime) -> Interview:
    """A new negotiation. Raises InterviewerError where the script has no offer for the question."""
    if script.offer(question.id) is None:
        raise InterviewerError(f"nobody pushes back on {question.id!r}: rubrics/negotiation.toml has no such offer")
    plan = RoundPlan(
        id=ROUND, name="Offer negotiation", round="executive", manner=OTHER_SIDE, minutes=MINUTES, probes=script.most,
        probe_budget=script.most, ai_pm=(("negotiation",),), ml_pm=(("negotiation",),), question=question.id,
    )  # fmt: skip
    return Interview(
        id=new_id(), track=track, title=f"{TRACK_NAMES[track]}: offer negotiation", mode="coached", context=None,
        seed=None, rounds=(plan,), created_at=at,
    )  # fmt: skip


def is_negotiation(interview: Interview) -> bool:
    return any(plan.id == ROUND for plan in interview.rounds)


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnAdded:
    """What one reply of a negotiation added. `push` is what it answered, "" for the first.

    `points` are the names of what it was the first to bring up; `without` and `with_it` the offline estimate before and
    after it, None before the first.
    """

    push: str
    points: tuple[str, ...]
    without: float | None
    with_it: float


@dataclass(frozen=True, slots=True)
class Negotiation:
    """One offer, with the script of the other side and the rubric of the drill."""

    script: Script
    offer: Offer
    rubric: DrillRubric

    def heard(self, text: str) -> frozenset[str]:
        """The points that a reply brings up."""
        found: set[str] = set()
        for sentence in SENTENCE.findall(text.replace("’", "'")):
            found |= {point.id for point in self.script.points if self._is_heard(point, sentence)}
        return frozenset(
            point.id
            for point in self.script.points
            if point.id in found and (not point.with_point or point.with_point in found)
        )

    def _is_heard(self, point: Point, sentence: str) -> bool:
        brief = point.amount and len(sentence.split()) <= BRIEF
        if point.words and not brief and not _pattern(point.words).search(sentence):
            return False
        if point.unless and _pattern(point.unless).search(sentence):
            return False
        if point.span and not _has_span(sentence):
            return False
        return not point.amount or any(each not in self.offer.figures for each in amounts(sentence))

    def next_move(self, state: InterviewState) -> Probe | Leaving:
        """The push, or why there is none. Something was said to the question under way."""
        exchange = state.exchange
        if exchange is None or not exchange.replies:
            raise ValueError("nothing was said yet, so there is nothing to push back on")
        now = self._now(exchange)
        made = [probe.push for probe in exchange.probes]
        if now == {SILENCE} and any(self._silent(number, exchange) for number in range(len(exchange.replies) - 1)):
            return "nothing_came"
        if made and _says_yes(now):
            return "answered"
        if len(made) >= self.script.most:
            return "budget"
        said = frozenset().union(*(self.heard(reply.text) for reply in exchange.replies))
        left = [each for each in self.script.pushes if each.id not in made and not set(made) & set(each.not_after)]
        fitting = [each for each in left if self._fits(each, now, said)]
        push = next((each for each in fitting if not each.filler), None)
        if push is None and len(made) < self.script.least:
            push = next(iter(fitting), None)
        return self._probe(push, exchange) if push else "answered"

    def _now(self, exchange: Exchange) -> frozenset[str]:
        last = len(exchange.replies) - 1
        return frozenset({SILENCE}) if self._silent(last, exchange) else self.heard(exchange.replies[last].text)

    def _silent(self, number: int, exchange: Exchange) -> bool:
        return exchange.replies[number].said in ("nothing", "no_idea", "declined")

    def _fits(self, push: Push, now: frozenset[str], said: frozenset[str]) -> bool:
        here = not push.offers or self.offer.question in push.offers
        return here and now >= set(push.now) and said >= set(push.said) and said.isdisjoint(push.unsaid)

    def _probe(self, push: Push, exchange: Exchange) -> Probe:
        signal, _, check = push.check.partition(".")
        line = push.lines[len(exchange.probes) % len(push.lines)]
        return Probe(text=line, kind="hole", source="script", signal=signal, check=check, push=push.id)

    def aim(self, probe: Probe) -> str:
        """What a push is about, for a model that is to word it."""
        return next(each.aim for each in self.script.pushes if each.id == probe.push)

    def closing(self, exchange: Exchange) -> Lines:
        """What the other side may say at the end."""
        if exchange.left == "nothing_came" or not exchange.replies:
            return self.script.nothing
        return self.script.settled if _says_yes(self._now(exchange)) else self.script.open

    def turns(self, exchange: Exchange) -> list[TurnAdded]:
        """What each reply added, in order."""
        found: list[TurnAdded] = []
        known: frozenset[str] = frozenset()
        for number, (reply, step) in enumerate(zip(exchange.replies, exchange.steps, strict=False)):
            now = self.heard(reply.text)
            before = exchange.steps[number - 1] if number else None
            found.append(
                TurnAdded(
                    push=exchange.probes[number - 1].text if number else "",
                    points=self.script.names(now - known - UNNAMED),
                    without=before.score if before else None,
                    with_it=step.score,
                )
            )
            known |= now
        return found

    def invented(self, text: str, exchange: Exchange) -> str:
        """A sum in a push that nobody has named: what is wrong with it, or nothing. Pay figures have a source."""
        known = set(self.offer.figures)
        for each in (exchange.question.prompt, *_said(exchange), *self._own_lines()):
            known |= set(amounts(each))
        return "it names a sum that nobody has named" if set(amounts(text)) - known else ""

    def _own_lines(self) -> Iterable[str]:
        return (line for push in self.script.pushes for line in push.lines)


def amounts(text: str) -> tuple[float, ...]:
    """The sums of money in a text, in thousands: 172 for "$172k", "172,000", "172 thousand" and "at 172"."""
    return tuple(value for _, _, value in _sums(text))


def _sums(text: str) -> Iterator[tuple[int, int, float]]:
    for found in SUM.finditer(text):
        value = float(re.sub(r"[,\u00a0\u202f ]", "", found["digits"]))
        told = bool(found["currency"] or found["unit"])
        if not found["unit"] and value >= 1000:
            value /= 1000
            told = told or value >= BARE_FROM / 10
        if SMALLEST <= value <= LARGEST and (told or BARE_FROM <= value <= BARE_TO):
            yield found.start(), found.end(), value


def _has_span(sentence: str) -> bool:
    sums = list(_sums(sentence))
    ends = [(end, start) for (_, end, low), (start, _, high) in pairwise(sums) if low < high]
    between = re.search(r"\bbetween\b", sentence, re.IGNORECASE) is not None
    return any(
        SPAN.fullmatch(sentence[end:start]) and (between or not re.search("and|or", sentence[end:start], re.IGNORECASE))
        for end, start in ends
    )


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """A trailing star stands for any ending."""
    listed = "|".join(re.escape(each).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for each in words)
    return re.compile(rf"(?<!\w)(?:{listed})(?!\w)", re.IGNORECASE)


def _says_yes(points: frozenset[str]) -> bool:
    return "accepts" in points and points.isdisjoint(("conditions", "figure", "milestone"))


def _said(exchange: Exchange) -> Sequence[str]:
    return [*(reply.text for reply in exchange.replies), *(probe.text for probe in exchange.probes)]


async def worded_push(talk: Negotiation, state: InterviewState, probe: Probe, interviewer: Interviewer) -> Probe:
    """The push in a model's words, under the rules for follow-ups and with no sum that nobody has named.

    Where it breaks one, or none comes, it is the script's own with a note why.
    """
    exchange = state.exchange
    if exchange is None:
        return probe
    rubric = talk.rubric.for_track(state.interview.track)
    request = FollowUpRequest(
        track=state.interview.track,
        question=exchange.question,
        turns=turns_of(exchange),
        aim=f"{talk.aim(probe)} (for example: {probe.text})",
        manner=talk.script.style,
        setting=talk.offer.told,
        asked=tuple(asked_texts(state)),
        forbidden=rubric_words(rubric),
        instead=probe.text,
    )
    reply = await interviewer.follow_up(request)
    if not reply.text:
        return replace(probe, note=visible(reply.reason) or "the model said nothing")
    wrong = [*problems(reply.text, request.heard), *filter(None, [talk.invented(reply.text, exchange)])]
    if wrong:
        return replace(probe, note=f"the model's words were not said: {wrong[0]}")
    return replace(probe, text=reply.text, source="model")
