"""How long an editor was in use."""

from datetime import datetime

LONGEST_PAUSE = 60.0


class TypingTime:
    """Seconds from key to key; a pause to think counts, one of more than a minute only as a minute."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._before = seconds
        self._last: datetime | None = None

    def key(self, now: datetime) -> None:
        if self._last is not None:
            self._before += self._since(now)
        self._last = now

    def seconds(self, now: datetime) -> float:
        return self._before + (self._since(now) if self._last is not None else 0.0)

    def _since(self, now: datetime) -> float:
        assert self._last is not None
        return max(0.0, min(LONGEST_PAUSE, (now - self._last).total_seconds()))
