"""Feedback on a grade that stands: a model words it, code decides what to fix first and checks every word."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from interviewer.domain.feedback import feedback_from_checks, fix_first, fix_first_text, is_missed, missed_checks
from interviewer.domain.grades import Feedback, HabitScore, SignalScore
from interviewer.domain.rubrics import AnyRubric, Check, Habit, Signal
from interviewer.domain.text import visible
from interviewer.grading.facts import keep_to_facts
from interviewer.grading.llm.combine import Scores
from interviewer.grading.llm.reply import partial_object
from interviewer.grading.llm.verdicts import Verifier, clean
from interviewer.ports import FeedbackText, GradeRequest

if TYPE_CHECKING:
    from interviewer.grading.llm.wire import FeedbackPoint, FeedbackReply

MOST_POINTS = {"strengths": 3, "improvements": 4}
LONGEST_POINT = 700
LONGEST_VERSION = 4_000  # characters
MOST_REPLACED = 0.15  # share of the words of a rewrite; more than that is a story of its own
FEWEST_TO_DROP = 6
SENTENCE_DONE = re.compile(r"[.!?…。！？][\"'”’)\]]*\s")
MISSED_SHOWN = 8


def own_feedback(rubric: AnyRubric, scores: Scores) -> Feedback:
    """Feedback out of the checks' own words, for when there is none from a model."""
    return feedback_from_checks(rubric, scores.signals, scores.habits, scores.gate, scores.overall.capped_by)


def first_words(rubric: AnyRubric, scores: Scores) -> str:
    """What to fix first, as the rubric advises."""
    missed = fix_first(rubric, scores.signals, scores.habits, scores.overall.capped_by)
    return fix_first_text(missed, scores.gate)


def findings(rubric: AnyRubric, scores: Scores) -> dict[str, Any]:
    """What the feedback request is told: the verified verdicts, without scores, the most valuable gaps first."""
    missed = missed_checks(rubric, scores.signals, scores.habits, scores.overall.capped_by)
    met = []
    dimensions: list[SignalScore | HabitScore] = [*scores.signals, *scores.habits]
    for score in dimensions:
        checks = {check.id: check for check in rubric.dimension(score.id).checks}
        for verdict in score.checks:
            if is_missed(verdict) or not verdict.evidence:
                continue
            met.append({"shows": checks[verdict.id].statement, "quote": verdict.evidence[0].quote})
    return {
        "answers_the_question": scores.gate.passed,
        "fix_first": fix_first_text(missed[0] if missed else None, scores.gate),
        "gaps": [_gap(dimension, check) for dimension, check in missed[:MISSED_SHOWN]],
        "why_not_higher": {rubric.dimension(name).name: reason for name, reason in scores.reasons.items()},
        "shown": met,
    }


def _gap(dimension: Signal | Habit, check: Check) -> dict[str, str]:
    """A merit that is missing, or a fault that is there."""
    kind = "fault" if check.polarity == "negative" else "missing"
    return {"part": dimension.name, kind: check.statement, "advice": check.advice}


class FeedbackReader:
    """Turns a reply, as it arrives and when it is whole, into checked feedback."""

    def __init__(self, request: GradeRequest, verifier: Verifier, emit: Callable[[FeedbackText], None]) -> None:
        self._request = request
        self._verifier = verifier
        self._emit = emit
        self._read: Counter[str] = Counter()
        self._sent: Counter[str] = Counter()
        self._marks = 0

    def seen(self, text: str) -> None:
        """Passes on list entries and sentences that are complete and hold; a whole entry or sentence an event."""
        marks = text.count("}") + text.count(".")
        if marks <= self._marks:
            return
        self._marks = marks
        value = partial_object(text)
        if not isinstance(value, dict):
            return
        for name, closed in (("strengths", "improvements"), ("improvements", "stronger_version")):
            entries = value.get(name)
            if isinstance(entries, list):
                self._pass_on_points(name, entries if closed in value else entries[:-1])
        version = value.get("stronger_version")
        if isinstance(version, str):
            ends = [found.end() for found in SENTENCE_DONE.finditer(version)]
            if ends:
                self._pass_on_version(version[: ends[-1]])

    def result(self, reply: "FeedbackReply", fix_first_words: str, fallback: Feedback) -> tuple[Feedback, list[str]]:
        """The feedback of a whole reply, and notices about what was taken out of it."""
        strengths = tuple(filter(None, (self._point(each) for each in reply.strengths)))[: MOST_POINTS["strengths"]]
        improvements = tuple(filter(None, (self._point(each) for each in reply.improvements)))[
            : MOST_POINTS["improvements"]
        ]
        version, notices = self._version(reply.stronger_version)
        follow_up = self._without_figures(reply.follow_up)
        return Feedback(
            fix_first=fix_first_words,
            strengths=strengths,
            improvements=improvements or fallback.improvements,
            stronger_version=version,
            follow_up=follow_up or fallback.follow_up,
        ), notices

    def finish(self, words: Feedback) -> None:
        """Passes on what the stream did not show yet, so that the events together are the feedback."""
        for name in ("strengths", "improvements"):
            for shown in getattr(words, name)[self._sent[name] :]:
                self._emit(FeedbackText(name, shown))
        rest = words.stronger_version[self._read["stronger_version"] :]
        if rest:
            self._emit(FeedbackText("stronger_version", rest))
        self._emit(FeedbackText("follow_up", words.follow_up))

    def _point(self, point: "FeedbackPoint") -> str | None:
        """`“quote” – text`; None where the quote is not in the answer, or there is nothing to say about it."""
        evidence = self._verifier.evidence(point.quote, point.sentence)
        text = self._without_figures(point.text)
        return f"“{evidence.quote}” – {text}" if evidence and text else None

    def _version(self, text: str) -> tuple[str, list[str]]:
        """The rewrite with every unknown fact a slot; nothing where it has become another story."""
        raw = visible(text).strip()[:LONGEST_VERSION]
        if not raw:
            return "", []
        checked = keep_to_facts(raw, self._request.answer, self._request.question.prompt)
        count, words = len(checked.replaced), len(raw.split())
        if count >= FEWEST_TO_DROP and count > MOST_REPLACED * words:
            return "", [
                f"The stronger version was left out: it held {count} figures or names that your answer does not."
            ]
        if count:
            what = "a figure or name" if count == 1 else f"{count} figures or names"
            became = "it is" if count == 1 else "they are"
            return checked.text, [f"The stronger version held {what} that your answer does not; {became} a [slot] now."]
        return checked.text, []

    def _without_figures(self, text: str) -> str:
        return keep_to_facts(
            clean(text, LONGEST_POINT), self._request.answer, self._request.question.prompt, names=False, words=False
        ).text

    def _pass_on_points(self, name: Any, entries: Sequence[Any]) -> None:
        from pydantic import ValidationError

        from interviewer.grading.llm.wire import FeedbackPoint

        for entry in entries[self._read[name] :]:
            self._read[name] += 1
            try:
                shown = self._point(FeedbackPoint.model_validate(entry, extra="ignore"))
            except ValidationError:
                continue
            if shown and self._sent[name] < MOST_POINTS[name]:
                self._sent[name] += 1
                self._emit(FeedbackText(name, shown))

    def _pass_on_version(self, complete: str) -> None:
        text, _ = self._version(complete)
        start = self._read["stronger_version"]
        if len(text) > start:
            self._read["stronger_version"] = len(text)
            self._emit(FeedbackText("stronger_version", text[start:]))
