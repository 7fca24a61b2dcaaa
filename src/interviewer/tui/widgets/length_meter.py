"""How long the answer is when it is spoken, and how long it took to type."""

from dataclasses import dataclass

from textual.content import Content

from interviewer.tui.widgets.fitted import Fitted, bar, spread
from interviewer.tui.wording import clock_time, counted, spoken_seconds

WIDEST_BAR, NARROWEST_BAR = 24, 6


@dataclass(frozen=True, slots=True)
class Length:
    """`words` of the answer, the question's target in minutes, seconds of typing, and whether all of it is stored.
    `target` is the target in words of what is written, not spoken; None for speech."""

    words: int = 0
    minutes: int = 4
    typed: float = 0.0
    kept: str = ""
    target: int | None = None


class LengthMeter(Fitted):
    DEFAULT_CSS = "LengthMeter { height: 1; padding: 0 2; color: $text-muted; }"

    def __init__(self) -> None:
        super().__init__(self._line)
        self.length = Length()

    def show(self, length: Length) -> None:
        if length != self.length:
            self.length = length
            self.redraw(layout=False)

    def _line(self, width: int) -> Content:
        length = self.length
        spoken, target = spoken_seconds(length.words), length.minutes * 60
        share = length.words / length.target if length.target else spoken / target
        over = share > 1.25
        style = "$warning" if over else "$primary"
        said = f"≈ {clock_time(spoken)} of {clock_time(target)}"
        if length.target:
            said = f"{length.words:,} of {counted(length.target, 'word')}{', written' if width >= 52 else ''}"
        note = " (long)" if over else ""
        words = f"  {counted(length.words, 'word')}" if width >= 52 and not length.target else ""
        right = Content(f"typing {clock_time(length.typed)}")
        if width >= 66:
            right = Content(f"{length.kept}   ") + right if length.kept else right
        room = width - len(f"{said}{note} {words}") - right.cell_length - 2
        cells = max(NARROWEST_BAR, min(WIDEST_BAR, width - 58, room))
        left = Content.assemble((f"{said}{note} ", "$foreground"), bar(cells, share, style), words)
        return spread(width, left, right)
