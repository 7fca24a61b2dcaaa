"""The composition root: makes each adapter when it is first asked for."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from interviewer.cli.known_servers import KnownServers
    from interviewer.content.bank import Bank
    from interviewer.content.loops import LoopsFile
    from interviewer.content.negotiation import NegotiationFile
    from interviewer.content.own_rubrics import OwnRubrics
    from interviewer.content.rubrics import Rubrics
    from interviewer.content.worked import WorkedAnswers
    from interviewer.domain.grades import Grade
    from interviewer.domain.progress import Progress
    from interviewer.domain.questions import Question, Track
    from interviewer.domain.schedule import DueItem
    from interviewer.grading.llm.grader import LlmGrader
    from interviewer.grading.llm.record import Recorder
    from interviewer.grading.offline.grader import OfflineGrader
    from interviewer.paths import Paths
    from interviewer.ports import Clock, FullStore, Grader, Interviewer, InterviewStore, RubricSource
    from interviewer.practice.interview_session import Tools
    from interviewer.settings import Endpoint, Settings
    from interviewer.stored_keys import StoredKeys
    from interviewer.trials import TrialKey
    from interviewer.tui.services import Services


class Program:
    """Every adapter of the program, each made when it is first asked for."""

    def __init__(self, environ: Mapping[str, str] | None = None) -> None:
        import os

        self.environ: Mapping[str, str] = os.environ if environ is None else environ
        self.recorder: Recorder | None = None
        self.rescued = ""

    @cached_property
    def paths(self) -> "Paths":
        from interviewer.paths import find_paths

        return find_paths(self.environ)

    def settings(self, flags: Mapping[str, Any] | None = None) -> "Settings":
        """Flags over environment over the settings file. Raises InterviewerError that names what is wrong where."""
        from interviewer.settings import changed, load_settings, with_environment

        return changed(with_environment(load_settings(self.paths.settings), self.environ), flags or {})

    def settings_without_file(self, flags: Mapping[str, Any]) -> "Settings":
        """As `settings`, where the file cannot be used. Raises InterviewerError for a bad flag or variable."""
        from interviewer.settings import Settings, changed, with_environment

        return changed(with_environment(Settings(), self.environ), flags)

    @cached_property
    def bank(self) -> "Bank":
        from interviewer.content.bank import Bank

        return Bank(self.paths.questions, packs=self.paths.packs, index=self.paths.question_index)

    @cached_property
    def worked(self) -> "WorkedAnswers":
        from interviewer.content.worked import WorkedAnswers

        return WorkedAnswers(self.bank)

    @cached_property
    def rubrics(self) -> "Rubrics":
        from interviewer.content.rubrics import Rubrics

        rubrics = Rubrics()
        rubrics.named = lambda name: self.own_rubrics.find(name)  # noqa: PLW0108 - those are made out of these
        return rubrics

    @cached_property
    def own_rubrics(self) -> "OwnRubrics":
        from interviewer.content.own_rubrics import OwnRubrics

        def wrong(entry: str, has_words: bool) -> str:
            from interviewer.grading.offline.features import wrong_in_find

            return wrong_in_find(entry, has_words)

        return OwnRubrics(self.paths.rubrics, self.rubrics, wrong)

    def rubrics_for(self, settings: "Settings") -> "RubricSource":
        """What the settings' rubric makes of them: one of the person's own in place of its track's.

        Raises ContentError where there is no such rubric, or it cannot be used.
        """
        from interviewer.content.chosen_rubrics import ChosenRubrics
        from interviewer.domain.questions import TRACKS

        if not settings.rubric or settings.rubric in TRACKS:
            return self.rubrics
        chosen = ChosenRubrics(self.rubrics, self.own_rubrics, settings.rubric)
        chosen.rubric(chosen.track)
        return chosen

    def shown_rubrics(self, name: str) -> "RubricSource":
        """As rubrics_for, for what only shows: one that cannot be used is told when it is to grade."""
        from interviewer.ports import ContentError
        from interviewer.settings import Settings

        try:
            return self.rubrics_for(Settings(rubric=name))
        except ContentError:
            return self.rubrics

    @cached_property
    def loops(self) -> "LoopsFile":
        from interviewer.content.loops import LoopsFile

        return LoopsFile()

    @cached_property
    def stored_keys(self) -> "StoredKeys":
        from interviewer.stored_keys import FILE, StoredKeys

        return StoredKeys(self.paths.home / FILE)

    def endpoint(self, settings: "Settings") -> "Endpoint":
        """Where a model's requests go; a key in the keyring is not read yet. Raises InterviewerError."""
        from interviewer.settings import endpoint

        return endpoint(settings, self.environ, self.stored_keys)

    def create_home(self) -> None:
        """Makes the data folder. Raises StoreError where that cannot be done."""
        from interviewer.ports import InterviewerError, StoreError

        try:
            self.paths.create()
        except InterviewerError as error:
            raise StoreError(str(error)) from None

    def store(self, *, rescue: bool = True) -> "FullStore":
        """The database, made where there is none; of a damaged one what can be saved. Raises StoreError. Close it."""
        from interviewer.storage.database import open_store
        from interviewer.storage.errors import DamagedError

        self.create_home()
        try:
            return open_store(self.paths.database)
        except DamagedError:
            if not rescue:
                raise
        from interviewer.cli.history_rescue import rescue_damaged

        self.rescued = rescue_damaged(self)
        return open_store(self.paths.database)

    @contextmanager
    def existing_store(self) -> "Iterator[FullStore | None]":
        """The database, or None where nothing was ever stored: looking leaves no traces."""
        if not self.paths.database.exists():
            yield None
            return
        store = self.store(rescue=False)
        try:
            yield store
        finally:
            store.close()

    @cached_property
    def clock(self) -> "Clock":
        from interviewer.cli.clock import SystemClock

        return SystemClock()

    def services(self, settings: "Settings", store: "FullStore", notice: str = "") -> "Services":
        """What the app is given; the slow parts are made when it first asks for them. `notice`: see Services."""
        from interviewer.cli.question_text import question_text, read_question_text
        from interviewer.cli.rubrics_own import choices
        from interviewer.tui.services import Services

        chosen = [settings.rubric]

        def save(changes: Mapping[str, Any]) -> None:
            if "rubric" in changes:
                chosen[0] = changes["rubric"] or ""
            self.save_settings(changes)

        return Services(
            store=store,
            clock=self.clock,
            settings=settings,
            paths=self.paths,
            bank=lambda: self.bank,
            rubrics=lambda: self.shown_rubrics(chosen[0]),
            make_grader=self.grader,
            interview_tools=lambda chosen: self.interview_tools(chosen, store),
            endpoint=self.endpoint,
            save_settings=save,
            question_text=question_text,
            read_question=lambda text, question_id: read_question_text(text, question_id, self.bank),
            entry_text=lambda entry_id: self.entry_text(store, entry_id),
            progress_page=self.progress_page,
            trial_note=self.trial_note,
            notice=notice,
            rescued=self.rescued,
            due=lambda: self.due(store),
            worked=lambda track, question_id: self.worked.of(track, question_id),  # noqa: PLW0108 - read when first asked for
            own_rubrics=lambda: choices(self),
            estimate_moves=self.estimate_moves,
        )

    def due(self, store: "FullStore", track: "Track | None" = None) -> "list[DueItem]":
        """What is to be practised today, the first first. Raises StoreError, ContentError."""
        from interviewer.practice.due import due_now

        return due_now(store, self.clock, self.bank, self.rubrics, self.loops, track=track)

    def estimate_moves(
        self, question: "Question", before: "tuple[str, Grade]", after: "tuple[str, Grade]", dimension_id: str
    ) -> str:
        """What moved the offline estimate between two answers; see Services."""
        from interviewer.grading.offline.estimate_moves import moves_text

        return moves_text(self.offline, question, before, after, dimension_id)

    def entry_text(self, store: "FullStore", entry_id: str) -> str:
        """An answer or interview of the history as text. Raises InterviewerError."""
        from interviewer.cli.entry_text import entry_text

        return entry_text(self, store, entry_id)

    def progress_page(self, progress: "Progress", due: "Sequence[DueItem]") -> "Iterator[str]":
        from interviewer.reports.html_progress import progress_report

        return progress_report(progress, due)

    def save_settings(self, changes: Mapping[str, Any]) -> None:
        """Sets the named fields in the settings file. Raises ContentError where it is broken, OSError."""
        from interviewer.settings import load_settings, save_settings

        load_settings(self.paths.settings)
        self.create_home()
        save_settings(self.paths.settings, changes)

    def grader(
        self,
        settings: "Settings",
        record: "Path | None" = None,
        replay: "Path | None" = None,
        *,
        scores_only: bool = False,
    ) -> "Grader":
        """The grader that the settings name. Raises InterviewerError for an unusable address or recording."""
        if settings.grader == "llm":
            return self.llm_grader(settings, record, replay, scores_only=scores_only)
        return self.offline_for(settings)

    def llm_grader(
        self,
        settings: "Settings",
        record: "Path | None" = None,
        replay: "Path | None" = None,
        *,
        scores_only: bool = False,
    ) -> "LlmGrader":
        from interviewer.grading.llm.grader import LlmGrader
        from interviewer.grading.llm.record import Recorder, Replay

        if record is not None:
            self.recorder = Recorder(record)
        return LlmGrader(
            settings,
            self.endpoint(settings),
            self.rubrics_for(settings),
            memory=None if replay is not None else self.servers.memory,
            recorder=self.recorder,
            client=Replay(replay) if replay is not None else None,
            scores_only=scores_only,
        )

    @property
    def trials(self) -> "Path":
        """The file of trials of models."""
        from interviewer.trials import FILE

        return self.paths.home / FILE

    def trial_key(self, settings: "Settings") -> "TrialKey | None":
        """What a trial of the model in the settings speaks of; None where none is named. Raises InterviewerError."""
        from interviewer.settings import DEFAULT_MODEL, OPENAI_HOST
        from interviewer.trials import TrialKey, prompt_version, rubrics_digest

        host = self.endpoint(settings).host
        model = settings.model or (DEFAULT_MODEL if host == OPENAI_HOST else "")
        if settings.grader != "llm" or not model:
            return None
        return TrialKey(host, model, settings.effort, prompt_version(), rubrics_digest(self.rubrics.folder))

    def trial_note(self, settings: "Settings") -> str:
        """What is known of the model as a grader, in a few words; nothing offline, or where it cannot be told."""
        from interviewer.ports import InterviewerError
        from interviewer.trials import load_trials, trial_note

        try:
            key = self.trial_key(settings)
        except (InterviewerError, OSError):
            return ""
        return trial_note(load_trials(self.trials), key, settings.score_by) if key else ""

    @cached_property
    def offline(self) -> "OfflineGrader":
        """One for everything: its word lists and subjects take a third of a second to read."""
        from interviewer.grading.offline.grader import OfflineGrader

        return OfflineGrader(self.rubrics, self.bank)

    def offline_for(self, settings: "Settings") -> "OfflineGrader":
        """The offline grader under the rubric that is set. Raises as rubrics_for."""
        rubrics = self.rubrics_for(settings)
        return self.offline.under(rubrics) if settings.rubric else self.offline

    def interviewer(self, settings: "Settings") -> "Interviewer | None":
        """Who words the follow-ups: the model that grades, or None for the rubric's own. Raises InterviewerError."""
        if settings.grader != "llm":
            return None
        from interviewer.grading.llm.interviewer import LlmInterviewer

        return LlmInterviewer(settings, self.endpoint(settings), memory=self.servers.memory, recorder=self.recorder)

    def interview_tools(self, settings: "Settings", store: "InterviewStore") -> "Tools":
        """What an interview needs from outside; what is asked next is decided by the offline grader, whoever grades."""
        from interviewer.practice.interview_session import Tools

        return Tools(
            store=store,
            clock=self.clock,
            bank=self.bank,
            rubrics=self.rubrics_for(settings),
            loops=self.loops,
            quick=self.offline_for(settings),
            interviewer=self.interviewer(settings),
            negotiation=self.negotiation,
        )

    @cached_property
    def negotiation(self) -> "NegotiationFile":
        from interviewer.content.negotiation import NegotiationFile

        return NegotiationFile()

    @cached_property
    def servers(self) -> "KnownServers":
        from interviewer.cli.known_servers import KnownServers

        return KnownServers(self.paths)

    def close(self) -> None:
        """Keeps what was learnt about servers, and says where a recording has holes."""
        if "servers" in self.__dict__:
            self.servers.save()
        if self.recorder is not None and self.recorder.problem:
            from interviewer.cli.output import say_error

            say_error(self.recorder.problem)
