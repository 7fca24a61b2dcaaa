"""The keys that work here, in one line at the bottom. Textual's Footer is a widget a key, made anew at each change."""

from textual import events
from textual.content import Content
from textual.screen import Screen

from interviewer.tui.widgets.fitted import Fitted

GAP = "   "


class KeyLine(Fitted):
    """Keys that do not fit are left out, but never the last: it is Help, which has them all. A click presses a key."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        height: 1;
        padding: 0 1;
        background: $footer-background;
        color: $footer-description-foreground;
    }
    """

    def __init__(self) -> None:
        super().__init__(self._line)
        self.keys: list[tuple[str, str, str]] = []
        self.places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def on_unmount(self) -> None:
        self.screen.bindings_updated_signal.unsubscribe(self)

    def _changed(self, screen: Screen[object]) -> None:
        """`keys` are (key, key as it is shown, label), one of each action."""
        if not self.is_attached or screen is not self.screen:
            return
        found: dict[str, tuple[str, str, str]] = {}
        for active in screen.active_bindings.values():
            shown = active.binding
            if shown.show and active.enabled and shown.action not in found:
                found[shown.action] = (shown.key, self.app.get_key_display(shown), shown.description)
        if list(found.values()) != self.keys:
            self.keys = list(found.values())
            self.redraw(layout=False)

    def _line(self, width: int) -> Content:
        drawn = [
            (key, Content.assemble((shown, "bold $footer-key-foreground"), f" {label}"))
            for key, shown, label in self.keys
        ]
        while len(drawn) > 1 and sum(part.cell_length + len(GAP) for _, part in drawn) - len(GAP) > width:
            del drawn[-2]
        self.places = []
        at = 0
        for key, part in drawn:
            self.places.append((at, at + part.cell_length, key))
            at += part.cell_length + len(GAP)
        return Content(GAP).join(part for _, part in drawn)

    def on_click(self, event: events.Click) -> None:
        offset = event.get_content_offset(self)
        if offset is not None:
            for start, end, key in self.places:
                if start <= offset.x < end:
                    self.app.simulate_key(key)
