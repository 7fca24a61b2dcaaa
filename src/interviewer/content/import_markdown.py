"""Questions out of a Markdown list: "- question" under headings that may name a role, a topic or a kind.

A question's own list holds its other fields, each line with a label: "- expects: ...", "- minutes: 5". A text that the
format could not carry otherwise stands in JSON's quotes.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from interviewer.content.raw_entries import LIST_FIELDS, NAME_LISTS, NUMBER_FIELDS, RawEntry, ReadEntries, field_named
from interviewer.domain.questions import KINDS, TRACK_NAMES, Topic
from interviewer.ports import Problem

HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*\s*$")
ITEM = re.compile(r"(\s*)(?:[-*+]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?(.*)$")
LABEL = re.compile(r"\s*(?:\*\*)?([A-Za-z][A-Za-z _-]{1,20}?)(?:\*\*)?\s*:(?:\*\*)?\s+(.*)$")
FENCE = re.compile(r"\s*(```|~~~)")
LABELS = ("id", "expects", "pitfalls", "follow_ups", "rounds", "contexts", "signals", "minutes", "difficulty", "drill",
          "competency", "source", "track", "kind", "topic")  # fmt: skip
ROLES = {name.lower().replace(" ", "_"): track for track, name in TRACK_NAMES.items()} | {
    "both": "both", "both_tracks": "both", "ai_product_manager": "ai_pm", "ml_product_manager": "ml_pm",
    "ai_product_management": "ai_pm", "ml_product_management": "ml_pm",
}  # fmt: skip


def read_markdown(name: str, text: str, topics: Sequence[Topic]) -> ReadEntries:
    return _Reader(name, topics).read(text)


class _Reader:
    """One pass over the lines. `under` are the fields that the headings above give."""

    def __init__(self, name: str, topics: Sequence[Topic]) -> None:
        self.name = name
        self.topics = topics
        self.under: dict[int, dict[str, str]] = {}
        self.found = ReadEntries()
        self.entry: dict[str, Any] | None = None
        self.lines: dict[str, int] = {}
        self.indent = 0
        self.last: str | None = None  # the field that a continued line belongs to
        self.after_blank = False

    def read(self, text: str) -> ReadEntries:
        fenced = False
        for number, line in enumerate(text.split("\n"), start=1):
            stripped = line.rstrip()
            if FENCE.match(stripped):
                fenced = not fenced
                self._end()
            elif fenced:
                self.found.left_out += 1
            elif heading := HEADING.match(stripped):
                self._end()
                self._heading(len(heading[1]), heading[2])
            elif item := ITEM.match(stripped):
                self._item(number, len(item[1].expandtabs(4)), item[2])
            else:
                self._other(stripped)
        self._end()
        return self.found

    def _heading(self, depth: int, title: str) -> None:
        self.under = {level: fields for level, fields in self.under.items() if level < depth}
        self.under[depth] = meaning(title, self.topics)

    def _item(self, number: int, indent: int, text: str) -> None:
        self.after_blank = False
        if self.entry is None or indent <= self.indent:
            self._end()
            self.indent = indent
            self.entry = {"prompt": _unquoted(text)}
            self.lines, self.last = {"": number}, "prompt"
            for fields in self.under.values():
                self.entry |= fields
            return
        label = LABEL.match(text)
        field = field_named(label[1]) if label else ""
        if label is None or field not in LABELS:
            message = "stands under a question: say what it is, for example “expects: …” or “follow-up: …”"
            self.found.problems.append(Problem(self.name, number, "", message))
            self.last = None
            return
        self._set(number, field, label[2])

    def _set(self, number: int, field: str, text: str) -> None:
        assert self.entry is not None  # noqa: S101 - only called under a question
        self.lines.setdefault(field, number)
        self.last = field
        if field in NAME_LISTS:
            self.entry[field] = [each.strip() for each in text.split(",") if each.strip()]
        elif field in LIST_FIELDS:
            self.entry.setdefault(field, []).append(_unquoted(text))
        elif field in NUMBER_FIELDS:
            plain = text.strip()
            self.entry[field] = int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 9 else plain
        else:
            self.entry[field] = _unquoted(text)

    def _other(self, line: str) -> None:
        """A line that is no item goes on with the one above; after a blank line, and not indented, it is nobody's."""
        if not line.strip():
            self.after_blank = True
            return
        continued = self.entry is not None and self.last is not None and (line[:1].isspace() or not self.after_blank)
        self.after_blank = False
        if not continued or self.entry is None or self.last is None:
            self._end()
            self.found.left_out += 1
            return
        value = self.entry[self.last]
        if isinstance(value, list) and value:
            value[-1] += f" {line.strip()}"
        else:
            self.entry[self.last] = f"{value} {line.strip()}"

    def _end(self) -> None:
        if self.entry is not None:
            lines = dict(self.lines)
            self.found.entries.append(RawEntry(lines[""], self.entry, lambda field: lines.get(field, lines[""])))
        self.entry, self.last = None, None


def meaning(title: str, topics: Sequence[Topic]) -> dict[str, str]:
    """The fields that a heading gives: a role, a kind or a topic; none where it means nothing to us."""
    plain = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    plain = re.sub(r"_questions?$", "", plain)
    if plain in ROLES:
        return {"track": ROLES[plain]}
    if plain in KINDS:
        return {"kind": plain}
    for topic in topics:
        if plain in (topic.id, re.sub(r"[^a-z0-9]+", "_", topic.name.lower()).strip("_")):
            return {"topic": topic.id}
    return {}


def _unquoted(text: str) -> str:
    if text.startswith('"') and text.rstrip().endswith('"'):
        try:
            found = json.loads(text.strip())
        except ValueError:
            return text
        if isinstance(found, str):
            return found
    return text.strip()
