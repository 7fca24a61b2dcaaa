"""Who decides in a sentence: the candidate, the team, nobody, or somebody to whom it was handed (data/actors.toml)."""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from interviewer.grading.lower_case import compiled, lowered
from interviewer.grading.offline.denials import without
from interviewer.grading.spans import Span

I_SUBJECT = r"\bI(?:['’](?:d|ll|ve|m))?"
WE_SUBJECT = r"\b(?:we|the team|our team|they|the group|everyone|the squad|us)(?:['’](?:d|ll|ve|re))?"
TOGETHER = r"(?:\s+(?:all|jointly|together|collectively))?"
I_WORD = re.compile(r"\b(?:I|i(?!\.)|[Mm]y|me|[Mm]ine)\b")
WE_WORD = re.compile(r"\b(?:we|our|us|the team)\b", re.IGNORECASE)


class Actors:
    """Finds i_decides, i_steps, i_acts, i_supports, we_decides, nobody_decides, delegates, step, i_word and we_word in
    a sentence. `words` are the lists of data/actors.toml."""

    def __init__(self, words: Mapping[str, Any]) -> None:
        adverbs = rf"(?:\s+(?:{'|'.join(words['adverbs'])}))*"
        others = "|".join(words["others"])

        def said_by(subject: str, verbs: str, between: str = "") -> str:
            return rf"{subject}{adverbs}{between}\s+(?:{'|'.join(words[verbs])})\b"

        def listed(name: str) -> str:
            text = "|".join(words[name])
            return text.replace("{ADVERBS}", adverbs).replace("{OTHERS}", others)

        support = f"{said_by(I_SUBJECT, 'support')}|{listed('supporting_part')}"
        self._first_person = _compiled(
            {
                "i_decides": said_by(I_SUBJECT, "decide"),
                "i_steps": said_by(I_SUBJECT, "plain"),
                "i_acts": said_by(I_SUBJECT, "act"),
                "i_supports": support,
            }
        )
        self._any_person = _compiled(
            {
                "we_decides": said_by(WE_SUBJECT, "decide", TOGETHER),
                "nobody_decides": listed("nobody"),
                "delegates": listed("delegates"),
                "step": listed("steps"),
            }
        )
        self._credit = compiled(listed("credit"))
        self._signs = {name: frozenset(signs) for name, signs in words["signs"].items()}

    def find(
        self, text: str, tokens: Sequence[str], spans: Sequence[Span], denied: Sequence[Span] = ()
    ) -> dict[str, list[Span]]:
        """The roles that show in a sentence, each with its first span. A decision handed over is not one's own, and
        nobody did what is `denied`. `tokens` are its words in lower case, each with its span."""
        found: dict[str, list[Span]] = {}
        said = frozenset(" ".join(tokens).replace("'", " ").split())
        lower = without(lowered(text), denied) if denied else lowered(text)
        first_person = self._signs["i_word"]
        if not first_person.isdisjoint(said) and (first := I_WORD.search(text)):
            found["i_word"] = [first.span()]
            begins = [begin for word, begin in _words(tokens, spans) if word in first_person]
            for name, pattern in self._first_person.items():
                for begin in begins:
                    if match := pattern.match(lower, begin):
                        found[name] = [match.span()]
                        break
            if "i_decides" not in found and self._may_show("credit", said) and (credit := self._credit.search(lower)):
                found["i_decides"] = [credit.span()]
        if self._may_show("we_word", said) and (we := WE_WORD.search(text)):
            found["we_word"] = [we.span()]
        for name, pattern in self._any_person.items():
            if self._may_show(name, said) and (match := pattern.search(lower)):
                found[name] = [match.span()]
        if "delegates" in found:
            found.pop("i_decides", None)
        return found

    def _may_show(self, name: str, said: frozenset[str]) -> bool:
        """Whether a sentence has a word without which the search for a role need not begin."""
        signs = self._signs.get(name)
        return signs is None or not signs.isdisjoint(said)


def _words(tokens: Sequence[str], spans: Sequence[Span]) -> Iterator[tuple[str, int]]:
    """The words and where they begin: behind an apostrophe another one does ("the team've", "finance's")."""
    for token, (start, _) in zip(tokens, spans, strict=True):
        first, apostrophe, second = token.partition("'")
        yield first, start
        if apostrophe:
            yield second, start + len(first) + 1


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: compiled(pattern) for name, pattern in patterns.items()}


def load_actors(path: Path) -> Actors:
    return Actors(tomllib.loads(path.read_text(encoding="utf-8")))
