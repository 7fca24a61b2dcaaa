"""Full-text search: what a person types becomes a safe expression, and what is stored becomes searchable text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from interviewer.domain.interviews import Answered, Asked, Clarified, Event, Probed
from interviewer.storage.rows import Stored, unpacked

if TYPE_CHECKING:
    from interviewer.domain.grades import Feedback

MOST_TERMS = 50  # of a pasted page the first fifty different words are enough to find it
TERM = re.compile(r'"(?P<phrase>[^"]*)"?(?P<more>\*?)|(?P<word>[^\s"]+)')
ANSWERS, INTERVIEWS = "answer_words", "interview_words"
BEGIN, END = "\ue000", "\ue001"  # around words that were found, in a text from which they are taken first
EXCERPT_WORDS = 14
PLACES_AT_ONCE = 500  # SQLite takes some ten thousand values at most


def match_expression(text: str) -> str | None:
    """What was typed, as FTS5 reads it: each word or `"phrase"` quoted, all of them wanted; `word*` is a prefix.

    None where it holds no word at all, so that nothing can be found. No text makes it raise, and none is read as FTS5's
    own syntax. A single letter is no prefix: half of all words begin with it.
    """
    terms: dict[str, None] = {}
    for found in TERM.finditer(text.replace("\0", " ")):
        phrase = found["phrase"]
        whole = found["word"] if phrase is None else phrase
        words = storable(whole.rstrip("*") if phrase is None else whole).strip()
        if not any(map(str.isalnum, words)):
            continue
        is_prefix = bool(found["more"]) if phrase is not None else whole.endswith("*")
        is_prefix = is_prefix and (len(words) > 1 or not words.isascii())
        terms[f'"{words}"{" *" if is_prefix else ""}'] = None
        if len(terms) == MOST_TERMS:
            break
    return " AND ".join(terms) or None


def storable(text: str) -> str:
    """Without lone surrogates, which SQLite holds in no text, and without the marks of an excerpt."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode().replace(BEGIN, "").replace(END, "")


def joined(texts: Iterable[str]) -> str:
    return storable("\n".join(text for text in texts if text))


def feedback_words(feedback: Feedback | None) -> str:
    """Without the stronger version, which says again what the answer says."""
    if feedback is None:
        return ""
    return joined((feedback.fix_first, *feedback.strengths, *feedback.improvements, feedback.follow_up))


class Words(NamedTuple):
    """What an entry is found by; `feedback` and `remarks` are storable already."""

    place: int
    prompt: str
    text: str = ""
    feedback: str = ""
    remarks: str = ""


def add_words(connection: sqlite3.Connection, table: str, entries: Iterable[Words]) -> None:
    """Within the caller's transaction, as all of these."""
    connection.executemany(
        f"INSERT INTO {table} (rowid, prompt, text, feedback, remarks) VALUES (?, ?, ?, ?, ?)",
        ((each.place, storable(each.prompt), storable(each.text), each.feedback, each.remarks) for each in entries),
    )


def set_words(connection: sqlite3.Connection, table: str, place: int, column: str, words: str) -> None:
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE rowid = ?", (words, place))


def drop_words(connection: sqlite3.Connection, table: str, place: int) -> None:
    connection.execute(f"DELETE FROM {table} WHERE rowid = ?", (place,))


def add_turns(connection: sqlite3.Connection, place: int, events: Sequence[Event]) -> None:
    """What was asked and said in an interview, after what was said before."""
    for column, texts in zip(("prompt", "text"), turns(events), strict=True):
        if texts:
            before = connection.execute(f"SELECT {column} FROM {INTERVIEWS} WHERE rowid = ?", (place,))
            set_words(connection, INTERVIEWS, place, column, joined([*before.fetchone(), *texts]))


def turns(events: Sequence[Event]) -> tuple[list[str], list[str]]:
    """What was asked, and what was said."""
    asked = [event.text for event in events if isinstance(event, Asked)]
    return asked, [text for event in events for text in _said(event)]


def _said(event: Event) -> tuple[str, ...]:
    """What carries meaning; greetings and the words that lead on are the same in every interview."""
    if isinstance(event, Clarified):
        return event.asked, event.reply
    if isinstance(event, Probed):
        return (event.probe.text,)
    return (event.text,) if isinstance(event, Answered) else ()


def update_interview_feedback(connection: sqlite3.Connection, interview: Stored) -> None:
    """The feedback on the answers of an interview, found under the interview too."""
    place = connection.execute("SELECT place FROM interviews WHERE id = ?", (interview,)).fetchone()[0]
    rows = connection.execute(
        f"SELECT feedback FROM answers JOIN {ANSWERS} ON {ANSWERS}.rowid = place"
        " WHERE session_id = ? ORDER BY position",
        (interview,),
    )
    set_words(connection, INTERVIEWS, place, "feedback", joined(unpacked(words) for (words,) in rows))


Excerpt = tuple[str, tuple[tuple[int, int], ...]]


def excerpts(connection: sqlite3.Connection, table: str, places: Sequence[int], expression: str) -> dict[int, Excerpt]:
    """Of each place a few words around the first that was found, and where in them the found ones stand.

    All in one pass over the places between the first and the last: asked for one by one, each would look up again every
    word that begins as a prefix does, which takes ten times as long.
    """
    found: dict[int, Excerpt] = {}
    for at in range(0, len(places), PLACES_AT_ONCE):
        some = places[at : at + PLACES_AT_ONCE]
        rows = connection.execute(
            f"SELECT rowid, snippet({table}, -1, ?, ?, '…', {EXCERPT_WORDS}) FROM {table} WHERE {table} MATCH ?"
            f" AND rowid BETWEEN ? AND ? AND +rowid IN ({', '.join('?' * len(some))})",
            (BEGIN, END, expression, min(some), max(some), *some),
        )
        found |= {place: marked(text) for place, text in rows}
    return found


def marked(text: str) -> Excerpt:
    """`text` without its marks, and the spans they were around."""
    plain, spans, begun = "", [], 0
    for piece in re.split(f"([{BEGIN}{END}])", text):
        if piece == BEGIN:
            begun = len(plain)
        elif piece == END:
            spans.append((begun, len(plain)))
        else:
            plain += piece
    return plain, tuple(spans)
