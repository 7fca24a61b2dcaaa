"""Finding words in a text, on every screen that has one."""

from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen

from interviewer.tui.keys import binding, shown_key
from interviewer.tui.terminal_app import TerminalApp


class FindingApp(TerminalApp):
    """While a search lasts, its keys stand above those of the screen, and it ends with the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("find.begin", "find"),
        binding("find.next", "find_next(1)"),
        binding("find.previous", "find_next(-1)"),
        binding("find.end", "find_end"),
    ]
    sought = ""
    at = -1
    searched: Screen[Any] | None = None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("find_next", "find_end"):
            return self.searched is not None and self.searched is self.screen
        if action == "find":
            if len(self.screen_stack) < 2:
                return False  # Home has nothing to read, and needs nothing imported for it
            from interviewer.tui.find import searchable

            return searchable(self.screen)
        return super().check_action(action, parameters)

    def action_find(self) -> None:
        from interviewer.tui.widgets.find_line import FindLine

        if not self.screen.query(FindLine):
            self.screen.mount(FindLine(self.sought, self.screen.focused))

    def find(self, words: str) -> None:
        """The first place from here on; without words, or where there is no such place, nothing is sought."""
        from interviewer.tui.find import next_from_top, places

        self.action_find_end()
        found = places(self.screen, words)
        if found:
            self.sought, self.searched = words, self.screen
            self._show(next_from_top(found))
        elif words.strip():
            self.say(f"“{words}” is nowhere in this text.", "warning")

    def action_find_next(self, step: int) -> None:
        self._show(self.at + step)

    def _show(self, at: int) -> None:
        """What is on the screen may have changed meanwhile, so it is looked through anew."""
        from interviewer.tui.find import places, show
        from interviewer.tui.widgets.find_line import FindStatus

        found = places(self.screen, self.sought)
        if not found:
            self.action_find_end()
            return
        self.at = at % len(found)
        show(found[self.at])
        keys = self.settings.keys
        names = (shown_key("find.next", keys), shown_key("find.previous", keys), shown_key("find.end", keys))
        status = next(iter(self.screen.query(FindStatus)), None)
        if status is None:
            status = FindStatus()
            self.screen.mount(status)
        status.show(self.sought, self.at + 1, len(found), names)
        self.screen.refresh_bindings()

    def action_find_end(self) -> None:
        if self.searched is None:
            return
        from interviewer.tui.widgets.find_line import FindLine, FindStatus

        if self.searched.is_attached:
            self.searched.selections = {}
            for widget in (*self.searched.query(FindStatus), *self.searched.query(FindLine)):
                widget.remove()
            self.searched.refresh_bindings()
        self.searched, self.at = None, -1
