"""Opens the screens that are imported when they are first shown."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


def open_screen(app: "InterviewerApp", name: str) -> None:
    if name == "history":
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
