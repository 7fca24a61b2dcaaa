"""What every screen has: the app by its type, and a way back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, TypeVar, cast

from textual.binding import BindingType
from textual.screen import Screen

from interviewer.tui import messages
from interviewer.tui.keys import binding, shown_key
from interviewer.tui.services import Services
from interviewer.tui.widgets.title_bar import TitleBar

if TYPE_CHECKING:
    from interviewer.tui.app import InterviewerApp

Result = TypeVar("Result")


class AppScreen(Screen[Result]):
    """`TERMS` are the words that Help explains here, of those in glossary.py."""

    TERMS: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = [binding("app.back", "back")]

    @property
    def interviewer(self) -> "InterviewerApp":
        return cast("InterviewerApp", self.app)

    @property
    def services(self) -> Services:
        return self.interviewer.services

    def key(self, name: str) -> str:
        """The key of that name as it is bound now, for texts that speak of it."""
        return shown_key(name, self.interviewer.settings.keys)

    def unavailable(self) -> Mapping[str, str]:
        """By the names of keys that work on this screen at other times, why they do nothing when they do nothing."""
        return {}

    def on_screen_resume(self) -> None:
        self.interviewer.moved_on()

    async def action_back(self) -> None:
        await self.interviewer.leave(self._pop)

    def _pop(self) -> None:
        self.app.pop_screen()

    def on_settings_changed(self, message: messages.SettingsChanged) -> None:
        for title_bar in self.query(TitleBar):
            title_bar.redraw(layout=False)
        for editor in self.query("AnswerEditor"):
            editor.show_mode()  # type: ignore[attr-defined]  # imported with the first editor, not with Home
