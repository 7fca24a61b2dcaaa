"""Where an entry stands in a query: the page it is on, and its place in the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from interviewer.domain.history import HistoryQuery, HistoryRow
from interviewer.ports import History
from interviewer.tui.history_window import PAGE


@dataclass(frozen=True, slots=True)
class Place:
    """`index` in all of `count` entries; `rows` are those of the page it is on."""

    index: int
    count: int
    rows: Sequence[HistoryRow]


def find_place(history: History, query: HistoryQuery, entry_id: str, otherwise: int) -> Place:
    """The entry, or where it is not in the query (any more) the one that stands where it would; `otherwise` is the
    place where nothing is known of it. Raises StoreError."""
    row = history.row(entry_id)
    count = history.count(query)
    if not count:
        return Place(0, 0, ())
    tried: tuple[int, ...] = (otherwise,)
    if row is not None:
        since = max(query.since, row.created_at) if query.since else row.created_at
        newer = history.count(replace(query, since=since))
        tried = newer - 1, newer  # where it is not counted among them, the next older one takes its place
    index = 0
    rows: Sequence[HistoryRow] = ()
    for at in tried:
        index = max(0, min(at, count - 1))
        rows = history.rows(query, limit=PAGE, offset=index // PAGE * PAGE)
        ids = [each.id for each in rows]
        if entry_id in ids:
            return Place(index // PAGE * PAGE + ids.index(entry_id), count, rows)
    return Place(index, count, rows)
