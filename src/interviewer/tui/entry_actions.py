"""A list of entries of the history, and what its keys do with the one under the cursor."""

import asyncio
from collections.abc import Mapping

from textual.binding import BindingType

from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.domain.transcripts import Transcript
from interviewer.ports import History, InterviewerError
from interviewer.practice.drill import Drill
from interviewer.tui import entries
from interviewer.tui.history_rows import when
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.screens.dialog import Dialog
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.wording import counted, told

TITLE_SHOWN = 110
LAST_DELETED = 500  # of so many the one that was deleted last is looked for
FOR_GOOD = "It is erased from the database, with every grade, name, tag and note. It cannot be brought back."


KEYS: list[BindingType] = [
    binding("history.undo", "undo"),
    binding("history.retry", "retry"),
    binding("history.compare", "compare"),
    binding("history.delete", "delete"),
    binding("history.name", "name"),
    binding("history.tags", "tags"),
    binding("history.note", "note"),
    binding("history.mark", "mark"),
    binding("history.purge", "purge"),
    binding("history.pager", "pager"),
    binding("history.copy", "copy"),
]


UNAVAILABLE = {
    "history.retry": "An interview is no single answer: open it, and retry one of its answers.",
    "history.compare": "Compare takes a single answer: open the interview and choose one.",
    "history.mark": "Compare takes a single answer: open the interview and choose one.",
    "history.undo": "Nothing is deleted that could come back.",
}


class EntryActions(AppScreen[None]):
    """What is deleted comes back with undo until the app closes, even from another screen: the store remembers it.

    `KEYS` are bound by the screen itself: they come in the key line in the order in which they are bound.
    """

    def __init__(self) -> None:
        super().__init__()
        self.marked: HistoryRow | None = None
        self.deleted = 0

    @property
    def history(self) -> History:
        return self.services.store.history

    @property
    def row(self) -> HistoryRow | None:
        """The entry under the cursor."""
        raise NotImplementedError

    def reload(self, keep: str = "") -> None:
        raise NotImplementedError

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        row = self.row
        if action in ("name", "tags", "note", "pager", "copy", "purge"):
            return row is not None
        if action in ("retry", "compare", "mark"):
            return row is not None and row.entry == "answer"
        if action == "delete":
            return row is not None and row.deleted_at is None
        return self.deleted > 0 if action == "undo" else True

    def unavailable(self) -> Mapping[str, str]:
        return UNAVAILABLE if self.row is not None else {}

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        row = self.row
        if row is None:
            return
        if row.entry == "answer":
            open_transcript(self.interviewer, row.id)
        elif row.open and row.deleted_at is None:
            self.interviewer.open_interview(row.id)
        else:
            self.interviewer.open_debrief(row.id)

    # labels, and the text elsewhere

    def action_name(self) -> None:
        if (row := self.row) is not None:
            entries.edit_name(self.interviewer, row, lambda: self.reload(row.id))

    def action_tags(self) -> None:
        if (row := self.row) is not None:
            entries.edit_tags(self.interviewer, row, lambda: self.reload(row.id))

    def action_note(self) -> None:
        if (row := self.row) is not None:
            entries.edit_note(self.interviewer, row, lambda: self.reload(row.id))

    async def action_pager(self) -> None:
        if self.row is not None:
            await entries.read_in_pager(self.interviewer, self.row.id)

    async def action_copy(self) -> None:
        if self.row is not None:
            await entries.copy_entry(self.interviewer, self.row.id)

    # putting away

    async def action_delete(self) -> None:
        row = self.row
        if row is None:
            return
        try:
            await asyncio.to_thread(self.history.delete, row.id, self.services.clock.now())
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"It was not deleted: {told(error)}", "error")
            return
        self.interviewer.say(
            f"Deleted {when(row, self.services.clock.now())}. {self.key('history.undo')} brings it back.", stays=True
        )
        self.reload(row.id)

    async def action_undo(self) -> None:
        """Among what is deleted the entry under the cursor comes back, elsewhere the one that was deleted last."""
        row = self.row
        try:
            if row is None or row.deleted_at is None:
                deleted = await asyncio.to_thread(self.history.rows, HistoryQuery(deleted=True), limit=LAST_DELETED)
                row = max(deleted, key=lambda each: each.deleted_at or each.created_at, default=None)
            if row is None:
                return
            await asyncio.to_thread(self.history.restore, row.id)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"It was not brought back: {told(error)}", "error")
            return
        self.interviewer.say(f"Brought back {when(row, self.services.clock.now())}.")
        self.reload(row.id)

    def action_purge(self) -> None:
        row = self.row
        if row is None:
            return
        what = when(row, self.services.clock.now())
        more = f" with {counted(row.answers, 'answer')}" if row.entry == "interview" else ""
        choices = [("keep", "Keep it"), ("purge", "Erase it for good")]

        def decided(choice: str | None) -> None:
            if choice == "purge":
                self.run_worker(self._purge(row), group="purge", exclusive=True)

        title = one_line(row.name or row.title)
        short = title if len(title) <= TITLE_SHOWN else f"{title[: TITLE_SHOWN - 1]}…"
        self.app.push_screen(Dialog(f"Erase {what}{more} for good?", f"“{short}”\n{FOR_GOOD}", choices), decided)

    async def _purge(self, row: HistoryRow) -> None:
        self.interviewer.say("Erasing …")  # a large database takes a while
        try:
            left = await asyncio.to_thread(self.services.store.archive.purge, [row.id])
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"It was not erased: {told(error)}", "error")
            return
        self.interviewer.say(f"Erased {when(row, self.services.clock.now())} for good.")
        if left:
            names = ", ".join(str(file) for file in left)
            left_over = f"Set aside earlier, this may still hold it; delete it yourself: {names}"
            self.interviewer.say(left_over, "warning", stays=True)
        self.reload(row.id)

    # the question again, and two answers beside each other

    async def _transcript(self, row: HistoryRow) -> Transcript | None:
        try:
            found = await asyncio.to_thread(self.services.store.transcript, row.id)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"This answer cannot be read: {told(error)}", "error")
            return None
        if found is None:
            self.interviewer.say("This answer is no longer there.", "error")
        return found

    async def action_retry(self) -> None:
        """As Retry on the feedback: the last text in the editor, what to fix first above it."""
        from interviewer.tui.opening import TALK
        from interviewer.tui.screens.drill import DrillScreen

        found = await self._transcript(self.row) if self.row is not None else None
        if found is not None:
            answer = found.answer
            if answer.question.drill == TALK:  # a talk is not an answer that could be changed
                self.interviewer.ask(answer.track, answer.question)
                return
            drill = Drill(answer.track, answer.question, self.services.store, self.services.clock)
            self.app.push_screen(DrillScreen(drill, last=(answer, found.latest)))

    def action_mark(self) -> None:
        """The answer that the next one is compared with; a second time takes the mark away."""
        row = self.row
        if row is not None:
            self.marked = None if self.marked is not None and self.marked.id == row.id else row
            self.marks_changed()

    def marks_changed(self) -> None:
        raise NotImplementedError

    async def action_compare(self) -> None:
        """With the marked answer to the same question, else with the try before."""
        from interviewer.tui.compare import compare_with_earlier, compare_with_marked

        row = self.row
        if row is None:
            return
        if self.marked is not None and self.marked.id != row.id:
            await compare_with_marked(self.interviewer, self.marked, row)
        else:
            await compare_with_earlier(self.interviewer, row)
