"""The way into an interview: a new one, or one that waits. Everything that is slow happens in a thread."""

import asyncio
from typing import TYPE_CHECKING

from interviewer.domain.interviews import Interview
from interviewer.ports import InterviewerError
from interviewer.practice.interview_session import InterviewSession
from interviewer.practice.negotiation import is_negotiation
from interviewer.tui.negotiations import screen_of
from interviewer.tui.screens.chat import ChatScreen
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


async def take_up(app: "InterviewerApp", interview_id: str, self_scores: bool | None) -> None:
    """Opens a stored interview where it was. Where `self_scores` is not given, it is as it was until now: as chosen for
    the last one, where none was asked for yet."""
    try:
        session = await asyncio.to_thread(_resumed, app, interview_id)
    except (InterviewerError, OSError) as error:
        app.say(f"The interview cannot be opened: {told(error)}", "error")
        return
    if session.turn == "over":
        app.open_debrief(session.interview.id)
        return
    if is_negotiation(session.interview):
        app.push_screen(await asyncio.to_thread(screen_of, session))
        return
    if self_scores is None:
        given = any(exchange.self_score is not None for exchange in session.state.exchanges)
        self_scores = given or (app.interview_choices is not None and app.interview_choices.self_scores)
    app.push_screen(ChatScreen(session, self_scores=self_scores))


def _resumed(app: "InterviewerApp", interview_id: str) -> InterviewSession:
    tools = app.services.interview_tools(app.settings)
    session = InterviewSession.look(interview_id, tools)
    return session if session.turn == "over" else InterviewSession.resume(session.interview.id, tools)


async def begin(app: "InterviewerApp", interview: Interview, *, self_scores: bool) -> None:
    """Stores a new interview and opens it in the place of the screen in front."""

    def started() -> InterviewSession:
        return InterviewSession.start(interview, app.services.interview_tools(app.settings))

    try:
        session = await asyncio.to_thread(started)
    except (InterviewerError, OSError) as error:
        app.say(f"The interview could not be begun: {told(error)}", "error")
        return
    app.switch_screen(ChatScreen(session, self_scores=self_scores))
