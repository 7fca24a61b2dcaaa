"""The question bank: look through it, practise a question, add and change one's own."""

import asyncio
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Vertical
from textual.content import Content
from textual.widgets import Input

from interviewer.domain.questions import KINDS, Question, Track
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


class QuestionsScreen(AppScreen[None]):
    """With `add` the form for a new question opens at once."""

    CSS_PATH = "../styles/lists.tcss"
    AUTO_FOCUS = "RowList"
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("questions.filter", "filter"),
        binding("questions.track", "track"),
        binding("questions.kind", "kind"),
        binding("questions.add", "add"),
        binding("questions.edit", "edit"),
        binding("questions.remove", "remove"),
        binding("questions.restore", "restore"),
    ]

    def __init__(self, *, add: bool = False) -> None:
        super().__init__()
        self.adding = add
        self.bank: QuestionBank | None = None
        self.filter = QuestionFilter()
        self.scores: dict[str, float | None] = {}
        self.removed: list[Question] = []

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
        self.run_worker(self._load(), group="load", exclusive=True)
        if self.adding:
            self.action_add()

    def on_screen_resume(self) -> None:
        if self.is_mounted and self.bank is not None:
            self.run_worker(self._load(), group="load", exclusive=True)

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
            banner.show(f"{counted(len(problems), 'problem')} in the questions:", str(problems[0]))
        else:
            banner.hide()
        self._show(keep=True)

    def _show(self, *, keep: bool = False) -> None:
        if self.bank is None:
            return
        questions = self.query_one("#questions", RowList)
        found = self.filter.chosen(self.bank.questions(), self.bank.is_own)
        own = {question.id for question in found if self.bank.is_own(question.id)}
        before = self.question
        rows = QuestionRows(found, own, self.scores)
        ids = [question.id for question in found]
        at = ids.index(before.id) if keep and before is not None and before.id in ids else 0
        questions.show(rows, at)
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
        left = Content.assemble(
            "Track ",
            (dict(TRACKS)[self.filter.track], "bold $foreground"),
            "   Kind ",
            (kind_name(self.filter.kind), "bold $foreground"),
        )
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
            self._ask_track(question)

    def _ask_track(self, question: Question) -> None:
        from interviewer.tui.screens.dialog import Dialog

        def decided(choice: str | None) -> None:
            if choice is not None:
                track: Track = "ai_pm" if choice == "ai_pm" else "ml_pm"
                self.post_message(messages.Ask(track, question))

        choices = [("ai_pm", "AI PM"), ("ml_pm", "ML PM")]
        self.app.push_screen(Dialog("Which role?", "This question is asked for both.", choices), decided)

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

    def action_kind(self) -> None:
        present = {question.kind for question in self.bank.questions()} if self.bank is not None else set()
        self.filter = self.filter.next_kind([kind for kind in KINDS if kind in present])
        self._show()

    async def action_back(self) -> None:
        typing = self.query_one("#filter", SafeInput)
        if not self.filter.empty:
            self.filter = QuestionFilter()
            with self.prevent(Input.Changed):
                typing.value = ""
            self._show(keep=True)
            self.query_one("#questions", RowList).focus()
        elif typing.has_focus:
            self.query_one("#questions", RowList).focus()
        else:
            self.app.pop_screen()

    # one's own questions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action in ("edit", "remove"):
            return self.owned
        return bool(self.removed) if action == "restore" else True

    def action_add(self) -> None:
        self._open_form(None)

    def action_edit(self) -> None:
        self._open_form(self.question)

    def _open_form(self, question: Question | None) -> None:
        from interviewer.tui.screens.question_form import QuestionFormScreen

        self.app.push_screen(QuestionFormScreen(question))

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
            self.interviewer.say("Removed. Press u to put it back.")
        await self._load()

    async def action_restore(self) -> None:
        if self.bank is None or not self.removed:
            return
        try:
            await asyncio.to_thread(self.bank.save_own, self.removed[-1])
        except (InterviewerError, OSError) as error:
            self.interviewer.say(f"The question was not put back: {told(error)}", "error")
            return
        self.removed.pop()
        await self._load()
