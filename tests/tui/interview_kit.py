"""Interviews in the app under Pilot: stored beforehand, opened, and answered."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from interviewer.domain.grades import GraderRef
from interviewer.domain.interviews import Interview
from interviewer.ports import Done, FollowUp, FollowUpRequest, GradeEvent, GradeRequest, Step
from interviewer.practice.interview_session import InterviewSession, run_offline
from interviewer.practice.planning import plan_rounds
from interviewer.settings import Settings
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.screens.debrief import DebriefScreen
from interviewer.tui.services import Start
from interviewer.tui.widgets.pick_view import PickView
from tests.tui.kit import LOOPS, OFFLINE, AppPilot, Kit, until

ANSWER = (
    "At a payroll company clerks dismissed 78 percent of our warnings, so I watched {n} of them work. I decided to "
    "drop the warnings on bonuses, because those were right but useless, and set a limit of one in {n}."
)


def answer(number: int) -> str:
    return ANSWER.replace("{n}", str(number + 2))


def planned(kit: Kit, *rounds: str, **changes: Any) -> Interview:
    """A stored interview that nobody has begun."""
    options: dict[str, Any] = {"track": "ai_pm", "mode": "realistic", "context": None, "seed": 1, "at": kit.clock.now()}
    interview = plan_rounds(LOOPS.loops(), rounds or ("phone_screen",), **(options | changes))
    kit.store.begin_interview(interview)
    return interview


def played(kit: Kit, *rounds: str, turns: int = 500, **changes: Any) -> InterviewSession:
    """A stored interview, played without the app for so many turns of the candidate, or to its end."""
    tools = kit.tools(Settings())
    session = InterviewSession(planned(kit, *rounds, **changes), (), tools)
    said = 0
    while session.turn != "over":
        if session.turn == "nobody":
            session.begin_round()
        elif session.turn == "interviewer":
            run_offline(session)
        elif said == turns:
            break
        else:
            session.say(answer(said), 10.0)
            said += 1
    return session


def grade_all(kit: Kit, session: InterviewSession) -> None:
    """With the real offline grader."""
    for exchange in session.state.exchanges:
        if exchange.answer_id:
            text = kit.store.transcript(exchange.answer_id)
            assert text is not None
            request = GradeRequest(track=session.interview.track, question=exchange.question, answer=text.answer.text)
            kit.store.add_grade(exchange.answer_id, OFFLINE.grade_now(request), kit.clock.now())


@dataclass
class Chat:
    """A chat screen in front, with what a test does to it."""

    pilot: AppPilot
    screen: ChatScreen

    @property
    def idle(self) -> bool:
        return self.screen.step is not None and not self.screen.step.is_running

    async def ready(self) -> None:
        """Until it is the candidate's turn, or they are asked something."""
        await until(self.pilot, lambda: self.idle, "the next turn")
        await self.pilot.pause()

    async def say(self, text: str) -> None:
        self.screen.box.editor.insert(text)
        await self.pilot.press("ctrl+s")
        await self.ready()

    async def to_panel(self, topic: str, *keys: str) -> None:
        """Answers until it is asked about this topic; other panels are passed with `keys`."""
        for number in range(60):
            if self.screen.panel.is_open and self.screen.panel.topic == topic:
                return
            if self.screen.panel.is_open:
                await self.pilot.press(*keys)
                await self.ready()
            else:
                await self.say(answer(number))
        raise AssertionError(f"{topic} was never asked about")


@asynccontextmanager
async def chatting(
    kit: Kit, interview: Interview, *, size: tuple[int, int] = (80, 24), self_scores: bool = False
) -> AsyncIterator[Chat]:
    start = Start(interview.track, interview_id=interview.id, self_scores=self_scores)
    async with kit.run(start, size=size) as pilot:
        await until(pilot, lambda: isinstance(pilot.app.screen, ChatScreen), "the chat")
        screen = pilot.app.screen
        assert isinstance(screen, ChatScreen)
        chat = Chat(pilot, screen)
        await chat.ready()
        yield chat


async def debriefed(pilot: AppPilot) -> PickView:
    """Until a debrief is on the screen."""
    await until(pilot, lambda: isinstance(pilot.app.screen, DebriefScreen) and pilot.app.screen.heard, "the debrief")
    await pilot.pause()
    return pilot.app.screen.query_one(PickView)


@dataclass
class SlowGrader:
    """The real offline grader, once `go` is set; `fails` are raised first, one a grading."""

    go: threading.Event = field(default_factory=threading.Event)
    fails: list[Exception] = field(default_factory=list)
    ref: GraderRef = OFFLINE.ref
    description: str = "a slow grader, nothing is sent"
    begun: int = 0

    async def grade(self, request: GradeRequest) -> AsyncIterator[GradeEvent]:
        self.begun += 1
        yield Step("reading it slowly", 1, 2)
        self.go.wait(20)
        if self.fails:
            raise self.fails.pop(0)
        yield Done(OFFLINE.grade_now(request))


@dataclass
class ScriptedInterviewer:
    """Words a follow-up by a function of the request, once `go` is set."""

    text: Callable[[FollowUpRequest], FollowUp]
    go: threading.Event = field(default_factory=threading.Event)
    description: str = "follow-ups by a script"
    asked: int = 0
    cancelled: int = 0

    async def follow_up(self, request: FollowUpRequest) -> FollowUp:
        self.asked += 1
        try:
            while not self.go.is_set():  # noqa: ASYNC110 - another thread sets it, which an event of asyncio cannot bear
                await asyncio.sleep(0.005)
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        return self.text(request)
