"""The history as it is looked through: answers and whole interviews, found, labelled and put away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from interviewer.domain.grades import GraderKind
from interviewer.domain.questions import Kind, Round, Track

EntryKind = Literal["answer", "interview"]
Shown = Literal["all", "drills", "interviews", "answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryQuery:
    """Which entries to show; what is left as it is filters nothing.

    `text` is what a person typed into the search: any text will do. Every word must occur, accents and capitals do not
    matter, `"several words"` are a phrase, `deploy*` is every word that begins so. `shows` "all" is every drill answer
    and every interview, "answers" every answer, those of interviews too. `round` is what the question is asked in; an
    interview has several. `prompt` is of a question that was typed on the spot, and so has no id. Scores are 1.0-5.0,
    both ends included; `*_below` leaves the bound out; entries without a score match none of them. `since` is included,
    `until` is not; both are aware. `deleted` shows what was deleted and can still be brought back, and nothing else.
    """

    text: str = ""
    shows: Shown = "all"
    track: Track | None = None
    kind: Kind | None = None
    round: Round | None = None
    drill: str | None = None
    question_id: str | None = None
    prompt: str | None = None
    interview_id: str | None = None
    min_score: float | None = None
    max_score: float | None = None
    specificity_below: float | None = None
    ownership_below: float | None = None
    grader: GraderKind | None = None
    since: datetime | None = None
    until: datetime | None = None
    tag: str | None = None
    deleted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryRow:
    """A line of the history: an answer or a whole interview, cheap to read, no grade is parsed for it.

    `title` is the question's prompt or the interview's title, `name` what the person called it, "" where they did not.
    Scores are of an answer's newest scored grade; of an interview what the committee makes of those of its answers.
    `session_id` groups the answers of one sitting, and is an interview's own id; an answer given in an interview has
    its `interview_id`. `answers` is 1, or how many an interview has; `tries` counts
    the answers to the same question up to and including this one (0 for an interview), `words` those of the answer.
    `question_id`, `question_kind` and `drill` are "" where there is none. Where a text was searched for, `excerpt` is a
    few words around it (`found` are the places in them), which may be of the feedback or of the person's own note.
    """

    entry: EntryKind
    id: str
    session_id: str
    created_at: datetime
    track: Track
    title: str
    name: str
    note: str
    tags: tuple[str, ...]
    interview_id: str | None
    question_id: str
    question_kind: str
    drill: str
    words: int
    tries: int
    answers: int
    open: bool
    status: Literal["scored", "unscored", "waiting"]
    score: float | None
    vote: str | None
    specificity: float | None
    ownership: float | None
    grader: str | None
    deleted_at: datetime | None
    excerpt: str = ""
    found: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What became of the records of an import, by their type ("drill", "interview", "question", …).

    `added` are new, to those `completed` something was added (a grade, a tag, what came later), those `there` were here
    already; so many `bad` lines were left out.
    """

    added: Mapping[str, int]
    completed: Mapping[str, int]
    there: Mapping[str, int]
    bad: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rescued:
    """What was saved of a damaged database, which now lies at `aside`; `unreadable` rows at most were lost."""

    aside: Path
    answers: int
    grades: int
    interviews: int
    drafts: int
    unreadable: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GradedChecks:
    """The checks of the newest scored grade of an answer, as "dimension.check"; `missed` are those that cost points."""

    answer_id: str
    question_id: str
    answered_at: datetime
    graded_at: datetime
    missed: tuple[str, ...]
    passed: tuple[str, ...]
