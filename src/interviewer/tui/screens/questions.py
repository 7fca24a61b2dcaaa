"""The question bank: look through it, practise a question, add and change one's own."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input
from textual.worker import Worker

from interviewer.domain.questions import KINDS, Question
from interviewer.ports import InterviewerError, QuestionBank
from interviewer.tui import messages
from interviewer.tui.keys import binding
from interviewer.tui.question_filter import TRACKS, QuestionFilter
from interviewer.tui.question_rows import QuestionRows, question_lines
from interviewer.tui.screens.base import AppScreen
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.fitted import Fitted, spread
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.safe_input import SafeInput
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, kind_name, told

LOOKED_BACK = 1000
LOOK_EVERY = 2.0


class QuestionsScreen(AppScreen[None]):
    """With `add` the form for a new question opens at once."""

    CSS_PATH = "../styles/lists.tcss"
    TERMS: ClassVar[tuple[str, ...]] = ("track", "kind", "own")
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("questions.filter", "filter"),
        binding("questions.add", "add"),
        binding("questions.edit", "edit"),
        binding("questions.remove", "remove"),
        binding("questions.restore", "restore"),
        binding("questions.copy", "copy"),
        binding("questions.track", "track", footer=False),  # the line above the list names these three
        binding("questions.kind", "kind", footer=False),
        binding("questions.own", "own", footer=False),
    ]

    def __init__(self, *, add: bool = False) -> None:
        super().__init__()
        self.adding = add
        self.bank: QuestionBank | None = None
        self.filter = QuestionFilter()
        self.scores: dict[str, float | None] = {}
        self.removed: list[Question] = []
        self.wanted = ""
        self.reading: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("Questions")
        with Vertical(id="column"):
            yield SafeInput(placeholder="Words to look for", id="filter")
            yield Fitted(self._filters, id="filters")
            yield Banner()
            with Container(id="questions-body"):
                yield RowList(id="questions")
                yield Fitted(self._detail, id="list-detail")
        yield KeyLine()

    def on_mount(self) -> None:
        self._reload()
        self.set_interval(LOOK_EVERY, self._look)
        if self.adding:
            self.action_add()

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.bank is not None:
            self._reload()

    def _reload(self) -> None:
        """Reads everything again; what has not begun to read yet is given up."""
        self.reading = self.run_worker(self._load, group="load", exclusive=True)

    async def _look(self) -> None:
        """Files that were dropped into the folder of one's own questions, or changed there, while this is open."""
        if self.bank is None or not self.is_current:
            return
        try:
            changed = await asyncio.to_thread(self.bank.refresh)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("The questions cannot be read.", told(error))
            return
        if changed:
            self._reload()

    async def _load(self) -> None:
        """Reads bank and answers in threads, anew each time the screen comes back."""
        store = self.services.store
        try:
            self.bank = await self.interviewer.bank()
            rows = await asyncio.to_thread(store.answers, limit=LOOKED_BACK)
        except (InterviewerError, OSError) as error:
            self.query_one(Banner).show("The questions cannot be read.", told(error))
            return
        self.scores = {row.question_id: row.score for row in reversed(rows)}
        problems = self.bank.problems()
        banner = self.query_one(Banner)
        if problems:
            files = len({problem.file for problem in problems})
            more = f" ({counted(len(problems), 'problem')} in {counted(files, 'file')}: interviewer questions check)"
            banner.show("Not in the bank:", f"{problems[0]}{more if len(problems) > 1 else ''}")
        else:
            banner.hide()
        self._show(keep=True)

    def _show(self, *, keep: bool = False) -> None:
        if self.bank is None:
            return
        questions = self.query_one("#questions", RowList)
        found = self.filter.chosen(self.bank.questions(), self.bank.is_own)
        own = {question.id for question in found if self.bank.is_own(question.id)}
        found.sort(key=lambda question: question.id not in own)  # one's own come first
        before = self.wanted or (self.question.id if self.question is not None and keep else "")
        self.wanted = ""
        rows = QuestionRows(found, own, self.scores)
        ids = [question.id for question in found]
        questions.show(rows, ids.index(before) if before in ids else 0)
        self.query_one("#filters", Fitted).redraw(layout=False)

    @property
    def question(self) -> Question | None:
        questions = self.query_one("#questions", RowList)
        rows = questions.rows
        if isinstance(rows, QuestionRows) and 0 <= questions.cursor < len(rows):
            return rows.questions[questions.cursor]
        return None

    @property
    def owned(self) -> bool:
        return self.bank is not None and self.question is not None and self.bank.is_own(self.question.id)

    def _filters(self, width: int) -> Content:
        rows = self.query_one("#questions", RowList).rows
        count = counted(len(rows), "question") if self.bank is not None else "reading the questions …"
        track, kind, own = (
            (f"{self.key(f'questions.{name}')} ", "bold $text-accent") for name in ("track", "kind", "own")
        )
        left = Content.assemble(
            track, "Track ", (dict(TRACKS)[self.filter.track], "bold $foreground"), "   ",
            kind, "Kind ", (kind_name(self.filter.kind), "bold $foreground"), "   ",
            own, "All" if self.filter.track == "own" else "Yours",
        )  # fmt: skip
        return spread(width, left, Content(count))

    def _detail(self, width: int) -> Content:
        question = self.question
        if question is None:
            nothing = "No question fits. Press escape to show all." if self.bank is not None else ""
            return Content.styled(nothing, "$text-muted")
        return question_lines(question, width, everything=self.has_class("-wide"))

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one("#list-detail", Fitted).redraw()
        self.refresh_bindings()

    def on_resize(self) -> None:
        self.query_one("#list-detail", Fitted).redraw()

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        question = self.question
        if question is None:
            return
        if question.track != "both":
            self.post_message(messages.Ask(question.track, question))
        elif self.filter.track in ("ai_pm", "ml_pm"):
            self.post_message(messages.Ask("ai_pm" if self.filter.track == "ai_pm" else "ml_pm", question))
        else:
            text = "This question is asked for both."
            self.interviewer.ask_track(text, lambda track: self.post_message(messages.Ask(track, question)))

    # the filter

    def on_input_changed(self, message: Input.Changed) -> None:
        self.filter = replace(self.filter, words=message.value)
        self._show()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.query_one("#questions", RowList).focus()

    def action_filter(self) -> None:
        self.query_one("#filter", SafeInput).focus()

    def action_track(self) -> None:
        self.filter = self.filter.next_track()
        self._show()

    def action_own(self) -> None:
        """Only one's own, and back to all."""
        self.filter = replace(self.filter, track="all" if self.filter.track == "own" else "own")
        self._show(keep=True)

    def action_kind(self) -> None:
        present = {question.kind for question in self.bank.questions()} if self.bank is not None else set()
        self.filter = self.filter.next_kind([kind for kind in KINDS if kind in present])
        self._show()

    async def action_back(self) -> None:
        typing = self.query_one("#filter", SafeInput)
        if not self.filter.empty:
            self._forget_filter()
            self._show(keep=True)
            self.query_one("#questions", RowList).focus()
        elif typing.has_focus:
            self.query_one("#questions", RowList).focus()
        else:
            self.app.pop_screen()

    def _forget_filter(self) -> None:
        self.filter = QuestionFilter()
        with self.prevent(Input.Changed):
            self.query_one("#filter", SafeInput).value = ""

    # one's own questions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("edit", "remove"):
            return self.owned
        if action == "copy":
            return self.question is not None
        return bool(self.removed) if action == "restore" else True

    def unavailable(self) -> Mapping[str, str]:
        built_in = f"This question is built in: {self.key('questions.copy')} makes a copy of your own to change."
        own_only = {"questions.edit": built_in, "questions.remove": "Only questions of your own can be removed."}
        return {**(own_only if self.question is not None else {}), "questions.restore": "No question was removed."}

    def action_add(self) -> None:
        self._open_form(None)

    def action_edit(self) -> None:
        self._open_form(self.question)

    def action_copy(self) -> None:
        """A new question of one's own, like the one under the cursor to begin with."""
        self._open_form(self.question, copy=True)

    def _open_form(self, question: Question | None, *, copy: bool = False) -> None:
        from interviewer.tui.screens.question_form import QuestionFormScreen

        self.app.push_screen(QuestionFormScreen(question, copy=copy), self._was_saved)

    async def _was_saved(self, question_id: str | None) -> None:
        """The cursor goes to what was saved; a filter that would hide it is given up."""
        if question_id is None:
            return
        self.wanted = question_id
        if self.bank is not None:
            saved = self.bank.get(question_id)
            if saved is not None and not self.filter.chosen([saved], self.bank.is_own):
                self._forget_filter()
        self._reload()

    async def action_remove(self) -> None:
        question = self.question
        if question is None or self.bank is None:
            return
        try:
            removed = await asyncio.to_thread(self.bank.remove_own, question.id)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"The question was not removed: {told(error)}", "error")
            return
        if removed is not None:
            self.removed.append(removed)
            self.interviewer.say(f"Removed. Press {self.key('questions.restore')} to put it back.", stays=True)
        await self._load()

    async def action_restore(self) -> None:
        if self.bank is None or not self.removed:
            return
        try:
            await asyncio.to_thread(self.bank.restore_own, self.removed[-1].id)
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"The question was not put back: {told(error)}", "error")
            return
        self.wanted = self.removed.pop().id
        await self._load()
