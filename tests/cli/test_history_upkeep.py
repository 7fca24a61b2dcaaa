"""`interviewer history` delete, restore, tag, note, rename, backup and rescue."""

import stat
from contextlib import closing
from pathlib import Path

import pytest

from interviewer.storage.database import open_store
from tests.cli.conftest import Run

from .history_kit import fill

A, B, C = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture(autouse=True)
def filled(home: Path) -> None:
    fill(home)


def listed(run: Run, *flags: str) -> list[str]:
    return [each["id"][:6] for each in run("history", "list", "--format", "json", *flags).lines]


def test_deleting_is_undone_by_the_command_that_it_names(run: Run) -> None:
    result = run("history", "delete", A, "interview-1")
    assert result.code == 0
    assert result.err == (
        "2 entries deleted. Until the app is next closed: interviewer history restore aaaaaaaa intervie\n"
    )
    assert listed(run) == ["cccccc", "bbbbbb"]
    assert listed(run, "--deleted") == ["interv", "aaaaaa"]
    assert run("history", "restore", "aaaaaaaa", "interview-1").err == "2 entries restored\n"
    assert listed(run) == ["interv", "cccccc", "bbbbbb", "aaaaaa"]


def test_everything_can_be_deleted_and_restored(run: Run) -> None:
    assert "4 entries deleted" in run("history", "delete", "--all").err
    assert listed(run) == []
    assert run("history", "delete", "--all").err == "there is nothing to delete\n"
    assert run("history", "restore", "--all").err == "4 entries restored\n"
    assert run("history", "restore", "--all").err == "nothing is deleted\n"


def bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


def test_a_purged_answer_is_erased_and_cannot_come_back(run: Run, home: Path) -> None:
    (home / "interviewer-unsaved-20261120.txt").write_text("something")
    result = run("history", "delete", B, "--purge")
    assert result.code == 0
    assert "1 entry erased for good" in result.err
    assert "interviewer-unsaved-20261120.txt was left alone and may still hold some of it" in result.err
    assert "14 % in Zürich".encode() not in bytes_of(home)
    assert run("history", "restore", B).code == 2


def test_purging_all_leaves_nothing_readable_in_the_whole_folder(run: Run, home: Path) -> None:
    secret = b"verbotenwort"
    for name in ("interviewer-unsaved-1.txt", "answer.md", "crash.txt", "interviewer.db.schema-2.backup",
                 "interviewer.db.damaged-1"):  # fmt: skip
        (home / name).write_bytes(secret)
    (home / "mine.jsonl").write_bytes(b'{"request": {"messages": ["verbotenwort"]}}\n')
    (home / "other.jsonl").write_bytes(b'{"mine": 1}\n')
    result = run("history", "delete", "--all", "--purge")
    assert result.code == 0
    left = bytes_of(home)
    for words in (secret, b"churn", "Zürich".encode(), b"still typing", b"weekly holdout"):
        assert words not in left, words
    assert (home / "other.jsonl").exists()
    assert listed(run) == []
    with closing(open_store(home / "interviewer.db")) as store:
        assert store.newest_draft() is None


def test_purging_all_takes_the_reports_and_what_was_half_written(run: Run, home: Path) -> None:
    secret = b"verbotenwort"
    (home / "reports" / "older").mkdir(parents=True)
    for name in ("reports/progress-2026-11-20.html", "reports/.progress-2026-11-20.html.7.part",
                 "reports/older/progress-2026-10-01.html", "question.toml", ".answer.md.7.part"):  # fmt: skip
        (home / name).write_bytes(secret)
    one = run("history", "delete", B, "--purge")
    assert "progress-2026-11-20.html was left alone and may still hold some of it" in one.err
    assert run("history", "delete", "--all", "--purge").code == 0
    assert secret not in bytes_of(home)
    assert not (home / "reports").exists()


def test_purging_all_says_what_it_could_not_remove(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("answer.md", "crash.txt"):
        (home / name).write_text("something")
    unlink = Path.unlink

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self.name == "answer.md":
            raise PermissionError(13, "Permission denied")
        unlink(self, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    result = run("history", "delete", "--all", "--purge")
    assert result.code == 1
    assert "answer.md could not be removed (Permission denied) and may still hold some of it" in result.err
    assert not (home / "crash.txt").exists()
    assert listed(run) == []


@pytest.mark.parametrize("command", ["delete", "restore"])
@pytest.mark.parametrize("argv", [[], [A, "--all"], [A, "nobody"]])
def test_what_is_to_go_must_be_named_and_be_there(run: Run, command: str, argv: list[str]) -> None:
    result = run("history", command, *argv)
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert len(listed(run)) == 4


def test_one_answer_of_an_interview_is_refused(run: Run) -> None:
    result = run("history", "delete", "interview-1-answer-1")
    assert (result.code, result.err.count("\n")) == (1, 1)
    assert "delete the interview" in result.err


def test_tags_notes_and_names(run: Run) -> None:
    assert run("history", "tag", A, "Google", "dream job").out == "#dream job #google\n"
    assert run("history", "tag", A, "--format", "json").json == ["dream job", "google"]
    assert run("history", "tag", "--format", "json").json == {"dream job": 1, "google": 1}
    assert run("history", "tag").out == "     1  #dream job\n     1  #google\n"
    assert run("history", "tag", A, "google", "--remove").out == "#dream job\n"
    assert run("history", "note", A, "-", stdin="Say the number\nearlier.\n").err == "noted\n"
    assert run("history", "rename", A, "My best").err == "renamed\n"
    assert [each["note"] for each in run("history", "search", "earlier", "--format", "json").lines] == [
        "Say the number\nearlier."
    ]
    shown = run("history", "show", A).out
    assert "My best" in shown
    assert "Say the number" in shown
    assert run("history", "note", A, "--clear").err == "the note is gone\n"
    assert run("history", "rename", A, "--clear").err == "the name is gone\n"
    assert run("history", "search", "earlier", "--format", "json").out == ""


@pytest.mark.parametrize(
    "argv",
    [
        ["note", A],
        ["note", A, "text", "--clear"],
        ["note", A, "  "],
        ["rename", A, ""],
        ["tag", A, "--remove"],
        ["tag", "nobody", "x"],
        ["tag", A, "x" * 61],
    ],
)
def test_labels_that_make_no_sense_are_one_line(run: Run, argv: list[str]) -> None:
    result = run("history", *argv)
    assert result.code in (1, 2)
    assert (result.out, result.err.count("\n")) == ("", 1)


def test_a_backup_is_private_and_replaces_nothing_unasked(run: Run, home: Path, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    assert run("history", "backup", str(target)).code == 0
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    with closing(open_store(target)) as copy:
        assert copy.count_answers() == 5
    again = run("history", "backup", str(target))
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "--force" in again.err
    assert run("history", "backup", str(target), "--force").code == 0
    for bad in (tmp_path, tmp_path / "nowhere" / "x.db", home / "interviewer.db"):
        result = run("history", "backup", str(bad), "--force")
        assert (result.code, result.err.count("\n")) == (2, 1), bad


def test_a_backup_without_a_name_lies_here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("history", "backup").code == 0
    assert len(list(tmp_path.glob("interviewer-*.db"))) == 1


def test_a_damaged_database_is_named_and_rescued_on_demand(run: Run, home: Path) -> None:
    path = home / "interviewer.db"
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    looked = run("history", "list")
    assert (looked.code, looked.out, looked.err.count("\n")) == (1, "", 1)
    assert "save what can be saved with `interviewer history rescue`" in looked.err
    result = run("history", "rescue")
    assert result.code == 0
    assert "saved: 5 answers with 4 grades, 1 interviews, 1 drafts; no row is known to be lost" in result.err
    assert len(listed(run)) == 4
    assert len(list(home.glob("interviewer.db.damaged-*"))) == 1
    assert "is whole: nothing to save" in run("history", "rescue").err


def test_practice_goes_on_with_what_was_saved_and_says_so(run: Run, home: Path) -> None:
    path = home / "interviewer.db"
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    result = run("practice", "--plain", "--question", "ai-fairness-recommender", stdin="I set a limit of 5 %.\n.\n")
    assert result.code == 0
    assert "the database was damaged; saved: 5 answers" in result.err
    assert len(listed(run)) == 5


@pytest.mark.parametrize(
    "argv", [["backup"], ["tag", A, "x"], ["note", A, "x"], ["delete", A], ["compare"], ["export"]]
)
def test_where_nothing_was_ever_stored_it_is_said_and_nothing_is_made(
    run: Run, tmp_path: Path, argv: list[str]
) -> None:
    other = tmp_path / "empty"
    result = run("history", *argv, INTERVIEWER_HOME=str(other))
    assert (result.code, result.err.count("\n")) == (2, 1)
    assert not other.exists()
