"""Lines in the corner: one goes when the person moves on, unless it still holds or offers something."""

from typing import Any

from textual import events

from interviewer.paths import Paths
from interviewer.tui.leaving import LeavingApp
from interviewer.tui.safe_text import plain

SECONDS, SECONDS_OF_TROUBLE = 6, 12


class ToastApp(LeavingApp):
    """`acts` counts keys and clicks: what is said by the very one that leads on is said for the screen it leads to."""

    def __init__(self, paths: Paths, *, ansi_color: bool | None = None) -> None:
        super().__init__(paths, ansi_color=ansi_color)
        self.acts = 0
        self._passing: dict[str, int] = {}  # what goes with the screen, and with which act it was said

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.MouseDown) and not event.is_forwarded:
            self.acts += 1
        await super().on_event(event)

    def say(self, text: str, severity: str = "information", *, stays: bool | None = None) -> None:
        """A line in the corner; never markup, whatever it quotes. Errors stay when the person moves on, and whatever
        `stays`; a line that is there already is not shown twice."""
        level: Any = severity
        shown = plain(text)
        self._take_away({shown})
        if not (severity == "error" if stays is None else stays):
            self._passing[shown] = self.acts
        seconds = SECONDS if severity == "information" else SECONDS_OF_TROUBLE
        self.notify(shown, severity=level, markup=False, timeout=seconds)

    def moved_on(self) -> None:
        """Another screen is in front."""
        self._take_away({text for text, act in self._passing.items() if act < self.acts})

    def _take_away(self, texts: set[str]) -> None:
        for text in texts:
            self._passing.pop(text, None)
        for each in [each for each in self._notifications if each.message in texts]:
            self._unnotify(each)
