"""An answer of the past: with its follow-ups, every grade it ever had, and the words that earned or cost points."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.worker import Worker

from interviewer.domain.grades import Evidence
from interviewer.domain.questions import TRACK_NAMES
from interviewer.domain.transcripts import Answer, StoredGrade
from interviewer.ports import InterviewerError
from interviewer.tui import entries
from interviewer.tui.asked_between import asked_between
from interviewer.tui.compare import compare_with_earlier
from interviewer.tui.history_rows import labels
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line, plain
from interviewer.tui.screens.feedback import FeedbackScreen
from interviewer.tui.widgets.answer_pane import AnswerPane
from interviewer.tui.widgets.check_row import CheckRow
from interviewer.tui.widgets.fitted import Fitted, fit
from interviewer.tui.widgets.grade_page import GradePage
from interviewer.tui.wording import told

if TYPE_CHECKING:
    from interviewer.domain.history import HistoryRow

QUESTION_LINES = 4
NO_EVIDENCE = "No words of this answer met a check."


@dataclass(frozen=True, slots=True)
class Spot:
    """One quote in the answer, and the row of the check that it belongs to."""

    row: int
    evidence: Evidence


class TranscriptScreen(FeedbackScreen):
    """The feedback on a stored answer, and a walk through its evidence in the order of the answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding("transcript.next", "evidence(1)"),
        binding("transcript.previous", "evidence(-1)"),
        binding("history.compare", "compare"),
        binding("history.name", "name"),
        binding("history.tags", "tags"),
        binding("history.note", "note"),
        binding("transcript.copy_answer", "copy_answer"),
        binding("transcript.copy", "copy"),
        binding("history.pager", "pager"),
    ]

    def __init__(self, answer: Answer, grades: Sequence[StoredGrade]) -> None:
        super().__init__(answer, grades)
        self.entry: HistoryRow | None = None
        self.reading: Worker[None] | None = None
        self.spot = -1
        self.walking: Spot | None = None

    def on_mount(self) -> None:
        self.mount(Fitted(self._labels, id="transcript-labels"), after="#feedback-head")
        self._reread()

    async def _prepare(self) -> None:
        try:
            between = await asyncio.to_thread(asked_between, self.services.store, self.answer)
        except (InterviewerError, OSError) as error:
            self._warn("The follow-ups could not be read.", told(error))
        else:
            self.query_one(AnswerPane).between = between
        await super()._prepare()

    async def _read_entry(self) -> None:
        """Name, tags and note, again after each change."""
        try:
            self.entry = await asyncio.to_thread(self.services.store.history.row, self.answer.id)
        except (InterviewerError, OSError) as error:
            self._warn("Name, tags and note could not be read.", told(error))
        view = self.query_one("#transcript-labels", Fitted)
        view.set_class(self.entry is None or not labels(self.entry), "-empty")
        view.redraw()
        self.refresh_bindings()

    def _head(self, width: int) -> Content:
        """The question in full, and below it which grade this is."""
        question = Content.styled(plain(self.answer.question.prompt), "bold").wrap(width)[:QUESTION_LINES]
        label = " · ".join([TRACK_NAMES[self.answer.track], *self.grades.label()])
        return Content("\n").join([*question, Content.styled(one_line(label), "$text-muted")])

    def _labels(self, width: int) -> Content:
        return fit(labels(self.entry), width) if self.entry is not None else Content("")

    # the walk

    @property
    def spots(self) -> list[Spot]:
        """Every quote of the grade on the screen, in the order of the answer."""
        rows = self.page.rows if self.page is not None else []
        found = [
            Spot(number, evidence)
            for number, row in enumerate(rows)
            if isinstance(row, CheckRow) and row.check.met
            for evidence in row.check.evidence
        ]
        return sorted(found, key=lambda each: (each.evidence.start, each.evidence.end, each.row))

    def action_evidence(self, step: int) -> None:
        """To the next words that count, whatever check they belong to; where the answer is not in sight it comes up."""
        spots = self.spots
        if self.page is None or not spots:
            return
        if not self.beside and not self.has_class("-answer"):
            self.action_answer()
        self.spot = (self.spot + step) % len(spots) if self.spot >= 0 else (0 if step > 0 else len(spots) - 1)
        self.walking = spots[self.spot]
        self.page.choose(self.walking.row)

    def on_grade_page_row_chosen(self, message: GradePage.RowChosen) -> None:
        walking, self.walking = self.walking, None
        row = message.row
        if walking is None or not isinstance(row, CheckRow):
            self.spot = -1
            return
        message.prevent_default()
        check = replace(row.check, evidence=(walking.evidence,))
        self.query_one(AnswerPane).choose(check, self._told(row))

    def _told(self, row: CheckRow) -> Content:
        mark = "!" if row.check.polarity == "negative" else "✓"
        colour = "$text-error" if row.check.polarity == "negative" else "$text-success"
        head = Content.assemble(
            (f"{self.spot + 1} of {len(self.spots)}  ", "bold $text-accent"),
            (f"{mark} ", f"bold {colour}"),
            row.statement,
        )
        why = row.told()
        return head if why.plain == row.statement else Content("\n").join([head, why])

    # keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "evidence":
            return bool(self.spots)
        if action in ("name", "tags", "note", "compare"):
            return self.entry is not None
        return super().check_action(action, parameters)

    def unavailable(self) -> Mapping[str, str]:
        return {"transcript.next": NO_EVIDENCE, **super().unavailable()}

    async def action_compare(self) -> None:
        if self.entry is not None:
            await compare_with_earlier(self.interviewer, self.entry)

    def _reread(self) -> None:
        self.reading = self.run_worker(self._read_entry, group="entry", exclusive=True)

    def action_name(self) -> None:
        if self.entry is not None:
            entries.edit_name(self.interviewer, self.entry, self._reread)

    def action_tags(self) -> None:
        if self.entry is not None:
            entries.edit_tags(self.interviewer, self.entry, self._reread)

    def action_note(self) -> None:
        if self.entry is not None:
            entries.edit_note(self.interviewer, self.entry, self._reread)

    def action_copy_answer(self) -> None:
        entries.copy(self.interviewer, self.answer.text, "The answer")

    async def action_copy(self) -> None:
        await entries.copy_entry(self.interviewer, self.answer.id)

    async def action_pager(self) -> None:
        await entries.read_in_pager(self.interviewer, self.answer.id)
