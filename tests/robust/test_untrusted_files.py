"""Files that are written for others to open: no cell that a spreadsheet computes, no tag or link that a browser obeys,
no character that steers a terminal; and what is read back is what was written."""

import csv
import io
import json
import tempfile
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import strategies as st

from interviewer.domain.grades import Feedback
from interviewer.domain.questions import Question
from interviewer.domain.transcripts import Answer
from interviewer.storage.database import open_store
from tests.robust.nasty import STEERING, nasty, nasty_argument, try_many, try_worst
from tests.robust.test_untrusted_output import Program, program
from tests.storage.samples import scored
from tests.tui.kit import NOON

FORMULA = ("=", "+", "-", "@", "\t", "\r")
LOADS = ("src", "href", "action", "data", "poster", "background", "formaction", "srcset", "xlink:href")


class Page(HTMLParser):
    """Collects what a browser would run, load or follow."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.harmful: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "base", "form", "img", "link"):
            self.harmful.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in LOADS and not (value or "").startswith("#")):
                self.harmful.append(f"{tag} {name}={value}")

    def handle_data(self, data: str) -> None:
        self.text += data


def check_html(text: str) -> str:
    """The text of a page in which nothing runs and nothing is loaded."""
    page = Page()
    page.feed(text)
    assert page.harmful == []
    assert not STEERING.search(text), repr(STEERING.search(text))
    assert "http-equiv" not in text.lower() or "content-security-policy" in text.lower()
    return page.text


def check_csv(text: str) -> list[list[str]]:
    rows = list(csv.reader(io.StringIO(text, newline="")))
    for row in rows:
        for cell in row:
            for part in cell.split("\n"):
                assert not part.startswith(FORMULA), repr(cell)
    return rows


def answered(run: Program, text: str) -> None:
    """A question, an answer and a grade that are that text, in the store."""
    lists = (text, "x")
    question = Question(
        id="own-nasty", track="ai_pm", prompt=text or "x", topic=text, source=text, expects=lists, follow_ups=lists
    )
    answer = Answer(
        id="answer-1", session_id="s", position=0, track="ai_pm", question=question, text=f"words {text}",
        typing_seconds=1.0, created_at=NOON,
    )  # fmt: skip
    import dataclasses

    feedback = Feedback(fix_first=text, strengths=lists, improvements=lists, stronger_version=text, follow_up=text)
    grade = dataclasses.replace(scored(), feedback=feedback, notices=(text,))
    run.home.mkdir(mode=0o700, exist_ok=True)
    with closing(open_store(run.home / "interviewer.db")) as store:
        store.save_answer(answer)
        store.add_grade("answer-1", grade, NOON)


def history(text: str) -> None:
    with program() as run:
        answered(run, text)
        check_html(run("history", "export", "--format", "html", codes=(0,)))
        run("history", "export", "--format", "md", codes=(0,))
        records = [json.loads(line) for line in run("history", "export", codes=(0,)).splitlines()]
        (kept,) = [each for each in records if "answer-1" in json.dumps(each)][:1]
        assert f"words {joined(text)}" in _strings(kept)


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for each in inner for text in _strings(each)]


def joined(text: str) -> str:
    """Two halves of a character side by side are that character to JSON; a half alone stays one."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def there_and_back(text: str) -> None:
    """The whole history as JSON Lines, into another folder: nothing of it is lost or changed."""
    with program() as run, program() as other:
        answered(run, text)
        lines = run("history", "export", codes=(0,))
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.write(lines)
            file.flush()
            other("history", "import", file.name, codes=(0,))
        with closing(open_store(other.home / "interviewer.db")) as store:
            transcript = store.transcript("answer-1")
            assert transcript is not None
            assert transcript.answer.text == f"words {joined(text)}"
            assert transcript.grades[0].grade.notices == (joined(text),)


def questions(text: str) -> None:
    with program() as run:
        prompt = f"{text} why?"
        if not run("questions", "add", "--track", "ai_pm", "--prompt", prompt, "--expect", text, codes=(0, 2)):
            return
        for form in ("csv", "md", "toml", "jsonl"):
            name = f"own.{form}"
            out = Path(run.home) / name
            run("questions", "export", "--own", "--out", str(out), codes=(0,))
            written = out.read_bytes().decode("utf-8-sig")
            if form == "csv":
                check_csv(written)
            if form in ("toml", "jsonl"):  # the others have no escapes: what reaches a terminal is looked at below
                assert not STEERING.search(written), (form, repr(STEERING.search(written)))
            with patch("interviewer.cli.output.is_terminal", lambda stream: True):
                run("questions", "export", "--own", "--format", form, "--out", "-", codes=(0,))


TEXTS: dict[str, tuple[Any, st.SearchStrategy[str]]] = {
    "the history": (history, nasty),
    "the history there and back": (there_and_back, nasty),
    "questions": (questions, nasty_argument),
}


@pytest.mark.parametrize("what", TEXTS)
def test_all_that_is_nasty_do_no_harm_in_files_of(what: str) -> None:
    try_worst(*TEXTS[what])


@pytest.mark.slow
@pytest.mark.parametrize("what", TEXTS)
def test_many_texts_do_no_harm_in_files_of(what: str) -> None:
    try_many(*TEXTS[what])
