"""Whatever an answer, a question, a name or a file holds, no command writes anything that steers a terminal, shows a
traceback, or says something else than it was given."""

import io
import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from interviewer.cli.main import main
from tests.robust.nasty import check_output, nasty, nasty_argument, try_many, try_worst

QUESTION = "ai-fairness-recommender"


class Program:
    """Runs commands in this process over one data folder, and looks at everything that they write."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *argv: str, stdin: str | bytes = b"", codes: tuple[int, ...] = (0, 1, 2), **environ: str) -> str:
        raw = stdin.encode("utf-8", "surrogateescape") if isinstance(stdin, str) else stdin
        out, err = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
        before, sys.stdin = sys.stdin, io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8")
        try:
            with redirect_stdout(out), redirect_stderr(err):
                code = main(argv, {"INTERVIEWER_HOME": str(self.home), **environ})
        except SystemExit as stop:
            code = int(stop.code or 0)
        finally:
            sys.stdin = before
        text, said = (each.buffer.getvalue().decode("utf-8") for each in (out, err))
        check_output(text)
        check_output(said)
        assert code in codes, (argv, code, said)
        return str(text)

    def json(self, *argv: str, **more: Any) -> Any:
        return json.loads(self(*argv, "--format", "json", **more))

    def lines(self, *argv: str, **more: Any) -> list[Any]:
        return [json.loads(line) for line in self(*argv, "--format", "json", **more).splitlines()]


@contextmanager
def program() -> Iterator[Program]:
    with tempfile.TemporaryDirectory() as folder:
        yield Program(Path(folder) / "home")


def typed(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def practise(text: str) -> None:
    """An answer line by line, then everything that shows, finds or exports it."""
    with program() as run:
        run("practice", "--plain", "--question", QUESTION, stdin=typed(f"words {text}\nwords\n"), codes=(0,))
        (row,) = run.lines("history", "list")
        answer = row.get("answer_id") or row["id"]
        run("history", "list")
        shown = run.json("history", "show", answer)
        assert "words" in json.dumps(shown)
        run("history", "show", answer)
        run("history", "search", text.replace("\0", "") or "x")
        run("history", "search", "words")


def grade(text: str) -> None:
    with program() as run:
        given_answer = typed(text)
        found = run("grade", "--question", QUESTION, "--format", "json", stdin=given_answer)
        assert not found or json.loads(found)["status"] in ("scored", "unscored")
        run("grade", "--question", QUESTION, stdin=given_answer)


def grade_many(text: str) -> None:
    """Good lines and rubbish in a batch: one line out for each line in, in order."""
    with program() as run:
        good = json.dumps({"id": text, "track": "ai_pm", "question": text or "x", "answer": text})
        lines = [good, text.replace("\n", " ").replace("\r", " "), json.dumps([text]), good]
        raw = "\n".join(lines).encode("utf-8", "surrogatepass")
        out = run("grade", "--batch", "-", stdin=raw).splitlines()
        grades = [json.loads(line) for line in out]
        assert [each["id"] for each in grades if each["id"] is not None][:1] in ([text], [])
        assert {each["status"] for each in grades} <= {"scored", "unscored"}


def own_question(text: str) -> None:
    """As arguments of a program carry it, and back out of every list and file."""
    with program() as run:
        prompt = f"Why {text}"
        added = run(
            "questions", "add", "--track", "ai_pm", "--prompt", prompt, "--expect", text, "--source", text, codes=(0, 2)
        )
        if not added:
            return  # refused, in a line
        identifier = added.split()[0]
        (row,) = run.lines("questions", "list", "--own")
        assert " ".join(row["prompt"].split()) == " ".join(prompt.split())
        for command in (("list", "--own"), ("show", identifier), ("check",), ("list", "--own", "--search", text)):
            run("questions", *command)
        run("grade", "--question", identifier, stdin=b"I cut it by 4 percent.", codes=(0,))


def wrong_words(text: str) -> None:
    """In the place of every kind of argument, variable and setting."""
    with program() as run:
        flags = ("--model", text, "--base-url", text)
        for argv in (
            (text,), ("grade", "--question", text), ("practice", "--question", text), ("questions", "show", text),
            ("questions", "list", "--topic", text), ("history", "show", text), ("grade", text), ("key", "set", text),
            ("grade", "--example", "--grader", "llm", *flags), ("doctor", *flags), ("questions", "check", text),
            ("completion", text),
        ):  # fmt: skip
            run(*argv, INTERVIEWER_MODEL=text)
        run("doctor", INTERVIEWER_BASE_URL=text, INTERVIEWER_GRADER="llm")
        run.home.mkdir(mode=0o700, exist_ok=True)
        toml = json.dumps(text)
        for line in (f"model = {toml}", f"grader = {toml}", f"{toml} = 1", text, f"[keys]\n{toml} = {toml}"):
            (run.home / "settings.toml").write_bytes(line.encode("utf-8", "surrogatepass"))
            run("doctor")
            run("grade", "--example")


def files_of_questions(text: str) -> None:
    """A file of questions that somebody else wrote."""
    with program() as run:
        (run.home / "questions").mkdir(parents=True, mode=0o700)
        quoted = json.dumps(text)
        entry = f'[[questions]]\nid = "own-x"\ntrack = "ai_pm"\nkind = "ethics"\ntopic = {quoted}\nprompt = {quoted}\n'
        for content in (f"{entry}expects = [{quoted}]\n", text, f"[[questions]]\n{quoted} = {quoted}\n"):
            (run.home / "questions" / "other.toml").write_bytes(content.encode("utf-8", "surrogatepass"))
            for command in (("check",), ("list", "--own"), ("show", "own-x")):
                run("questions", *command)


TEXTS: dict[str, tuple[Callable[[str], None], Any]] = {
    "an answer line by line": (practise, nasty),
    "a graded answer": (grade, nasty),
    "a batch": (grade_many, nasty),
    "a question of one's own": (own_question, nasty_argument),
    "arguments and settings": (wrong_words, nasty_argument),
    "a file of questions": (files_of_questions, nasty),
}


@pytest.mark.parametrize("what", TEXTS)
def test_all_that_is_nasty_stay_text_in(what: str) -> None:
    try_worst(*TEXTS[what])


@pytest.mark.slow
@pytest.mark.parametrize("what", TEXTS)
def test_many_texts_stay_text_in(what: str) -> None:
    try_many(*TEXTS[what])
