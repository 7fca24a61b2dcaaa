"""Answers that come in one after another, as in an import: what is the same for many is looked up once."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from typing import TYPE_CHECKING

from interviewer.storage.answers import (
    BEFORE_ALL,
    InInterview,
    begin_sitting,
    count_tries,
    insert_answer_row,
    newest_try,
)
from interviewer.storage.places import free_place
from interviewer.storage.rows import Stored, microseconds, packed
from interviewer.storage.search import ANSWERS, Words, add_words

if TYPE_CHECKING:
    from interviewer.domain.questions import Question
    from interviewer.domain.transcripts import Answer

# FTS5 begins a new piece of its index, which it has to merge later, whenever a place is not after the one before. So
# words are gathered and written in order, and the last ones held back: those of an interview come before the drills
# that were done meanwhile.
GATHERED, HELD_BACK = 2000, 200


class ManyAnswers:
    """Adds answers within one transaction of the caller's, who calls `finish` before it ends.

    Until then not all of them can be found by their words, nor is of all of them counted which try they are.
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        newest = connection.execute("SELECT max(place) FROM answers").fetchone()[0]
        self._newest: int = BEFORE_ALL if newest is None else newest
        self._sitting: Stored | None = None
        self._tries: dict[str, tuple[int, int]] = {}
        self._miscounted: dict[str, Question] = {}
        self._words: list[Words] = []

    def add(self, answer: Answer, graded: Mapping[str, object], *, feedback: str = "", remarks: str = "") -> int:
        """The answer's number; `graded`, `feedback` and `remarks` are what is noted with it of its newest grade and its
        labels. Raises StoreError where the id is taken.
        """
        place, given = self._free_place(answer), self._begin_sitting(answer)
        tries = self._count_try(answer.question, place)
        number = insert_answer_row(self._connection, answer, place, tries=tries, given=given, graded=graded)
        self._words.append(Words(place, answer.question.prompt, answer.text, feedback, remarks))
        if len(self._words) >= GATHERED:
            self.write_words(held_back=HELD_BACK)
        return number

    def finish(self) -> None:
        for question in self._miscounted.values():
            count_tries(self._connection, question)
        self._miscounted.clear()
        self.write_words()

    def write_words(self, *, held_back: int = 0) -> None:
        """Makes searchable what was added, but for so many of the newest."""
        self._words.sort()
        ready = len(self._words) - held_back
        add_words(self._connection, ANSWERS, self._words[:ready])
        del self._words[:ready]

    def _free_place(self, answer: Answer) -> int:
        place = microseconds(answer.created_at)
        if place <= self._newest:
            place = free_place(self._connection, "answers", place)
        self._newest = max(self._newest, place)
        return place

    def _begin_sitting(self, answer: Answer) -> InInterview | None:
        """As `begin_sitting`, but once for the drill answers of a sitting that come one after another."""
        session = packed(answer.session_id)
        if session == self._sitting:
            return None
        given = begin_sitting(self._connection, answer)
        self._sitting = session if given is None else None
        return given

    def _count_try(self, question: Question, place: int) -> int:
        """Which try at its question it is; 0 for one that comes before a later one, which is counted at the end."""
        key = question.id or f" {question.prompt}"
        if key not in self._tries:
            self._tries[key] = newest_try(self._connection, question)
        newest, tries = self._tries[key]
        self._tries[key] = (max(newest, place), tries + 1)
        if place > newest:
            return tries + 1
        self._miscounted[key] = question
        return 0
