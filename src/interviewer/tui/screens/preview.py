"""A question as it will be asked: what the person who answers sees first."""

from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.questions import Question, Track
from interviewer.tui.safe_text import plain, safe
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.answer_editor import AnswerEditor
from interviewer.tui.widgets.fitted import Fitted, hanging
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.length_meter import Length, LengthMeter
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import PLACEHOLDER, about


class PreviewScreen(AppScreen[None]):
    CSS_PATH = "../styles/drill.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("spoken time", "follow-up")

    def __init__(self, question: Question) -> None:
        super().__init__()
        self.question = replace(question, id=question.id or "preview")

    def compose(self) -> ComposeResult:
        question = self.question
        track: Track = "ml_pm" if question.track == "ml_pm" else "ai_pm"
        yield TitleBar("As it will be asked")
        with Vertical(id="column"):
            yield Static(Content(plain(about(question, track))), id="about", markup=False)
            with VerticalScroll(id="question", can_focus=False):
                prompt = safe(question.prompt, "bold") if question.prompt else safe("No words yet.", "$text-muted")
                yield Static(prompt, markup=False)
            editor = AnswerEditor(placeholder=PLACEHOLDER, id="answer")
            editor.disabled = True
            yield editor
            yield LengthMeter()
            yield Fitted(self._after, id="after")
        yield KeyLine()

    def _after(self, width: int) -> Content:
        """What comes after the answer: what may be asked next, and what the feedback looks for."""
        lines = []
        for title, entries in (("May be asked next", self.question.follow_ups), ("Looked for", self.question.expects)):
            if entries:
                lines.append(Content.styled(title, "bold $text-muted"))
                lines += [hanging(width, Content(" • "), safe(each, "$text-muted")) for each in entries]
        nothing = safe("Nothing more: no follow-ups and no points of a strong answer are named.", "$text-muted")
        return Content("\n").join(lines or [nothing])

    def on_mount(self) -> None:
        self.query_one(LengthMeter).show(Length(0, self.question.minutes))
