"""What the history is narrowed to: ten filters, each with a few values that a key steps through."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from interviewer.domain.history import HistoryQuery
from interviewer.domain.questions import KINDS, ROUNDS, TRACK_NAMES
from interviewer.tui.wording import kind_name

SHORTEST_BEGINNING = 3
WEAK = 2.6  # below this a panel says no
DAYS = {"today": 0, "week": 6, "month": 29, "quarter": 89, "year": 364}  # before today
SCORES = {
    "strong_no": (None, 1.7), "no": (1.8, 2.5), "mixed": (2.6, 3.3), "yes": (3.4, 4.1), "strong_yes": (4.2, None),
}  # fmt: skip
OF_QUERY = ("shows", "track", "kind", "round", "grader", "tag")  # whose values are those of the query

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """`options` are (value, what is shown); the value "" filters nothing. `key` names the key that steps through."""

    name: str
    label: str
    options: Options
    key: str

    def after(self, value: str, step: int = 1) -> str:
        values = [each for each, _ in self.options]
        at = values.index(value) if value in values else 0
        return values[(at + step) % len(values)]

    def shown(self, value: str) -> str:
        return next((label for each, label in self.options if each == value), value)


def filters(tags: Sequence[str] = ()) -> tuple[Filter, ...]:
    """All of them, with the tags that are in use."""

    def made(key: str, label: str, *options: tuple[str, str], every: str = "all") -> Filter:
        return Filter(key.removeprefix("history."), label, (("", every), *options), key)

    return (
        made("history.shows", "Entries", ("drills", "single questions only"), ("interviews", "interviews only"),
             ("answers", "every answer, those of interviews too"), every="single questions and interviews"),
        made("history.track", "Track", *TRACK_NAMES.items(), every="both"),
        made("history.kind", "Kind", *((kind, kind_name(kind)) for kind in KINDS)),
        made("history.round", "Round", *((each, kind_name(each)) for each in ROUNDS)),
        made("history.score", "Score", ("strong_no", "below 1.8"), ("no", "1.8 to 2.5"), ("mixed", "2.6 to 3.3"),
             ("yes", "3.4 to 4.1"), ("strong_yes", "4.2 and above"), every="any"),
        made("history.habit", "Habit", ("specificity", "specificity below 2.6"), ("ownership", "ownership below 2.6"),
             every="any"),
        made("history.grader", "Grader", ("offline", "offline estimate"), ("llm", "a model"), every="any"),
        made("history.date", "Date", ("today", "today"), ("week", "last 7 days"), ("month", "last 30 days"),
             ("quarter", "last 90 days"), ("year", "last 365 days"), every="any"),
        made("history.tag", "Tag", *((tag, tag) for tag in tags), every="any"),
        made("history.deleted", "Deleted", ("yes", "deleted, until the app closes"), every="left out"),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """`chosen` holds the values that filter something, by the name of their filter; `text` is what is searched for."""

    text: str = ""
    chosen: dict[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        return not self.chosen and not self.text.strip()

    def value(self, name: str) -> str:
        return self.chosen.get(name, "")

    def with_value(self, name: str, value: str) -> "HistoryFilter":
        others = {each: known for each, known in self.chosen.items() if each != name}
        return replace(self, chosen=others | ({name: value} if value else {}))

    def told(self, known: Sequence[Filter]) -> str:
        """`“refund*” · AI PM · ethics · #onsite`; nothing where nothing is filtered."""
        parts = [f"“{as_typed(self.text).strip()}”"] if self.text.strip() else []
        for each in known:
            value = self.value(each.name)
            if value:
                parts.append(f"#{value}" if each.name == "tag" else each.shown(value))
        return " · ".join(parts)

    def query(self, now: datetime) -> HistoryQuery:
        """`now` is aware; days are those of the computer's own time zone."""
        low, high = SCORES.get(self.value("score"), (None, None))
        chosen: dict[str, Any] = {name: value for name, value in self.chosen.items() if name in OF_QUERY}
        return HistoryQuery(
            text=as_typed(self.text),
            **chosen,
            min_score=low,
            max_score=high,
            specificity_below=WEAK if self.value("habit") == "specificity" else None,
            ownership_below=WEAK if self.value("habit") == "ownership" else None,
            since=_since(self.value("date"), now),
            deleted=bool(self.value("deleted")),
        )


def as_typed(text: str) -> str:
    """While a word is being typed, every word that begins so counts; a blank after it makes it a whole word."""
    words = text.split()
    if text.count('"') % 2 or not text[-1:].isalnum() or len(words[-1]) < SHORTEST_BEGINNING:
        return text
    return f"{text}*"


def _since(span: str, now: datetime) -> datetime | None:
    """The beginning of the first local day that counts."""
    if span not in DAYS:
        return None
    midnight = now.astimezone().replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=None)
    return (midnight - timedelta(days=DAYS[span])).astimezone()
