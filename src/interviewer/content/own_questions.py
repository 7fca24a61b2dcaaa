"""A person's own questions: edited in place in their files, comments and order kept, and never half written."""

import contextlib
import dataclasses
import os
import re
import tomllib
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from interviewer.content.question_files import check_entries, inconsistencies
from interviewer.content.toml_file import read_toml, validated
from interviewer.domain.questions import Question
from interviewer.paths import PRIVATE_FILE, PRIVATE_FOLDER, write_private
from interviewer.ports import ContentError, Problem

NEW_QUESTIONS_FILE = "own.toml"
LONGEST_ID_WORDS = 6
LONGEST_ID = 60
UNSAID = re.compile(
    r"(?:a|an|and|are|as|at|be|by|do|does|for|from|had|has|have|how|i|in|is|it|me|of|on|or|our|tell|that|the|their|this|time"
    r"|to|was|what|when|which|who|why|with|would|you|your|about)\Z"
)


def question_id(prompt: str, taken: Collection[str]) -> str:
    """An id out of the prompt's first telling words, `own-set-alert-threshold`; numbered where it is taken."""
    words = re.findall(r"[a-z0-9]+", prompt.lower())
    telling = [word for word in words if not UNSAID.match(word)] or words
    return numbered("-".join(["own", *telling[:LONGEST_ID_WORDS]])[:LONGEST_ID].rstrip("-"), taken)


def numbered(base: str, taken: Collection[str]) -> str:
    """The name itself, or the first of name-2, name-3 ... that is not taken."""
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def check(question: Question) -> None:
    """Holds a question to the rules for one from a file. Raises ContentError with every problem."""
    result = validated(Question, dataclasses.asdict(question))
    if isinstance(result, Question):
        found = list(inconsistencies(result))
        if not re.fullmatch(r"\S+", result.id):
            found.append(("id", f"{result.id!r} must be one word without spaces"))
    else:
        found = result
    if found:
        raise ContentError([Problem(f"question {question.id!r}", 0, field, message) for field, message in found])


def save(path: Path, question: Question) -> None:
    """Replaces the question of that id in the file, or adds it at its end; the file may not be there yet.

    Raises ContentError where the file cannot be edited as it stands, OSError where it cannot be written; the file is
    then as it was.
    """
    target = path.resolve()
    before = _read(target)
    after = _with(before, question)
    others = [entry for entry in _entries(before) if entry.get("id") != question.id]
    kept = [entry for entry in _entries(after) if entry.get("id") != question.id]
    saved = [validated(Question, entry) for entry in _entries(after) if entry.get("id") == question.id]
    if kept != others or saved != [question]:
        raise _uneditable(target)
    write_private(target, after)


def write_new(path: Path, questions: Sequence[Question], text: str) -> None:
    """Writes a new file of questions, after reading its text back. Raises ContentError for a bad one, OSError."""
    for each in questions:
        check(each)
    if [validated(Question, entry) for entry in _entries(text)] != list(questions):
        raise ContentError([Problem(str(path), 0, "questions", "cannot be written so that they read the same again")])
    write_private(path, text)


def file_name(name: str, folder: Path) -> str:
    """A new file's name in the folder of one's own questions, after the file that was imported."""
    stem = re.sub(r"[^a-z0-9]+", "-", Path(name).stem.lower()).strip("-") or "imported"
    number, found = 1, f"{stem}.toml"
    while (folder / found).exists() or found == NEW_QUESTIONS_FILE:
        number += 1
        found = f"{stem}-{number}.toml"
    return found


def remove(path: Path, wanted: str) -> None:
    """Cuts the lines of the question of that id out of `path`; comments around them stay. Raises as `save` does."""
    target = path.resolve()
    before = _read(target)
    entries = _entries(before)
    index = next((at for at, entry in enumerate(entries) if entry.get("id") == wanted), None)
    if index is None:
        return
    after = _without(before, index)
    if _entries(after) != entries[:index] + entries[index + 1 :]:
        raise _uneditable(target)
    write_private(target, after)


def _uneditable(path: Path) -> ContentError:
    return ContentError([Problem(str(path), 0, "questions", "cannot be changed here without harm: edit it by hand")])


def _read(path: Path) -> str:
    """The file's text, empty where there is none; ContentError where it is no valid TOML."""
    if not path.exists():
        return ""
    file = read_toml(path)
    if isinstance(file, Problem):
        raise ContentError([file])
    return path.read_bytes().decode("utf-8-sig")


def _entries(text: str) -> list[dict[str, Any]]:
    try:
        found = tomllib.loads(text).get("questions", [])
    except tomllib.TOMLDecodeError:
        return []
    return found if isinstance(found, list) and all(isinstance(each, dict) for each in found) else []


def _headers(lines: Sequence[str]) -> list[int]:
    return [at for at, line in enumerate(lines) if re.match(r"\s*\[\[\s*questions\s*\]\]", line)]


def _without(text: str, index: int) -> str:
    lines = text.splitlines(keepends=True)
    headers = _headers(lines)
    if index >= len(headers):
        return text
    start, end = headers[index], (headers[index + 1] if index + 1 < len(headers) else len(lines))
    while end > start and re.match(r"\s*(?:#|$)", lines[end - 1]):
        end -= 1
    return "".join(lines[:start] + lines[end:])


def _with(text: str, question: Question) -> str:
    """The text with the question in it, in its old place or at the end; the text as it was where that cannot be done.

    Only the lines of the question itself are laid out anew: tomlkit takes half a minute over ten thousand questions.
    """
    entries = _entries(text)
    at = next((number for number, entry in enumerate(entries) if entry.get("id") == question.id), None)
    if at is None:
        before = text if not text or text.endswith("\n") else text + "\n"
        return before + ("\n" if before.strip() else "") + as_toml(question)
    lines = text.splitlines(keepends=True)
    headers = _headers(lines)
    start, end = 0, len(lines)
    if len(headers) == len(entries):  # else a text in the file looks like a header
        start, end = headers[at], (headers[at + 1] if at + 1 < len(headers) else len(lines))
    return "".join([*lines[:start], _laid_out("".join(lines[start:end]), question), *lines[end:]])


def _laid_out(text: str, question: Question) -> str:
    """Lines that hold the question's entry, with its new fields; as they were where tomlkit cannot read them."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(text)
        entries = document["questions"]
        if not isinstance(entries, tomlkit.items.AoT):
            return text
        _put(entries, question)
        return tomlkit.dumps(document)
    except TOMLKitError:
        return text


def _put(entries: Any, question: Question) -> None:
    fields = toml_fields(question)
    for entry in entries:
        if entry.get("id") == question.id:
            _update(entry, fields)
            return
    import tomlkit

    table = tomlkit.table()
    for name, value in fields.items():
        table.add(name, _toml_value(value))
    entries.append(table)


def _update(entry: Any, fields: dict[str, Any]) -> None:
    """Sets what changed and drops what went back to its default; every other line of the entry stays as it was."""
    for name in [name for name in entry if name not in fields]:
        del entry[name]
    body = entry.value.body
    after: list[Any] = []
    while body and body[-1][0] is None:  # blank lines and comments, which stay below a new field
        after.insert(0, body.pop())
    for name, value in fields.items():
        if name not in entry or entry[name] != value:
            entry[name] = _toml_value(value)
    body.extend(after)


def _toml_value(value: Any) -> Any:
    import tomlkit

    if isinstance(value, list) and value and sum(map(len, value)) > 80:
        array = tomlkit.array()
        array.extend(value)
        return array.multiline(multiline=True)
    if isinstance(value, str) and "\n" in value and not value.startswith("\n") and "\r" not in value:
        return tomlkit.string(value, multiline=True)
    return tomlkit.item(value)


def toml_fields(question: Question) -> dict[str, Any]:
    """What a file holds of a question: the three required fields, and the others where they aren't the default."""
    fields: dict[str, Any] = {}
    for each in dataclasses.fields(question):
        value = getattr(question, each.name)
        if each.default is dataclasses.MISSING or value != each.default:
            fields[each.name] = list(value) if isinstance(value, tuple) else value
    return fields


def as_toml(question: Question) -> str:
    """The question as a `[[questions]]` entry."""
    import tomlkit

    document = tomlkit.document()
    entries = tomlkit.aot()
    document.append("questions", entries)
    _put(entries, question)
    return tomlkit.dumps(document)


def from_toml(path: Path, shown: str, new_id: Callable[[str], str]) -> Question | None:
    """The one question of a file, with a new id where it has none; None where its prompt is empty.

    Raises ContentError with line and field.
    """
    file = read_toml(path, shown)
    if isinstance(file, Problem):
        raise ContentError([file])
    entries = file.tables.get("questions")
    if not isinstance(entries, list) or len(entries) != 1 or not isinstance(entries[0], dict):
        raise ContentError([Problem(shown, 0, "questions", "must be one entry, under [[questions]]")])
    prompt = entries[0].get("prompt")
    if prompt == "":
        return None
    if isinstance(prompt, str):
        entries[0].setdefault("id", new_id(prompt))
    questions, problems = check_entries(file)
    if problems:
        raise ContentError(problems)
    return questions[0]


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """One writer at a time: two copies of the program must not undo each other's questions."""
    folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    try:
        import fcntl
    except ImportError:  # Windows: the rewrite is atomic there too, two at the same instant are not told apart
        yield
        return
    lock = os.open(folder / ".lock", os.O_WRONLY | os.O_CREAT, PRIVATE_FILE)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
