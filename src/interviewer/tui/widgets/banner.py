"""Something the person must know, kept in sight until it is no longer so."""

from textual.content import Content
from textual.widgets import Static

from interviewer.tui.safe_text import plain


class Banner(Static):
    DEFAULT_CSS = """
    Banner {
        display: none;
        width: 1fr;
        height: auto;
        max-height: 4;
        padding: 0 1;
        border-left: thick $error;
        background: $error 15%;
        color: $foreground;
    }
    Banner.-shown { display: block; }
    Banner:ansi { background: transparent; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002
        super().__init__("", id=id, markup=False)

    def show(self, title: str, text: str) -> None:
        self.update(Content.assemble((f"{title} ", "bold $text-error"), plain(text)))
        self.add_class("-shown")

    def hide(self) -> None:
        self.remove_class("-shown")
