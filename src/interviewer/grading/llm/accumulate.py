"""One reply out of its stream of events, whatever a server leaves out or puts elsewhere."""

from dataclasses import dataclass, field
from typing import Any, Literal

Ending = Literal["done", "cut", "length", "filtered", "refused", "endless"]
LONGEST_REPLY = 60_000  # characters; a model that loops never ends by itself
LONGEST_REASONING = 400_000


@dataclass(frozen=True, slots=True)
class TokenCount:
    """Tokens of one request as the server counted them; None where it does not say."""

    prompt: int | None = None
    cached: int = 0
    completion: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """`ending` says whether the reply may be used; `refusal` is the model's own words where it declined."""

    text: str
    ending: Ending
    refusal: str
    tokens: TokenCount


@dataclass(slots=True)
class Accumulator:
    """Takes events of `chat.completion.chunk`; anything of an unexpected type in them is passed over."""

    content: list[str] = field(default_factory=list)
    reasoning: list[str] = field(default_factory=list)
    refusal: list[str] = field(default_factory=list)
    arguments: list[str] = field(default_factory=list)
    finish_reason: str | None = None
    tokens: TokenCount = TokenCount()
    length: int = 0
    reasoned: int = 0

    def take(self, event: dict[str, Any]) -> bool:
        """Adds an event; True where it brought more of the reply itself, reasoning aside."""
        self._count(event.get("usage"))
        choices = event.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if not isinstance(choice, dict):
            return False
        if isinstance(choice.get("finish_reason"), str) and choice["finish_reason"]:
            self.finish_reason = choice["finish_reason"]
        delta = choice.get("delta")
        before = self.length - self.reasoned
        if isinstance(delta, dict):
            self._add(self.content, delta.get("content"))
            self.reasoned += self._add(self.reasoning, delta.get("reasoning_content") or delta.get("reasoning"))
            self._add(self.refusal, delta.get("refusal"))
            for call in delta.get("tool_calls") or ():
                function = call.get("function") if isinstance(call, dict) else None
                if isinstance(function, dict):
                    self._add(self.arguments, function.get("arguments"))
        return self.length - self.reasoned > before

    @property
    def text(self) -> str:
        """The tool's arguments, else the content, else what a reasoning model put beside it."""
        for parts in (self.arguments, self.content, self.reasoning):
            text = "".join(parts)
            if text.strip():
                return text
        return ""

    @property
    def is_endless(self) -> bool:
        return self.length - self.reasoned > LONGEST_REPLY or self.length > LONGEST_REASONING

    def reply(self) -> Reply:
        return Reply(self.text, self._ending(), "".join(self.refusal).strip(), self.tokens)

    def _ending(self) -> Ending:
        if self.is_endless:
            return "endless"
        if self.finish_reason in (None, "error"):
            return "cut"
        if self.finish_reason == "length":
            return "length"
        if self.finish_reason == "content_filter":
            return "filtered"
        return "refused" if "".join(self.refusal).strip() else "done"

    def _add(self, parts: list[str], text: object) -> int:
        if not isinstance(text, str) or not text:
            return 0
        parts.append(text)
        self.length += len(text)
        return len(text)

    def _count(self, usage: object) -> None:
        if not isinstance(usage, dict):
            return
        prompt, completion = usage.get("prompt_tokens"), usage.get("completion_tokens")
        details = usage.get("prompt_tokens_details")
        cached = details.get("cached_tokens") if isinstance(details, dict) else 0
        self.tokens = TokenCount(
            prompt=prompt if isinstance(prompt, int) else None,
            cached=cached if isinstance(cached, int) else 0,
            completion=completion if isinstance(completion, int) else 0,
        )
