"""Which questions a list shows: by track, by kind, by words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from interviewer.domain.questions import Question

TRACKS = (("all", "all"), ("ai_pm", "AI PM"), ("ml_pm", "ML PM"), ("own", "your own"))


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """`track` is all, ai_pm, ml_pm or own; `kind` all or a kind; `words` must all be in prompt, topic, kind or id."""

    track: str = "all"
    kind: str = "all"
    words: str = ""

    def next_track(self) -> "QuestionFilter":
        values = [value for value, _ in TRACKS]
        return replace(self, track=values[(values.index(self.track) + 1) % len(values)])

    def next_kind(self, kinds: Sequence[str]) -> "QuestionFilter":
        values = ["all", *kinds]
        at = values.index(self.kind) if self.kind in values else 0
        return replace(self, kind=values[(at + 1) % len(values)])

    @property
    def empty(self) -> bool:
        return self == QuestionFilter()

    def chosen(self, questions: Sequence[Question], is_own: Callable[[str], bool]) -> list[Question]:
        wanted = self.words.casefold().split()
        return [
            question
            for question in questions
            if (self.kind in ("all", question.kind))
            and self._on_track(question, is_own)
            and (not wanted or _has(question, wanted))
        ]

    def _on_track(self, question: Question, is_own: Callable[[str], bool]) -> bool:
        if self.track == "own":
            return is_own(question.id)
        return self.track in ("all", question.track) or question.track == "both"


def _has(question: Question, words: Sequence[str]) -> bool:
    text = f"{question.prompt} {question.topic} {question.kind} {question.id}".casefold()
    return all(word in text for word in words)
