"""Every answer, newest first; each opens with its grades."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from interviewer.domain.questions import Track
from interviewer.domain.transcripts import AnswerRow
from interviewer.ports import InterviewerError
from interviewer.tui import messages
from interviewer.tui.answer_rows import answer_line
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import plain
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.transcripts import open_transcript
from interviewer.tui.widgets.fitted import Fitted
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, moment, told

PAGE = 200
NOTHING_YET = "No answers yet. Press {} or {} to practise; every answer and its grades are kept here."


class HistoryRows:
    """Reads a page of answers when one of them is first drawn. `read(limit, offset)` may raise; `failed` is told."""

    def __init__(
        self,
        count: int,
        read: Callable[[int, int], Sequence[AnswerRow]],
        now: datetime,
        failed: Callable[[Exception], None],
    ) -> None:
        self._count = count
        self._read = read
        self._now = now
        self._failed = failed
        self._pages: dict[int, Sequence[AnswerRow]] = {}

    def __len__(self) -> int:
        return self._count

    def can_choose(self, index: int) -> bool:
        return True

    def answer(self, index: int) -> AnswerRow | None:
        number, place = divmod(index, PAGE)
        if number not in self._pages:
            try:
                self._pages[number] = self._read(PAGE, number * PAGE)
            except (InterviewerError, OSError) as error:
                self._pages[number] = ()
                self._failed(error)
        page = self._pages[number]
        return page[place] if place < len(page) else None

    def draw(self, index: int, width: int) -> Content:
        row = self.answer(index)
        return answer_line(row, self._now, width) if row is not None else Content("–")


class HistoryScreen(AppScreen[None]):
    CSS_PATH = "../styles/lists.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("vote", "habit", "offline", "model")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("home.ai_pm", "practise('ai_pm')", footer=True),
        binding("home.ml_pm", "practise('ml_pm')", footer=True),
    ]

    def compose(self) -> ComposeResult:
        yield TitleBar("History")
        with Vertical(id="column"):
            yield Static("", id="list-head", markup=False)
            yield RowList(id="answers")
            yield Fitted(self._detail, id="list-detail")
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def on_screen_resume(self) -> None:
        if self.is_mounted:
            self._show()

    def _show(self) -> None:
        store = self.services.store
        try:
            count = store.count_answers()
        except (InterviewerError, OSError) as error:
            count = 0
            self._failed(error)
        rows = HistoryRows(
            count,
            lambda limit, offset: store.answers(limit=limit, offset=offset),
            self.services.clock.now(),
            self._failed,
        )
        nothing = NOTHING_YET.format(self.key("home.ai_pm"), self.key("home.ml_pm"))
        head = f"{counted(count, 'answer')}, newest first" if count else nothing
        self.query_one("#list-head", Static).update(head)
        answers = self.query_one(RowList)
        answers.show(rows, max(0, answers.cursor))

    def _failed(self, error: Exception) -> None:
        self.interviewer.say(f"Your answers cannot be read: {told(error)}", "error")

    def _chosen(self) -> AnswerRow | None:
        answers = self.query_one(RowList)
        rows = answers.rows
        return rows.answer(answers.cursor) if isinstance(rows, HistoryRows) and answers.cursor >= 0 else None

    def _detail(self, width: int) -> Content:
        """The question in full, and what the line has no room for."""
        row = self._chosen()
        if row is None:
            return Content("")
        parts = [moment(row.created_at, self.services.clock.now()), counted(row.words, "word"), f"try {row.tries}"]
        if row.specificity is not None and row.ownership is not None:
            parts += [f"specificity {row.specificity:.1f}", f"ownership {row.ownership:.1f}"]
        if row.grader:
            parts.append(row.grader)
        question = Content.styled(plain(row.prompt), "bold").wrap(width)[:2]
        return Content("\n").join([*question, *Content.styled(plain(" · ".join(parts)), "$text-muted").wrap(width)])

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one("#list-detail", Fitted).redraw()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        row = self._chosen()
        if row is not None:
            open_transcript(self.interviewer, row.answer_id)

    def action_practise(self, track: Track) -> None:
        self.post_message(messages.Practise(track))
