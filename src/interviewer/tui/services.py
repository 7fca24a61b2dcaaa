"""What the app is given: small things ready, heavy things as callables that are called when they are first needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from interviewer.domain.questions import Question, Track
from interviewer.paths import Paths
from interviewer.ports import Clock, Grader, QuestionBank, RubricSource, Store
from interviewer.settings import Endpoint, Settings


@dataclass(frozen=True, slots=True)
class Services:
    """Everything from outside. `store` is used from several threads at once.

    `bank`, `rubrics` and `make_grader` may be slow at their first call and are called in a thread. `make_grader` and
    `endpoint` raise InterviewerError for settings that cannot be used. `save_settings` writes the named fields to the
    settings file (None takes one out) and raises InterviewerError or OSError. `trial_note` says in a few words what is
    known of the model as a grader ("not tried yet", "passed on 20 Nov 2026"), nothing where nothing can be told.
    """

    store: Store
    clock: Clock
    settings: Settings
    paths: Paths
    bank: Callable[[], QuestionBank]
    rubrics: Callable[[], RubricSource]
    make_grader: Callable[[Settings], Grader]
    endpoint: Callable[[Settings], Endpoint]
    save_settings: Callable[[Mapping[str, Any]], None]
    trial_note: Callable[[Settings], str] = field(default=lambda _: "")


@dataclass(frozen=True, slots=True)
class Start:
    """Where the app begins when it does not begin at Home: at a question, or at one chosen from a track."""

    track: Track
    question: Question | None = None
