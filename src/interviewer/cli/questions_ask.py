"""A question of one's own asked for field after field: each is checked as it is given, and nothing given is lost."""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, get_args

from interviewer.content.question_files import checked_question
from interviewer.domain.questions import KINDS, TRACK_NAMES, QuestionTrack

UNFINISHED = "unfinished-question.json"
LISTS = {
    "expects": "Points of a strong answer to this very question, one a line (they make the grade sharper).",
    "pitfalls": "How it is usually lost, one a line.",
    "follow_ups": "Follow-ups that only make sense for this question, one a line.",
}
TRACKS: tuple[QuestionTrack, ...] = get_args(QuestionTrack)
NAMES: dict[QuestionTrack, str] = {"ai_pm": TRACK_NAMES["ai_pm"], "ml_pm": TRACK_NAMES["ml_pm"], "both": "both"}

Ask = Callable[[str], str]
Say = Callable[[str], None]


class Questionnaire:
    """Asks with `ask`, which gets a line and raises EOFError or KeyboardInterrupt where there is no more to come.

    `fields` are what was given so far, by the names of a question's fields; those already there are not asked again.
    """

    def __init__(self, ask: Ask, say: Say, fields: Mapping[str, Any] | None = None) -> None:
        self._ask = ask
        self._say = say
        self.fields: dict[str, Any] = dict(fields or {})

    def fill_in(self, similar: Callable[[Mapping[str, Any]], str] = lambda fields: "") -> None:
        """Asks for everything that is missing. `similar` says which question asks the same, as soon as that shows."""
        tracks = {str(number): track for number, track in enumerate(TRACKS, start=1)}
        named = ", ".join(f"{number} {NAMES[track]}" for number, track in tracks.items())
        self._one("track", f"For which role? {named}: ", lambda given: tracks.get(given, given))
        if "prompt" not in self.fields:
            self._one("prompt", "The question, as an interviewer asks it: ", str)
            if told := similar(self.fields):
                self._say(f"  note: {told}")
        self._one("kind", "Kind (? lists them) [behavioural]: ", self._kind, "behavioural")
        self._one("minutes", "Minutes that a good answer takes, spoken [4]: ", _number, 4)
        for name, what in LISTS.items():
            self._list(name, f"{what} An empty line ends.")

    def _one(self, name: str, asked: str, read: Callable[[str], Any], default: Any = None) -> None:
        """Asks until the field can be used."""
        while name not in self.fields:
            given = self._ask(asked).strip()
            value = default if not given and default is not None else read(given)
            wrong = self._wrong(name, value)
            if wrong:
                self._say(f"  {wrong}")
            elif value is not None:
                self.fields[name] = value

    def _list(self, name: str, asked: str) -> None:
        if name in self.fields:
            return
        self._say(asked)
        entries: list[str] = []
        try:
            while given := self._ask(f"  {len(entries) + 1}. ").strip():
                wrong = self._wrong(name, [*entries, given])
                if wrong:
                    self._say(f"  {wrong}")
                else:
                    entries.append(given)
        except BaseException:
            self.fields |= {name: entries} if entries else {}
            raise
        self.fields[name] = entries

    def _kind(self, given: str) -> str | None:
        if given == "?":
            self._say(f"  {', '.join(KINDS)}")
            return None
        begun = [kind for kind in KINDS if kind.startswith(given)]
        return begun[0] if len(begun) == 1 else given

    def _wrong(self, name: str, value: Any) -> str:
        """What is wrong with one field, in a line."""
        if value is None:
            return ""
        rest = {"id": "new", "track": "both", "prompt": "Why?"}
        result = checked_question({**rest, name: value})
        if not isinstance(result, list):
            return ""
        field, message = result[0]
        return f"{field}: {message}"


def _number(given: str) -> int | str:
    return int(given) if given.isascii() and given.isdigit() else given


def unfinished(home: Path) -> dict[str, Any]:
    """What was given before the last questionnaire was broken off; {} where there is nothing, or nothing legible."""
    try:
        fields = json.loads((home / UNFINISHED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    result = checked_question({"id": "new", "track": "both", "prompt": "Why?", **fields}) if _is_table(fields) else []
    return {} if isinstance(result, list) else fields


def _is_table(fields: Any) -> bool:
    return isinstance(fields, dict) and all(isinstance(each, str) for each in fields)


def keep_unfinished(home: Path, fields: Mapping[str, Any]) -> None:
    """Keeps what was given so far, or forgets it where there is nothing. Raises OSError."""
    from interviewer.paths import write_private

    path = home / UNFINISHED
    if fields:
        write_private(path, json.dumps(fields, ensure_ascii=False) + "\n")
    else:
        path.unlink(missing_ok=True)


def yes(ask: Ask, asked: str, answers: Sequence[str] = ("y", "n")) -> str:
    """The first letter of an answer, the first of `answers` where nothing is typed; asked until it is one of them."""
    while True:
        given = ask(asked).strip().lower()[:1] or answers[0]
        if given in answers:
            return given
