"""What the command palette offers, wherever one is."""

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen
from textual.selection import SELECT_ALL

from interviewer.tui import messages
from interviewer.tui.widgets.block_view import BlockView

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


def commands(app: "InterviewerApp", screen: Screen[Any]) -> Iterable[SystemCommand]:
    """`screen` is the one on which the palette was opened."""
    away_from_home = screen is not app.screen_stack[0]
    practising = bool(app.keepers)

    def practise_ai() -> None:
        app.post_message(messages.Practise("ai_pm", replace=practising))

    def practise_ml() -> None:
        app.post_message(messages.Practise("ml_pm", replace=practising))

    yield SystemCommand("Practise AI PM", "A question for AI product managers", practise_ai)
    yield SystemCommand("Practise ML PM", "A question for ML product managers", practise_ml)
    yield SystemCommand("Interview", "A round or the whole loop, with follow-ups", lambda: app.action_open("interview"))
    yield SystemCommand("Questions", "Look through the question bank", lambda: app.action_open("questions"))
    yield SystemCommand("Add a question", "Write a question of your own", lambda: app.action_open("new_question"))
    yield SystemCommand("History", "Your answers and their grades", lambda: app.action_open("history"))
    yield SystemCommand("Progress", "How your scores moved, what is due", lambda: app.action_open("progress"))
    yield SystemCommand("Settings", "Grader, model, theme, keys, mouse", lambda: app.action_open("settings"))
    yield from _copying(app, screen)
    yield SystemCommand("Switch grader", "From the offline estimate to a model, or back", app.action_switch_grader)
    yield SystemCommand("Light or dark", "The other one of the theme's pair", app.action_light_or_dark)
    yield SystemCommand("Theme", "High contrast, 16 colours, and others", app.action_change_theme)
    if app.check_action("suspend_process", ()):
        yield SystemCommand("Suspend", "Back to the shell; fg goes on here", app.action_suspend_process)
    yield SystemCommand("Help", "The keys that work here", app.action_help)
    if away_from_home:
        yield SystemCommand("Home", "Back to the first screen", app.action_home)
    yield SystemCommand("Quit", "What you typed stays as a draft", app.action_quit)


def _copying(app: "InterviewerApp", screen: Screen[Any]) -> Iterable[SystemCommand]:
    """What of the screen can go to the clipboard."""
    for editor in screen.query("AnswerEditor"):
        if text := getattr(editor, "text", ""):
            yield SystemCommand("Copy the answer", "All that is in the editor", partial(app.copy, text, "Your answer"))
    if hasattr(screen, "action_copy_part"):
        about = "Answer, feedback or stronger version"
        yield SystemCommand("Copy", about, screen.action_copy_part)
    for view in screen.query(BlockView):
        selected = view.get_selection(SELECT_ALL)
        if selected is not None and selected[0].strip():
            text = selected[0]
            yield SystemCommand(
                "Copy the text", "All of this page, as it is shown", partial(app.copy, text, "The text")
            )
