"""`interviewer doctor`: what it finds, what it calls broken, and that it shows no key."""

import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from interviewer.paths import Paths
from interviewer.storage.database import open_store
from tests.cli.conftest import Run

KEY = "sk-very-secret-1234567890"


def checks(run: Run, *argv: str, **environ: str) -> tuple[int, dict[str, dict[str, Any]]]:
    result = run("doctor", "--format", "json", *argv, **environ)
    assert KEY not in result.out + result.err
    return result.code, {each["name"]: each for each in result.json["checks"]}


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_fresh_installation_is_well(run: Run, home: Path) -> None:
    code, found = checks(run)
    assert code == 0
    assert {each["status"] for each in found.values()} <= {"ok", "note"}
    assert str(home) in found["data folder"]["detail"]
    assert found["grader"]["detail"].startswith("offline")
    assert not home.exists()


def test_text_says_the_same_as_json(run: Run) -> None:
    text = run("doctor")
    _, found = checks(run)
    assert text.code == 0
    assert all(f"{name}: {each['detail']}" in text.out for name, each in found.items())


def test_answers_are_counted(run: Run, home: Path) -> None:
    Paths(home).create()
    open_store(home / "interviewer.db").close()
    assert checks(run)[1]["database"]["detail"].endswith("0 answers")


def test_a_broken_settings_file_is_named_and_the_rest_is_still_looked_at(run: Run, home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "settings.toml").write_text('grader = "magic"\n')
    code, found = checks(run)
    assert code == 1
    assert found["settings"]["status"] == "broken"
    assert "settings.toml:1: grader: 'magic' is not one of" in found["settings"]["detail"]
    assert found["settings"]["mend"]
    assert found["rubrics"]["status"] == "ok"


def test_a_damaged_database_is_broken(run: Run, home: Path) -> None:
    home.mkdir(mode=0o700)
    (home / "interviewer.db").write_bytes(b"this is no database" * 100)
    code, found = checks(run)
    assert (code, found["database"]["status"]) == (1, "broken")


def test_damage_deep_in_a_database_that_still_opens_is_found(run: Run, home: Path) -> None:
    Paths(home).create()
    path = home / "interviewer.db"
    open_store(path).close()
    with closing(sqlite3.connect(path)) as connection:
        (page,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'drafts'").fetchone()
        (size,) = connection.execute("PRAGMA page_size").fetchone()
    with path.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\xff" * size)
    code, found = checks(run)
    assert (code, found["database"]["status"]) == (1, "broken")
    assert "is damaged and was left untouched" in found["database"]["detail"]
    assert not list(home.glob("*-wal"))


def test_every_mistake_has_a_line_of_its_own(run: Run, home: Path) -> None:
    (home / "questions").mkdir(parents=True)
    (home / "settings.toml").write_text('grader = "magic"\nthem = "x"\n')
    for number in range(7):
        (home / "questions" / f"bad{number}.toml").write_text("[[questions]\n")
    lines = run("doctor").out.splitlines()
    settings = [each for each in lines if each.startswith("BROKEN  settings: ")]
    questions = [each for each in lines if each.startswith("BROKEN  questions: ")]
    assert ["settings.toml:1: grader" in settings[0], "settings.toml:2: them" in settings[1]] == [True, True]
    assert (len(settings), len(questions), "(and 2 more)" in questions[-1]) == (2, 5, True)
    assert all(each.startswith(("BROKEN  ", "ok      ", "note    ", "        -> ")) for each in lines)


@pytest.mark.parametrize(
    ("environ", "detail", "mend"),
    [
        ({"INTERVIEWER_GRADER": "magic"}, "INTERVIEWER_GRADER: 'magic'", "correct it, or leave it out"),
        ({"INTERVIEWER_BASE_URL": "nowhere"}, "INTERVIEWER_BASE_URL: 'nowhere'", "correct it, or leave it out"),
    ],
)
def test_a_bad_variable_is_no_matter_of_the_file(run: Run, environ: dict[str, str], detail: str, mend: str) -> None:
    code, found = checks(run, **environ)
    assert (code, found["settings"]["status"], found["settings"]["mend"]) == (1, "broken", mend)
    assert detail in found["settings"]["detail"]


def test_settings_that_are_no_text_are_told_so(run: Run, home: Path) -> None:
    home.mkdir()
    (home / "settings.toml").write_bytes(b"\xff\xfe")
    found = checks(run)[1]["settings"]
    assert (found["status"], found["mend"].startswith("make it a text file")) == ("broken", True)


def test_a_folder_that_may_not_be_entered_hides_nothing_else(
    run: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As for anyone but root, who may enter every folder."""
    looked = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:
        if home in path.parents:
            raise PermissionError(13, "Permission denied", str(path))
        return looked(path, follow_symlinks=follow_symlinks)

    home.mkdir(mode=0o700)
    monkeypatch.setattr(Path, "stat", stat)
    code, found = checks(run)
    assert code == 1
    assert found["rubrics"]["detail"] == f"{home / 'rubrics'}: Permission denied"
    assert {"data folder", "settings", "database", "questions", "grader", "terminal"} <= found.keys()


def test_a_bad_question_of_ones_own_is_named(run: Run, home: Path) -> None:
    (home / "questions").mkdir(parents=True)
    (home / "questions" / "bad.toml").write_text("[[questions]\n")
    code, found = checks(run)
    assert (code, found["questions"]["status"]) == (1, "broken")
    assert "bad.toml:1" in found["questions"]["detail"]


def test_files_that_others_can_read_are_noted(run: Run, home: Path) -> None:
    home.mkdir(mode=0o755)
    home.chmod(0o755)
    (home / "settings.toml").write_text("")
    (home / "settings.toml").chmod(0o644)
    code, found = checks(run)
    assert (code, found["data folder"]["status"]) == (0, "note")
    assert str(home / "settings.toml") in found["data folder"]["detail"]
    assert "chmod" in found["data folder"]["mend"]


def test_a_home_that_is_a_file_is_broken(run: Run, home: Path) -> None:
    home.write_text("")
    code, found = checks(run)
    assert (code, found["data folder"]["status"]) == (1, "broken")


class TestGrader:
    def test_a_key_that_lies_in_the_environment_chooses_nothing(self, run: Run) -> None:
        code, found = checks(run, OPENAI_API_KEY=KEY)
        assert code == 0
        assert found["grader"]["detail"] == "offline: an estimate, nothing is sent; OPENAI_API_KEY set, not used"

    def test_a_server_that_listens_is_well(self, run: Run, listening: int) -> None:
        code, found = checks(
            run, "--grader", "llm", "--model", "m", "--base-url", f"http://127.0.0.1:{listening}/v1", OPENAI_API_KEY=KEY
        )
        assert code == 0
        assert found["server"]["status"] == "ok"
        assert f"m, standard effort, at 127.0.0.1:{listening}" in found["grader"]["detail"]
        assert "key: none (a placeholder is sent)" in found["grader"]["detail"]

    def test_the_variable_of_a_key_is_named_and_never_the_key(self, run: Run, listening: int) -> None:
        _, found = checks(
            run, "--grader", "llm", "--base-url", f"http://127.0.0.1:{listening}/v1", INTERVIEWER_API_KEY=KEY
        )
        assert "key: INTERVIEWER_API_KEY" in found["grader"]["detail"]

    def test_no_server_is_broken_with_what_to_do(self, run: Run) -> None:
        with socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))
            port = unused.getsockname()[1]
        code, found = checks(run, "--grader", "llm", "--base-url", f"http://127.0.0.1:{port}/v1")
        assert (code, found["server"]["status"]) == (1, "broken")
        assert f"127.0.0.1:{port}" in found["server"]["detail"]
        assert found["server"]["mend"]

    def test_no_key_for_openai_is_broken(self, run: Run) -> None:
        code, found = checks(run, "--grader", "llm", HTTPS_PROXY="http://127.0.0.1:9")
        assert (code, found["grader"]["status"]) == (1, "broken")
        assert "api.openai.com, but no key" in found["grader"]["detail"]

    def test_a_local_server_is_reached_past_a_proxy(self, run: Run, listening: int) -> None:
        argv = ("--grader", "llm", "--base-url", f"http://localhost:{listening}/v1")
        _, found = checks(run, *argv, HTTP_PROXY="http://proxy.example:3128")
        assert found["server"]["status"] == "ok"

    def test_a_proxy_on_the_way_to_a_server_is_noted(self, run: Run) -> None:
        argv = ("--grader", "llm", "--base-url", "http://models.example/v1")
        _, found = checks(run, *argv, HTTP_PROXY="http://proxy.example:3128")
        assert (found["server"]["status"], "HTTP_PROXY" in found["server"]["detail"]) == ("note", True)

    def test_a_base_url_without_a_scheme_is_named(self, run: Run) -> None:
        code, found = checks(run, INTERVIEWER_GRADER="llm", OPENAI_BASE_URL="localhost:11434")
        assert (code, found["grader"]["status"]) == (1, "broken")
        assert "OPENAI_BASE_URL" in found["grader"]["detail"]
