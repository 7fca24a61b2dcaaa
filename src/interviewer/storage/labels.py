"""What a person adds to an entry: a name, a note and tags; the search finds it by them too."""

import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interviewer.ports import StoreError
from interviewer.storage.entries import Entry
from interviewer.storage.rows import Stored, packed, unpacked
from interviewer.storage.search import joined, set_words

LONGEST_TAG = 60
LONGEST_NAME = 200
SET = (
    "INSERT INTO labels (entry, name, note) VALUES (:entry, :name, :note)"
    " ON CONFLICT DO UPDATE SET name = excluded.name, note = excluded.note"
)

ALL_TAGS = """SELECT tag, count(*) FROM tags
    WHERE NOT EXISTS (SELECT 1 FROM answers WHERE id = entry AND deleted_at IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM interviews WHERE id = entry AND deleted_at IS NOT NULL) GROUP BY tag ORDER BY tag"""


def as_tag(text: str) -> str:
    """A tag as it is kept: in lower case, one line, single blanks. Raises StoreError for an empty or too long one."""
    tag = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    if not tag:
        raise StoreError("a tag needs at least one letter: nothing was changed")
    if len(tag) > LONGEST_TAG:
        raise StoreError(f"a tag has at most {LONGEST_TAG} letters, this one has {len(tag)}: nothing was changed")
    return tag


def all_tags(connection: sqlite3.Connection) -> list[tuple[str, int]]:
    """Those of entries that are not deleted."""
    rows = connection.execute(ALL_TAGS)
    return [(unpacked(tag), count) for tag, count in rows]


def add_tags(connection: sqlite3.Connection, entry: Entry, tags: Sequence[str]) -> None:
    """Within the caller's transaction, as all of these; a tag that it has already is no error."""
    _add_tags(connection, entry.id, tags)
    index(connection, entry)


def remove_tags(connection: sqlite3.Connection, entry: Entry, tags: Sequence[str]) -> None:
    rows = [(entry.id, packed(as_tag(tag))) for tag in tags]
    connection.executemany("DELETE FROM tags WHERE entry = ? AND tag = ?", rows)
    index(connection, entry)


@dataclass(frozen=True, slots=True)
class Labels:
    """Everything that a person added to an entry."""

    name: str
    note: str
    tags: tuple[str, ...]


def all_labels(connection: sqlite3.Connection, entry_id: Stored) -> Labels:
    row = connection.execute("SELECT name, note FROM labels WHERE entry = ?", (entry_id,)).fetchone() or ("", "")
    tags = connection.execute("SELECT tag FROM tags WHERE entry = ? ORDER BY tag", (entry_id,))
    return Labels(unpacked(row[0]), unpacked(row[1]), tuple(unpacked(tag) for (tag,) in tags))


def set_label(connection: sqlite3.Connection, entry: Entry, which: Literal["name", "note"], text: str) -> None:
    _set_label(connection, entry.id, which, text)
    index(connection, entry)


def add_labels(connection: sqlite3.Connection, entry_id: Stored, name: str, note: str, tags: Sequence[str]) -> bool:
    """The tags, and name and note where there is none; whether that changed anything.

    The entry is not found by them before its `remarks` are in the index, which is left to the caller.
    """
    if not (name or note or tags):
        return False
    before = all_labels(connection, entry_id)
    _add_tags(connection, entry_id, tags)
    if name and not before.name:
        _set_label(connection, entry_id, "name", name)
    if note and not before.note:
        _set_label(connection, entry_id, "note", note)
    return all_labels(connection, entry_id) != before


def _add_tags(connection: sqlite3.Connection, entry_id: Stored, tags: Sequence[str]) -> None:
    rows = [(entry_id, packed(as_tag(tag))) for tag in tags]
    connection.executemany("INSERT INTO tags (entry, tag) VALUES (?, ?) ON CONFLICT DO NOTHING", rows)


def _set_label(connection: sqlite3.Connection, entry_id: Stored, which: Literal["name", "note"], text: str) -> None:
    before = all_labels(connection, entry_id)
    name, note = before.name, before.note
    if which == "name":
        name = " ".join(text.split())
        if len(name) > LONGEST_NAME:
            raise StoreError(
                f"a name has at most {LONGEST_NAME} letters, this one has {len(name)}: nothing was changed"
            )
    else:
        note = text.strip()
    if name or note:
        connection.execute(SET, {"entry": entry_id, "name": packed(name), "note": packed(note)})
    else:
        connection.execute("DELETE FROM labels WHERE entry = ?", (entry_id,))


def index(connection: sqlite3.Connection, entry: Entry) -> None:
    """Makes an entry found by its labels as they are now."""
    set_words(connection, entry.words, entry.place, "remarks", remarks(connection, entry.id))


def remarks(connection: sqlite3.Connection, entry_id: Stored) -> str:
    """What the search finds an entry by."""
    labels = all_labels(connection, entry_id)
    return joined((labels.name, labels.note, *labels.tags))
