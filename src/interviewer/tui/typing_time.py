"""How long an editor was in use."""

from datetime import datetime

LONGEST_PAUSE = 60.0


class TypingTime:
    """Seconds from key to key; a pause to think counts, one of more than a minute only as a minute."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._before = seconds
        self._last: datetime | None = None

    def key(self, now: datetime) -> None:
        self._before = self.seconds(now)
        self._last = now

    def seconds(self, now: datetime) -> float:
        if self._last is None:
            return self._before
        return self._before + max(0.0, min(LONGEST_PAUSE, (now - self._last).total_seconds()))
