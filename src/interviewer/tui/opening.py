"""Opens the screens that are imported when they are first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from interviewer.domain.questions import Track

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


def open_screen(app: "InterviewerApp", name: str) -> None:
    if name == "interview":
        from interviewer.tui.screens.interview_start import InterviewStartScreen

        app.push_screen(InterviewStartScreen())
    elif name == "history":
        from interviewer.tui.screens.history import HistoryScreen

        app.push_screen(HistoryScreen())
    elif name == "questions":
        from interviewer.tui.screens.questions import QuestionsScreen

        app.push_screen(QuestionsScreen())
    elif name == "new_question":
        from interviewer.tui.screens.questions import QuestionsScreen

        app.push_screen(QuestionsScreen(add=True))
    elif name == "settings":
        from interviewer.tui.screens.settings import SettingsScreen

        app.push_screen(SettingsScreen())


def open_help(app: "InterviewerApp") -> None:
    from interviewer.tui.screens.help import HelpScreen

    if not isinstance(app.screen, HelpScreen):
        app.push_screen(HelpScreen(app.screen))


def open_interview(app: "InterviewerApp", interview_id: str, self_scores: bool | None) -> None:
    from interviewer.tui.interviews import take_up

    app.run_worker(take_up(app, interview_id, self_scores), group="interview", exclusive=True)


def open_debrief(app: "InterviewerApp", interview_id: str, *, in_place: bool) -> None:
    from interviewer.tui.screens.debrief import DebriefScreen

    screen = DebriefScreen(interview_id)
    if in_place:
        app.switch_screen(screen)
    else:
        app.push_screen(screen)


def ask_track(app: "InterviewerApp", text: str, then: Callable[[Track], object]) -> None:
    from interviewer.tui.screens.track_dialog import TrackDialog

    def decided(choice: str | None) -> None:
        if choice is not None:
            then("ai_pm" if choice == "ai_pm" else "ml_pm")

    app.push_screen(TrackDialog(text), decided)
