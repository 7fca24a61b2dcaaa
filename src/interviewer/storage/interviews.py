"""Interviews: what was planned, and every event since. Events are only ever added."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from interviewer.domain.interviews import EVENTS, Asked, Event, Interview, InterviewRow, SelfScored
from interviewer.ports import StoreError
from interviewer.storage.answers import AFTER_ALL_TEXT, SHORTEST_PREFIX, spaced
from interviewer.storage.places import free_place
from interviewer.storage.rows import from_json, insert, microseconds, moment, packed, to_json, unpacked
from interviewer.storage.search import INTERVIEWS, Words, add_turns, add_words

if TYPE_CHECKING:
    from interviewer.domain.questions import Track

KINDS: dict[str, type[Event]] = {kind.__name__: kind for kind in EVENTS}
LISTED = "SELECT id, track, title, mode, open, created_at, updated_at FROM interviews"
# Each half takes the newest by an index; only then are the two merged.
ASKED = """SELECT id FROM (
    SELECT * FROM (SELECT question_id AS id, created_at AS at FROM answers
        WHERE track = :track AND interview IS NULL AND deleted_at IS NULL ORDER BY place DESC LIMIT :limit)
    UNION ALL
    SELECT * FROM (SELECT asked, at FROM interview_events
        JOIN interviews ON interviews.id = interview AND interviews.track = :track AND deleted_at IS NULL
        WHERE asked IS NOT NULL ORDER BY at DESC LIMIT :limit))
    ORDER BY at DESC LIMIT :limit"""


def insert_interview(connection: sqlite3.Connection, interview: Interview, *, searchable: bool = True) -> int:
    """Within the caller's transaction: the interview's place. Raises StoreError where the id is taken.

    Where it is not `searchable` the caller adds its words.
    """
    created_at = microseconds(interview.created_at)
    session = {
        "id": packed(interview.id),
        "kind": "interview",
        "track": interview.track,
        "title": packed(interview.title),
        "created_at": created_at,
    }
    place = free_place(connection, "interviews", created_at)
    row = {
        "id": packed(interview.id),
        "track": interview.track,
        "title": packed(interview.title),
        "mode": interview.mode,
        "open": 1,
        "created_at": created_at,
        "updated_at": created_at,
        "plan": to_json(interview),
        "place": place,
        "rounds": spaced([each.round for each in interview.rounds]),
    }
    try:
        insert(connection, "sessions", session)
        insert(connection, "interviews", row)
    except sqlite3.IntegrityError as error:
        raise StoreError(f"an interview with the id {interview.id!r} is stored already: it was not replaced") from error
    if searchable:
        add_words(connection, INTERVIEWS, [Words(place, prompt="")])
    return place


def insert_events(
    connection: sqlite3.Connection,
    interview_id: str,
    position: int,
    events: Sequence[Event],
    *,
    is_open: bool,
    searchable: bool = True,
) -> None:
    """Within the caller's transaction: events from number `position` on; see `insert_interview`."""
    known = connection.execute(
        "SELECT updated_at, place FROM interviews WHERE id = ?", (packed(interview_id),)
    ).fetchone()
    if known is None:
        raise StoreError(f"the database has no interview {interview_id!r}: what was said was not stored")
    stored = connection.execute(
        "SELECT count(*) FROM interview_events WHERE interview = ?", (packed(interview_id),)
    ).fetchone()[0]
    if stored != position:
        raise StoreError(
            "this interview has gone on in another copy of interviewer: open it again to see what was said there"
        )
    for number, event in enumerate(events, start=position):
        row = {
            "interview": packed(interview_id),
            "position": number,
            "at": microseconds(event.at),
            "kind": type(event).__name__,
            "asked": packed(event.question_id) if isinstance(event, Asked) else None,
            "event": to_json(event),
        }
        insert(connection, "interview_events", row)
        if isinstance(event, SelfScored):
            own = (event.score, packed(interview_id), event.position)
            connection.execute("UPDATE answers SET self_score = ? WHERE session_id = ? AND position = ?", own)
    if events:
        if searchable:
            add_turns(connection, known[1], events)
        latest = max(known[0], microseconds(events[-1].at))  # a clock that jumped back must not hide it
        connection.execute(
            "UPDATE interviews SET updated_at = ?, open = ? WHERE id = ?", (latest, int(is_open), packed(interview_id))
        )


def read_interview(connection: sqlite3.Connection, interview_id: str, *, exact: bool = False) -> Interview | None:
    """By id, or unless `exact` by its first 6 characters or more. Raises StoreError where several ids begin so."""
    plan = "SELECT plan FROM interviews"
    row = connection.execute(f"{plan} WHERE id = ?", (packed(interview_id),)).fetchone()
    if row is None and len(interview_id) >= SHORTEST_PREFIX and not exact:
        found = connection.execute(
            f"{plan} WHERE id >= ? AND id < ? LIMIT 2", (packed(interview_id), packed(interview_id + AFTER_ALL_TEXT))
        ).fetchall()
        if len(found) > 1:
            raise StoreError(f"several interviews have an id that begins with {interview_id!r}: give more of it")
        row = found[0] if found else None
    return from_json(Interview, row[0]) if row else None


def read_events(connection: sqlite3.Connection, interview_id: str) -> Sequence[Event]:
    rows = connection.execute(
        "SELECT kind, event FROM interview_events WHERE interview = ? ORDER BY position", (packed(interview_id),)
    )
    return [_event(*row) for row in rows]


def _event(kind: str, stored: Any) -> Event:
    if kind not in KINDS:
        raise StoreError(f"an interview in the database holds an event {kind!r} that is not known: upgrade interviewer")
    try:
        return from_json(KINDS[kind], stored)
    except StoreError as error:
        raise StoreError(
            f"an interview in the database cannot be read (its event {kind} is damaged): put a backup in its place"
        ) from error


def interview_rows(connection: sqlite3.Connection, *, limit: int, offset: int, open_only: bool) -> list[InterviewRow]:
    where = "WHERE deleted_at IS NULL AND open" if open_only else "WHERE deleted_at IS NULL"
    rows = connection.execute(f"{LISTED} {where} ORDER BY updated_at DESC, id LIMIT ? OFFSET ?", (limit, offset))
    return [
        InterviewRow(
            id=unpacked(interview_id),
            track=track,
            title=unpacked(title),
            mode=mode,
            open=bool(is_open),
            created_at=moment(created_at),
            updated_at=moment(updated_at),
        )
        for interview_id, track, title, mode, is_open, created_at, updated_at in rows
    ]


def asked_questions(connection: sqlite3.Connection, track: Track, *, limit: int) -> Sequence[str]:
    """An interview's questions count when they are asked, a drill's when they are answered."""
    rows = connection.execute(ASKED, {"track": track, "limit": limit})
    return [unpacked(question_id) for (question_id,) in rows]
