"""What the app owes its terminal: colours that it has, free keys, a clipboard, and to step aside for a while."""

import asyncio
import os
import signal
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from textual import events
from textual.app import App

from interviewer.tui.keymaps import keymap
from interviewer.tui.services import Services
from interviewer.tui.themes import THEMES, other_of, usual_theme
from interviewer.tui.toasts import ToastApp
from interviewer.tui.unavailable import why_not
from interviewer.tui.wording import counted, word_count

if TYPE_CHECKING:
    from interviewer.settings import Settings


class TerminalApp(ToastApp):
    """`settings` are those in use; their `keys` are the preset's and, over them, those of the settings file."""

    def __init__(self, services: Services) -> None:
        # Without colours the terminal's own are kept, both of them: Textual would else turn every colour into a grey.
        super().__init__(services.paths, ansi_color=True if "NO_COLOR" in os.environ else None)
        self.services = services
        self.settings: Settings = services.settings
        for theme in THEMES:
            self.register_theme(theme)
        self.usual_theme = usual_theme(self.console.color_system, os.environ, no_color=self.no_color)
        known = self.settings.theme in self.available_themes
        self.theme = self.settings.theme if known and not self.no_color else self.usual_theme
        self.unknown_theme = "" if known else self.settings.theme
        self.use_keys()

    def use_keys(self) -> None:
        keys = keymap(self.settings.keymap, self.services.settings.keys)
        self.key_problems = keys.problems
        self.settings = replace(self.settings, keys=keys.keys)
        self.set_keymap(keys.keys)

    def on_mount(self) -> None:
        self.app_resume_signal.subscribe(self, self._draw_again)
        if self.key_problems:
            problems = "; ".join(self.key_problems)
            self.say(f"Keys in the settings that are not used: {problems}.", "warning", stays=True)
        if self.unknown_theme:
            self.say(f"The settings name a theme that there is not: {self.unknown_theme}.", "warning", stays=True)

    def on_key(self, event: events.Key) -> None:
        """What nobody has taken, and no key that works here: it may be one that works at other times."""
        reason = why_not(self.screen, event.key, self.settings.keys)
        if reason:
            self.say(reason)

    def action_light_or_dark(self) -> None:
        self.theme = other_of(self.theme, dark=self.current_theme.dark)

    # the clipboard

    def copy_to_clipboard(self, text: str) -> None:
        """What Textual's editors and its marked text call."""
        self.copy(text, "The marked text")

    def copy(self, text: str, what: str) -> None:
        """To the clipboard by whatever leads there, which is said; `what` begins a sentence: "Your answer"."""
        self._clipboard = text  # Textual's own, from which Ctrl+V pastes
        self.run_worker(self._copy(text, what), group="clipboard", exclusive=True)

    async def _copy(self, text: str, what: str) -> None:
        from interviewer.tui.clipboard import copy_text

        copied = await asyncio.to_thread(copy_text, text, tools=not self.is_web)
        if copied.escape and self._driver is not None:
            self._driver.write(copied.escape)
        length = counted(word_count(text), "word")
        text = f"{what} ({length}) {copied.how}. {copied.note}".rstrip()
        self.say(text, "information" if copied.done else "warning")

    # stepping aside

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "suspend_process":
            return self._driver is not None and self._driver.can_suspend
        return super().check_action(action, parameters)

    def action_suspend_process(self) -> None:
        """As the terminal's own Ctrl+Z: the whole process group stops, a make or script around the app too."""
        if self._driver is None or not self._driver.can_suspend or not hasattr(signal, "SIGTSTP"):
            return
        self.flush_keepers()
        self._suspend_signal()
        os.kill(0, signal.SIGTSTP)

    def _draw_again(self, app: App[Any]) -> None:
        """The terminal has forgotten the screen meanwhile."""
        self.refresh(layout=True)
