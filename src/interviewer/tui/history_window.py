"""The entries of a query as rows of a list: read page by page as they come into view, of which a few are kept."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from datetime import datetime

from textual.content import Content

from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.tui.history_rows import entry_line

PAGE = 50
PAGES_KEPT = 12
NEAR = 20  # entries
PAGES_WAITING = 4  # of a page that has been scrolled past meanwhile nobody needs to know any more


class HistoryWindow:
    """`wants(window)` is called when a page is missing that `next_wanted` names; `put` hands it in.

    `marked` is the id of the entry that another one is to be compared with.
    """

    def __init__(
        self, query: HistoryQuery, count: int, now: datetime, wants: Callable[["HistoryWindow"], object]
    ) -> None:
        self.query = query
        self.count = count
        self.marked = ""
        self._now = now
        self._wants = wants
        self._pages: OrderedDict[int, Sequence[HistoryRow]] = OrderedDict()
        self._waiting: list[int] = []

    def __len__(self) -> int:
        return self.count

    def can_choose(self, index: int) -> bool:
        return True

    def put(self, page: int, rows: Sequence[HistoryRow]) -> None:
        """Where a page is shorter than it was counted to be, entries have gone meanwhile."""
        self._pages[page] = rows
        self._pages.move_to_end(page)
        while len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)

    def next_wanted(self) -> int | None:
        """The page that was missed last; it counts as under way from now on."""
        return self._waiting.pop() if self._waiting else None

    def row(self, index: int) -> HistoryRow | None:
        """None where it is not read yet, which is then asked for, or no longer there. The pages next to it are asked
        for as one comes near them."""
        if not 0 <= index < self.count:
            return None
        number, place = divmod(index, PAGE)
        if place >= PAGE - NEAR:
            self._want(number + 1, urgent=False)
        elif place < NEAR:
            self._want(number - 1, urgent=False)
        page = self._pages.get(number)
        if page is None:
            self._want(number, urgent=True)
            return None
        self._pages.move_to_end(number)
        return page[place] if place < len(page) else None

    def _want(self, number: int, *, urgent: bool) -> None:
        if not 0 <= number * PAGE < self.count or number in self._pages:
            return
        others = [each for each in self._waiting if each != number]
        if urgent:
            self._waiting = [*others[-PAGES_WAITING + 1 :], number]
        elif number not in self._waiting:
            self._waiting = [number, *others][:PAGES_WAITING]
        self._wants(self)

    def draw(self, index: int, width: int) -> Content:
        row = self.row(index)
        if row is None:
            return Content.styled("–" if index // PAGE in self._pages else "…", "$text-muted")
        return entry_line(row, self._now, width, marked=row.id == self.marked)
