"""What the app is given: small things ready, heavy things as callables that are called when they are first needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from interviewer.domain.grades import Grade
    from interviewer.domain.progress import Progress
    from interviewer.domain.questions import Question, Track
    from interviewer.domain.schedule import DueItem
    from interviewer.domain.worked import Worked
    from interviewer.paths import Paths
    from interviewer.ports import Clock, FullStore, Grader, QuestionBank, RubricSource
    from interviewer.practice.interview_session import Tools
    from interviewer.settings import Endpoint, Settings

    EstimateMoves = Callable[[Question, tuple[str, Grade], tuple[str, Grade], str], str]


@dataclass(frozen=True, slots=True)
class Services:
    """Everything from outside. `store` is used from several threads at once.

    `bank`, `rubrics`, `make_grader` and `interview_tools` may be slow at their first call and are called in a thread.
    `make_grader`, `interview_tools` and `endpoint` raise InterviewerError for settings that cannot be used.
    `save_settings` writes the named fields to the settings file (None takes one out) and raises InterviewerError or
    OSError. `trial_note` says in a few words what is known of the model as a grader ("not tried yet", "passed on
    20 Nov 2026"), nothing where nothing can be told.
    `notice` says what is wrong with the settings file (file, line, field) where the defaults had to take its place.
    `rescued` says what was saved of a damaged database, and where that is kept, if that was just done.
    `question_text` gives a question as text for a person's own editor, and `read_question` reads it back: the text, and
    the id that it must keep, "" for a new one. Raises ContentError with line and field.
    `entry_text` is an answer or interview of the history as text, by its id; `progress_page` an HTML page in pieces.
    `due` is what is to be practised today, the schedule brought up to date; it reads the bank, so it may be slow.
    `worked` gives the worked answers to a question by its id, None where it has none; it may be slow at its first call.
    `own_rubrics` are the rubrics of the person's own, each (name, how it is shown); it reads their files.
    `estimate_moves` says what moved the offline estimate of a signal or habit (its id) between two answers to a
    question, each with its grade; "" where that is not known. It is called in a thread.
    """

    store: FullStore
    clock: Clock
    settings: Settings
    paths: Paths
    bank: Callable[[], QuestionBank]
    rubrics: Callable[[], RubricSource]
    make_grader: Callable[[Settings], Grader]
    interview_tools: Callable[[Settings], Tools]
    endpoint: Callable[[Settings], Endpoint]
    save_settings: Callable[[Mapping[str, Any]], None]
    question_text: Callable[[Question], str]
    read_question: Callable[[str, str], Question]
    entry_text: Callable[[str], str]
    progress_page: Callable[[Progress, Sequence[DueItem]], Iterable[str]]
    trial_note: Callable[[Settings], str] = field(default=lambda _: "")
    notice: str = ""
    rescued: str = ""
    due: Callable[[], Sequence[DueItem]] = field(default=list)
    worked: Callable[[Track, str], Worked | None] = field(default=lambda track, question_id: None)
    own_rubrics: Callable[[], Sequence[tuple[str, str]]] = field(default=list)
    estimate_moves: EstimateMoves = field(default=lambda question, before, after, dimension_id: "")


@dataclass(frozen=True, slots=True)
class Start:
    """Where the app begins when it does not begin at Home: at a question, or at one chosen from a track; None asks
    which track. Or in a stored interview, by its id; `self_scores` as for ChatScreen."""

    track: Track | None
    question: Question | None = None
    interview_id: str = ""
    self_scores: bool = False
