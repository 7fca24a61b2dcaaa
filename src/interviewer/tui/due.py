"""What is due today, on Home: counted at once from stored dates, brought up to date once the screen stands."""

import asyncio
from typing import TYPE_CHECKING

from interviewer.ports import InterviewerError
from interviewer.tui.wording import counted, told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

NOTHING = "Nothing is due today. What you answer comes back when it is worth repeating."


def due_line(count: int) -> str:
    return f"{counted(count, 'question')} to practise again" if count else "nothing to repeat today"


async def bring_up_to_date(app: "InterviewerApp") -> bool:
    """Deals the cards of what was graded since; whether anything changed. A store that cannot be read changes nothing:
    Home says so itself."""
    from interviewer.practice.schedule import refresh

    try:
        return await asyncio.to_thread(refresh, app.services.store, app.services.clock)
    except (InterviewerError, OSError):
        return False


async def practise_due(app: "InterviewerApp") -> None:
    """Asks the first question that is due, and says why it is."""
    try:
        due = await asyncio.to_thread(app.services.due)
    except (InterviewerError, OSError) as error:
        app.say(told(error), "error")
        return
    if not due:
        app.say(NOTHING)
        return
    app.ask(due[0].item.track, due[0].question)
    app.say(f"Due: {due[0].why}")
