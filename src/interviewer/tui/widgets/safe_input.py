"""A line of text to type in, in which nothing can steer the terminal."""

from textual.widgets import Input

from interviewer.tui.safe_text import one_line


class SafeInput(Input):
    """Pasted control characters become visible escapes, line ends become blanks."""

    DEFAULT_CSS = """
    SafeInput {
        height: 1;
        border: none;
        padding: 0 1;
        background: $surface;
        &:focus { border: none; background: $panel; }
        &.-invalid, &.-invalid:focus { border: none; }
        &>.input--placeholder { color: $text-muted; }
    }
    """

    def validate_value(self, value: str) -> str:
        return value if value.isprintable() else one_line(value)
