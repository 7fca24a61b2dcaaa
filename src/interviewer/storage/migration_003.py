"""The third step of the schema: what the history, progress and the schedule are read from.

It stands on its own, helpers and all (but for the arithmetic of a debrief): a step must do tomorrow what it did on the
day it was released.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from interviewer.storage.interview_result import update_interview_result

PAGE = 500
TOKENS = "prefix='3', tokenize='unicode61 remove_diacritics 2'"
WORDS = f"fts5(prompt, text, feedback, remarks, columnsize=0, {TOKENS})"
TABLES = (
    "ALTER TABLE answers ADD COLUMN place INTEGER",
    "ALTER TABLE answers ADD COLUMN interview TEXT",
    "ALTER TABLE answers ADD COLUMN rounds TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE answers ADD COLUMN drill TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE answers ADD COLUMN self_score INTEGER",
    "ALTER TABLE answers ADD COLUMN deleted_at INTEGER",
    "ALTER TABLE interviews ADD COLUMN place INTEGER",
    "ALTER TABLE interviews ADD COLUMN rounds TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE interviews ADD COLUMN deleted_at INTEGER",
    "ALTER TABLE interviews ADD COLUMN status TEXT NOT NULL DEFAULT 'waiting'",
    "ALTER TABLE interviews ADD COLUMN score REAL",
    "ALTER TABLE interviews ADD COLUMN vote TEXT",
    "ALTER TABLE interviews ADD COLUMN specificity REAL",
    "ALTER TABLE interviews ADD COLUMN ownership REAL",
    "ALTER TABLE interviews ADD COLUMN grader TEXT",
    f"CREATE VIRTUAL TABLE answer_words USING {WORDS}",
    f"CREATE VIRTUAL TABLE interview_words USING {WORDS}",
    "CREATE TABLE labels (entry TEXT PRIMARY KEY, name TEXT NOT NULL, note TEXT NOT NULL)",
    "CREATE TABLE tags (entry TEXT NOT NULL, tag TEXT NOT NULL, PRIMARY KEY (entry, tag)) WITHOUT ROWID",
    "CREATE INDEX tags_by_name ON tags (tag)",
    "CREATE TABLE judges (number INTEGER PRIMARY KEY, judge TEXT NOT NULL UNIQUE)",
    """CREATE TABLE scores (
        grade INTEGER PRIMARY KEY REFERENCES grades (number), answer INTEGER NOT NULL REFERENCES answers (number),
        judge INTEGER NOT NULL REFERENCES judges (number), created_at INTEGER NOT NULL, gate INTEGER NOT NULL,
        score REAL NOT NULL, vote TEXT NOT NULL, scores TEXT NOT NULL)""",
    "CREATE INDEX scores_of_answer ON scores (answer, judge, created_at)",
    """CREATE TABLE schedule (
        kind TEXT NOT NULL, track TEXT NOT NULL, id TEXT NOT NULL, due INTEGER NOT NULL, updated_at INTEGER NOT NULL,
        item TEXT NOT NULL, PRIMARY KEY (kind, track, id)) WITHOUT ROWID""",
    "CREATE INDEX schedule_due ON schedule (due)",
    "CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL, updated_at INTEGER NOT NULL)",
)
INDEXES = (
    # All that History filters by, so that the rows need not be read; SQLite looks at the columns of the WHERE again.
    "CREATE INDEX answers_shown ON answers (place, track, kind, score, specificity, ownership, grader, interview,"
    " drill, rounds, question_id, id, deleted_at) WHERE deleted_at IS NULL",
    "CREATE INDEX answers_drilled ON answers (place, deleted_at, interview)"
    " WHERE deleted_at IS NULL AND interview IS NULL",
    "CREATE INDEX answers_graded ON answers (question_id, track, graded_at, deleted_at)"
    " WHERE graded_at IS NOT NULL AND deleted_at IS NULL",
    "CREATE INDEX answers_deleted ON answers (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX answers_moments ON answers (created_at, place)",
    "DROP INDEX answers_newest",
    "DROP INDEX answers_of_track",
    "DROP INDEX answers_of_question",
    "DROP INDEX answers_of_prompt",
    "CREATE UNIQUE INDEX answers_newest ON answers (place)",
    "CREATE INDEX answers_of_track ON answers (track, place)",
    "CREATE INDEX answers_of_question ON answers (question_id, place)",
    "CREATE INDEX answers_of_prompt ON answers (prompt, place) WHERE question_id = ''",
    "CREATE INDEX interviews_deleted ON interviews (deleted_at) WHERE deleted_at IS NOT NULL",
    "CREATE INDEX interviews_moments ON interviews (created_at, place)",
    "CREATE UNIQUE INDEX interviews_begun ON interviews (place)",
)


def m003_history(connection: sqlite3.Connection) -> None:
    """`place` puts answers and interviews in the order of their dates, without ties: microseconds since 1970, later
    ones of the same moment counted on. It is the number of their row in the full-text tables, which are read along it.

    `answers.interview` is the id of the interview that an answer belongs to. `rounds` are words between blanks.
    `scores` has a narrow row for each scored grade: [[id, weight or null, score], …] of its signals and habits.
    """
    for statement in TABLES:
        connection.execute(statement)
    _place(connection, "answers", "number")
    _place(connection, "interviews", "rowid")
    connection.execute(
        "UPDATE answers SET interview = session_id"
        " WHERE session_id IN (SELECT id FROM sessions WHERE kind = 'interview')"
    )
    for statement in INDEXES:
        connection.execute(statement)
    for row in _in_pages(connection, "grades", "number, answer, created_at, grade", "status = 'scored'"):
        _note_scores(connection, *row)
    for row in _in_pages(connection, "answers", "number, place, question_id"):
        _index_answer(connection, *row)
    for interview, place, plan in connection.execute("SELECT id, place, plan FROM interviews").fetchall():
        _index_interview(connection, interview, place, json.loads(_text(plan)))


def _in_pages(connection: sqlite3.Connection, table: str, columns: str, where: str = "1") -> Iterator[tuple[Any, ...]]:
    """Rows in the order of their numbers, a page at a time: what is written meanwhile disturbs nothing."""
    after = -1
    page = f"SELECT {columns} FROM {table} WHERE {where} AND number > ? ORDER BY number LIMIT {PAGE}"
    while rows := connection.execute(page, (after,)).fetchall():
        yield from rows
        after = rows[-1][0]


def _text(stored: str | bytes) -> str:
    return stored.decode("utf-8", "surrogatepass") if isinstance(stored, bytes) else stored


def _words(*texts: str) -> str:
    """Texts as the index takes them: SQLite holds no lone surrogates."""
    return "\n".join(text for text in texts if text).encode("utf-8", "replace").decode()


def _place(connection: sqlite3.Connection, table: str, key: str) -> None:
    """In the order of their dates; of the same moment in that in which they were stored."""
    last = -(2**62)
    ordered = f"SELECT {key}, created_at FROM {table} ORDER BY created_at, {key}"
    for number, created_at in connection.execute(ordered).fetchall():
        last = max(created_at, last + 1)
        connection.execute(f"UPDATE {table} SET place = ? WHERE {key} = ?", (last, number))


def _note_scores(
    connection: sqlite3.Connection, number: int, answer: int, created_at: int, stored: str | bytes
) -> None:
    grade = json.loads(_text(stored))
    grader, rubric = grade["grader"], grade["rubric"]
    judge = {name: grader.get(name) for name in ("kind", "model", "effort", "score_by", "prompt_version")}
    judge |= {"rubric_id": rubric["id"], "rubric_sha256": rubric["sha256"]}
    named = json.dumps(judge, separators=(",", ":"))
    connection.execute("INSERT INTO judges (judge) VALUES (?) ON CONFLICT DO NOTHING", (named,))
    scores = [[each["id"], each.get("weight"), each["score"]] for each in (*grade["signals"], *grade["habits"])]
    connection.execute(
        "INSERT INTO scores (grade, answer, judge, created_at, gate, score, vote, scores)"
        " VALUES (?, ?, (SELECT number FROM judges WHERE judge = ?), ?, ?, ?, ?, ?)",
        (number, answer, named, created_at, bool(grade["gate"]["passed"]), grade["overall"]["score"],
         grade["overall"]["vote"], json.dumps(scores, separators=(",", ":"))),
    )  # fmt: skip


def _index_answer(connection: sqlite3.Connection, number: int, place: int, question_id: str | bytes) -> None:
    text, stored = connection.execute("SELECT text, question FROM answer_texts WHERE answer = ?", (number,)).fetchone()
    question = json.loads(_text(stored))
    rounds = "".join(f" {each}" for each in question.get("rounds", ()))
    connection.execute(
        "UPDATE answers SET drill = ?, rounds = ? WHERE number = ?",
        (question.get("drill") or "", f"{rounds} " if rounds else "", number),
    )
    connection.execute(
        "INSERT INTO answer_words (rowid, prompt, text, feedback, remarks) VALUES (?, ?, ?, ?, '')",
        (place, _words(question["prompt"]), _words(_text(text)), _feedback(connection, number)),
    )


def _feedback(connection: sqlite3.Connection, answer: int) -> str:
    """Of the newest scored grade."""
    row = connection.execute(
        "SELECT grade FROM grades WHERE answer = ? AND status = 'scored' ORDER BY created_at DESC, number DESC LIMIT 1",
        (answer,),
    ).fetchone()
    found = json.loads(_text(row[0])).get("feedback") if row else None
    if not found:
        return ""
    return _words(
        found.get("fix_first", ""), *found.get("strengths", ()), *found.get("improvements", ()),
        found.get("follow_up", ""),
    )  # fmt: skip


def _index_interview(connection: sqlite3.Connection, interview: str | bytes, place: int, plan: dict[str, Any]) -> None:
    """Rounds, what was asked and said, and of its answers the round they were given in and the person's own score."""
    asked: list[str] = []
    said: list[str] = []
    began = 0
    rounds = [each["round"] for each in plan["rounds"]]
    events = connection.execute(
        "SELECT kind, event FROM interview_events WHERE interview = ? ORDER BY position", (interview,)
    ).fetchall()
    for kind, stored in events:
        event = json.loads(_text(stored))
        began += kind == "RoundBegan"
        asked += [event["text"]] if kind == "Asked" else []
        said += _said(kind, event)
        if kind == "MovedOn" and event["answer_id"] and 0 < began <= len(rounds):
            given = (f" {rounds[began - 1]} ", event["answer_id"])
            connection.execute("UPDATE answers SET rounds = ? WHERE id = ?", given)
        if kind == "SelfScored":
            own = (event["score"], interview, event["position"])
            connection.execute("UPDATE answers SET self_score = ? WHERE session_id = ? AND position = ?", own)
    feedback = connection.execute(
        "SELECT feedback FROM answers JOIN answer_words ON answer_words.rowid = place WHERE interview = ?"
        " ORDER BY position",
        (interview,),
    ).fetchall()
    connection.execute(
        "INSERT INTO interview_words (rowid, prompt, text, feedback, remarks) VALUES (?, ?, ?, ?, '')",
        (place, _words(*asked), _words(*said), _words(*(text for (text,) in feedback))),
    )
    update_interview_result(connection, interview)
    connection.execute(
        "UPDATE interviews SET rounds = ? WHERE id = ?", ("".join(f" {each}" for each in rounds) + " ", interview)
    )


def _said(kind: str, event: dict[str, Any]) -> list[str]:
    if kind == "Clarified":
        return [event["asked"], event["reply"]]
    if kind == "Probed":
        return [event["probe"]["text"]]
    return [event["text"]] if kind == "Answered" else []
