"""Why a key does nothing now that works on the same screen at other times: in a line, when it is pressed."""

from collections.abc import Mapping
from typing import Any

from textual.screen import Screen

from interviewer.tui.keys import KEYS


def why_not(screen: Screen[Any], key: str, chosen: Mapping[str, str]) -> str:
    """Empty for a key that works, or of which the screen has nothing to say; `chosen` are the keys of the settings."""
    unavailable = getattr(screen, "unavailable", None)
    reasons: Mapping[str, str] = unavailable() if unavailable is not None else {}
    meant = [reason for name, reason in reasons.items() if key in keys_of(name, chosen)]
    return meant[0] if meant and key not in screen.active_bindings else ""


def keys_of(name: str, chosen: Mapping[str, str]) -> list[str]:
    return [key.strip() for key in (chosen.get(name) or KEYS[name].keys).split(",")]
