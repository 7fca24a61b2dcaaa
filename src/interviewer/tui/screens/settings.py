"""What a person can choose: grader, model, theme; and what is sent where by that choice."""

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input

from interviewer.domain.questions import TRACKS
from interviewer.ports import InterviewerError
from interviewer.settings import CHOICES, DEFAULT_MODEL, OPENAI_URL, Endpoint, Settings, url_problem
from interviewer.trials import trial_advice
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.themes import THEMES
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.choice import Choice
from interviewer.tui.widgets.fitted import Fitted, hanging
from interviewer.tui.widgets.form_field import FormField
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.safe_input import SafeInput
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import NOT_USED, instead_of_settings, model_at, told

GRADERS = (("offline", "offline estimate"), ("llm", "a model"))
EFFORTS = {
    "quick": "everything in one request",
    "standard": "a request for each signal and one for the habits",
    "thorough": "each of these three times, the median counts",
}
NAMES = ("grader", "model", "base_url", "effort", "rubric", "keymap")
BUILT_IN = "the built-in one"
NO_RUBRICS = "To make one: interviewer rubrics copy ai_pm --to NAME"
RUBRIC_HINT = "It grades its own role; the other role keeps its own."
KEYMAPS = (("default", "default"), ("vim", "vim, in the editor too"))
MICE = (("on", "on"), ("off", "left to the terminal"))
MOUSE_HINT = "Left to the terminal, you mark and copy text with it as in any other program."
NOTHING_SENT = "Nothing is sent. The offline grader works on this machine, by fixed rules; a model grades better."


class SettingsScreen(AppScreen[None]):
    CSS_PATH = "../styles/forms.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("offline", "model", "effort", "trial")
    AUTO_FOCUS = "#grader Choice"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("form.save", "save"),
        binding("form.next_field", "app.focus_next"),
        binding("form.previous_field", "app.focus_previous"),
    ]

    def compose(self) -> ComposeResult:
        settings = self.interviewer.settings
        efforts = [(each, each) for each in CHOICES["effort"]]
        themes = [(name, name) for name in sorted(self.app.available_themes, key=self._theme_order)]
        used = [(settings.rubric, settings.rubric)] if settings.rubric not in ("", *TRACKS) else []
        self.rubric_choice = Choice(self._rubrics(used), settings.rubric)
        yield TitleBar("Settings")
        yield Banner()
        with VerticalScroll(id="form", can_focus=False):
            yield FormField("Grader", Choice(GRADERS, settings.grader), id="grader")
            yield FormField("Model", SafeInput(settings.model, placeholder=DEFAULT_MODEL), id="model")
            yield FormField(
                "Address",
                SafeInput(settings.base_url, placeholder=OPENAI_URL),
                hint="Any OpenAI-compatible server, http://localhost:11434/v1 for instance.",
                id="base_url",
            )
            yield FormField("Effort", Choice(efforts, settings.effort), id="effort")
            yield Fitted(self._sent, id="what-is-sent")
            yield FormField("Rubric", self.rubric_choice, hint=NO_RUBRICS, id="rubric")
            yield FormField("Theme", Choice(themes, self.app.theme), id="theme")
            yield FormField("Keys", Choice(KEYMAPS, settings.keymap), id="keymap")
            yield FormField("Mouse", Choice(MICE, _mouse(settings.mouse)), hint=MOUSE_HINT, id="mouse")
            yield Fitted(self._where, id="where")
        yield KeyLine()

    def _theme_order(self, name: str) -> tuple[int, str]:
        """Our own first, as they are ordered there."""
        own = [theme.name for theme in THEMES]
        return own.index(name) if name in own else len(own), name

    def _rubrics(self, own: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
        """The built-in one first, then one's own; the one in use too where it is not there any more."""
        used = self.interviewer.settings.rubric
        built_in = used if used in TRACKS else ""
        there = [built_in, *(name for name, _ in own)]
        return [(built_in, BUILT_IN), *own, *([] if used in there else [(used, f"{used} (not there)")])]

    async def _list_rubrics(self) -> None:
        field = self.query_one("#rubric", FormField)
        try:
            own = await asyncio.to_thread(self.services.own_rubrics)
        except (InterviewerError, OSError) as error:
            field.tell(told(error))
            return
        self.rubric_choice.offer(self._rubrics(own))
        field.hint = RUBRIC_HINT if own else NO_RUBRICS
        field.tell(None)

    def on_mount(self) -> None:
        self.run_worker(self._list_rubrics(), group="rubrics")
        if self.services.notice:
            self.query_one(Banner).show(NOT_USED, instead_of_settings(self.services.notice))
        self._check()

    def _value(self, name: str) -> str:
        control = self.query_one(f"#{name}", FormField).control_widget
        return str(getattr(control, "value", "")).strip()

    @property
    def typed(self) -> Settings:
        changes: dict[str, Any] = {name: self._value(name) for name in NAMES}
        return replace(self.interviewer.settings, **changes | {"mouse": self._value("mouse") == MICE[0][0]})

    @property
    def problem(self) -> str | None:
        address = self._value("base_url")
        return url_problem(address) if address else None

    def _sent(self, width: int) -> Content:
        """Exactly what goes where with the settings as they are typed."""
        typed = self.typed
        rows: list[tuple[str, str]] = []
        if typed.grader == "offline":
            rows.append(("Sent", NOTHING_SENT))
        try:
            place = self.services.endpoint(replace(typed, grader="llm"))
        except InterviewerError as error:
            place = None
            if typed.grader == "llm":
                rows.append(("Sent", f"Nothing can be sent: {told(error)}"))
        if place is not None:
            if typed.grader == "llm":
                what = "the rubric, the question and your answer, with each answer you submit. Nothing else is sent: "
                rows += [
                    ("Sent to", f"{place.host} ({place.base_url})"),
                    ("Sent", what + "not your name, not your other answers, not your history."),
                    ("Requests", f"{EFFORTS[typed.effort]}; then one for the words of the feedback."),
                    ("Model", model_at(typed, place.host) or "none is named"),
                ]
                note = self.services.trial_note(typed)
                if note:
                    rows.append(("Trial", "; ".join(filter(None, (note, trial_advice(note))))))
            key = "none found" if not place.has_key else place.key_source
            prefix = "" if typed.grader == "llm" else f"for {place.host}: "
            rows.append(("Key", f"{prefix}{key}" if place.key_source.startswith("none") else f"{prefix}found in {key}"))
        if typed.grader == "llm" and place is not None:
            rows += [("To do", step) for step in _to_do(typed, place)]
        title = Content.styled("What is sent where", "bold $text-accent")
        drawn = [
            hanging(width, Content.styled(f"{name:<10}", "$text-muted"), Content(plain(text))) for name, text in rows
        ]
        return Content("\n").join([title, *drawn])

    def _where(self, width: int) -> Content:
        paths = self.services.paths
        rows = (
            ("Settings", str(paths.settings)),
            ("Answers", str(paths.database)),
            ("Questions", str(paths.questions)),
            ("Keys", 'one by one in the settings file: [keys], "drill.submit" = "ctrl+g"'),
        )
        return Content("\n").join(
            hanging(width, Content.styled(f"{name:<10}", "$text-muted"), Content(plain(text))) for name, text in rows
        )

    def _check(self) -> None:
        self.query_one("#base_url", FormField).tell(self.problem)
        self.query_one("#what-is-sent", Fitted).redraw()

    def on_input_changed(self, message: Input.Changed) -> None:
        self._check()

    def on_choice_changed(self, message: Choice.Changed) -> None:
        if message.choice is self.query_one("#theme", FormField).control_widget:
            self.app.theme = message.value
        self._check()

    def _changes(self) -> dict[str, Any]:
        """What differs from the settings in use; an empty field goes back to its default."""
        typed, used = self.typed, self.interviewer.settings
        changes = {name: getattr(typed, name) or None for name in NAMES if getattr(typed, name) != getattr(used, name)}
        return changes if typed.mouse == used.mouse else changes | {"mouse": typed.mouse}

    async def action_save(self) -> None:
        if self.problem:
            self.query_one("#base_url", FormField).control_widget.focus()
            return
        changes = self._changes()
        if not changes:
            self.interviewer.say("Nothing has changed.")
        elif await self.interviewer.change_settings(changes):
            later = " The mouse changes when you start again." if "mouse" in changes else ""
            self.interviewer.say(f"Saved. {self.interviewer.grader_line}.{later}")

    async def action_back(self) -> None:
        if not self._changes():
            self.app.pop_screen()
            return
        from interviewer.tui.screens.dialog import Dialog

        async def decided(choice: str | None) -> None:
            if choice == "save":
                await self.action_save()
            if choice == "leave" or (choice == "save" and not self._changes()):
                self.app.pop_screen()

        choices = [("save", "Save and leave"), ("leave", "Leave without saving"), ("stay", "Stay here")]
        self.app.push_screen(Dialog("Save the settings?", "They have changed.", choices), decided)


def _mouse(on: bool) -> str:
    return MICE[0 if on else 1][0]


def _to_do(settings: Settings, place: Endpoint) -> Iterator[str]:
    """What is still missing before this model can grade."""
    if not place.has_key:
        yield f"Set OPENAI_API_KEY (for {place.host}) and start again; the key is never written to a file."
    if not model_at(settings, place.host):
        yield f"Name the model that {place.host} is to use."
