"""A grader whose every event is laid down by the test: for what is slow, fails, streams or says what a test needs."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from interviewer.domain import scoring
from interviewer.domain.feedback import feedback_from_checks
from interviewer.domain.grades import (
    CheckVerdict,
    Evidence,
    Feedback,
    Gate,
    Grade,
    GraderRef,
    HabitScore,
    OtherTrack,
    QuestionRef,
    RubricRef,
    SignalScore,
)
from interviewer.domain.questions import Track
from interviewer.domain.rubrics import Rubric, Signal
from interviewer.ports import Done, FeedbackText, GradeEvent, GradeRequest, Scored, Step, VerdictSeen

Met = Mapping[str, Sequence[str]]
OFFLINE = GraderRef(kind="offline")
ABOUT_THE_QUESTION = Gate(passed=True, reason="It is about the question.")


@dataclass
class Script:
    """`met` maps check ids to quotes of the answer; `levels` dimension ids to levels (3 where none is given)."""

    met: Met = field(default_factory=dict)
    levels: Mapping[str, int] = field(default_factory=dict)
    feedback: Feedback | None = None
    streamed: Sequence[FeedbackText] = ()
    unscored: str | None = None
    error: Exception | None = None
    notices: tuple[str, ...] = ()
    gate: Gate = ABOUT_THE_QUESTION


class ScriptedGrader:
    """Grades by `scripts`, one after the other, the last again and again. With a `pause` it waits for it before its
    verdicts, with `pause_after_scores` before its texts."""

    def __init__(
        self,
        rubric: Callable[[Track], Rubric],
        scripts: Sequence[Script],
        *,
        ref: GraderRef = OFFLINE,
        pause: asyncio.Event | None = None,
        pause_after_scores: asyncio.Event | None = None,
    ) -> None:
        self.rubric = rubric
        self.scripts = list(scripts)
        self.ref = ref
        self.pause = pause
        self.pause_after_scores = pause_after_scores
        self.requests: list[GradeRequest] = []
        self.numbers = itertools.count(1)

    @property
    def description(self) -> str:
        return "offline estimate, nothing is sent" if self.ref.kind == "offline" else f"{self.ref.model} at example.org"

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        script = self.scripts[min(len(self.requests), len(self.scripts) - 1)]
        self.requests.append(request)
        rubric = self.rubric(request.track)
        yield Step("reading the answer", 0, len(rubric.dimensions) + 1)
        if self.pause is not None:
            await self.pause.wait()
        if script.error is not None:
            raise script.error
        grade = self._grade(request, rubric, script)
        if grade.status == "unscored":
            yield Done(grade)
            return
        dimensions: tuple[SignalScore | HabitScore, ...] = (*grade.signals, *grade.habits)
        for number, dimension in enumerate(dimensions, start=1):
            name = rubric.dimension(dimension.id).name.lower()
            yield Step(f"{name} ({number} of {len(rubric.dimensions)})", number, len(rubric.dimensions) + 1)
            for check in dimension.checks:
                yield VerdictSeen(dimension.id, check)
        yield Scored(replace(grade, feedback=None) if script.streamed else grade)
        for text in script.streamed:
            yield text
        if self.pause_after_scores is not None:
            await self.pause_after_scores.wait()
        yield Done(grade)

    def _grade(self, request: GradeRequest, rubric: Rubric, script: Script) -> Grade:
        blank = Grade(
            grade_id=f"grade-{next(self.numbers)}",
            id=request.id,
            status="unscored",
            reason=script.unscored,
            track=request.track,
            question=QuestionRef(id=request.question.id, prompt=request.question.prompt),
            rubric=RubricRef(id=rubric.id, sha256=rubric.sha256),
            grader=self.ref,
        )
        if script.unscored is not None:
            return blank
        signals: list[SignalScore] = []
        habits: list[HabitScore] = []
        for dimension in rubric.dimensions:
            checks = tuple(
                CheckVerdict(
                    id=check.id,
                    polarity=check.polarity,
                    verdict="met" if check.id in script.met else "not_met",
                    points=check.points,
                    reason="",
                    evidence=tuple(_evidence(request.answer, quote) for quote in script.met.get(check.id, ())),
                )
                for check in dimension.checks
            )
            level = script.levels.get(dimension.id, 3)
            score = scoring.dimension_score(level, checks)
            known: dict[str, Any] = {
                "id": dimension.id,
                "level": level,
                "check_score": scoring.rounded(scoring.check_score(checks)),
                "checks": checks,
            }
            if isinstance(dimension, Signal):
                gated = scoring.gated(score, script.gate.passed)
                signals.append(SignalScore(weight=dimension.weight, score=gated, **known))
            else:
                habits.append(HabitScore(score=score, **known))
        confidence = scoring.confidence([*signals, *habits])
        overall = scoring.overall(signals, habits, script.gate, confidence)
        return replace(
            blank,
            status="scored",
            gate=script.gate,
            overall=overall,
            signals=tuple(signals),
            habits=tuple(habits),
            other_track=OtherTrack(track="ml_pm" if request.track == "ai_pm" else "ai_pm", score=2.1),
            feedback=script.feedback or feedback_from_checks(rubric, signals, habits, script.gate, overall.capped_by),
            notices=script.notices,
        )


def _evidence(answer: str, quote: str) -> Evidence:
    start = answer.index(quote)
    return Evidence(start, start + len(quote), quote)
