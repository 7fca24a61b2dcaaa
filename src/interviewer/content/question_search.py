"""Finds questions by what they are and by words: quick enough for every key that is typed, with ten thousand too."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from interviewer.domain.questions import Question, Track


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is looked for; a field left out lets everything through.

    `words` must all stand in the prompt, topic, kind, drill or id, in any order, also as parts of words. `own` are the
    person's own questions, `pack` those of the named pack.
    """

    words: str = ""
    track: Track | None = None
    kind: str | None = None
    topic: str | None = None
    drill: str | None = None
    own: bool = False
    pack: str | None = None


class QuestionSearch:
    """Over the questions of one moment. `pack_of` gives the pack of a question's id, "" for none."""

    def __init__(
        self, questions: Sequence[Question], is_own: Callable[[str], bool], pack_of: Callable[[str], str]
    ) -> None:
        self._questions = questions
        self._is_own = is_own
        self._pack_of = pack_of
        self._texts: list[str] | None = None

    def find(self, query: Query) -> list[Question]:
        """The questions that fit, in the order of the bank."""
        words = query.words.casefold().split()
        if not words:
            return [each for each in self._questions if self._fits(each, query)]
        found: Iterable[tuple[str, Question]] = zip(self._all_texts(), self._questions, strict=True)
        for word in words:
            found = [pair for pair in found if word in pair[0]]
        return [each for _, each in found if self._fits(each, query)]

    def _all_texts(self) -> list[str]:
        if self._texts is None:
            self._texts = [
                f"{each.prompt}\n{each.topic}\n{each.kind}\n{each.drill or ''}\n{each.id}".casefold()
                for each in self._questions
            ]
        return self._texts

    def _fits(self, each: Question, query: Query) -> bool:
        return (
            (query.track is None or each.track in (query.track, "both"))
            and query.kind in (None, each.kind)
            and query.topic in (None, each.topic)
            and query.drill in (None, each.drill)
            and (not query.own or self._is_own(each.id))
            and (query.pack is None or self._pack_of(each.id) == query.pack)
        )
