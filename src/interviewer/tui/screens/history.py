"""All single questions and interviews, newest first: searched, narrowed down, labelled, put away, and opened again."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import Worker

from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.domain.questions import Track
from interviewer.ports import InterviewerError
from interviewer.tui import messages
from interviewer.tui.entry_actions import KEYS, EntryActions
from interviewer.tui.history_filter import HistoryFilter, filters
from interviewer.tui.history_reading import Place, find_place
from interviewer.tui.history_rows import entry_details
from interviewer.tui.history_window import PAGE, HistoryWindow
from interviewer.tui.keys import binding
from interviewer.tui.safe_text import one_line
from interviewer.tui.screens.history_filters import FilterDialog
from interviewer.tui.widgets.banner import Banner
from interviewer.tui.widgets.fitted import Fitted, fit, spread
from interviewer.tui.widgets.key_line import KeyLine
from interviewer.tui.widgets.row_list import RowList
from interviewer.tui.widgets.safe_input import SafeInput
from interviewer.tui.widgets.title_bar import TitleBar
from interviewer.tui.wording import counted, told

SEARCH_DELAY = 0.1  # seconds after the last key
SEARCH = 'Search questions, answers, feedback: words, "a phrase", begin*'
NOTHING_YET = "No answers yet. Press {} or {} to practise; every answer and its grades are kept here."
NOTHING_FITS = "Nothing fits. Escape shows everything again."
NOTHING_DELETED = "Nothing is deleted. What you delete stays here until the app closes."


class HistoryScreen(EntryActions):
    """A list over a window of the query: in memory are as many entries as a few screens show."""

    CSS_PATH: ClassVar[list[str]] = ["../styles/lists.tcss", "../styles/history.tcss"]  # type: ignore[assignment]
    AUTO_FOCUS = "RowList"
    TERMS: ClassVar[tuple[str, ...]] = ("track", "kind", "vote", "habit", "offline", "model", "search")
    BINDINGS: ClassVar[list[BindingType]] = [
        binding("history.search", "search"),
        binding("history.filter", "filter"),
        *KEYS,
        *(binding(each.key, f"step('{each.name}')", footer=False) for each in filters()),
        binding("home.ai_pm", "practise('ai_pm')"),
        binding("home.ml_pm", "practise('ml_pm')"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.filter = HistoryFilter()
        self.known = filters()
        self.window: HistoryWindow | None = None
        self.total = 0
        self.answers = 0
        self.counting = True
        self.typed: Timer | None = None
        self.listing: Worker[None] | None = None
        self.reading: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        yield TitleBar("History")
        with Vertical(id="column"):
            yield SafeInput(placeholder=SEARCH, id="filter")
            yield Fitted(self._filters, id="filters")
            yield Banner()
            yield RowList(id="entries")
            yield Fitted(self._detail, id="list-detail")
        yield KeyLine()

    def on_screen_resume(self) -> None:
        """The first time, and whenever one comes back: what is here may have been graded or answered again."""
        self.reload(self.row.id if self.row else "")

    @property
    def entries(self) -> RowList:
        return self.query_one("#entries", RowList)

    @property
    def row(self) -> HistoryRow | None:
        return self.window.row(self.entries.cursor) if self.window is not None else None

    # reading

    @property
    def busy(self) -> bool:
        """Whether something is being read, or is about to be."""
        workers = [each for each in (self.listing, self.reading) if each is not None]
        return self.typed is not None or any(each.is_running for each in workers)

    def reload(self, keep: str = "") -> None:
        """Reads everything anew, the cursor on the entry with the id `keep`, or on the one that took its place."""
        self.listing = self.run_worker(partial(self._load, keep, self.entries.cursor), group="history", exclusive=True)

    async def _load(self, keep: str, cursor: int) -> None:
        query = self.filter.query(self.services.clock.now())
        self.counting = True
        try:
            if keep:
                place = await asyncio.to_thread(find_place, self.history, query, keep, cursor)
                self._show(query, place, place.count)
            else:
                rows = await asyncio.to_thread(self.history.rows, query, limit=PAGE)
                self._show(query, Place(0, 0, rows), len(rows))
            await self._count(query)
        except (InterviewerError, OSError) as error:
            self._failed(error)

    def _show(self, query: HistoryQuery, place: Place, count: int) -> None:
        window = HistoryWindow(query, count, self.services.clock.now(), self._wants)
        window.marked = self.marked.id if self.marked is not None else ""
        window.put(place.index // PAGE, place.rows)
        self.window = window
        self.query_one(Banner).hide()
        self.entries.show(window, place.index)
        self._redraw()

    async def _count(self, query: HistoryQuery) -> None:
        """How many match, how many entries and answers there are in all, and which tags are in use."""
        everything = HistoryQuery(deleted=query.deleted)
        matching = await asyncio.to_thread(self.history.count, query)
        if self.window is not None and self.window.query is query:
            self.window.count = matching
            self.entries.redraw()
        self.answers = await asyncio.to_thread(self.services.store.count_answers)
        self.counting = False
        self.total = await asyncio.to_thread(self.history.count, everything) if query != everything else matching
        self.deleted = await asyncio.to_thread(self.history.count, HistoryQuery(deleted=True))
        self.known = filters([tag for tag, _ in await asyncio.to_thread(self.history.tags)])
        self._redraw()

    def _wants(self, window: HistoryWindow) -> None:
        if window is self.window and (self.reading is None or not self.reading.is_running):
            self.reading = self.run_worker(partial(self._read_pages, window), group="pages", exclusive=True)

    async def _read_pages(self, window: HistoryWindow) -> None:
        while window is self.window and (page := window.next_wanted()) is not None:
            rows: Sequence[HistoryRow] = ()
            try:
                rows = await asyncio.to_thread(self.history.rows, window.query, limit=PAGE, offset=page * PAGE)
            except (InterviewerError, OSError) as error:
                self._failed(error)
            window.put(page, rows)
            self.entries.redraw()
            self.query_one("#list-detail", Fitted).redraw()
            self.refresh_bindings()

    def _failed(self, error: Exception) -> None:
        self.query_one(Banner).show("Your answers cannot be read.", told(error))

    # what is shown

    def _redraw(self) -> None:
        if not self.query("#filters"):  # the app has ended while this was counted
            return
        self.query_one("#filters", Fitted).redraw(layout=False)
        self.query_one("#list-detail", Fitted).redraw()
        if isinstance(self.app.screen, FilterDialog):
            self.app.screen.show_matches(self._matches())
        self.refresh_bindings()

    def _matches(self) -> str:
        """`12 of 1,204`; of everything `5 answers in 3 entries`, or `5 answers` where each is an entry of its own."""
        if self.window is None or self.counting:
            return "counting …"
        if self.filter.empty:
            answers = counted(self.answers, "answer")
            if self.answers == self.window.count:
                return answers
            return f"{answers} in {counted(self.window.count, 'entry', 'entries')}"
        return f"{self.window.count:,} of {max(self.total, self.window.count):,}"

    def _filters(self, width: int) -> Content:
        """What is filtered, and how many match."""
        right = Content.styled(self._matches(), "bold $foreground" if not self.filter.empty else "$text-muted")
        if self.filter.empty:
            left = Content.styled("Single questions and interviews, newest first", "$text-muted")
        else:
            left = Content.styled(one_line(self.filter.told(self.known)), "bold $foreground")
        key = Content.assemble((f"{self.key('history.filter')}  ", "bold $text-accent"))
        return spread(width, key + left, right) if width > 40 else fit(right + Content("  ") + left, width)

    def _detail(self, width: int) -> Content:
        if self.window is None:
            return Content("")
        if self.row is not None:
            return entry_details(self.row, self.services.clock.now(), width)
        if self.window.count or self.counting:
            return Content("")
        return Content.styled(self._nothing(), "$text-muted")

    def _nothing(self) -> str:
        if self.filter.empty:
            return NOTHING_YET.format(self.key("home.ai_pm"), self.key("home.ml_pm"))
        return NOTHING_DELETED if self.filter.value("deleted") and not self.filter.text else NOTHING_FITS

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.query_one("#list-detail", Fitted).redraw()
        self.refresh_bindings()

    def on_resize(self) -> None:
        self.query_one("#list-detail", Fitted).redraw()

    # searching and filtering

    def on_input_changed(self, message: Input.Changed) -> None:
        """As one types, once the keys pause for a moment."""
        self.filter = replace(self.filter, text=message.value)
        if self.typed is not None:
            self.typed.stop()
        self.typed = self.set_timer(SEARCH_DELAY, self._search)

    def _search(self) -> None:
        self.typed = None
        self.reload()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.entries.focus()

    def on_key(self, event: events.Key) -> None:
        if event.key == "down" and self.query_one("#filter", SafeInput).has_focus:
            event.stop()
            self.entries.focus()

    def action_search(self) -> None:
        self.query_one("#filter", SafeInput).focus()

    def action_filter(self) -> None:
        keys = self.interviewer.settings.keys
        self.app.push_screen(FilterDialog(self.known, self.filter, keys, self._matches(), self._set_filter))

    def _set_filter(self, name: str, value: str) -> None:
        if value != self.filter.value(name):
            self.filter = self.filter.with_value(name, value)
            self.reload()

    def action_step(self, name: str) -> None:
        known = next(each for each in self.known if each.name == name)
        self._set_filter(name, known.after(self.filter.value(name)))

    async def action_back(self) -> None:
        typing = self.query_one("#filter", SafeInput)
        if not self.filter.empty:
            self.filter = HistoryFilter()
            with self.prevent(Input.Changed):
                typing.value = ""
            self.reload(self.row.id if self.row else "")
            self.entries.focus()
        elif typing.has_focus:
            self.entries.focus()
        else:
            self.app.pop_screen()

    def marks_changed(self) -> None:
        if self.window is not None:
            self.window.marked = self.marked.id if self.marked is not None else ""
            self.entries.redraw()

    def action_practise(self, track: Track) -> None:
        self.post_message(messages.Practise(track))
