"""Who decides in a sentence: the candidate, the team, nobody, or somebody to whom it was handed (data/actors.toml)."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path

from interviewer.grading.lower_case import compiled, lowered
from interviewer.grading.offline.denials import without
from interviewer.grading.spans import Span

I_SUBJECT = r"\bI(?:['’](?:d|ll|ve|m))?"
WE_SUBJECT = r"\b(?:we|the team|our team|they|the group|everyone|the squad|us)(?:['’](?:d|ll|ve|re))?"
TOGETHER = r"(?:\s+(?:all|jointly|together|collectively))?"
I_WORD = re.compile(r"\b(?:I|i(?!\.)|[Mm]y|me|[Mm]ine)\b")
WE_WORD = re.compile(r"\b(?:we|our|us|the team)\b", re.IGNORECASE)


class Actors:
    """Finds i_decides, i_steps, i_acts, i_supports, we_decides, nobody_decides, delegates, discussed, step, i_word and
    we_word in a sentence. `words` are the lists of data/actors.toml."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
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
                "discussed": rf"\b(?:{listed('discussed')})\b",
                "step": listed("steps"),
            }
        )
        self._credit = compiled(listed("credit"))

    def find(self, text: str, denied: Sequence[Span] = ()) -> dict[str, list[Span]]:
        """The roles that show in a sentence, each with its first span. A decision handed over is not one's own, and
        nobody did what is `denied`."""
        found: dict[str, list[Span]] = {}
        first, we = I_WORD.search(text), WE_WORD.search(text)
        text = without(lowered(text), denied)
        if first:
            found["i_word"] = [first.span()]
            self._search(self._first_person, text, found)
            if "i_decides" not in found and (credit := self._credit.search(text)):
                found["i_decides"] = [credit.span()]
        if we:
            found["we_word"] = [we.span()]
        self._search(self._any_person, text, found)
        if "delegates" in found:
            found.pop("i_decides", None)
        return found

    @staticmethod
    def _search(patterns: Mapping[str, re.Pattern[str]], text: str, found: dict[str, list[Span]]) -> None:
        for name, pattern in patterns.items():
            match = pattern.search(text)
            if match:
                found[name] = [match.span()]


def _compiled(patterns: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: compiled(pattern) for name, pattern in patterns.items()}


def load_actors(path: Path) -> Actors:
    return Actors(tomllib.loads(path.read_text(encoding="utf-8")))
