"""Which of the two roles: one keystroke, by the keys that Home has for them."""

from typing import TYPE_CHECKING, ClassVar, cast

from textual.binding import BindingType
from textual.content import Content

from interviewer.domain.questions import TRACK_NAMES, TRACKS
from interviewer.tui.keys import binding, shown_key
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.widgets.fitted import Draw

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp


class TrackDialog(Dialog):
    """Gives `ai_pm` or `ml_pm`, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("home.ai_pm", "dismiss('ai_pm')", label="AI PM"),
        binding("home.ml_pm", "dismiss('ml_pm')", label="ML PM"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__("Which role?", text, [(track, TRACK_NAMES[track]) for track in TRACKS])

    def drawn(self, result: str, label: str) -> Draw:
        key = shown_key(f"home.{result}", cast("InterviewerApp", self.app).settings.keys)
        line = Content.assemble((f"{key}  ", "bold $text-accent"), label)
        return lambda width: line
