"""Opens the screens that are imported when they are first shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from interviewer.domain.questions import Question, Track

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

TALK = "offer_negotiation"  # the drill that is a conversation


def open_screen(app: "InterviewerApp", name: str) -> None:
    if name == "interview":
        from interviewer.tui.screens.interview_start import InterviewStartScreen

        app.push_screen(InterviewStartScreen())
    elif name == "drills":
        from interviewer.tui.screens.drills import DrillsScreen

        app.push_screen(DrillsScreen())
    elif name == "history":
        from interviewer.tui.screens.history import HistoryScreen

        app.push_screen(HistoryScreen())
    elif name == "progress":
        from interviewer.tui.screens.progress import ProgressScreen

        app.push_screen(ProgressScreen())
    elif name == "questions":
        from interviewer.tui.screens.questions import QuestionsScreen

        app.push_screen(QuestionsScreen())
    elif name == "new_question":
        from interviewer.tui.screens.questions import QuestionsScreen

        app.push_screen(QuestionsScreen(add=True))
    elif name == "settings":
        from interviewer.tui.screens.settings import SettingsScreen

        app.push_screen(SettingsScreen())


async def practise_drill(app: "InterviewerApp", drill: str, track: Track | None, *, in_place: bool) -> None:
    """Another question of a drill."""
    from interviewer.tui.drills import another_of

    await another_of(app, drill, track, in_place=in_place)


async def negotiate(app: "InterviewerApp", track: Track, question: Question, *, in_place: bool) -> None:
    from interviewer.tui.negotiations import begin

    await begin(app, track, question, in_place=in_place)


def open_help(app: "InterviewerApp") -> None:
    from interviewer.tui.screens.help import HelpScreen

    if not isinstance(app.screen, HelpScreen):
        app.push_screen(HelpScreen(app.screen))


def open_interview(app: "InterviewerApp", interview_id: str, self_scores: bool | None) -> None:
    from interviewer.tui.interviews import take_up

    app.run_worker(take_up(app, interview_id, self_scores), group="interview", exclusive=True)


def open_debrief(app: "InterviewerApp", interview_id: str, *, in_place: bool) -> None:
    from interviewer.tui.negotiations import is_one, look_back
    from interviewer.tui.screens.debrief import DebriefScreen

    if is_one(app, interview_id):
        app.run_worker(look_back(app, interview_id), group="interview", exclusive=True)
        return
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
