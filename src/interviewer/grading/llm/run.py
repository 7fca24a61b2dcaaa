"""One answer graded by a model, from the first request to the last word of feedback."""

import asyncio
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from interviewer.domain.grades import Feedback, Grade, GraderRef, OtherTrack, QuestionRef, RubricRef
from interviewer.domain.rubrics import AnyRubric, Rubric
from interviewer.grading.evidence import QuoteFinder
from interviewer.grading.llm import combine, feedback
from interviewer.grading.llm.asks import feedback_ask, grade_ask, quotes_ask, subset
from interviewer.grading.llm.budget import Budget, seems_cut
from interviewer.grading.llm.chat import Ask, Chat
from interviewer.grading.llm.failures import CallError
from interviewer.grading.llm.plan import Task, tasks_for
from interviewer.grading.llm.progress import VerdictWatch
from interviewer.grading.llm.record import Recorder
from interviewer.grading.llm.verdicts import (
    QuoteTally,
    Reading,
    Sample,
    Verifier,
    mended,
    silent_checks,
    unfound_notice,
    with_settled,
)
from interviewer.grading.orders import order_notice
from interviewer.grading.sums import settled
from interviewer.ports import Done, FeedbackText, GradeEvent, GradeRequest, Scored, Step
from interviewer.settings import Settings

if TYPE_CHECKING:
    from interviewer.grading.llm.wire import GradeReply

Emit = Callable[[GradeEvent], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be graded, by what, under which rubrics; `tally` counts its quotes, `notice` goes with the grade."""

    request: GradeRequest
    rubric: AnyRubric
    other: Rubric | None
    ref: GraderRef
    settings: Settings
    tally: QuoteTally
    scores_only: bool = False
    notice: str | None = None


class Run:
    """Call it once. Everything it finds goes out through `emit`, a Done last."""

    def __init__(self, job: Job, chat: Chat, emit: Emit, recorder: Recorder | None = None) -> None:
        self._job = job
        self._chat = chat
        self._emit = emit
        self._recorder = recorder
        self._finder = QuoteFinder(job.request.answer)
        self._verifier = Verifier(self._finder)
        self._budget = Budget(chat, job.settings)
        self._notices: list[str] = []
        self._done, self._total = 0, 1
        self._deadline = asyncio.get_running_loop().time() + job.settings.grade_timeout
        self._settled = settled(job.rubric, job.request.question, job.request.answer)
        self._add_notice(job.notice)
        self._add_notice(order_notice(job.request.answer, self._verifier.orders))

    async def __call__(self) -> None:
        if not any(map(str.isalnum, self._job.request.answer)):
            self._say_nothing_was_said()
            return
        try:
            async with asyncio.timeout_at(self._deadline):
                samples, other = await self._all_samples()
        except CallError as failure:
            self._finish(unscored(self._job, failure.reason))
            return
        except TimeoutError:
            self._finish(unscored(self._job, self._too_slow()))
            return
        self._budget.learn()
        self._notice_what_was_off(samples)
        scores = combine.scores(self._job.rubric, samples, self._job.settings.score_by, doubtful=self._was_cut())
        grade = self._grade(scores, other)
        self._emit(Scored(grade))
        if self._job.scores_only:
            self._finish(replace(grade, feedback=feedback.own_feedback(self._job.rubric, scores)))
            return
        words = await self._feedback(scores, grade)
        self._finish(replace(grade, feedback=words))

    def _too_slow(self) -> str:
        return (
            f"{self._chat.model} on {self._chat.host} was not done after {self._job.settings.grade_timeout:g} s: try "
            "again, choose a faster model or less effort, or raise grade_timeout in the settings"
        )

    def _finish(self, grade: Grade) -> None:
        """The last event: the grade with everything that was noticed and used until now."""
        if self._recorder is not None:
            self._add_notice(self._recorder.problem)
        self._emit(Done(replace(grade, notices=tuple(self._notices), usage=self._chat.meter.usage())))

    async def _all_samples(self) -> tuple[list[Sample], OtherTrack | None]:
        """A sample of every task that can do without none, and the score on the other track where that could be had."""
        tasks = tasks_for(self._job.ref.effort or "standard", self._job.rubric, self._job.other)
        self._total = len(tasks) + 1
        self._emit(Step("reading the answer", 0, self._total))
        estimates = await self._budget.estimates([self._ask(task) for task in tasks], tasks)
        outcomes = await self._outcomes(tasks, estimates)
        samples = [
            with_settled(each, self._settled)
            for each in outcomes
            if isinstance(each, Sample) and not each.task.other_track
        ]
        failed = [(task, each) for task, each in zip(tasks, outcomes, strict=True) if isinstance(each, CallError)]
        self._check_complete(samples, failed)
        return samples, self._other_track(outcomes, failed)

    async def _outcomes(self, tasks: Sequence[Task], estimates: Sequence[int]) -> list[Sample | CallError]:
        """The first request goes alone, until its reply begins where the server is known, else until it ends."""
        warm = asyncio.Event()
        outcomes: list[Sample | CallError] = []
        failure: CallError | None = None
        try:
            async with asyncio.TaskGroup() as group:
                first = group.create_task(self._outcome(tasks[0], estimates[0], warm))
                await warm.wait()
                if first.done() and isinstance(bad := first.result(), CallError):
                    raise bad
                rest = [group.create_task(self._outcome(*each)) for each in zip(tasks[1:], estimates[1:], strict=True)]
            outcomes = [first.result(), *(task.result() for task in rest)]
        except* CallError as failures:
            failure = _first(failures)
        if failure is not None:
            raise failure
        return outcomes

    async def _outcome(self, task: Task, estimate: int, warm: asyncio.Event | None = None) -> Sample | CallError:
        """The sample of a task. A failure is raised where nothing else can stand in for the sample, else returned."""
        try:
            sample = await self._sample(task, estimate, warm)
        except CallError as failure:
            if task.other_track or self._job.ref.effort == "thorough":
                return failure
            raise
        finally:
            if warm is not None:
                warm.set()
        self._done += 1
        self._emit(Step(task.name, self._done, self._total))
        return sample

    async def _sample(self, task: Task, estimate: int, warm: asyncio.Event | None) -> Sample:
        watch = None if task.sample or task.other_track else VerdictWatch(task, self._verifier, self._emit)
        ask = self._ask(task)
        begun = warm.set if warm is not None and self._chat.profile.proven else None
        reply = await self._chat.ask(replace(ask, begun=begun, seen=watch), estimate)
        if warm is not None:
            warm.set()
        sample = self._verifier.sample(reply, task)
        if sample.unfound:
            sample = await self._second_look(ask, reply.model_dump_json(), sample)
        self._job.tally.add(sample)
        return sample

    async def _second_look(self, ask: "Ask[GradeReply]", reply: str, sample: Sample) -> Sample:
        """One more chance for verdicts whose quotes are not in the answer; without one they stay withdrawn."""
        task = subset(sample)
        try:
            again = await self._chat.ask(quotes_ask(ask, reply, task, sample.unfound), 0)
        except CallError:
            return sample
        second = self._verifier.sample(again, task)
        return mended(sample, [(reading.dimension.id, each) for reading in second.readings for each in reading.checks])

    def _ask(self, task: Task) -> "Ask[GradeReply]":
        return grade_ask(task, self._job.request.question, self._finder.sentences)

    def _check_complete(self, samples: Sequence[Sample], failed: Sequence[tuple[Task, CallError]]) -> None:
        """Raises the failure that left a dimension without any sample; fewer samples than asked for are told."""
        graded = {reading.dimension.id for sample in samples for reading in sample.readings}
        lost = [failure for task, failure in failed if not task.other_track]
        if any(dimension.id not in graded for dimension in self._job.rubric.dimensions):
            raise lost[0]
        if lost:
            self._notices.append(
                f"{len(lost)} of {len(samples) + len(lost)} samples could not be had ({lost[0].reason})."
            )

    def _other_track(
        self, outcomes: Sequence[Sample | CallError], failed: Sequence[tuple[Task, CallError]]
    ) -> OtherTrack | None:
        for each in outcomes:
            if self._job.other is not None and isinstance(each, Sample) and each.task.other_track:
                return combine.other_track(self._job.other, each, self._job.settings.score_by)
        for task, failure in failed:
            if task.other_track:
                self._notices.append(f"The other track was not scored: {failure.reason}.")
        return None

    def _grade(self, scores: combine.Scores, other: OtherTrack | None) -> Grade:
        first = feedback.first_words(self._job.rubric, scores)
        return _grade_of(
            self._job,
            status="scored",
            reason=None,
            gate=scores.gate,
            overall=scores.overall,
            signals=scores.signals,
            habits=scores.habits,
            other_track=other,
            feedback=Feedback(fix_first=first),
            notices=tuple(self._notices),
            usage=self._chat.meter.usage(),
        )

    def _notice_what_was_off(self, samples: Sequence[Sample]) -> None:
        self._add_notice(unfound_notice([each for sample in samples for each in sample.unfound]))
        if combine.gate_is_disputed(samples):
            self._notices.append("The replies did not agree whether this answers the question.")
        if self._was_cut():
            self._notices.append(
                f"{self._chat.host} seems to have read only part of the request: give the model more context "
                "(for Ollama: OLLAMA_CONTEXT_LENGTH=16384), and grade again."
            )

    def _add_notice(self, notice: str | None) -> None:
        if notice:
            self._notices.append(notice)

    def _was_cut(self) -> bool:
        return any(seems_cut(estimate, counted) for estimate, counted in self._chat.meter.reported)

    def _say_nothing_was_said(self) -> None:
        """An answer without a word is graded without a request: there is nothing to send."""
        task = Task(name="nothing", rubric=self._job.rubric, dimensions=self._job.rubric.dimensions)
        readings = tuple(Reading(each, 1, silent_checks(each), "nothing was said") for each in task.dimensions)
        sample = Sample(task, passed=False, gate_reason="Nothing was said.", readings=readings, unfound=())
        scores = combine.scores(self._job.rubric, [sample], "level")
        grade = replace(self._grade(scores, None), feedback=feedback.own_feedback(self._job.rubric, scores))
        self._emit(Scored(grade))
        self._emit(Done(grade))

    async def _feedback(self, scores: combine.Scores, grade: Grade) -> Feedback:
        """A model's words, checked; the rubric's own where there are none. It cannot touch the scores."""
        own = feedback.own_feedback(self._job.rubric, scores)
        self._emit(FeedbackText("fix_first", own.fix_first))
        self._emit(Step("feedback", self._done, self._total))
        reader = feedback.FeedbackReader(self._job.request, self._verifier, self._emit)
        found = feedback.findings(self._job.rubric, scores)
        ask = feedback_ask(self._job.request.question, self._finder.sentences, found)
        try:
            async with asyncio.timeout_at(self._deadline):
                reply = await self._chat.ask(replace(ask, seen=reader.seen), 0)
        except (CallError, TimeoutError) as failure:
            reason = failure.reason if isinstance(failure, CallError) else self._too_slow()
            self._notices.append(f"The model wrote no feedback ({reason}); this is the rubric's own advice.")
            return own
        words, notices = reader.result(reply, own.fix_first, own)
        reader.finish(words)
        self._notices += notices
        return words


def unscored(job: Job, reason: str) -> Grade:
    """A grade that is none, with its reason as a sentence."""
    # A host or model at the beginning keeps its spelling.
    sentence = reason[:1].upper() + reason[1:] if reason.split(maxsplit=1)[0] in ("the", "no", "there") else reason
    return _grade_of(
        job,
        status="unscored",
        reason=sentence if sentence.endswith(".") else f"{sentence}.",
    )


def _grade_of(job: Job, **fields: Any) -> Grade:
    """A grade with all that is the same whatever comes out."""
    request, rubric = job.request, job.rubric
    return Grade(
        grade_id=uuid.uuid4().hex,
        id=request.id,
        track=request.track,
        question=QuestionRef(id=request.question.id or None, prompt=request.question.prompt),
        rubric=RubricRef(id=rubric.id, sha256=rubric.sha256),
        grader=job.ref,
        **fields,
    )


def _first(group: BaseExceptionGroup[CallError]) -> CallError:
    """The first failure in a group, however deep."""
    for each in group.exceptions:
        return _first(each) if isinstance(each, BaseExceptionGroup) else each
    raise AssertionError("an exception group is never empty")
