"""The way into a negotiation of the app, and back to one that is over. Everything that is slow happens in a thread."""

import asyncio
from typing import TYPE_CHECKING

from interviewer.domain.interviews import Interview
from interviewer.domain.questions import Question, Track
from interviewer.ports import InterviewerError
from interviewer.practice.drills import told_before
from interviewer.practice.interview import replay
from interviewer.practice.interview_session import InterviewSession, Tools
from interviewer.practice.negotiation import is_negotiation, plan_negotiation
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp
    from interviewer.tui.screens.negotiation import NegotiationScreen


async def begin(app: "InterviewerApp", track: Track, question: Question, *, in_place: bool) -> None:
    """Stores a new negotiation and opens it; where nobody pushes back on the question, it is asked as any other."""

    def started() -> InterviewSession | None:
        tools = app.services.interview_tools(app.settings)
        script = tools.negotiation.script() if tools.negotiation is not None else None
        if script is None or script.offer(question.id) is None:
            return None
        return InterviewSession.start(plan_negotiation(question, track, script, tools.clock.now()), tools)

    try:
        session = await asyncio.to_thread(started)
        screen = await asyncio.to_thread(screen_of, session) if session is not None else None
    except (InterviewerError, OSError) as error:
        app.say(f"The negotiation could not be begun: {told(error)}", "error")
        return
    if screen is None:
        app.ask_once(track, question, in_place=in_place)
    elif in_place:
        app.switch_screen(screen)
    else:
        app.push_screen(screen)


def screen_of(session: InterviewSession) -> "NegotiationScreen":
    """The screen of a stored negotiation, under way or over."""
    from interviewer.tui.screens.negotiation import NegotiationScreen

    return NegotiationScreen(session, _told(session.interview, session.tools))


def _told(interview: Interview, tools: Tools) -> list[str]:
    question = tools.bank.get(next((plan.question for plan in interview.rounds), ""))
    drill = tools.rubrics.drill(question.drill) if question else None
    offer = tools.negotiation.script().offer(question.id) if question and tools.negotiation else None
    return [*(told_before(drill) if drill else ()), *([offer.told] if offer else [])]


def is_one(app: "InterviewerApp", interview_id: str) -> bool:
    """Whether a stored interview is a negotiation; what cannot be read is none."""
    try:
        interview = app.services.store.interview(interview_id)
    except (InterviewerError, OSError):
        return False
    return interview is not None and is_negotiation(interview)


async def look_back(app: "InterviewerApp", interview_id: str) -> None:
    """Opens the answer of a negotiation that is over, with its grades: a committee has nothing to say of it."""
    store = app.services.store

    def answer_id() -> str:
        interview = store.interview(interview_id)
        state = replay(interview, store.events(interview.id)) if interview is not None else None
        return next((each.answer_id for each in state.exchanges if each.answer_id), "") if state else ""

    try:
        found = await asyncio.to_thread(answer_id)
    except (InterviewerError, OSError) as error:
        app.say(f"The negotiation cannot be read: {told(error)}", "error")
        return
    if found:
        open_transcript(app, found)
    else:
        app.say("Nothing was said in this negotiation.")
