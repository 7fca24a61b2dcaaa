"""After `history delete --all --purge` nothing that was typed can be read in the data folder, whatever went before."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.content.bank import Bank
from interviewer.domain.transcripts import Draft
from interviewer.storage.database import open_store
from tests.cli.conftest import Run
from tests.tui.kit import NOON

QUESTION = "ai-fairness-recommender"
TYPED = {
    name: f"verbotenwort{number}"
    for number, name in enumerate(("answer", "retry", "round", "draft", "deleted", "unsaved", "editor", "old"))
}


def lived_in(run: Run, home: Path) -> None:
    """A folder in which everything was done: each kind of text holds a word of its own."""
    run("practice", "--plain", "--question", QUESTION, stdin=f"I {TYPED['answer']} it.\n.\nI {TYPED['retry']} it.\n.\n")
    run("practice", "--plain", "--round", "phone_screen", "--seed", "1", stdin=f"I {TYPED['round']} it.\n.\n" * 3)
    run("history", "search", TYPED["answer"])
    run("history", "backup", str(home / "interviewer.db.schema-1.backup"))
    run("practice", "--plain", "--question", QUESTION, stdin=f"I {TYPED['deleted']} it.\n.\n")
    (row, *_) = run("history", "list", "--format", "json").lines
    run("history", "delete", row.get("answer_id") or row["id"])
    question = Bank().get(QUESTION)
    assert question is not None
    with closing(open_store(home / "interviewer.db")) as store:
        store.save_draft(
            Draft(slot="s", track="ai_pm", question=question, text=TYPED["draft"], typing_seconds=1.0, updated_at=NOON)
        )
    for name, word in (
        ("interviewer-unsaved-20260314.txt", "unsaved"), ("answer-12.md", "editor"),
        ("interviewer.db.damaged-1", "old"),
    ):  # fmt: skip
        (home / name).write_text(TYPED[word], encoding="utf-8")


def found(home: Path) -> dict[str, list[str]]:
    """The words that stand somewhere in the folder, by file."""
    words = {}
    for file in sorted(home.rglob("*")):
        data = file.read_bytes() if file.is_file() else b""
        here = [word for word in TYPED.values() if word.encode() in data or word.encode("utf-16-le") in data]
        if here:
            words[str(file.relative_to(home))] = here
    return words


@pytest.mark.parametrize("open_elsewhere", [False, True], ids=["alone", "beside another copy"])
def test_a_purge_of_everything_leaves_nothing_to_read(run: Run, home: Path, open_elsewhere: bool) -> None:
    lived_in(run, home)
    assert {word for words in found(home).values() for word in words} == set(TYPED.values())
    other = open_store(home / "interviewer.db") if open_elsewhere else None
    assert run("history", "delete", "--all", "--purge", "--yes").code == 0
    if other is not None:
        assert other.count_answers() == 0
        other.close()
    assert found(home) == {}
    with closing(sqlite3.connect(home / "interviewer.db")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert run("history", "search", TYPED["answer"]).out == ""
