"""A HistoryQuery as SQL: one half for answers, one for interviews, each walked newest first and merged by SQLite.

Both halves yield places and nothing else, out of an index that holds all that is filtered by, so that what is passed
over costs little; the rows that are shown are read by their places afterwards.
"""

from dataclasses import dataclass

from interviewer.domain.history import HistoryQuery
from interviewer.storage.rows import microseconds, packed
from interviewer.storage.search import ANSWERS, INTERVIEWS, match_expression

EVERY_DRILL, EVERY_ANSWER = "INDEXED BY answers_drilled", "INDEXED BY answers_shown"
TAGGED = "EXISTS (SELECT 1 FROM tags WHERE entry = {table}.id AND tag = ?)"

Values = list[object]


@dataclass(frozen=True, slots=True)
class Statement:
    """SQL that selects (place, table name), with the values of its placeholders."""

    sql: str
    values: Values


def places(query: HistoryQuery, *, limit: int, offset: int) -> Statement | None:
    """The places of a window, newest first; None where nothing can be found."""
    halves = _halves(query)
    if not halves:
        return None
    sql = " UNION ALL ".join(half.sql for half in halves)
    values = [value for half in halves for value in half.values]
    return Statement(f"{sql} ORDER BY place DESC LIMIT ? OFFSET ?", [*values, limit, offset])


def counts(query: HistoryQuery) -> list[Statement]:
    """Their sum is the number of entries."""
    return [Statement(f"SELECT count(*) FROM ({half.sql})", half.values) for half in _halves(query)]


def _halves(query: HistoryQuery) -> list[Statement]:
    expression = match_expression(query.text) if query.text.strip() else ""
    if expression is None:
        return []
    halves = []
    if query.shows != "interviews":
        halves.append(_half(query, "answers", ANSWERS, expression))
    if _may_show_interviews(query):
        halves.append(_half(query, "interviews", INTERVIEWS, expression))
    return halves


def _may_show_interviews(query: HistoryQuery) -> bool:
    """Filters by what only an answer has leave no interview."""
    of_answers = (query.kind, query.drill, query.question_id, query.prompt, query.interview_id)
    return query.shows in ("all", "interviews") and all(each is None for each in of_answers)


def _half(query: HistoryQuery, table: str, words: str, expression: str) -> Statement:
    conditions, values = _conditions(query, table)
    only_drills = table == "answers" and query.shows in ("all", "drills") and query.interview_id is None
    if only_drills:
        conditions.append("answers.interview IS NULL")
    if query.deleted and table == "answers" and not only_drills:
        # An interview's answers were deleted with it, and come back with it.
        conditions.append("answers.interview IS NULL")
    if expression:
        source = f"{words} CROSS JOIN {table} ON {table}.place = {words}.rowid"
        conditions, values = [f"{words} MATCH ?", *conditions], [expression, *values]
        place = f"{words}.rowid"
    else:
        source, place = f"{table} {_index(table, query, conditions, only_drills=only_drills)}", f"{table}.place"
    where = " AND ".join(conditions)
    return Statement(f"SELECT {place} AS place, '{table}' FROM {source} WHERE {where}", values)


def _index(table: str, query: HistoryQuery, conditions: list[str], *, only_drills: bool) -> str:
    """Which index is walked; none is named where few rows are left by another."""
    few = (query.question_id, query.prompt, query.interview_id)
    if table != "answers" or query.deleted or any(each is not None for each in few):
        return ""
    return EVERY_DRILL if only_drills and len(conditions) == 2 else EVERY_ANSWER


def _conditions(query: HistoryQuery, table: str) -> tuple[list[str], Values]:
    """What both halves are filtered by, and what only answers have."""
    wanted: list[tuple[str, object]] = [
        ("track = ?", query.track),
        ("kind = ?", query.kind if table == "answers" else None),
        ("instr({table}.rounds, ?) > 0", f" {query.round} " if query.round else None),
        ("drill = ?", packed(query.drill) if query.drill is not None and table == "answers" else None),
        ("question_id = ?", packed(query.question_id) if query.question_id is not None else None),
        ("prompt = ?", packed(query.prompt) if query.prompt is not None else None),
        ("session_id = ?", packed(query.interview_id) if query.interview_id is not None else None),
        ("score >= ?", query.min_score),
        ("score <= ?", query.max_score),
        ("specificity < ?", query.specificity_below),
        ("ownership < ?", query.ownership_below),
        ("grader = ?", query.grader),
        ("place >= ?", microseconds(query.since) if query.since else None),
        ("place < ?", microseconds(query.until) if query.until else None),
        (TAGGED, packed(query.tag) if query.tag is not None else None),
    ]
    given = [(condition, value) for condition, value in wanted if value is not None]
    deleted = f"{table}.deleted_at IS {'NOT ' if query.deleted else ''}NULL"
    conditions = [deleted]
    for condition, _ in given:
        conditions.append(condition.format(table=table) if "{" in condition else f"{table}.{condition}")
    return conditions, [value for _, value in given]
