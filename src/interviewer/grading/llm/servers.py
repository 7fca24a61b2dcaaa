"""What is known of a server and its model: how it takes a format, and which parameters it refuses."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

Rung = Literal["strict_schema", "object_with_schema", "object", "tool", "plain"]
RUNGS: tuple[Rung, ...] = get_args(Rung)

# A parameter, and the words by which an error message names it.
DROPPABLE: dict[str, re.Pattern[str]] = {
    "temperature": re.compile(r"\btemperature\b", re.IGNORECASE),
    "seed": re.compile(r"\bseed\b", re.IGNORECASE),
    "max_completion_tokens": re.compile(r"\bmax(?:_completion|_new)?_tokens\b|in the completion\b", re.IGNORECASE),
    "stream_options": re.compile(r"\b(?:stream_options|include_usage)\b", re.IGNORECASE),
}
NAMES_FORMAT = re.compile(
    r"response[ _]?format|json[ _]?(?:schema|object|mode)|structured[ "
    r"_]outputs?|\bschemas?\b|\bgrammar\b|\btools?\b|tool_choice"
    r"|\bfunction(?:s| call\w*)?\b|\bformat\b",
    re.IGNORECASE,
)
NAMES_OVERFLOW = re.compile(
    r"exceed_context_size|context[ _-]?(?:length|size|window)|maximum context|max_model_len|n_ctx|num_ctx|too "
    r"many (?:input )?tokens"
    r"|(?:prompt|input|request) is too (?:long|large)|token limit|maximum (?:input|prompt) length|reduce the length",
    re.IGNORECASE,
)
NO_SUCH_PARAMETERS = re.compile(r"requested parameters|support(?:s|ed)? (?:all )?(?:the )?parameters", re.IGNORECASE)
REFUSALS = (400, 404, 415, 422)


@dataclass(frozen=True, slots=True)
class ServerProfile:
    """How one server serves one model. `token_ratio` is its count of a prompt over our estimate of it."""

    rung: Rung = "strict_schema"
    dropped: frozenset[str] = frozenset()
    token_ratio: float = 1.0
    proven: bool = False


class ServerMemory:
    """Profiles by host and model, for as long as the program runs; `dump` and `load` carry them over."""

    def __init__(self) -> None:
        self._profiles: dict[tuple[str, str], ServerProfile] = {}

    def profile(self, host: str, model: str) -> ServerProfile:
        return self._profiles.get((host, model), ServerProfile())

    def learn(self, host: str, model: str, **changes: Any) -> None:
        """Sets fields of a profile (rung, dropped, token_ratio, proven)."""
        self._profiles[host, model] = replace(self.profile(host, model), **changes)

    def lower(self, host: str, model: str, refused: ServerProfile) -> ServerProfile:
        """Keeps what a refusal taught, together with what other requests have learnt meanwhile; returns both as one."""
        known = self.profile(host, model)
        rung = max(known.rung, refused.rung, key=RUNGS.index)
        self.learn(host, model, rung=rung, dropped=known.dropped | refused.dropped)
        return self.profile(host, model)

    def dump(self) -> str:
        """The profiles as JSON text, to be kept in the data folder."""
        rows = [
            {
                "host": host,
                "model": model,
                "rung": each.rung,
                "dropped": sorted(each.dropped),
                "token_ratio": each.token_ratio,
            }
            for (host, model), each in sorted(self._profiles.items())
            if each.proven
        ]
        return json.dumps({"servers": rows}, indent=1) + "\n"

    @classmethod
    def load(cls, text: str) -> "ServerMemory":
        """What `dump` wrote. It is only a shortcut: what cannot be read is forgotten, not an error."""
        memory = cls()
        try:
            rows = json.loads(text)["servers"]
            for row in rows:
                ratio = float(row["token_ratio"])
                if row["rung"] in RUNGS and 0.5 <= ratio <= 2:
                    memory.learn(
                        str(row["host"]),
                        str(row["model"]),
                        rung=row["rung"],
                        dropped=frozenset(row["dropped"]) & DROPPABLE.keys(),
                        token_ratio=ratio,
                        proven=True,
                    )
        except (ValueError, KeyError, TypeError):
            return cls()
        return memory


def below(rung: Rung) -> Rung | None:
    """The next rung down the ladder; None at its foot."""
    index = RUNGS.index(rung) + 1
    return RUNGS[index] if index < len(RUNGS) else None


def adapted(profile: ServerProfile, body: Mapping[str, Any], status: int, text: str) -> ServerProfile | None:
    """The profile to try after a refusal: without the parameters that the error names, else one rung down.

    None where the error is about something else; a context overflow is about neither.
    """
    if status < 500 and status not in REFUSALS:
        return None
    named = {name for name, words in DROPPABLE.items() if name in body and words.search(text)}
    if NO_SUCH_PARAMETERS.search(text):
        named |= {name for name in ("temperature", "seed", "max_completion_tokens") if name in body}
    if named:
        return replace(profile, dropped=profile.dropped | named)
    if status == 404 and not NO_SUCH_PARAMETERS.search(text):
        return None
    lower = below(profile.rung)
    names_format = NAMES_FORMAT.search(text) or NO_SUCH_PARAMETERS.search(text)
    if lower is None or not names_format or NAMES_OVERFLOW.search(text):
        return None
    return replace(profile, rung=lower)
