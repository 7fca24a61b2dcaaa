"""Keys go to their own server and nowhere else: not into a file, a log, a screen, a recording or an export."""

import asyncio
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from benchmarks.terminal import Terminal

from tests.grading_llm.fake_model import FakeModel
from tests.grading_llm.support import chunks
from tests.servers.scripted import Exchange, ScriptedServer, scripted

pytestmark = pytest.mark.long
PROGRAM = (sys.executable, "-m", "interviewer")
OWN, OPENAI, ADMIN, KEPT = (f"sk-sentinel-{name}-8f3a61" for name in ("own", "openai", "admin", "keyring"))
ALL = (OWN, OPENAI, ADMIN, KEPT)
ANSWER = "I set a gap of 5 points as the launch bar, because complaints had doubled to 40 a week."
QUESTION = "ai-fairness-recommender"


class Servers:
    """A server that grades, one that refuses and says the key back, one that sends on to the first; in a thread."""

    def __init__(self) -> None:
        self.good, self.refusing, self.redirecting = (ScriptedServer(_no_script) for _ in range(3))

    async def run(self, ready: threading.Event, stop: asyncio.Event) -> None:
        async with scripted(_grades) as good, scripted(_refuses) as refusing:
            target = good.url

            async def redirects(exchange: Exchange) -> None:
                await exchange.send(
                    f"HTTP/1.1 307 X\r\nLocation: {target}/chat/completions\r\nContent-Length: 0\r\n\r\n"
                )

            async with scripted(redirects) as redirecting:
                self.good, self.refusing, self.redirecting = good, refusing, redirecting
                ready.set()
                await stop.wait()

    def keys_at(self, server: ScriptedServer) -> set[str]:
        """The sentinel keys that a server was sent, in headers or body."""
        sent = "".join(f"{exchange.headers} {exchange.body}" for exchange in server.exchanges)
        return {key for key in ALL if key in sent}


async def _no_script(exchange: Exchange) -> None: ...


async def _grades(exchange: Exchange) -> None:
    await exchange.head()
    for each in chunks(FakeModel().reply(exchange.body)):
        await exchange.event(each)
    await exchange.send("data: [DONE]\n\n")


async def _refuses(exchange: Exchange) -> None:
    said = f'{{"error": {{"message": "Incorrect API key provided: {exchange.headers["authorization"]}"}}}}'
    await exchange.send(
        f"HTTP/1.1 401 X\r\nContent-Type: application/json\r\nContent-Length: {len(said)}\r\n\r\n{said}"
    )


@pytest.fixture
def servers() -> Iterator[Servers]:
    servers, ready, loop = Servers(), threading.Event(), asyncio.new_event_loop()
    stop = asyncio.Event()
    thread = threading.Thread(target=loop.run_until_complete, args=(servers.run(ready, stop),))
    thread.start()
    assert ready.wait(10)
    yield servers
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


class Session:
    """Every command in one data folder, with all keys in its environment; `written` is all that came back."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.home = folder / "home"
        self.written = ""
        self.environ = {
            **os.environ, "INTERVIEWER_HOME": str(self.home), "TMPDIR": str(folder), "OPENAI_ADMIN_KEY": ADMIN,
            "TEST_KEYRING": str(folder.parent / f"{folder.name}-keyring.json"), "PYTHONPATH": os.pathsep.join(sys.path),
            "PYTHON_KEYRING_BACKEND": "tests.servers.memory_keyring.MemoryKeyring",
        }  # fmt: skip

    def run(self, *argv: str, stdin: str = "", **environ: str) -> str:
        done = subprocess.run(
            [*PROGRAM, *argv], input=stdin, env={**self.environ, **environ}, cwd=self.folder, capture_output=True,
            text=True, check=False, umask=0,
        )  # fmt: skip
        self.written += done.stdout + done.stderr
        return done.stdout

    def llm(self, server: ScriptedServer, *argv: str, **environ: str) -> str:
        flags = ("--grader", "llm", "--effort", "quick", "--model", "m", "--base-url", server.url)
        return self.run(*argv, *flags, stdin=ANSWER, **environ)

    @contextmanager
    def app(self, server: ScriptedServer, **environ: str) -> Iterator[Terminal]:
        """The app at a question, with that server."""
        flags = ("--grader", "llm", "--effort", "quick", "--model", "m", "--base-url", server.url)
        argv = [*PROGRAM, "practice", "--question", QUESTION, *flags]
        with Terminal(argv, {**self.environ, **environ}, columns=100, rows=40) as terminal:
            terminal.wait_for("Submit")
            terminal.send(ANSWER)
            terminal.wait_for("1[789] words")
            terminal.send("\x13")
            yield terminal
            terminal.send("\x11")
            terminal.wait_exit()
            terminal.settle()
        self.written += terminal.raw.decode("utf-8", "replace")

    def found(self) -> list[str]:
        """Where a key stands: files by name, or "output"."""
        places = [
            str(file.relative_to(self.folder))
            for file in self.folder.rglob("*")
            if file.is_file() and any(key.encode() in file.read_bytes() for key in ALL)
        ]
        return places + (["output"] if any(key in self.written for key in ALL) else [])


@pytest.fixture
def session(tmp_path: Path) -> Session:
    folder = tmp_path / "all"
    folder.mkdir()
    return Session(folder)


def test_a_grade_and_its_recording_hold_no_key(session: Session, servers: Servers) -> None:
    session.llm(servers.good, "grade", "--question", QUESTION, "--record", "record.jsonl", INTERVIEWER_API_KEY=OWN)
    session.llm(servers.refusing, "grade", "--question", QUESTION, "--record", "record.jsonl", INTERVIEWER_API_KEY=OWN)
    assert servers.keys_at(servers.good) == servers.keys_at(servers.refusing) == {OWN}
    assert session.found() == []
    assert (session.folder / "record.jsonl").read_text(encoding="utf-8").count('"request"') > 1


@pytest.mark.slow
def test_a_whole_session_leaves_no_key_anywhere_and_sends_each_to_its_own_server(
    session: Session, servers: Servers
) -> None:
    session.run("key", "set", servers.good.url, stdin=KEPT)
    session.run("key", "show")
    keys = {"OPENAI_API_KEY": OPENAI}

    with session.app(servers.good, **keys) as app:
        app.wait_for("0.45 ×", timeout=60)
    assert servers.keys_at(servers.good) == {KEPT}
    with session.app(servers.refusing, INTERVIEWER_API_KEY=OWN, **keys) as app:
        app.wait_for("refused the key", timeout=60)
    assert servers.keys_at(servers.refusing) == {OWN}

    session.llm(servers.good, "grade", "--question", QUESTION, "--record", "record.jsonl", "--format", "json", **keys)
    session.llm(servers.refusing, "grade", "--question", QUESTION, "--record", "refused.jsonl", INTERVIEWER_API_KEY=OWN)
    session.llm(servers.redirecting, "grade", "--question", QUESTION, "--format", "json", **keys)
    session.llm(servers.good, "doctor", **keys)
    session.llm(servers.good, "grade", "--question", QUESTION, "--show-request", INTERVIEWER_API_KEY=OWN)
    session.run("history", "list", "--format", "json")
    for form in ("jsonl", "md", "html"):
        session.run("history", "export", "--format", form, f"history.{form}")
    session.run("questions", "export", "--track", "ai_pm", "--out", "questions.csv")

    assert len(servers.redirecting.exchanges) == 1
    assert servers.keys_at(servers.redirecting) == set(), "what was kept for another server, or for OpenAI, stayed here"
    assert servers.keys_at(servers.good) == {KEPT}
    assert session.found() == []
    assert session.written.count("graded") or session.written.count("0.45")


@pytest.mark.slow
def test_everything_in_the_data_folder_is_private_whatever_the_umask(session: Session, servers: Servers) -> None:
    session.run("key", "set", servers.good.url, stdin=KEPT)
    session.run("practice", "--plain", "--question", QUESTION, stdin=f"{ANSWER}\n.\n")
    session.run("questions", "add", "--track", "ai_pm", "--prompt", "Why?")
    session.llm(servers.good, "grade", "--question", QUESTION, "--record", "record.jsonl")
    session.run("history", "export", "history.jsonl")
    session.run("history", "backup", "backup.db")
    loose = {
        str(path.relative_to(session.folder)): oct(path.stat().st_mode & 0o777)
        for path in session.folder.rglob("*")
        if path.stat().st_mode & 0o077 and path.name != "home-is-made-by-the-program"
    }
    assert loose == {}
    assert session.home.stat().st_mode & 0o777 == 0o700
    assert (session.folder / "record.jsonl").stat().st_mode & 0o777 == 0o600


def test_an_error_of_the_programs_own_is_written_down_without_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from interviewer import stored_keys
    from interviewer.cli import crash as cli_crash
    from interviewer.paths import Paths
    from interviewer.tui import crash as app_crash

    monkeypatch.setenv("INTERVIEWER_HOME", str(tmp_path))
    monkeypatch.setenv("INTERVIEWER_API_KEY", OWN)
    monkeypatch.setenv("OPENAI_API_KEY", OPENAI)
    monkeypatch.setattr(stored_keys, "_read_ones", {KEPT})
    error = RuntimeError(f"headers {{'Authorization': 'Bearer {OWN}'}} {OPENAI} {KEPT}")
    for told in (cli_crash.report(error), app_crash.report(Paths(tmp_path), error)):
        written = told + (tmp_path / "crash.txt").read_text(encoding="utf-8")
        assert not [key for key in ALL if key in written]
        assert "RuntimeError: headers" in written
