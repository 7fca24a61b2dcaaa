"""What the command palette offers, wherever one is."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.app import SystemCommand
from textual.screen import Screen

from interviewer.tui import messages

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
    yield SystemCommand("Settings", "Grader, model, keys of the program", lambda: app.action_open("settings"))
    yield SystemCommand("Switch grader", "From the offline estimate to a model, or back", app.action_switch_grader)
    yield SystemCommand("Light or dark", "The paper theme or the ink theme", app.action_light_or_dark)
    yield SystemCommand("Theme", "Any of the themes, those for 16 colours too", app.action_change_theme)
    yield SystemCommand("Help", "The keys that work here", app.action_help)
    if away_from_home:
        yield SystemCommand("Home", "Back to the first screen", app.action_home)
    yield SystemCommand("Quit", "What you typed stays as a draft", app.action_quit)
