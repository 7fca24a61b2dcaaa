"""Opens an answer of the past with its grades."""

from typing import TYPE_CHECKING

from interviewer.ports import InterviewerError
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


def open_transcript(app: "InterviewerApp", answer_id: str) -> None:
    try:
        transcript = app.services.store.transcript(answer_id)
    except (InterviewerError, OSError) as error:
        app.say(f"This answer cannot be read: {told(error)}", "error")
        return
    if transcript is None:
        app.say("This answer is no longer there.", "error")
        return
    from interviewer.tui.screens.transcript import TranscriptScreen

    app.push_screen(TranscriptScreen(transcript.answer, transcript.grades))
