"""The LLM grader: a rubric, a model on an OpenAI-compatible server, and code that checks its every word."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

from interviewer.domain.grades import GraderRef
from interviewer.domain.lengths import heard, length_notice
from interviewer.grading.evidence import sentences
from interviewer.grading.llm.chat import Chat, request_body
from interviewer.grading.llm.connection import ChatClient, OpenAiConnection, Sleep, is_local, is_openrouter
from interviewer.grading.llm.keyed import with_key_read
from interviewer.grading.llm.plan import other_track, tasks_for
from interviewer.grading.llm.prompt import prompt_version
from interviewer.grading.llm.record import Recorder
from interviewer.grading.llm.run import Job, Run, unscored
from interviewer.grading.llm.servers import ServerMemory
from interviewer.grading.llm.verdicts import QuoteTally
from interviewer.ports import Done, GradeEvent, GradeRequest, InterviewerError, RubricSource
from interviewer.settings import DEFAULT_MODEL, OPENAI_HOST, Endpoint, Settings

AT_ONCE, AT_ONCE_LOCALLY = 6, 1


class LlmGrader:
    """Implements ports.Grader. One grader may grade many answers at the same time.

    `memory` is what is known of servers; give the same one to every grader, and keep its `dump()` between runs.
    `recorder` keeps every exchange; `client` answers instead of the network (a replay). A model that is not named is
    OpenAI's default at api.openai.com and has to be named anywhere else. With `scores_only` a grade has no other track
    and the rubric's own words as feedback: both cost requests. `quotes` counts over all answers.
    """

    def __init__(
        self,
        settings: Settings,
        endpoint: Endpoint,
        rubrics: RubricSource,
        *,
        memory: ServerMemory | None = None,
        recorder: Recorder | None = None,
        client: ChatClient | None = None,
        sleep: Sleep = asyncio.sleep,
        scores_only: bool = False,
    ) -> None:
        self._settings = settings
        self._endpoint = endpoint
        self._rubrics = rubrics
        self._memory = memory if memory is not None else ServerMemory()
        self._recorder = recorder
        self._given_client = client
        self._sleep = sleep
        self._scores_only = scores_only
        self.quotes = QuoteTally()
        self._model = settings.model or (DEFAULT_MODEL if endpoint.host == OPENAI_HOST else "")

    @property
    def ref(self) -> GraderRef:
        return GraderRef(
            kind="llm",
            model=self._model or None,
            effort=self._settings.effort,
            score_by=self._settings.score_by,
            prompt_version=prompt_version(),
        )

    @property
    def description(self) -> str:
        model, host = self._model or "no model named", self._endpoint.host
        if self._given_client is not None and not self._given_client.sends:
            return f"{model}, played back from a recording; nothing is sent"
        return f"{model} at {host}, effort {self._settings.effort}; question, answer and rubric go to {host}"

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        """Yields events, Done last. Closing or cancelling the iteration closes every stream.

        Raises ContentError where a rubric cannot be used. What a model, network or answer does is an unscored Done.
        """
        job = self._job(request)
        missing = self._missing()
        if missing:
            yield Done(unscored(job, missing))
            return
        queue: asyncio.Queue[GradeEvent | None] = asyncio.Queue()
        work = asyncio.create_task(self._work(job, queue))
        try:
            while (event := await queue.get()) is not None:
                yield event
            await work
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)

    def requests_for(self, request: GradeRequest) -> list[dict[str, Any]]:
        """The bodies of the grading requests, exactly as they would be sent first, in their order; nothing is sent.

        What depends on replies is not among them: repairs, and the request for feedback, which carries the verdicts.
        """
        from interviewer.grading.llm.asks import grade_ask

        job = self._job(request)
        numbered = sentences(job.request.answer)
        profile = self._memory.profile(self._endpoint.host, self._model)
        openrouter = is_openrouter(self._endpoint.base_url)
        return [
            request_body(
                grade_ask(task, request.question, numbered), self._model, self._settings, profile, openrouter=openrouter
            )
            for task in tasks_for(self._settings.effort, job.rubric, job.other)
        ]

    def _job(self, request: GradeRequest) -> Job:
        """What is to be graded: of an answer to a drill what lies within its length, by the drill's own rubric."""
        drill = self._rubrics.drill(request.question.drill)
        own_track = drill is not None or self._scores_only or self._settings.effort == "quick"
        notice = None
        if drill is not None:
            notice = length_notice(drill, request.answer)
            request = replace(request, answer=heard(drill, request.answer))
        return Job(
            request=request,
            rubric=drill or self._rubrics.rubric(request.track),
            other=None if own_track else self._rubrics.rubric(other_track(request.track)),
            notice=notice,
            ref=self.ref,
            settings=self._settings,
            tally=self.quotes,
            scores_only=self._scores_only,
        )

    def _missing(self) -> str | None:
        """What has to be set before anything can be sent."""
        if self._given_client is not None and not self._given_client.sends:
            return None
        host = self._endpoint.host
        if not self._model:
            return f"no model is named for {host}: set model in the settings, INTERVIEWER_MODEL or --model"
        if not self._endpoint.has_key:
            return (
                f"there is no key for {host}: set OPENAI_API_KEY or INTERVIEWER_API_KEY, name a local server "
                "(base_url), or grade offline"
            )
        return None

    async def _work(self, job: Job, queue: "asyncio.Queue[GradeEvent | None]") -> None:
        """Runs one grading to its end and closes what it opened."""
        client: ChatClient | None = None
        try:
            await asyncio.to_thread(_import_what_is_heavy)
            try:
                client = await self._client()
            except InterviewerError as error:
                queue.put_nowait(Done(unscored(job, str(error))))
                return
            await Run(job, self._chat(client), queue.put_nowait, self._recorder)()
        finally:
            queue.put_nowait(None)
            if client is not None and client is not self._given_client:
                await client.close()

    async def _client(self) -> ChatClient:
        """Raises InterviewerError where the keyring does not give the key."""
        client = self._given_client
        if client is None:
            self._endpoint = await with_key_read(self._endpoint)
            client = OpenAiConnection(self._endpoint, self._model, self._settings.timeout, sleep=self._sleep)
        return self._recorder.wrap(client) if self._recorder else client

    def _chat(self, client: ChatClient) -> Chat:
        return Chat(
            client,
            self._model,
            self._endpoint.host,
            self._settings,
            self._memory,
            at_once=AT_ONCE_LOCALLY if is_local(self._endpoint.base_url) else AT_ONCE,
            openrouter=is_openrouter(self._endpoint.base_url),
        )


def _import_what_is_heavy() -> None:
    """In a thread: importing the SDK takes a third of a second, and the screen must not stand still for it."""
    import openai  # noqa: F401

    import interviewer.grading.llm.wire  # noqa: F401
