"""The least that a Textual app can be, to measure the others against: a line of text and an editor."""

from textual.app import App, ComposeResult
from textual.widgets import Static, TextArea


class BareApp(App[None]):
    def compose(self) -> ComposeResult:
        yield Static("bare app")
        yield TextArea()

    def on_mount(self) -> None:
        self.query_one(TextArea).focus()


if __name__ == "__main__":
    BareApp().run()
