"""What an import would do, before it does it: which questions are new, which are there already, which lines are bad."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from interviewer.content.import_formats import Source, read_entries_of
from interviewer.content.near_duplicates import NearDuplicates, same_words
from interviewer.content.own_questions import question_id
from interviewer.content.question_files import checked_question
from interviewer.content.raw_entries import RawEntry
from interviewer.domain.questions import Question, QuestionTrack, Topic
from interviewer.ports import Problem

LONGEST_ID = 100


class Known(Protocol):
    """What an import needs of the bank."""

    def questions(self) -> Sequence[Question]: ...

    def topics(self) -> Sequence[Topic]: ...


@dataclass(frozen=True, slots=True)
class New:
    """A question that would be added. `like` is the id of one that asks much the same in other words, or ""."""

    line: int
    question: Question
    like: str = ""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """An entry that is left out: `of` is the id of the question that asks it already."""

    line: int
    prompt: str
    of: str


@dataclass(frozen=True, slots=True)
class ImportPlan:
    """`left_out` counts lines of text beside the list."""

    new: Sequence[New]
    duplicates: Sequence[Duplicate]
    problems: Sequence[Problem]
    left_out: int = 0


def plan_import(name: str, text: str, form: str, bank: Known, track: QuestionTrack | None = None) -> ImportPlan:
    """Reads the text as `form` ("toml", "csv", "jsonl", "md") and holds every entry to the rules and to the bank.

    `track` is that of entries which name none. Nothing is written.
    """
    read = read_entries_of(Source(name, text, bank.topics()), form)
    planning = _Planning(name, bank.questions(), track)
    for entry in read.entries:
        planning.add(entry)
    new = planning.with_likes()
    problems = sorted([*read.problems, *planning.problems], key=lambda each: each.line)
    return ImportPlan(new, planning.duplicates, problems, read.left_out)


class _Planning:
    """Goes through the entries in order; each is held to the bank and to the entries before it."""

    def __init__(self, name: str, known: Iterable[Question], track: QuestionTrack | None) -> None:
        self.name = name
        self.track = track
        self.known = {each.id: each for each in known}
        self.asked: dict[str, list[Question]] = {}
        for each in self.known.values():
            self.asked.setdefault(same_words(each.prompt), []).append(each)
        self.before = list(self.known.values())
        self.new: list[New] = []
        self.duplicates: list[Duplicate] = []
        self.problems: list[Problem] = []

    def add(self, entry: RawEntry) -> None:
        fields = self._completed(entry.fields)
        question = checked_question(fields)
        wrong = question if isinstance(question, list) else list(self._wrong(question))
        if isinstance(question, list) or wrong:
            self._tell(entry, wrong)
            return
        of = self._there_already(question)
        if of is not None:
            self.duplicates.append(Duplicate(entry.line, question.prompt, of))
        elif question.id in self.known:
            named = "earlier in this file" if question.id in {each.question.id for each in self.new} else "in the bank"
            message = f"{question.id!r} is another question's {named}: change it, or leave it out to get a new one"
            self._tell(entry, [("id", message)])
        else:
            self.new.append(New(entry.line, question))
            self.known[question.id] = question
            self.asked.setdefault(same_words(question.prompt), []).append(question)

    def _completed(self, given: dict[str, Any]) -> dict[str, Any]:
        fields = {name: value for name, value in given.items() if value is not None}
        if self.track is not None:
            fields.setdefault("track", self.track)
        prompt = fields.get("prompt")
        if "id" not in fields:
            fields["id"] = question_id(prompt if isinstance(prompt, str) else "", self.known)
        return fields

    def _wrong(self, question: Question) -> Iterable[tuple[str, str]]:
        if not re.fullmatch(r"\S+", question.id) or len(question.id) > LONGEST_ID:
            yield "id", f"must be one word of at most {LONGEST_ID} characters"

    def _there_already(self, question: Question) -> str | None:
        """The id of a question that asks this, word for word, for a track of this one."""
        for other in self.asked.get(same_words(question.prompt), ()):
            tracks = {question.track, other.track}
            if ("both" in tracks or len(tracks) == 1) and question.drill == other.drill:
                return other.id
        return None

    def _tell(self, entry: RawEntry, wrong: Iterable[tuple[str, str]]) -> None:
        for field, message in wrong:
            no_track = field == "track" and message == "is missing"
            told = "is missing: name it, or give --track ai_pm, ml_pm or both" if no_track else message
            self.problems.append(Problem(self.name, entry.at(field), field, told))

    def with_likes(self) -> list[New]:
        """The new questions, each with the one that it is like: of the bank, or of the entries before it."""
        if not self.new:
            return []
        every = NearDuplicates([*self.before, *(each.question for each in self.new)])
        place = {each.question.id: at for at, each in enumerate(self.new)}
        found = []
        for at, each in enumerate(self.new):
            earlier = (near.other.id for near in every.near(each.question) if place.get(near.other.id, -1) < at)
            found.append(New(each.line, each.question, next(earlier, "")))
        return found
